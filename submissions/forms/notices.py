"""The term of a public notice, and what is changed of it while it runs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.models import Counting

from .. import publishing
from .days import plausible_year
from .text import MUST_CHOOSE, Line

COUNTED = [("", _("please choose")), *Counting.choices]


def day(**options):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    return forms.DateField(widget=widget, validators=[plausible_year], **options)


def count(**options):
    return forms.IntegerField(widget=forms.NumberInput(attrs={"class": "short", "min": 1}), **options)


class TermFields(forms.Form):
    starts_on = day(
        label=_("first day of the notice"),
        required=False,
        help_text=_("Only for a public notice. Not before the day on which it is published; this day is counted."),
    )
    days = count(
        label=_("number of days"),
        required=False,
        help_text=_("Nationally 7 calendar days; sister programmes ask at least five working days."),
    )
    counting = forms.ChoiceField(label=_("days counted"), choices=COUNTED, required=False, error_messages=MUST_CHOOSE)

    def term(self):
        return {name: self.cleaned_data.get(name) for name in ("starts_on", "days", "counting")}


class TermForm(TermFields):
    """The term of a draft that is open."""

    def __init__(self, data=None, *, draft):
        initial = {name: getattr(draft, name) for name in ("starts_on", "days", "counting")}
        super().__init__(data, initial=initial, use_required_attribute=False)
        for field in self.fields.values():
            field.required = True
        self.fields["starts_on"].help_text = _("Not before the day on which it is published; this day is counted.")


class ChangeForm(forms.Form):
    reason = Line(label=_("reason"), max_length=300, help_text=_("It becomes part of the notice and is public."))

    def __init__(self, data=None):
        super().__init__(data, use_required_attribute=False)

    def write(self, notice, by):
        """Whether the notice is changed; if not, the refusal is among the form's errors."""
        try:
            self.change(notice, by, self.cleaned_data[self.asked], self.cleaned_data["reason"])
        except publishing.PublishRefused as refused:
            self.add_error(self.asked, refused.sentences)
        return self.is_valid()


class ExtendForm(ChangeForm):
    asked, change = "days", staticmethod(publishing.extend)
    heading = button = _("Extend the notice")
    consequence = _("The days are added at the end; who is on the notice is named later by as much.")
    days = count(label=_("further days"), help_text=_("Of the kind the notice counts, 1 to 180."))
    field_order = ["days", "reason"]


class PauseForm(ChangeForm):
    asked, change = "from_day", staticmethod(publishing.pause)
    heading = button = _("Pause the notice")
    consequence = _("From that day on no day is counted, and nobody on the notice can be named, until it is resumed.")
    from_day = day(label=_("paused from"), help_text=_("The first day that is not counted; today or later."))
    field_order = ["from_day", "reason"]


class ResumeForm(ChangeForm):
    asked, change = "from_day", staticmethod(publishing.resume)
    heading = button = _("Resume the notice")
    consequence = _("Counting goes on where it stopped; the last day follows from it.")
    from_day = day(label=_("resumed from"), help_text=_("The first day that is counted again; today or later."))
    field_order = ["from_day", "reason"]
