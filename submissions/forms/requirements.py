"""Forms of a round's material requirements."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.models import Category

from .. import materials
from ..materials import kinds, naming
from ..models import Requirement, Stage
from ..rules import editions, holding
from .rounds import RulesForm
from .text import CHOOSE, MUST_CHOOSE, Line, Paragraphs

IN_FORCE = _("Whoever has handed in already is still judged by what was asked then.")
SHORT = {"class": "short", "inputmode": "numeric"}


class Code(Line):
    """Capital letters; small and full-width ones are taken as such."""

    def to_python(self, value):
        return unicodedata.normalize("NFKC", super().to_python(value)).upper()


class RequirementFields(RulesForm):
    name = Line(label=_("name"), max_length=120, help_text=_("As the notice calls the material."))
    wanted = Paragraphs(
        label=_("what is wanted"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    required = forms.BooleanField(label=_("required"), required=False, initial=True)
    formats = forms.MultipleChoiceField(
        label=_("formats"),
        choices=kinds.CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE},
        help_text=_("None ticked: all of them."),
    )
    largest_mb = forms.IntegerField(
        label=_("largest file, in MB"),
        min_value=1,
        max_value=kinds.LARGEST_MB,
        initial=20,
        widget=forms.NumberInput(attrs=SHORT),
    )
    most_pages = forms.IntegerField(
        label=_("most pages"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=_("Counted in PDF files."),
        widget=forms.NumberInput(attrs=SHORT),
    )
    from_stage = forms.ModelChoiceField(
        Stage.objects.none(),
        label=_("due from"),
        required=False,
        empty_label=_("with the submission"),
        error_messages=MUST_CHOOSE,
        help_text=_("From which stage on it must be there."),
        widget=forms.Select(attrs={"class": "medium"}),
    )
    asks_seal = forms.BooleanField(label=_("a sealed scan is asked"), required=False)
    template_file = forms.FileField(
        label=_("template"),
        required=False,
        max_length=naming.LONGEST,
        help_text=_("To be downloaded and filled in. A file chosen here takes the place of the present one."),
        widget=forms.FileInput(attrs={"accept": kinds.accept()}),
    )
    order = forms.IntegerField(
        label=_("order"),
        min_value=1,
        max_value=999,
        help_text=_("Its place among those of its category."),
        widget=forms.NumberInput(attrs=SHORT),
    )

    def __init__(self, data=None, files=None, *, rules):
        super().__init__(data, files, rules=rules)
        self.fields["from_stage"].queryset = rules.round.stages.order_by("order")

    def clean(self):
        facts = super().clean()
        if facts.get("asks_seal") and set(facts.get("formats", ())) - set(kinds.SCANS):
            self.add_error("formats", _("A sealed scan comes as PDF, JPG or PNG; tick no other format."))
        return facts

    def facts_to_write(self, facts):
        """As columns; a template that is none is told beside its field (None)."""
        file = facts.pop("template_file")
        facts["formats"] = [kind for kind in kinds.KINDS if kind in facts["formats"]]
        if facts.pop("without_template", False):
            facts |= {"template": None, "template_name": ""}
        if file:
            facts["template"] = self._taken(file)
            facts["template_name"] = naming.fitting(naming.clean(file.name), facts["template"].kind)[-LONGEST_NAME:]
        return facts

    def _taken(self, file):
        try:
            return materials.take(file, file.name)
        except materials.Refused as refused:
            raise holding.RulesRefused(str(refused), "template_file") from None


LONGEST_NAME = Requirement._meta.get_field("template_name").max_length


class NewRequirementForm(RequirementFields):
    title, button = _("A further requirement"), _("Add the requirement")
    lead, said = IN_FORCE, _("The requirement is added.")
    category = forms.ChoiceField(
        label=_("category"), choices=Category.choices, widget=forms.RadioSelect, error_messages=MUST_CHOOSE
    )
    code = Code(
        label=_("code of the material"),
        max_length=12,
        validators=Requirement._meta.get_field("code").validators[:1],
        help_text=_("Materials are filed under it, so it stays: A1, B2-3."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    field_order = ["category", "code"]

    def __init__(self, data=None, files=None, *, rules, category=None):
        super().__init__(data, files, rules=rules)
        there = editions.in_force(rules).filter(category=category).last()
        self.initial = {"category": category, "order": there.order + 1 if there else 1}

    def write(self, by, seen, facts):
        category, code = facts.pop("category"), facts.pop("code")
        editions.add(self.rules, by, category, code, **self.facts_to_write(facts))


class RequirementForm(RequirementFields):
    lead, said = IN_FORCE, _("The requirement is saved.")
    without_template = forms.BooleanField(label=_("take the present template away"), required=False)

    def __init__(self, data=None, files=None, *, rules, requirement):
        self.requirement = requirement
        super().__init__(data, files, rules=rules)
        self.title = f"{requirement.code} \u00b7 {requirement.get_category_display()}"
        self.initial = self.now_stored()
        if not requirement.template_id:
            del self.fields["without_template"]

    def picture(self, rules):
        return editions.row_of(self.requirement)(rules)

    def now_stored(self):
        self.requirement.refresh_from_db()
        return {name: getattr(self.requirement, name) for name in editions.FIELDS if name in self.fields}

    def write(self, by, seen, facts):
        editions.change(self.rules, by, seen, self.requirement, **self.facts_to_write(facts))


class DropRequirementForm(RulesForm):
    title = button = _("Remove the requirement")
    lead, said = IN_FORCE, _("The requirement is removed.")

    def __init__(self, data=None, *, rules, requirement):
        self.requirement = requirement
        super().__init__(data, rules=rules)

    def picture(self, rules):
        return editions.row_of(self.requirement)(rules)

    def write(self, by, seen, facts):
        editions.remove(self.rules, by, seen, self.requirement)
