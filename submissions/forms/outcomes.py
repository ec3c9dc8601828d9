"""Forms of recording outcomes for many submissions at once: which move, on which, with what."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registry.models import Category, Round

from ..bulk import BULK
from ..models import Stage
from ..moves import MOVES
from .moves import ask_what_to_correct, input_fields
from .text import RoundField


class ChooseForm(forms.Form):
    """What is to be recorded: read from the address, so that the page can be kept and sent on."""

    round = RoundField(Round.objects.filter(rules__isnull=False), label=_("round"))
    move = forms.ChoiceField(label=_("outcome"), choices=[(name, MOVES[name].label) for name in BULK])
    stage = forms.ModelChoiceField(
        label=_("stage"), queryset=Stage.objects.select_related("round"), required=False, empty_label=_("all stages")
    )
    category = forms.ChoiceField(
        label=_("category"), choices=[("", _("all categories")), *Category.choices], required=False
    )

    def __init__(self, data=None):
        super().__init__(data, use_required_attribute=False)
        self.fields["stage"].label_from_instance = lambda stage: f"{stage.round.code} · {stage.name}"


class Picks(forms.MultipleChoiceField):
    """Ticked submissions, each with the version that was seen: `<uuid>@<version>`. Cleans to `{uuid: version}`."""

    def validate(self, value):
        if not value:
            raise ValidationError(_("Tick at least one submission."))

    def clean(self, value):
        picked = super().clean(value)
        try:
            pairs = [pick.split("@") for pick in picked]
            return {uuid.UUID(pk): int(version) for pk, version in pairs}
        except ValueError:
            raise ValidationError(_("The selection cannot be read. Tick the submissions again.")) from None


class OutcomesForm(forms.Form):
    """The ticks, and once for all of them what the move asks."""

    pick = Picks(label=_("submissions"))

    def __init__(self, data=None, *, round, name):
        super().__init__(data, use_required_attribute=False)
        self.round, self.name = round, name
        self.fields.update(input_fields(name, round))

    def clean(self):
        ask_what_to_correct(self)

    @property
    def inputs(self):
        return {key: value for key, value in self.cleaned_data.items() if key != "pick"}

    def ticked(self):
        """The ticks as typed, to be drawn again."""
        return set(self.data.getlist("pick")) if self.is_bound else set()

    def asked(self):
        """The fields of what the move asks."""
        return [field for field in self if field.name != "pick"]

    def answers(self):
        """(label, value) of what was entered, to be read again before it is done."""
        return [(field.label, self.cleaned_data[field.name]) for field in self.asked() if self.inputs[field.name]]
