"""Writing the public record: `issue` inserts a finished release, `withhold` takes words away, `verify` checks all.

Only `submissions.publishing` calls the first two; a test keeps it so.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Q

from regions.models import Region
from regions.version import raise_public_version

from .digests import ALGORITHM, digest
from .folding import fold
from .models import Entry, ItemText, Outcome, Release, ReleaseItem, ReleaseKind, Withholding

STEPS = ("recommended", "entered", "decided")
STEP_OF = {Outcome.RECOMMENDED: "recommended", Outcome.ENTERED: "entered"}


@dataclass(frozen=True)
class Source:
    """What a release rests on. Number, date and the scan's digest may be unknown."""

    kind: str
    title: str
    organ: str = ""
    number: str = ""
    issued_on: date | None = None
    scan_digest: str = ""


@dataclass(frozen=True)
class Statement:
    """What a release says of one candidate. `entry` is None for a candidate the public does not know yet."""

    category: str
    region: Region
    outcome: str
    name: str
    lead_unit: str = ""
    printed: bool = True
    entry: Entry | None = None


def text_digest(text):
    """Digest of an item's words. The salt goes with the words, so that what was withheld cannot be guessed back."""
    return digest({"salt": text.salt, "name": text.name, "lead_unit": text.lead_unit})


def item_digest(item):
    return digest(
        {
            "entry": str(item.entry_id),
            "order": item.order,
            "printed": item.printed,
            "category": item.category,
            "outcome": item.outcome,
            "region": item.region_id,
            "region_path": item.region_path,
            "text": item.text_digest,
        }
    )


def release_digest(release, item_digests):
    return digest(
        {
            "number": release.number,
            "kind": release.kind,
            "round": release.round_id,
            "source": [
                release.source_kind,
                release.source_title,
                release.source_organ,
                release.source_number,
                str(release.source_issued_on or ""),
                release.source_scan_digest,
            ],
            "supersedes": release.supersedes_id,
            "published_at": release.published_at.timestamp(),
            "algorithm": release.algorithm,
            "items": item_digests,
        }
    )


def build(round, kind, source, statements, supersedes=None, at=None, number=0):
    """The release and its (item, text) pairs, finished but unsaved: what `issue` writes and what a preview shows."""
    release = Release(
        number=number,
        kind=kind,
        round=round,
        supersedes=supersedes,
        published_at=at,
        algorithm=ALGORITHM,
        **{f"source_{name}": value for name, value in asdict(source).items()},
    )
    pairs = [_build_item(release, order, statement) for order, statement in enumerate(statements, start=1)]
    return release, pairs


def _build_item(release, order, statement):
    region = statement.region
    entry = statement.entry or Entry(
        round=release.round,
        category=statement.category,
        region=region,
        city=region.city,
        outcome=statement.outcome,
    )
    text = ItemText(
        name=statement.name,
        lead_unit=statement.lead_unit,
        folded=fold(f"{statement.name} {statement.lead_unit}"),
        salt=secrets.token_hex(16),
    )
    item = ReleaseItem(
        release=release,
        entry=entry,
        order=order,
        printed=statement.printed,
        category=statement.category,
        outcome=statement.outcome,
        region=region,
        region_path=region.path,
        text_digest=text_digest(text),
    )
    item.digest = item_digest(item)
    return item, text


def issue(round, kind, source, statements, at, supersedes=None):
    """Write a release with all its items in one transaction and return (release, items in order).

    The public version is raised first: its row lock puts two publications in line, so numbers have no gap.
    """
    with transaction.atomic():
        raise_public_version()
        number = (Release.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        release, pairs = build(round, kind, source, statements, supersedes, at, number)
        release.digest = release_digest(release, [item.digest for item, _ in pairs])
        release.save(force_insert=True)
        for item, text in pairs:
            _write_item(release, item, text)
    return release, [item for item, _ in pairs]


def _write_item(release, item, text):
    entry = item.entry
    if entry._state.adding:
        entry.save(force_insert=True)
    item.release, item.entry = release, entry
    item.save(force_insert=True)
    text.item = item
    text.save(force_insert=True)
    _point(entry, item, is_correction=release.kind == ReleaseKind.CORRECTION)


def _point(entry, item, is_correction):
    """Let the entry point at the statement in force for each step. A correction that takes a candidate back to an
    earlier step takes the later steps away; a list that is only entered late takes nothing away."""
    step = STEP_OF.get(item.outcome, "decided")
    setattr(entry, step, item)
    if is_correction:
        for later in STEPS[STEPS.index(step) + 1 :]:
            setattr(entry, later, None)
    entry.current = entry.decided or entry.entered or entry.recommended
    entry.outcome = entry.current.outcome
    entry.save(update_fields=["recommended", "entered", "decided", "current", "outcome"])


def sharing_words(item):
    """The items of the same candidate that carry the same name or lead unit: withheld together, or the words stay."""
    same = Q(text__name=item.text.name)
    if item.text.lead_unit:
        same |= Q(text__lead_unit=item.text.lead_unit)
    return ReleaseItem.objects.filter(same, entry=item.entry_id)


def withhold(item, reason, decided_by, at):
    """Remove the words of `item`, and of every statement of the same candidate that repeats them; return how many
    items lost their words. Their digests and a dated tombstone with the (public) reason stay."""
    with transaction.atomic():
        raise_public_version()
        items = list(sharing_words(item))
        Withholding.objects.bulk_create(
            Withholding(item=one, reason=reason, decided_by=decided_by, at=at) for one in items
        )
        ItemText.objects.filter(item__in=items).delete()
    return len(items)


def verify():
    """Recompute every digest of the public record. Returns (releases, items, withheld, findings)."""
    findings, items, withheld = [], 0, 0
    expected = 1
    for release in Release.objects.order_by("number").prefetch_related("items__text", "items__withholding"):
        if release.number != expected:
            findings.append(f"release {expected}: missing")
        expected = release.number + 1
        rows = sorted(release.items.all(), key=lambda item: item.order)
        if release.digest != release_digest(release, [item.digest for item in rows]):
            findings.append(f"release {release.number}: altered, or an item is missing (digest does not fit)")
        for item in rows:
            findings.extend(f"release {release.number}, item {item.order}: {text}" for text in _item_findings(item))
        items += len(rows)
        withheld += sum(hasattr(item, "withholding") for item in rows)
    findings.extend(_entry_findings())
    return expected - 1, items, withheld, findings


def _item_findings(item):
    if item.digest != item_digest(item):
        yield "altered (digest does not fit)"
    has_text, is_withheld = hasattr(item, "text"), hasattr(item, "withholding")
    if has_text and item.text_digest != text_digest(item.text):
        yield "its words were altered"
    if has_text == is_withheld:
        yield "withheld, but its words are still there" if has_text else "its words are missing and were not withheld"


def _entry_findings():
    for entry in Entry.objects.select_related("current").prefetch_related("items"):
        if entry.current is None:
            yield f"entry {entry.pk}: no statement about it"
        elif entry.outcome != entry.current.outcome:
            yield f"entry {entry.pk}: says {entry.outcome}, its current statement {entry.current.outcome}"
        known = {item.pk for item in entry.items.all()}
        if {entry.current_id, entry.recommended_id, entry.entered_id, entry.decided_id} - known - {None}:
            yield f"entry {entry.pk}: points at a statement about another candidate"
