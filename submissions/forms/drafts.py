"""The form of a submission's content."""

import uuid
from copy import copy

from django import forms
from django.utils.translation import gettext_lazy as _

from regions.models import Region
from registry.models import Category, Round

from ..models import Submission
from ..parts import FIELDS
from .text import MUST_CHOOSE, Line, Paragraphs, RoundField


class DraftForm(forms.ModelForm):
    """Reads and checks; `drafts.create` and `drafts.edit` write. `round` is the round the content is for, None while
    that is itself a field."""

    class Meta:
        model = Submission
        fields = FIELDS
        field_classes = {"title": Line, "lead_unit": Line, "summary": Paragraphs, "contact": Line}
        widgets = {
            "category": forms.RadioSelect,
            "region": forms.Select(attrs={"class": "medium"}),
            "contact": forms.TextInput(attrs={"class": "medium"}),
        }
        error_messages = {"category": MUST_CHOOSE, "region": MUST_CHOOSE}
        help_texts = {
            "region": _("The region that stands; for a project, the region it belongs to."),
            "title": _(
                "For projects, exactly as it is to be printed. A region stands under its own name: leave it empty."
            ),
            "lead_unit": _("Who leads the project, if known."),
            "summary": _("At most 5000 characters."),
            "contact": _("For the offices that handle this submission; never published."),
        }

    def __init__(self, data=None, *, by, round=None, instance=None):
        # A copy: the page around the form must go on showing what is stored, not what was typed.
        super().__init__(data, instance=copy(instance), use_required_attribute=False)
        self.round = round
        self.fields["region"].queryset = regions_of(by.city, instance)
        self.fields["region"].empty_label = _("please choose")
        self.fields["region"].label_from_instance = lambda region: region.name
        self.fields["category"].choices = Category.choices
        if not any(takes_undisclosed(one) for one in self.rounds()):
            del self.fields["name_undisclosed"]

    def rounds(self):
        return [self.round]

    def clean(self):
        content = super().clean()
        if content.get("name_undisclosed"):
            if content.get("category") != Category.SINGLE:
                self.add_error("name_undisclosed", _("Only a project can be without a public name."))
            elif not takes_undisclosed(content.get("round") or self.round):
                self.add_error("name_undisclosed", _("Only an earlier round takes projects without a name."))
        return content

    @property
    def content(self):
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}


class NewDraftForm(DraftForm):
    """`key` becomes the draft's own: a form that is sent twice begins one draft."""

    round = RoundField(Round.objects.none(), label=_("round"))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    field_order = ["round"]

    def __init__(self, data=None, *, by, open_rules):
        self.open_rules = open_rules
        super().__init__(data, by=by)
        self.fields["round"].queryset = Round.objects.filter(rules__in=open_rules)
        if len(open_rules) > 1:  # nobody begins in a round they did not choose
            self.fields["round"].empty_label = _("please choose")

    def rounds(self):
        return [rules.round for rules in self.open_rules]


def shown(submission, name):
    """The stored value of a field, in words."""
    display = getattr(submission, f"get_{name}_display", None)
    value = display() if display else getattr(submission, name)
    return {True: _("yes"), False: _("no"), "": _("empty")}.get(value, value)


def regions_of(city, submission=None):
    """The city and what belongs to it today; a draft's own region stays to be chosen though it may be gone."""
    found = Region.objects.present().filter(code=city.code)
    found |= Region.objects.present().filter(parent__code=city.code)
    if submission:
        found |= Region.objects.filter(pk=submission.region_id)
    return found.in_order()


def takes_undisclosed(round):
    """Rounds entered afterwards from what was published: nobody knows their window any more."""
    rules = getattr(round, "rules", None)
    return rules is not None and rules.opens_at is None and rules.closes_at is None
