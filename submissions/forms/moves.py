"""The form of a move: the inputs its row in `MOVES` asks for, and the version its user saw."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import guards
from ..models import OfficialDocument
from ..moves import MOVES
from ..workflow import MoveRefused, NotAllowed, Stale, move
from .days import LastDay
from .parts import parts_field
from .text import CHOOSE, Paragraphs

HTTP_STATUS = {Stale: 409, NotAllowed: 403}  # any other refusal is an answer on the form
# Which guard makes which input a must; the others may stay empty and the guards answer for the state at hand.
DEMANDED_BY = {"reason": guards.has_reason, "due_at": guards.has_due_time}


def input_fields(name, round, submission=None):
    """Form fields for what the move `name` asks, of `submission` or (None) of many of the round at once."""
    asks, made = MOVES[name].asks, known_fields(round)
    for key, field in made.items():
        guard = DEMANDED_BY.get(key)
        field.required = guard in MOVES[name].checks
        if guard:
            field.error_messages["required"] = guard(None, {}, None)
    if "parts" in asks:
        made["parts"] = parts_field(submission)
    return {key: made[key] for key in asks}


def known_fields(round):
    """Form fields for all that a move may ask in whatever state it is made."""
    return {
        "reason": Paragraphs(
            label=_("reason"),
            max_length=2000,
            help_text=_("Stays in the history of the submission."),
            widget=forms.Textarea(attrs={"rows": 4}),
        ),
        "corrections": Paragraphs(
            label=_("what is to be corrected"),
            max_length=5000,
            required=False,
            help_text=_("The submitting unit reads it. May stay empty where the remarks on the parts say it all."),
            widget=forms.Textarea(attrs={"rows": 6}),
        ),
        "due_at": LastDay(label=_("last day for corrections"), help_text=_("Until 24:00 of this day, Beijing time.")),
        "rank": forms.IntegerField(
            label=_("rank"),
            help_text=_("Place among the city's candidates of this category, from 1."),
            widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        ),
        "reserve": forms.IntegerField(
            label=_("place on the reserve list"),
            required=False,
            help_text=_("From 1. Leave it empty to take a candidate off the list."),
            widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        ),
        "document": forms.ModelChoiceField(
            OfficialDocument.objects.filter(round=round),
            label=_("official document"),
            empty_label=_("none"),
            error_messages={"invalid_choice": CHOOSE},
            help_text=_("What this rests on. Documents are entered under “Documents”."),
        ),
    }


def ask_what_to_correct(form):
    """What is to be corrected is said in words or by the parts; a form that asks for both must have one of them."""
    said = form.cleaned_data
    sentence = guards.has_corrections(None, said, None) if "corrections" in form.fields else None
    if sentence and "corrections" not in form.errors:
        form.add_error("corrections", sentence)


class MoveForm(forms.Form):
    """`carry_out` makes the move; afterwards `status` is the answer's HTTP status if it was refused."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    status = 200

    def __init__(self, data=None, *, submission, name):
        super().__init__(data, use_required_attribute=False)
        self.submission, self.name = submission, name
        self.fields["version"].initial = submission.version
        self.fields.update(input_fields(name, submission.round, submission))

    def clean(self):
        ask_what_to_correct(self)

    def is_outdated(self):
        """Whether somebody else came between what this form was filled in on and now."""
        return self.is_bound and self.data.get("version", "").isdecimal() and not self._is_current()

    def _is_current(self):
        return self.data["version"] == str(self.submission.version)

    def carry_out(self, by):
        """The transition, or None with the refusal among the form's errors."""
        inputs = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        self.submission.version = self.cleaned_data["version"]
        try:
            return move(self.submission, self.name, by=by, **inputs)
        except MoveRefused as refused:
            self.status = HTTP_STATUS.get(type(refused), 200)
            self.add_error(None, str(refused))
        self.submission.refresh_from_db()
        # What was typed stays; pressing again means: on what I now see.
        self.data = self.data.copy()
        self.data["version"] = self.submission.version
        return None
