"""Publishing: the only way to the public.

A draft is prepared, previewed, signed off, compared with the signed text and confirmed by a second person; then it is
frozen in one transaction. Every refusal is a sentence and writes nothing. (Secrecy review before publishing:
《政府网站发展指引》.)
"""

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regions.version import raise_public_version
from registry import record
from registry.models import Release, ReleaseKind

from . import statements
from .comparison import compare, lines_of, places_of
from .models import DraftItem, DraftRelease, SignOff, SignOffKind, Submission
from .models.publishing import DraftState
from .permissions import can

STEP_OF_KIND = {
    ReleaseKind.RECOMMENDATION: "recommended_id",
    ReleaseKind.FIELD_EVALUATION: "entered_id",
    ReleaseKind.NAMING: "decided_id",
}


class PublishRefused(Exception):
    """Nothing was written; `str()` is the sentence for the user, `.sentences` all of them."""

    def __init__(self, *sentences):
        self.sentences = [str(sentence) for sentence in sentences]
        super().__init__(" ".join(self.sentences))


def _allow(by, action="publish"):
    if not can(by, action):
        raise PublishRefused(_("Only the regional office publishes."))


def _open(draft):
    """The draft, locked; refuses one that is published or discarded. Must run inside a transaction."""
    locked = DraftRelease.objects.select_for_update().get(pk=draft.pk)
    if locked.state != DraftState.OPEN:
        raise PublishRefused(_("This draft is %(state)s.") % {"state": locked.get_state_display()})
    return locked


def start(round, kind, document, by, supersedes=None, submissions=None):
    """Begin a draft with everything the kind should state (or just `submissions` of it) and return it."""
    _allow(by)
    if not hasattr(round, "rules"):
        raise PublishRefused(_("This round is not set up yet: set its rules first."))
    if document.round_id != round.pk:
        raise PublishRefused(_("The document belongs to another round."))
    if (kind == ReleaseKind.CORRECTION) != (supersedes is not None):
        raise PublishRefused(_("A correction names the release it corrects; other kinds name none."))
    if supersedes is not None and supersedes.round_id != round.pk:
        raise PublishRefused(_("The release to be corrected belongs to another round."))
    wanted = statements.stated_by(supersedes) if supersedes else statements.unstated(round, kind)
    chosen = [one for one in wanted if submissions is None or one in submissions]
    if not chosen:
        raise PublishRefused(_("There is nothing to state in a release of this kind: no candidate stands there."))
    with transaction.atomic():
        draft = DraftRelease.objects.create(
            round=round, kind=kind, document=document, supersedes=supersedes, drafted_by=by
        )
        items = [statements.item_for(draft, one, order) for order, one in enumerate(chosen, start=1)]
        DraftItem.objects.bulk_create(items)
    return draft


def change_item(item, by, name, lead_unit="", outcome=None):
    """Set an item's words as the signed document prints them; the outcome only in a correction."""
    _allow(by)
    with transaction.atomic():
        draft = _open(item.draft)
        if outcome and draft.kind != ReleaseKind.CORRECTION and outcome != item.outcome:
            raise PublishRefused(_("Only a correction states another outcome than the submission has."))
        if not name.strip():
            raise PublishRefused(_("Give the name as the signed document prints it."))
        item.name, item.lead_unit, item.outcome = name, lead_unit, outcome or item.outcome
        item.printed = statements.is_printed(draft, item.outcome)
        item.save(update_fields=["name", "lead_unit", "outcome", "printed"])


def drop_item(item, by):
    """Leave a candidate out of this draft; the others keep their order."""
    _allow(by)
    with transaction.atomic():
        _open(item.draft)
        item.delete()


def paste_signed_text(draft, by, text):
    _allow(by)
    with transaction.atomic():
        locked = _open(draft)
        locked.signed_text = text
        locked.save(update_fields=["signed_text"])
    draft.signed_text = text


def order_as_signed(draft, by):
    """Put the items into the order of the signed text; those it does not name follow in their old order."""
    _allow(by)
    with transaction.atomic():
        locked = _open(draft)
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
    _allow(by)
    with transaction.atomic():
        locked = _open(draft)
        if kind not in locked.round.rules.asked_sign_offs:
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
    return [SignOffKind(kind).label for kind in draft.round.rules.asked_sign_offs if kind not in given]


