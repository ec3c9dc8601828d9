"""Checking the public record against itself: every digest recomputed, every entry replayed from its statements.

What cannot be seen from inside (everything rewritten with fitting digests, the last release cut off) shows in
`Report.heads`: kept elsewhere, they say what was published when.
"""

from dataclasses import dataclass, field

from .models import Entry, Release
from .record import POINTERS, follow, item_digest, release_digest, searched, text_digest

COMPARED = tuple(f"{name}_id" for name in (*POINTERS, "region")) + ("outcome", "category")


@dataclass
class Report:
    items: int = 0
    withheld: int = 0
    heads: dict = field(default_factory=dict)  # number of a release: its digest
    findings: list = field(default_factory=list)


def verify():
    """A `Report` on the whole record; it stands when there are no findings."""
    report = Report()
    releases = Release.objects.order_by("number").prefetch_related("items__text", "items__withholding")
    for release in releases:
        rows = sorted(release.items.all(), key=lambda item: item.order)
        report.heads[release.number] = release.digest
        report.items += len(rows)
        report.withheld += sum(hasattr(item, "withholding") for item in rows)
        report.findings += _release_findings(release, rows)
    gaps = sorted(set(range(1, max(report.heads, default=0) + 1)) - set(report.heads))
    report.findings += [f"release {number}: missing" for number in gaps] + list(_entry_findings())
    return report


def _release_findings(release, rows):
    name = f"release {release.number}"
    if release.digest != release_digest(release, [item.digest for item in rows]):
        yield f"{name}: altered, or an item was added or is missing (its digest does not fit)"
    for item in rows:
        yield from (f"{name}, item {item.order}: {finding}" for finding in _item_findings(item))


def _item_findings(item):
    if item.digest != item_digest(item):
        yield "altered (its digest does not fit)"
    has_text, is_withheld = hasattr(item, "text"), hasattr(item, "withholding")
    if has_text and item.text_digest != text_digest(item.text):
        yield "its words were altered"
    elif has_text and item.text.folded != searched(item.text):
        yield "it is found by other words than it prints"
    if has_text and is_withheld:
        yield "withheld, but its words are still there"
    if not has_text and not is_withheld:
        yield "its words are missing and were not withheld"


def _entry_findings():
    for entry in Entry.objects.order_by("pk").prefetch_related("items__release", "items__region__parent"):
        items = sorted(entry.items.all(), key=lambda item: item.release.number)
        if not items:
            yield f"entry {entry.pk}: no statement about it"
            continue
        told = Entry(pk=entry.pk)
        for item in items:
            follow(told, item)
        wrong = [name for name in COMPARED if getattr(entry, name) != getattr(told, name)]
        if wrong:
            yield f"entry {entry.pk}: does not follow from its statements ({', '.join(wrong)})"
        if {item.release.round_id for item in items} != {entry.round_id}:
            yield f"entry {entry.pk}: stated in another round than its own"
