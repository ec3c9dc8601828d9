"""The draft beside the signed text, its sign-offs, and everything that stands against confirming it."""

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Outcome, ReleaseKind

from .. import statements, titles
from ..backfill.matching import Known
from ..comparison import compare, lines_of, places_of
from ..guards import notice_is_over, objections_stand
from ..models import DraftItem, Objection, SignOff, SignOffKind, rules_of
from ..permissions import can
from .noticing import against_term
from .previewing import preview
from .refusing import PublishRefused, allow, still_open

STEP_OF_KIND = {
    ReleaseKind.RECOMMENDATION: "recommended_id",
    ReleaseKind.FIELD_EVALUATION: "entered_id",
    ReleaseKind.NOTICE: "proposed_id",
    ReleaseKind.NAMING: "decided_id",
}


def paste_signed_text(draft, by, text):
    allow(by)
    with transaction.atomic():
        locked = still_open(draft)
        locked.signed_text = text
        locked.save(update_fields=["signed_text"])
    draft.signed_text = text


def order_as_signed(draft, by):
    """Put the items into the order of the signed text; those it does not name follow in their old order. Refuses while
    no text is pasted."""
    allow(by)
    with transaction.atomic():
        locked = still_open(draft)
        if not locked.signed_text.strip():
            raise PublishRefused(_("Paste the signed text first: the order is taken from it."))
        items = list(locked.items.order_by("order"))
        places = places_of([item.name for item in items], lines_of(locked.signed_text))
        items = [item for _place, item in sorted(zip(places, items, strict=True), key=lambda pair: pair[0])]
        # Two passes, so that no two items share a number on the way.
        for offset in (len(items) + max((item.order for item in items), default=0), 0):
            for number, item in enumerate(items, start=1):
                item.order = number + offset
            DraftItem.objects.bulk_update(items, ["order"])


def differences(draft):
    """What differs between the draft's printed list and the pasted text; None while a text is asked and not pasted. A
    list that prints nobody (none of them was named) asks none."""
    printed = statements.printed_lines(draft)
    if printed and not draft.signed_text.strip():
        return None
    return compare(printed, lines_of(draft.signed_text))


def sign_off(draft, kind, by, seen_digest, at=None, note=""):
    """Answer for the content seen. It counts only while the content is still that."""
    allow(by)
    with transaction.atomic():
        locked = still_open(draft)
        if kind not in rules_of(locked.round).asked_sign_offs:
            raise PublishRefused(_("This round does not ask for this sign-off."))
        if seen_digest != statements.digest_of(locked):
            raise PublishRefused(_("The draft was changed after you opened it. Look at it again."))
        return SignOff.objects.create(
            draft=locked, kind=kind, by=by, at=at or timezone.now(), note=note, seen_digest=seen_digest
        )


def missing_sign_offs(draft):
    """Labels of the sign-offs the round asks for and the present content does not have."""
    current = statements.digest_of(draft)
    given = set(draft.sign_offs.filter(seen_digest=current).values_list("kind", flat=True))
    return [SignOffKind(kind).label for kind in rules_of(draft.round).asked_sign_offs if kind not in given]


def blockers(draft, by, at=None):
    """Everything that stands against confirming at the instant `at` (now), as sentences; empty when `by` may."""
    found = []
    if not can(by, "publish"):
        found.append(_("Only the regional office publishes."))
    if draft.drafted_by_id == by.pk:
        found.append(_("You drafted it; a second person confirms it."))
    found.extend(_("%(kind)s is still missing.") % {"kind": label} for label in missing_sign_offs(draft))
    if rules_of(draft.round).asks_scan and not draft.document.scan_digest:
        found.append(_("The scan of the signed text is still missing."))
    at = at or timezone.now()
    found.extend(filter(None, [against_term(draft, at)]))
    unequal = differences(draft)
    if unequal is None:
        found.append(_("The text of the signed document is not pasted yet."))
    found.extend(str(difference) for difference in unequal or ())
    found.extend(_item_blockers(draft, at))
    return found


def _item_blockers(draft, at):
    items = list(statements.items_of(draft))
    if not items:
        yield _("The draft states nothing.")
    for item in items:
        yield from (sentence % {"name": item.name} for sentence in _against(draft, item))
    yield from _against_naming(draft, [item for item in items if item.outcome == Outcome.NAMED], at)
    yield from _known_meanwhile(draft, [item for item in items if not item.submission])
    _release, pairs = preview(draft)
    for name, sentence in titles.broken_lives(pairs):
        yield about(name, sentence)


def about(name, sentence):
    return _("“%(name)s”: %(sentence)s") % {"name": name, "sentence": sentence}


def _against_naming(draft, items, at):
    """What stands against these being named by the draft. A correction that names somebody who was not named waits for
    the notice as the move does, and for objections as the decision does."""
    if draft.kind == ReleaseKind.CORRECTION:
        items = [item for item in items if item.submission and not _is_named(item.submission.entry)]
        for item in items:
            if sentence := notice_is_over(item.submission, {}, at):
                yield about(item.name, sentence)
    if draft.kind in (ReleaseKind.NAMING, ReleaseKind.CORRECTION):
        yield from _objections_against(items)


def _is_named(entry):
    return entry is not None and entry.outcome == Outcome.NAMED


def _objections_against(items):
    """Whom the draft names while objections to them stand; the others of the list may go on without them."""
    names = {item.submission_id: item.name for item in items if item.submission_id}
    counted = Objection.objects.in_the_way().filter(submission__in=names).order_by("submission")
    for row in counted.values("submission").annotate(count=Count("pk")):
        yield about(names[row["submission"]], objections_stand(row["count"]))


def _known_meanwhile(draft, items):
    """Of a list that was entered from a table: whom the public has come to know, or who runs here, since it was."""
    if not items or draft.kind not in STEP_OF_KIND:
        return
    known = Known(draft.round, items[0].outcome)
    for item in items:
        entry, sentence = known.match(statements.statement_of(item))
        if sentence:
            yield about(item.name, sentence)
        elif entry != item.entry:
            changed = _("“%(name)s” changed after the draft was made; discard the draft and make it anew.")
            yield changed % {"name": item.name}


def _against(draft, item):
    """What stands against one item, as sentences with a place for its name."""
    if statements.is_out_of_date(item):
        yield _("“%(name)s” changed after the draft was made; discard the draft and make it anew.")
    entry, step = statements.about(item).entry, STEP_OF_KIND.get(draft.kind)
    if step and entry and getattr(entry, step):
        yield _("“%(name)s”: this is published already; use a correction.")
    if draft.kind == ReleaseKind.CORRECTION and statements.changes_nothing(item):
        yield _("“%(name)s”: this corrects nothing; leave it out.")
    if statements.repeats_withheld_words(item):
        yield _("“%(name)s”: words about this candidate were withheld. Set the words that may be printed.")
