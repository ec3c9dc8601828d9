"""Forms of the register of objections: entering one that came on paper, taking a step, adding files."""

from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import objections
from ..models import AnswerWay, Channel, Objection, Submission
from ..objections import impartial
from ..objections.fields import asked_of
from ..objections.moves import OBJECTION_MOVES
from .days import plausible_year
from .text import CHOOSE, MUST_CHOOSE, Line, Paragraphs

HTTP_STATUS = {objections.ObjectionStale: 409, objections.StepNotAllowed: 403}
ON_PAPER = [(value, label) for value, label in Channel.choices if value != Channel.FORM]


def words(name, lines=0, **options):
    """A field for what stands in this column of an objection."""
    column = Objection._meta.get_field(name)
    known = {"label": column.verbose_name, "max_length": column.max_length, **options}
    if lines:
        return Paragraphs(**known, widget=forms.Textarea(attrs={"rows": lines}))
    return Line(**known, widget=forms.TextInput(attrs={"autocomplete": "off"}))


def personal(round, required):
    """Fields for what the round asks of an objector."""
    return {name: words(name, required=required) for name in asked_of(round)}


class Day(forms.DateField):
    """A day that is not in the future."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    default_validators = [plausible_year]

    def clean(self, value):
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        return day


class CandidateField(forms.ModelChoiceField):
    def label_from_instance(self, submission):
        return f"{submission.city.name} · {submission.get_category_display()} · {submission.printed_name}"


class ReceiveForm(forms.Form):
    """An objection that came by letter, by telephone, by mail or in person."""

    submission = CandidateField(
        Submission.objects.none(),
        label=gettext_lazy("about the candidate"),
        empty_label=gettext_lazy("choose"),
        error_messages=MUST_CHOOSE,
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("came by"), choices=ON_PAPER, widget=forms.RadioSelect, error_messages=MUST_CHOOSE
    )
    received_on = Day(label=gettext_lazy("received on"))
    reasons = words("reasons", 8, help_text=gettext_lazy("In the objector's own words."))
    grounds = words("grounds", 4, required=False)

    def __init__(self, data=None, *, round, submission=None):
        super().__init__(data, use_required_attribute=False)
        self.round = round
        offered = Submission.objects.in_round(round).with_names().order_by("city__sort_order", "category", "pk")
        chosen = [one.pk for one in offered if objections.register.may_be_objected_to(one)]
        self.fields["submission"].queryset = offered.filter(pk__in=chosen)
        self.fields.update(personal(round, required=False))
        self.initial = {"submission": submission, "received_on": timezone.localdate()}

    def receive(self, by):
        """The objection, or None with the refusal among the form's errors."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in ("submission", "received_on")}
        day = datetime.combine(self.cleaned_data["received_on"], time(), timezone.get_current_timezone())
        try:
            return objections.receive(self.cleaned_data["submission"], by, received_at=day, **facts)
        except objections.ObjectionRefused as refused:
            self.add_error(None, str(refused))
        return None


class AssigneeField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return f"{user} · {user.unit}"


class StepForm(forms.Form):
    """What one step asks. `take` takes it; afterwards `status` is the answer's HTTP status if it was refused."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    status = 200

    def __init__(self, data=None, *, objection, name):
        super().__init__(data, use_required_attribute=False)
        self.objection, self.name, self.move = objection, name, OBJECTION_MOVES[name]
        self.fields["version"].initial = objection.version
        made = self._known()
        self.fields.update({key: made[key]() for key in self.move.asks})

    def _known(self):
        return {
            "assignee": self._assignee,
            "answered_on": lambda: Day(label=_("answered on"), initial=timezone.localdate()),
            "answered_by": lambda: forms.ChoiceField(
                label=_("way of the answer"), choices=AnswerWay, widget=forms.RadioSelect, error_messages=MUST_CHOOSE
            ),
            "opinion": lambda: Paragraphs(
                label=self.move.asked_as,
                max_length=5000,
                required=self.move.must_say,
                help_text=_("Stays in the history of the objection, which the office and the auditors read."),
                widget=forms.Textarea(attrs={"rows": 6}),
            ),
        }

    def _assignee(self):
        may = impartial.who_may(self.objection.submission)
        return AssigneeField(
            impartial.User.objects.filter(pk__in=[user.pk for user in may]).select_related("unit"),
            label=_("who looks into it"),
            empty_label=_("choose"),
            error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
            help_text=""
            if may
            else _(
                "Nobody of the office may: everybody in it took part in judging this candidate. Let a colleague join."
            ),
        )

    def take(self, by):
        """The step, or None with the refusal among the form's errors."""
        inputs = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        self.objection.version = self.cleaned_data["version"]
        try:
            return objections.step(self.objection, self.name, by, **inputs)
        except objections.ObjectionRefused as refused:
            self.status = HTTP_STATUS.get(type(refused), 200)
            self.add_error(None, str(refused))
        self.objection.refresh_from_db()
        # What was typed stays; pressing again means: on what I now see.
        self.data = self.data.copy()
        self.data["version"] = self.objection.version
        return None
