"""Checking the public record against itself: every digest recomputed, every entry replayed from its statements.

What cannot be seen from inside (everything rewritten with fitting digests, the last release cut off) shows in
`Report.heads`: kept elsewhere, they say what was published when.
"""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from regions.version import public_version

from .models import Entry, Release, ReleaseItem
from .record import (
    OF_THE_TITLE,
    POINTERS,
    change_digest,
    effective_on,
    follow,
    item_digest,
    release_digest,
    text_digest,
)
from .searching import search_form
from .spans import facts_of, spans_of
from .tallies import are_right
from .titles import BrokenLife

COMPARED = tuple(f"{name}_id" for name in (*POINTERS, "region")) + (*OF_THE_TITLE, "outcome", "category")


@dataclass
class Report:
    items: int = 0
    withheld: int = 0
    heads: dict = field(default_factory=dict)  # number of a release: its digest
    findings: list = field(default_factory=list)


def verify():
    """A `Report` on the whole record; it stands when there are no findings. A record that was written to while it was
    being read is read again."""
    while True:
        version = public_version()
        report = _check()
        if public_version() == version:
            return report


def _check():
    report, sound = Report(), {}
    found = Release.objects.select_related("supersedes", "notice").order_by("number")
    releases = found.prefetch_related("items__text", "items__withholding", "notice__changes")
    for release in releases:
        rows = sorted(release.items.all(), key=lambda item: item.order)
        report.heads[release.number] = release.digest
        report.items += len(rows)
        report.withheld += sum(hasattr(item, "withholding") for item in rows)
        report.findings += _release_findings(release, rows, sound)
        report.findings += notice_findings(release)
    report.findings += _gaps(report.heads)
    report.findings += _entry_findings(sound)
    if not report.findings and not are_right():  # of entries that are wrong themselves, the counts are no news
        report.findings.append(_("the kept counts do not follow from the entries; rebuild_record counts anew"))
    return report


def _gaps(numbers):
    for number in sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers)):
        yield _("release %(number)s: it is missing") % {"number": number}


def _of(where, what):
    return _("%(where)s: %(what)s") % {"where": where, "what": what}


def own_findings(release, rows):
    """What does not fit of the release itself, whose items in order are `rows`."""
    if release.digest != release_digest(release, [item.digest for item in rows]):
        return [_("altered, or an item was added or is missing (its digest does not fit)")]
    if release.effective_on != effective_on(release):
        return [_("it counts from another day than its source says")]
    return []


def _release_findings(release, rows, sound):
    """`sound` gets the items about which there is nothing to say: {key: what it is found by}."""
    name = _("release %(number)s") % {"number": release.number}
    yield from (_of(name, finding) for finding in own_findings(release, rows))
    for item in rows:
        where = _("%(release)s, item %(order)s") % {"release": name, "order": item.order}
        findings = list(item_findings(item))
        if not findings:
            sound[item.pk] = search_form(item)
        yield from (_of(where, finding) for finding in findings)


def notice_findings(release):
    """What does not fit of the changes of a notice: a chain that begins with its release."""
    changes = list(release.notice.changes.all()) if hasattr(release, "notice") else []
    before = release.digest
    for number, change in enumerate(sorted(changes, key=lambda one: one.number), start=1):
        where = _("release %(number)s, change %(change)s of the notice") % {
            "number": release.number,
            "change": change.number,
        }
        if change.number != number:
            yield _of(where, _("one before it is missing"))
        elif change.digest != change_digest(change, before):
            yield _of(where, _("altered (its digest does not fit)"))
        before = change.digest


def item_findings(item):
    """What does not fit of one item and its words."""
    if item.digest != item_digest(item):
        yield _("altered (its digest does not fit)")
    has_text, is_withheld = hasattr(item, "text"), hasattr(item, "withholding")
    if has_text and item.text_digest != text_digest(item.text):
        yield _("its words were altered")
    if has_text and is_withheld:
        yield _("withheld, but its words are still there")
    if not has_text and not is_withheld:
        yield _("its words are missing and were not withheld")


def _entry_findings(sound):
    items = ReleaseItem.objects.select_related("release__supersedes", "region__parent")
    entries = Entry.objects.order_by("pk").select_related("round").prefetch_related(Prefetch("items", items), "spans")
    for entry in entries:
        items = sorted(entry.items.all(), key=lambda item: item.release.number)
        name = _("entry %(id)s") % {"id": entry.pk}
        differences = list(_differences(entry, items))
        yield from (_of(name, finding) for finding in differences)
        found_by = [(one.searched, sound.get(one.current_id, one.searched)) for one in (entry, *entry.spans.all())]
        if not differences and any(searched != right for searched, right in found_by):
            yield _of(name, _("it is found by other words than it prints"))


def _differences(entry, items):
    """Between what the entry says of itself and what follows from its statements, in the order of their days."""
    if not items:
        yield _("no statement about it")
        return
    told = Entry(pk=entry.pk, round=entry.round)
    try:
        follow(told, items)
    except BrokenLife as broken:
        yield str(broken)
        return
    wrong = [name for name in COMPARED if getattr(entry, name) != getattr(told, name)]
    if wrong:
        yield _("does not follow from its statements (%(columns)s)") % {"columns": ", ".join(wrong)}
    if facts_of(entry.spans.all()) != facts_of(spans_of(entry, items)):
        yield _("how it stood on earlier days does not follow from its statements")
    if {item.release.round_id for item in items} != {entry.round_id}:
        yield _("stated in another round than its own")
