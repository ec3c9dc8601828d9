"""Writing the public record: `issue` inserts a finished release, `withhold` takes words away.

Only `submissions.publishing` calls them; a test keeps it so. `registry.verification` checks what they wrote.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from regions.models import Region
from regions.version import raise_public_version

from .cache import pages
from .digests import ALGORITHM, digest
from .folding import fold
from .found_by import renew
from .grams import renew_shares
from .models import Entry, ItemText, Notice, NoticeChange, Release, ReleaseItem, ReleaseKind, Withholding
from .opendata import files as opendata
from .order import position
from .searching import search_form
from .spans import rewrite
from .standing import STEPS, replay
from .tallies import recount

BATCH = 500
POINTERS = (*STEPS, "titled", "current")
OF_THE_TITLE = ("state", "title_since", "confirmed_on")
FOLLOWING = (*POINTERS, *OF_THE_TITLE, "outcome", "category", "region", "city", "position", "searched")


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
    region: Region | None
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
    """What was not there when the first releases were digested is named only where it is told."""
    later = {"at_console": True} if release.at_console else {}
    return digest(
        later
        | notice_facts(release)
        | {
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


def notice_facts(release):
    """The term of a notice, as its release's digest covers it; empty for a release without one."""
    notice = getattr(release, "notice", None) if release.kind == ReleaseKind.NOTICE else None
    return {"notice": [str(notice.starts_on), notice.days, notice.counting]} if notice else {}


def change_digest(change, before):
    """Digest of a change of a notice; `before` is that of the change before it, of the first the release's own."""
    facts = [change.number, change.kind, change.days, str(change.from_day or ""), change.reason, change.organ]
    return digest({"before": before, "change": facts, "at": change.at.timestamp()})


def effective_on(release):
    """The day the release counts from: the date of issue, else the day of publication in Beijing; a correction not
    before what it corrects, however its source is dated."""
    day = release.source_issued_on or timezone.localdate(release.published_at)  # a preview: today
    return max(day, release.supersedes.effective_on) if release.supersedes else day


def build(round, kind, source, statements, supersedes=None, at=None, number=0, at_console=False, term=None):
    """The release and its (item, text) pairs, finished but unsaved: what `issue` writes and what a preview shows. Of a
    notice `term` (a `clock.Term`) becomes `release.notice`."""
    release = Release(
        number=number,
        kind=kind,
        round=round,
        supersedes=supersedes,
        published_at=at,
        at_console=at_console,
        algorithm=ALGORITHM,
        **{f"source_{name}": value for name, value in asdict(source).items()},
    )
    release.effective_on = effective_on(release)
    if term:
        Notice(release=release, starts_on=term.starts_on, days=term.days, counting=term.counting)
    pairs = [_build_item(release, order, statement) for order, statement in enumerate(statements, start=1)]
    return release, pairs


def _build_item(release, order, statement):
    region = statement.region
    entry = statement.entry or Entry(
        round=release.round,
        category=statement.category,
        region=region,
        city=region and region.city,
        outcome=statement.outcome,
    )
    text = ItemText(name=statement.name, lead_unit=statement.lead_unit, salt=secrets.token_hex(16))
    item = ReleaseItem(
        release=release,
        entry=entry,
        order=order,
        printed=statement.printed,
        category=statement.category,
        outcome=statement.outcome,
        region=region,
        region_path=region.path if region else "",
        text_digest=text_digest(text),
    )
    item.digest = item_digest(item)
    return item, text


