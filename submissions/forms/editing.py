"""Editing a draft: what may be changed of it, and what happens where two people changed the same."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .. import drafts, parts
from ..parts import FIELDS
from ..permissions import can
from ..workflow import MoveRefused, Stale
from .drafts import DraftForm, shown

THEIRS = "theirs"


class EditDraftForm(DraftForm):
    """Carries the version its writer saw and a print of each field, so that nobody's work is overwritten unseen. After
    a refusal `status` is the answer's HTTP status and `stored` what is kept now where it differs from what was typed:
    the writer chooses field by field. `closed` is what was not returned for correction: (label, words); `too_late` are
    sentences about what was typed there all the same, on a page that was open before it was returned."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    stored = ()

    def __init__(self, data=None, *, by, submission):
        super().__init__(data, by=by, round=submission.round, instance=submission)
        self.submission = submission
        self.fields["version"].initial = submission.version
        self.fields["base"].initial = json.dumps(drafts.prints_of(submission))
        self.status = 200 if can(by, "edit", submission) else 403
        self.too_late = {}
        self.closed = self._close(parts.returned_parts(submission))

    def _close(self, opened):
        """Take the fields out that were not returned; the others show the office's remark."""
        closed = []
        for name in [name for name in FIELDS if opened is not None and name in self.fields]:
            if name in opened:
                self.fields[name].remark = opened[name]
            else:
                self._tell_if_typed(name)
                closed.append((self.fields.pop(name).label, shown(self.submission, name)))
        return closed

    def _tell_if_typed(self, name):
        typed = self.data.get(name, "").replace("\r\n", "\n").strip()
        if name in self.data and typed != self.raw(self.submission, name):
            sentence = _("“%(field)s” was not returned for correction and stays as it was. You had typed: %(typed)s")
            self.too_late[name] = sentence % {"field": self.fields[name].label, "typed": typed}

    @property
    def writable(self):
        return [name for name in FIELDS if name in self.fields]

    def clean_base(self):
        """{field: print}, or None from a form without prints: then any change meanwhile is in the way."""
        if not self.cleaned_data["base"]:
            return None
        try:
            base = json.loads(self.cleaned_data["base"])
        except (ValueError, RecursionError):
            base = None
        if not isinstance(base, dict):
            raise ValidationError(_("This form cannot be read. Load the page again."))
        return base

    @property
    def content(self):
        """What the writer sent: a field that is missing in the data stays, as does one left to the other's text."""
        taken = {name for name in FIELDS if self.data.get(f"take-{name}") == THEIRS}
        sent = {name: value for name, value in super().content.items() if self._was_sent(name)}
        return {name: value for name, value in sent.items() if name not in taken}

    def _was_sent(self, name):
        return not self.fields[name].widget.value_omitted_from_data(self.data, self.files, name)

    def save(self, by):
        """Whether it was written; if not, the refusal is among the form's errors and the words typed are kept."""
        self.submission.version = self.cleaned_data["version"]
        try:
            drafts.edit(self.submission, by, base=self.cleaned_data["base"], **self.content)
        except MoveRefused as refused:
            self.status = 409 if isinstance(refused, Stale) else 403
            self.add_error(None, str(refused))
            self._show_what_is_stored(getattr(refused, "fields", None))
        return self.is_valid()

    def _show_what_is_stored(self, conflicts):
        """`conflicts` are the fields both changed; None where nobody knows who changed what: then all that differ."""
        self.submission.refresh_from_db()
        self.data = self.data.copy()
        differing = [name for name, typed in self.content.items() if getattr(self.submission, name) != typed]
        if conflicts is not None:
            self._take_over(name for name in differing if name not in conflicts)
        self.stored = [self.told(name) for name in (differing if conflicts is None else conflicts)]
        # Saving again means: over what I now see.
        self.data["version"] = self.submission.version
        self.data["base"] = json.dumps(drafts.prints_of(self.submission))

    def _take_over(self, names):
        """What only the other changed is shown as it is stored; what only the writer changed stays as typed."""
        base = self.cleaned_data["base"]
        for name in names:
            if drafts.print_of(self.instance, name) == base.get(name):
                self.data[name] = self.raw(self.submission, name)

    def told(self, name):
        """A field that was changed by somebody else, for the page: what is stored beside what was typed."""
        typed = self.cleaned_data.get(name)
        return {
            "name": name,
            "label": str(self.fields[name].label),
            "stored": str(shown(self.submission, name)),
            "typed": str(typed if typed not in ("", None) else _("empty")),
            "raw": self.raw(self.submission, name),
        }

    def raw(self, submission, name):
        """The stored value as the browser would send it."""
        value = getattr(submission, submission._meta.get_field(name).attname)
        return ("on" if value else "") if isinstance(value, bool) else str(value)