def blockers(draft, by):
    """Everything that stands against confirming, as sentences; empty when `by` may confirm now."""
    found = []
    if not can(by, "publish"):
        found.append(_("Only the regional office publishes."))
    if draft.drafted_by_id == by.pk:
        found.append(_("You drafted it; a second person confirms it."))
    found.extend(_("%(kind)s is still missing.") % {"kind": label} for label in missing_sign_offs(draft))
    if draft.round.rules.asks_scan and not draft.document.scan_digest:
        found.append(_("The scan of the signed text is still missing."))
    unequal = differences(draft)
    if unequal is None:
        found.append(_("The text of the signed document is not pasted yet."))
    found.extend(str(difference) for difference in unequal or ())
    found.extend(_item_blockers(draft))
    return found


def _item_blockers(draft):
    items = list(statements.items_of(draft).select_related("submission__entry__current__text"))
    if not items:
        yield _("The draft states nothing.")
    for item in items:
        submission = item.submission
        if item.taken_from != statements.state_of(submission):
            yield _("“%(name)s” changed after the draft was made; discard the draft and make it anew.") % {
                "name": item.name
            }
        step = STEP_OF_KIND.get(draft.kind)
        if step and submission.entry and getattr(submission.entry, step):
            yield _("“%(name)s”: this is published already; use a correction.") % {"name": item.name}
        if draft.kind == ReleaseKind.CORRECTION and statements.changes_nothing(item):
            yield _("“%(name)s”: this corrects nothing; leave it out.") % {"name": item.name}
        if statements.repeats_withheld_words(item):
            yield _("“%(name)s”: words about this candidate were withheld. Set the words that may be printed.") % {
                "name": item.name
            }


def confirm(draft, by, seen_digest, at=None):
    """Freeze the draft as a release and return it. Raises PublishRefused with every sentence that stands against it."""
    with transaction.atomic():
        locked = _open(draft)
        submissions = list(
            Submission.objects.select_for_update(of=("self",)).filter(draft_items__draft=locked).order_by("pk")
        )
        raise_public_version()  # its row lock lets no withholding come between looking and writing
        standing = blockers(locked, by)
        if seen_digest != statements.digest_of(locked):
            standing.append(_("The draft was changed after you opened it. Look at it again."))
        if standing:
            raise PublishRefused(*standing)
        release = _freeze(locked, {one.pk: one for one in submissions}, at or timezone.now())
        locked.state, locked.confirmed_by, locked.release = DraftState.PUBLISHED, by, release
        locked.save(update_fields=["state", "confirmed_by", "release"])
    draft.refresh_from_db()
    return release


def _freeze(draft, submissions, at):
    items = list(statements.items_of(draft))
    release, stated = record.issue(
        round=draft.round,
        kind=draft.kind,
        source=statements.source_of(draft.document),
        statements=[statements.statement_of(item) for item in items],
        at=at,
        supersedes=draft.supersedes,
    )
    for item, public in zip(items, stated, strict=True):
        submission = submissions[item.submission_id]
        if submission.entry_id is None:
            submission.entry = public.entry
            submission.save(update_fields=["entry"])
    return release


def preview(draft):
    """(release, [(item, words)]) as `confirm` would write them now, unsaved: for the public templates. The number is
    the one it would get, the time the present one."""
    last = Release.objects.order_by("-number").values_list("number", flat=True).first() or 0
    made = [statements.statement_of(item) for item in statements.items_of(draft)]
    source = statements.source_of(draft.document)
    return record.build(draft.round, draft.kind, source, made, draft.supersedes, timezone.now(), last + 1)


def discard(draft, by):
    _allow(by)
    with transaction.atomic():
        locked = _open(draft)
        locked.state = DraftState.DISCARDED
        locked.save(update_fields=["state"])
    draft.refresh_from_db()


def withhold(item, by, reason, at=None):
    """Remove the words of a published item everywhere. The public tombstone names the unit and the reason; the person
    stands in the log. Returns how many items lost their words."""
    if not can(by, "withhold"):
        raise PublishRefused(_("Only the regional office withholds."))
    if not reason.strip():
        raise PublishRefused(_("Give the reason; it will be public."))
    if not hasattr(item, "text"):
        raise PublishRefused(_("These words are withheld already."))
    if statements.gives_away(reason, item.text):
        raise PublishRefused(_("The reason repeats what is to be withheld; say it without those words."))
    with transaction.atomic():
        count = record.withhold(item, reason.strip(), by.unit.name, at or timezone.now())
        if not count:  # somebody else was faster
            raise PublishRefused(_("These words are withheld already."))
        LogEntry.objects.log_actions(by.pk, [item], CHANGE, change_message=f"withheld: {reason.strip()}")
    return count
