"""Forms of a round's stages."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import StageKind
from ..rules import stages
from .rounds import RulesForm
from .text import MUST_CHOOSE, Line
from .windows import Day


class StageForm(RulesForm):
    """One stage; `stage` is None for a further one."""

    title, said = gettext_lazy("Stage"), gettext_lazy("The stage is saved.")
    lead = gettext_lazy("What candidates have entered keeps its place and kind; what they have passed, what it asked.")
    place = forms.IntegerField(
        label=gettext_lazy("place"),
        min_value=1,
        help_text=gettext_lazy("Counted from 1; the others move."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("kind of stage"),
        choices=StageKind.choices,
        error_messages=MUST_CHOOSE,
        widget=forms.RadioSelect,
    )
    name = Line(
        label=gettext_lazy("name"),
        max_length=60,
        help_text=gettext_lazy("As the notice calls it."),
        widget=forms.TextInput(attrs={"class": "medium"}),
    )
    starts_on = Day(label=gettext_lazy("starts on"), required=False)
    ends_on = Day(label=gettext_lazy("ends on"), required=False)
    needs_document = forms.BooleanField(label=gettext_lazy("passing it asks an official document"), required=False)
    needs_notice = forms.BooleanField(
        label=gettext_lazy("passing it asks a finished public notice"),
        required=False,
        help_text=gettext_lazy("An official document of this round whose notice has run out."),
    )

    def __init__(self, data=None, *, rules, stage=None):
        self.stage = stage
        super().__init__(data, rules=rules)
        self.initial = self.now_stored() or {"place": stages.in_order(rules).count() + 1}

    def picture(self, rules):
        return stages.stages_of(rules)

    def now_stored(self):
        there = list(stages.in_order(self.rules))
        stored = next((one for one in there if self.stage and one.pk == self.stage.pk), None)
        if stored is None:
            return {}
        return {name: getattr(stored, name) for name in stages.FIELDS} | {"place": there.index(stored) + 1}

    def clean(self):
        facts = super().clean()
        if facts.get("starts_on") and facts.get("ends_on") and facts["ends_on"] < facts["starts_on"]:
            self.add_error("ends_on", _("The last day cannot lie before the first."))
        return facts

    def write(self, by, seen, facts):
        if self.stage:
            stages.change(self.rules, by, seen, self.stage, **facts)
        else:
            stages.add(self.rules, by, seen, **facts)


class NewStageForm(StageForm):
    title, button = gettext_lazy("A further stage"), gettext_lazy("Add the stage")


class DropStageForm(RulesForm):
    title, button = gettext_lazy("Remove the stage"), gettext_lazy("Remove the stage")
    said = gettext_lazy("The stage is removed.")

    def __init__(self, data=None, *, rules, stage):
        self.stage = stage
        super().__init__(data, rules=rules)

    def picture(self, rules):
        return stages.stages_of(rules)

    def write(self, by, seen, facts):
        stages.remove(self.rules, by, seen, self.stage)
