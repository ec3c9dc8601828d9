"""Beginning a draft and setting its words."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import ReleaseKind
from registry.titles import TITLE_MOVES

from .. import statements, titles
from ..models import DraftItem, DraftRelease
from .noticing import why_no_term
from .refusing import PublishRefused, allow, still_open


def start(round, kind, document, by, supersedes=None, submissions=None, starts_on=None, days=None, counting=""):
    """Begin a draft with everything the kind should state (or just `submissions` of it) and return it. A notice runs
    from the day `starts_on` for so many `days`, of the kind `counting`."""
    allow(by)
    sentence = _why_not(round, kind, document, supersedes)
    sentence = sentence or why_no_term(kind, starts_on, days, counting, timezone.localdate())
    if sentence:
        raise PublishRefused(sentence)
    wanted = statements.stated_by(supersedes) if supersedes else statements.unstated(round, kind)
    chosen = [one for one in wanted if submissions is None or one in submissions]
    if not chosen:
        raise PublishRefused(_("There is nothing to state in a release of this kind: no candidate stands there."))
    with transaction.atomic():
        draft = DraftRelease.objects.create(
            round=round,
            kind=kind,
            document=document,
            supersedes=supersedes,
            drafted_by=by,
            starts_on=starts_on,
            days=days,
            counting=counting,
        )
        items = [statements.item_for(draft, one, order) for order, one in enumerate(chosen, start=1)]
        DraftItem.objects.bulk_create(items)
    return draft


def _why_not(round, kind, document, supersedes):
    if kind in TITLE_MOVES:
        return _("A release on titles begins with choosing the titles it is about.")
    if supersedes is None and not hasattr(round, "rules"):
        return _("This round is not set up yet: set its rules first.")
    if document.round_id != round.pk:
        return _("The document belongs to another round.")
    if (kind == ReleaseKind.CORRECTION) != (supersedes is not None):
        return _("A correction names the release it corrects; other kinds name none.")
    if supersedes is not None and supersedes.round_id != round.pk:
        return _("The release to be corrected belongs to another round.")
    return None


def change_item(item, by, name, lead_unit="", outcome=None):
    """Set an item's words as the signed document prints them; the outcome only in a correction."""
    allow(by)
    with transaction.atomic():
        draft = still_open(item.draft)
        if outcome and draft.kind != ReleaseKind.CORRECTION and outcome != item.outcome:
            raise PublishRefused(_("Only a correction states another outcome than the submission has."))
        if outcome and draft.kind == ReleaseKind.CORRECTION and outcome not in titles.outcomes_offered(item):
            raise PublishRefused(_("This outcome does not fit what is corrected."))
        if not name.strip():
            raise PublishRefused(_("Give the name as the signed document prints it."))
        item.name, item.lead_unit, item.outcome = name, lead_unit, outcome or item.outcome
        item.printed = statements.is_printed(draft, item.outcome)
        item.save(update_fields=["name", "lead_unit", "outcome", "printed"])


def drop_item(item, by):
    """Leave a candidate out of this draft; the others keep their order."""
    allow(by)
    with transaction.atomic():
        still_open(item.draft)
        item.delete()
