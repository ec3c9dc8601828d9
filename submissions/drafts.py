"""Writing a draft: who may, what must not stand in it, and that nobody's work is overwritten unseen."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import parts, secrecy
from .guards import holds_a_place, is_not_overdue, local
from .models import Status, Submission
from .parts import FIELDS
from .permissions import can
from .workflow import MoveRefused, NotAllowed, Stale

# Who the city recommended: its quota and rank count them, and what is public names them.
SETTLED = ("category", "region")


class Conflict(Stale):
    """Somebody else changed the same fields, named in `fields`, since the writer looked at them."""

    def __init__(self, sentence, fields):
        super().__init__(sentence)
        self.fields = fields


class Secret(MoveRefused):
    """Some of the text bears the mark of a state secret; `fields` are {name: sentence}."""

    def __init__(self, fields):
        super().__init__(next(iter(fields.values())))
        self.fields = fields


def create(by, round, key=None, **content):
    """A draft of `by`'s unit. `content` holds values of `FIELDS`. `key`, the UUID a form carries, becomes the draft's
    own, so that a form sent twice makes one: the second time IntegrityError is raised. Secret if a text must not be
    kept."""
    if not can(by, "create"):
        raise NotAllowed(_("Only drafters write submissions."))
    _refuse_secrets(content)
    draft = Submission(round=round, unit=by.unit, city=by.unit.city, created_by=by, **content)
    draft.pk = key or draft.pk
    with transaction.atomic():
        draft.save(force_insert=True)
    return draft


def begin(by, round, key, **content):
    """(draft, whether it was made just now): that of an earlier sending of the same form, or one made as by
    `create`."""
    found = begun(by, key)
    if found:
        return found, False
    try:
        return create(by, round, key, **content), True
    except IntegrityError:
        found = begun(by, key)  # the two sendings came at the same instant
        return (found, False) if found else (create(by, round, **content), True)


def begun(by, key):
    """The draft that a form with this key has already become, if it is `by`'s to see; else None."""
    return Submission.objects.visible_to(by).with_names().filter(pk=key).first() if key else None


def edit(submission, by, at=None, base=None, **content):
    """Write `content` into a draft. `submission.version` is the version the writer saw; Stale if another came between,
    NotAllowed if it is not `by`'s to write (any more), Secret if a text must not be kept. Then nothing is written.

    `base` holds the `print_of` each field as the writer saw it. Then only what the writer changed is written, whatever
    others did to other fields meanwhile; Conflict if they changed the same ones. Without a change the version stays.
    """
    at = at or timezone.now()
    unknown = sorted(set(content) - set(FIELDS))
    if unknown:
        raise TypeError(f"a draft has no field {', '.join(unknown)}")
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        _allow(locked, by, (), at)
        changed = _changed(locked, submission.version, base, content)
        _allow(locked, by, changed, at)
        _refuse_secrets({name: content[name] for name in changed})
        if changed:
            _write(locked, {name: content[name] for name in changed})
    submission.refresh_from_db()
    return submission


def refusal(submission, by, changed, at):
    """Why `by` may not write the fields `changed` of `submission` as it stands: a sentence, or None."""
    if not can(by, "edit", submission, at):
        return too_late(submission, at) or _("It cannot be edited: it is “%(status)s”.") % {
            "status": submission.get_status_display()
        }
    if _is_settled(submission) and set(changed) & set(SETTLED):
        return _("Since it was recommended its category and division stay: withdraw it and file anew.")
    return parts.refusal(submission, changed)


def too_late(submission, at):
    """That the day for corrections has passed: a sentence, or None."""
    return is_not_overdue(submission, {}, at) if submission.status == Status.RETURNED else None


def secrets_in(content):
    """{name: sentence} of the texts in `content` that must not be kept."""
    told = {name: secrecy.refusal(value) for name, value in content.items() if isinstance(value, str)}
    return {name: sentence for name, sentence in told.items() if sentence}


def print_of(submission, name):
    """A short fingerprint of a field's value: what a form carries instead of the value it began with."""
    value = getattr(submission, Submission._meta.get_field(name).attname)
    return hashlib.sha256(str(value).encode()).hexdigest()[:16]


def prints_of(submission):
    return {name: print_of(submission, name) for name in FIELDS}


def _changed(stored, seen, base, content):
    """Names of the fields to be written; Stale or Conflict if that would overwrite what the writer has not seen."""
    differing = [name for name, value in content.items() if getattr(stored, name) != value]
    if base is None or not 0 < seen <= stored.version:
        if stored.version != seen:
            raise Stale(_came_between(stored))
        return differing
    typed = _with(stored, content)
    touched = [name for name in differing if print_of(typed, name) != base.get(name)]
    theirs = [name for name in touched if print_of(stored, name) != base.get(name)]
    if theirs:
        raise Conflict(_came_between(stored), theirs)
    return touched


def _with(submission, content):
    """Another instance that holds `content`, to be compared and thrown away."""
    made = Submission(pk=submission.pk)
    for name, value in content.items():
        setattr(made, name, value)
    return made


def _came_between(submission):
    return _("It was changed at %(time)s, after you opened it. Your text is below and is not saved yet.") % {
        "time": local(submission.updated_at)
    }


def _write(submission, content):
    for name, value in content.items():
        setattr(submission, name, value)
    submission.version += 1
    submission.save(update_fields=[*content, "version", "updated_at"])


def _refuse_secrets(content):
    found = secrets_in(content)
    if found:
        raise Secret(found)


def _allow(submission, by, changed, at):
    why_not = refusal(submission, by, changed, at)
    if why_not:
        raise NotAllowed(why_not)


def _is_settled(submission):
    return bool(submission.entry_id or holds_a_place(submission.status, submission.returned_from))
