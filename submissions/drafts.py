"""Writing a draft: who may, and that nobody's work is overwritten unseen."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import parts
from .guards import holds_a_place, local
from .models import Submission
from .parts import FIELDS
from .permissions import can
from .workflow import NotAllowed, Stale

# Who the city recommended: its quota and rank count them, and what is public names them.
SETTLED = ("category", "region")


def create(by, round, **content):
    """A new draft of `by`'s unit. `content` holds values of `FIELDS`."""
    if not can(by, "create"):
        raise NotAllowed(_("Only drafters write submissions."))
    draft = Submission(round=round, unit=by.unit, city=by.unit.city, created_by=by, **content)
    draft.save(force_insert=True)
    return draft


def edit(submission, by, at=None, **content):
    """Write `content` into a draft. `submission.version` is the version the writer saw; Stale if another came between,
    NotAllowed if it is not `by`'s to write (any more). Then nothing is written."""
    at = at or timezone.now()
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        _allow(locked, by, (), at)
        if locked.version != submission.version:
            raise Stale(
                _("It was changed at %(time)s, after you opened it. Your text is below and is not saved yet.")
                % {"time": local(locked.updated_at)}
            )
        changed = [name for name, value in content.items() if name in FIELDS and getattr(locked, name) != value]
        _allow(locked, by, changed, at)
        for name, value in content.items():
            if name not in FIELDS:
                raise TypeError(f"a draft has no field {name!r}")
            setattr(locked, name, value)
        locked.version += 1
        locked.save(update_fields=[*content, "version", "updated_at"])
    submission.refresh_from_db()
    return submission


def refusal(submission, by, changed, at):
    """Why `by` may not write the fields `changed` of `submission` as it stands: a sentence, or None."""
    if not can(by, "edit", submission, at):
        return _("It cannot be edited: it is “%(status)s”.") % {"status": submission.get_status_display()}
    if _is_settled(submission) and set(changed) & set(SETTLED):
        return _("Since it was recommended its category and division stay: withdraw it and file anew.")
    return parts.refusal(submission, changed)


def _allow(submission, by, changed, at):
    why_not = refusal(submission, by, changed, at)
    if why_not:
        raise NotAllowed(why_not)


def _is_settled(submission):
    return bool(submission.entry_id or holds_a_place(submission.status, submission.returned_from))
