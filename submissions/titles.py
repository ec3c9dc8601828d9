"""What a release says of titles that were given: about entries, behind which a submission may stand or none."""

from django.utils import timezone

from registry.digests import digest
from registry.models import NAME_UNDISCLOSED, Entry, Outcome, Release, ReleaseItem, ReleaseKind
from registry.record import effective_on, statements_of
from registry.standing import replay
from registry.titles import STATE_AFTER, TITLE_MOVES, BrokenLife

from .models import DraftItem

SHOWN = ("round", "region", "city", "current__text", "titled__text", "titled__release")
NOT_YET_NUMBERED = 2**31  # behind every release there is


def begins_with_public_words(draft):
    return draft.kind == ReleaseKind.CORRECTION or draft.kind in TITLE_MOVES


def told_now(draft, entry):
    """The statement in force which a correction replaces: that on the title where the corrected release was one."""
    speaks_of_title = entry.titled_id and corrected_outcome(draft, entry) in STATE_AFTER
    return entry.titled if speaks_of_title else entry.current


def corrected_outcome(draft, entry):
    return draft.supersedes.items.filter(entry=entry).values_list("outcome", flat=True).first()


def item_about(draft, entry, order):
    """The draft's item for an entry, in the words that are public now; where they were withheld, in none of them."""
    is_move = draft.kind in TITLE_MOVES
    told = entry.current if is_move else told_now(draft, entry)
    text = getattr(entry.current, "text", None)
    return DraftItem(
        draft=draft,
        category=entry.category,
        region=entry.region,
        entry=entry,
        order=order,
        outcome=TITLE_MOVES[draft.kind].outcome if is_move else told.outcome,
        name=text.name if text else NAME_UNDISCLOSED,
        lead_unit=text.lead_unit if text else "",
        taken_from=standing_of(entry),
    )


def name_of(entry):
    text = getattr(entry.current, "text", None)
    return text.name if text else NAME_UNDISCLOSED


def standing_of(entry):
    """Digest of what the public reads of a candidate; empty for one it does not know."""
    return digest([str(entry.current_id), str(entry.titled_id), entry.state]) if entry else ""


def outcomes_offered(item):
    """What a correction's item may say: of a title where the corrected release spoke of it, also that it was simply
    named, which takes a release on titles back; else a step of the round, none later than that of the list."""
    entry, corrected = (item.submission or item).entry, item.draft.supersedes
    if corrected_outcome(item.draft, entry) not in STATE_AFTER:
        later = _later_than(corrected)
        return [outcome for outcome in Outcome if outcome not in STATE_AFTER and outcome not in later]
    back = [Outcome.NAMED] if corrected.kind in TITLE_MOVES else []
    return [*back, *(outcome for outcome in Outcome if outcome in STATE_AFTER)]


LISTS = {
    ReleaseKind.RECOMMENDATION: Outcome.RECOMMENDED,
    ReleaseKind.FIELD_EVALUATION: Outcome.ENTERED,
    ReleaseKind.NOTICE: Outcome.PROPOSED,
    ReleaseKind.NAMING: Outcome.NAMED,
}


def _later_than(release):
    """Steps behind that of which the list first corrected spoke: they are taken by a list of their own."""
    while release.supersedes:
        release = release.supersedes
    steps = list(LISTS.values())
    return steps[list(LISTS).index(release.kind) + 1 :] if release.kind in LISTS else []


def moved(round, kind, document, city=""):
    """Entries of the round for whose titles the table allows a release of `kind` by this document, as of its date."""
    found = Entry.objects.in_round(round.code).exclude(state="").select_related(*SHOWN).in_official_order()
    entries = list(found.in_city(city) if city else found)
    release = Release(
        kind=kind, number=NOT_YET_NUMBERED, source_issued_on=document.issued_on, published_at=timezone.now()
    )
    release.effective_on = effective_on(release)
    item = ReleaseItem(release=release, outcome=TITLE_MOVES[kind].outcome)
    told = statements_of(entries)
    return [entry for entry in entries if not broken_by(told[entry.pk], item)]


def broken_by(items, item):
    """Why `item` cannot be said beside these items of its entry, as a sentence; None if it can."""
    try:
        replay([*items, item])
    except BrokenLife as broken:
        return str(broken)
    return None


def broken_lives(pairs):
    """(name, sentence) for each item of a release to come that says of a title what cannot be."""
    items = [item for item, _text in pairs if not item.entry._state.adding]
    told = statements_of([item.entry for item in items])
    texts = {id(item): text.name for item, text in pairs}
    for item in items:
        sentence = broken_by(told.get(item.entry_id, ()), item)
        if sentence:
            yield texts[id(item)], sentence
