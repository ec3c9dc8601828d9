"""The end of a draft: frozen as a release, or discarded; and words taken back from the public."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regions.version import raise_public_version
from registry import record

from .. import statements
from ..models import Submission, rules_of
from ..models.two_persons import DraftState
from ..permissions import can
from .checking import blockers
from .noticing import term_of
from .objecting import announce
from .refusing import PublishRefused, allow, still_open


def confirm(draft, by, seen_digest, at=None):
    """Freeze the draft as a release and return it. Raises PublishRefused with every sentence that stands against it."""
    at = at or timezone.now()
    with transaction.atomic():
        locked = still_open(draft)
        submissions = list(
            Submission.objects.select_for_update(of=("self",)).filter(draft_items__draft=locked).order_by("pk")
        )
        raise_public_version()  # its row lock lets no withholding come between looking and writing
        standing = blockers(locked, by, at)
        if seen_digest != statements.digest_of(locked):
            standing.append(_("The draft was changed after you opened it. Look at it again."))
        if standing:
            raise PublishRefused(*standing)
        release = _freeze(locked, {one.pk: one for one in submissions}, at)
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
        term=term_of(draft),
    )
    announce(release, rules_of(draft.round))
    for item, public in zip(items, stated, strict=True):
        submission = submissions.get(item.submission_id)
        if submission and submission.entry_id is None:
            submission.entry = public.entry
            submission.save(update_fields=["entry"])
    return release


def discard(draft, by):
    allow(by)
    with transaction.atomic():
        locked = still_open(draft)
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
