"""Lists of earlier rounds on their way to the public: at once from the console, or as a draft for a second person."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regions.version import raise_public_version
from registry import record

from .. import titles
from ..backfill.checking import check
from ..models import DraftItem, DraftRelease, OfficialDocument
from ..models.two_persons import DraftState
from .refusing import PublishRefused, allow


def import_release(facts, listing, at=None):
    """(the release, whether it was published just now) of a whole list, recorded as done at the console. Raises
    PublishRefused with every sentence against it; then nothing is written, not even the round."""
    plan = _sound(check(facts, listing))
    if plan.already:
        return plan.already, False
    with transaction.atomic():
        raise_public_version()  # its row lock lets no other release come between looking and writing
        plan = _sound(check(facts, listing))
        if plan.already:
            raise PublishRefused(_("Somebody published the same list just now. Look at it first."))
        if plan.round.pk is None:
            plan.round.save()
        release, _items = record.issue(
            round=plan.round,
            kind=facts.kind,
            source=facts.source,
            statements=plan.statements,
            at=at or timezone.now(),
            at_console=True,
        )
    return release, True


def _sound(plan):
    if plan.problems:
        raise PublishRefused(*plan.problems)
    return plan


def draft_list(facts, listing, by, seen_digest):
    """The open draft of a whole list, made by `by` for a second person to confirm, with its round and its document
    where they do not stand yet. Refuses what is no longer as it was looked at."""
    allow(by)
    with transaction.atomic():
        raise_public_version()  # a new round is a public fact
        plan = _sound(check(facts, listing))
        if plan.already:
            raise PublishRefused(already(plan))
        if plan.digest != seen_digest:
            raise PublishRefused(_("What the list would become has changed since it was checked. Look at it again."))
        if plan.round.pk is None:
            plan.round.save()
        draft = DraftRelease.objects.create(
            round=plan.round, kind=facts.kind, document=_document(plan, by), drafted_by=by
        )
        items = [_item(draft, order, one) for order, one in enumerate(plan.statements, start=1)]
        DraftItem.objects.bulk_create(items, batch_size=record.BATCH)
    return draft


def already(plan):
    return _("This list is published already, as release %(number)s.") % {"number": plan.already.number}


def _document(plan, by):
    source = plan.facts.source
    facts = {name: getattr(source, name) for name in ("kind", "title", "organ", "number", "issued_on")}
    found = OfficialDocument.objects.filter(round=plan.round, **facts).order_by("pk").first()
    if found and found.draft_releases.filter(kind=plan.facts.kind, state=DraftState.OPEN).exists():
        raise PublishRefused(_("A draft of this list is being prepared already. Discard it first, or go on with it."))
    return found or OfficialDocument.objects.create(round=plan.round, created_by=by, **facts)


def _item(draft, order, one):
    return DraftItem(
        draft=draft,
        category=one.category,
        region=one.region,
        entry=one.entry,
        order=order,
        outcome=one.outcome,
        name=one.name,
        lead_unit=one.lead_unit,
        taken_from=titles.standing_of(one.entry),
    )