def issue(round, kind, source, statements, at, supersedes=None, at_console=False, term=None):
    """Write a release with all its items in one transaction and return (release, items in order). `term`: that of a
    notice, None where it is not known.

    The public version is raised first: its row lock puts two publications in line, so numbers have no gap. Raises
    `titles.BrokenLife` where a statement on a title cannot follow on those before it; then nothing is written.
    """
    with transaction.atomic():
        raise_public_version()
        number = (Release.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        release, pairs = build(round, kind, source, statements, supersedes, at, number, at_console, term)
        release.digest = release_digest(release, [item.digest for item, _ in pairs])
        release.save(force_insert=True)
        if term:
            release.notice.save(force_insert=True)
        _write(release, pairs)
        recount([round])
    return release, [item for item, _ in pairs]


def _write(release, pairs):
    """Items, words, what follows for each entry, and the entries; in a fixed number of queries. Entries new to the
    public come last, finished: the database looks at foreign keys when the transaction ends, and to write them twice
    takes most of the time of a long list."""
    entries = [item.entry for item, _ in pairs]
    known = [entry for entry in entries if not entry._state.adding]
    for item, _text in pairs:
        item.release, item.entry = release, item.entry
    ReleaseItem.objects.bulk_create([item for item, _ in pairs], BATCH)
    for item, text in pairs:
        text.item = item
    ItemText.objects.bulk_create([text for _, text in pairs], BATCH)
    earlier = statements_of(known, before=release)
    statements = {item.entry: [*earlier.get(item.entry_id, ()), item] for item, _text in pairs}
    for entry, items in statements.items():
        follow(entry, items)
        entry.searched = search_form(entry.current)
    Entry.objects.bulk_update(known, FOLLOWING, BATCH)
    Entry.objects.bulk_create([entry for entry in entries if entry._state.adding], BATCH)
    rewrite(statements, BATCH)
    renew_shares()


def statements_of(entries, *related, before=None):
    """{id of an entry: its items}, with what `follow` reads and `related`; `before`: without those of that release."""
    found = {}
    read = ("release__supersedes", "region__parent", "text", *related)
    items = ReleaseItem.objects.filter(entry__in=entries).select_related(*read)
    for item in items.exclude(release=before) if before else items:
        found.setdefault(item.entry_id, []).append(item)
    return found


def follow(entry, items):
    """Let the entry be what its items say (`standing.replay`). Nothing is saved. Raises `titles.BrokenLife`."""
    told = replay(items)
    for name in (*POINTERS, *OF_THE_TITLE):
        setattr(entry, name, getattr(told, name))
    entry.outcome, entry.category = told.current.outcome, told.current.category
    entry.region = told.current.region
    entry.city = entry.region and entry.region.city
    entry.position = position(entry)


def sharing_words(item):
    """The items of the same candidate that carry the same name or lead unit, however spaced and quoted: withheld
    together, or the words stay."""
    name, unit = fold(item.text.name), fold(item.text.lead_unit)
    same = [
        text.pk
        for text in ItemText.objects.filter(item__entry=item.entry_id)
        if fold(text.name) == name or (unit and fold(text.lead_unit) == unit)
    ]
    return ReleaseItem.objects.filter(pk__in=same)


def withhold(item, reason, decided_by, at):
    """Remove the words of `item`, and of every statement of the same candidate that repeats them; return how many
    items lost their words: none if they are gone already. Their digests and a dated tombstone with the (public)
    reason stay."""
    with transaction.atomic():
        raise_public_version()
        present = ReleaseItem.objects.filter(pk=item.pk, text__isnull=False).select_related("text").first()
        items = list(sharing_words(present)) if present else []
        Withholding.objects.bulk_create(
            Withholding(item=one, reason=reason, decided_by=decided_by, at=at) for one in items
        )
        ItemText.objects.filter(item__in=items).delete()
        renew(Entry.objects.filter(pk=item.entry_id))  # words that are gone are not found either
        # The version empties every worker's cache at its next request; this one's need not wait for it.
        transaction.on_commit(pages.clear)
        transaction.on_commit(opendata.forget)
    return len(items)


def change_notice(notice, kind, reason, organ, at, days=None, from_day=None):
    """Append an extension, pause or resumption (`NoticeChange.Kind`) to a notice and return it. Whether it may be is
    asked by `submissions.publishing`, under the lock of the public version that this call takes again."""
    with transaction.atomic():
        raise_public_version()
        last = notice.changes.order_by("-number").first()
        change = NoticeChange(
            notice=notice, number=last.number + 1 if last else 1, kind=kind, days=days, from_day=from_day
        )
        change.reason, change.organ, change.at = reason, organ, at
        change.digest = change_digest(change, last.digest if last else notice.release.digest)
        change.save(force_insert=True)
    return change
