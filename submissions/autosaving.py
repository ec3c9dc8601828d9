"""Saving while somebody writes: what is right is saved, what is wrong or was changed by somebody else is told."""

from django.utils import timezone
from django.utils.translation import gettext as _

from . import drafts, flags, presence
from .models import Submission
from .parts import FIELDS
from .workflow import MoveRefused


def autosave(form, by):
    """Write every field of `form` (an `EditDraftForm`) that is right and that nobody else changed meanwhile.

    Returns (HTTP status, facts for the page): `state` is saved, errors, conflict or refused; `stored` and `base` tell
    each field as it is kept now; `errors` and `conflicts` name the fields that were not saved.
    """
    form.is_valid()
    submission, now = form.submission, timezone.now()
    if {"version", "base"} & set(form.errors):
        return 400, {"state": "refused", "sentence": _("This form cannot be read. Load the page again.")}
    try:
        conflicts = _write(form, by)
    except MoveRefused as refused:
        return 409, {"state": "refused", "sentence": str(refused)}
    presence.touch(submission, by, now)
    told = not_saved(form)
    told["errors"] |= {name: [sentence] for name, sentence in form.too_late.items()}
    return 200, {
        "state": "conflict" if conflicts else "errors" if told["errors"] else "saved",
        **told,
        "conflicts": {name: form.told(name) for name in conflicts},
        "saved_at": timezone.localtime(now).strftime("%H:%M"),
        **_standing(form, by, now),
    }


def not_saved(form, still_to_choose=()):
    """The sentences at each field that was not saved, those aside that are `still_to_choose` and empty; and the fields
    whose text must not be kept on the writer's computer either."""
    wrong = {name: found.as_data() for name, found in form.errors.items() if name in FIELDS}
    told = {name: found for name, found in wrong.items() if name not in still_to_choose or form.data.get(name)}
    return {
        "errors": {name: [sentence for one in found for sentence in one.messages] for name, found in told.items()},
        "secret": [name for name, found in wrong.items() if any(one.code == "secret" for one in found)],
    }


def _write(form, by):
    """Names of the fields that somebody else changed; all others are written."""
    form.submission.version = form.cleaned_data["version"]
    content, base = form.content, form.cleaned_data.get("base")
    if "name_undisclosed" in form.errors:
        content.pop("category", None)  # the one is not saved without the other
    try:
        drafts.edit(form.submission, by, base=base, **content)
    except drafts.Conflict as conflict:
        rest = {name: value for name, value in content.items() if name not in conflict.fields}
        drafts.edit(form.submission, by, base=base, **rest)
        return conflict.fields
    return []


def _standing(form, by, now):
    stored = Submission.objects.with_names().get(pk=form.submission.pk)
    return {
        "version": stored.version,
        "base": {name: drafts.print_of(stored, name) for name in form.writable},
        "stored": {name: form.raw(stored, name) for name in form.writable},
        "others": presence.others(stored, by, now),
        "flags": [{"sentence": flag.sentence, "address": flag.address} for flag in flags.of(stored, by)],
    }
