"""Forms about titles that were given: which document says what, about whom; and which are due for a re-check."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.models import Entry, ReleaseKind
from registry.titles import TITLE_MOVES

from .. import publishing, titles
from ..models import OfficialDocument
from .text import CHOOSE, MUST_CHOOSE

MONTHS = 6


def cities_with_titles():
    """The cities in which somebody holds, or held, a title."""
    held = Entry.objects.exclude(state="").filter(city__isnull=False).order_by("city__sort_order")
    return [("", _("all cities")), *held.values_list("city__code", "city__name").distinct()]


class AboutForm(forms.Form):
    """What a release on titles is about: asked first, because the document's day decides whom it may speak of."""

    kind = forms.ChoiceField(
        label=_("kind of release"),
        choices=[(str(kind), ReleaseKind(kind).label) for kind in TITLE_MOVES],
        error_messages={"invalid_choice": CHOOSE},
    )
    document = forms.ModelChoiceField(
        label=_("source document"),
        queryset=OfficialDocument.objects.select_related("round"),
        empty_label=_("please choose"),
        error_messages=MUST_CHOOSE,
        help_text=_("Its round is the round in which the titles were given; its date decides who can be chosen."),
    )
    city = forms.ChoiceField(label=_("only the titles of"), required=False, error_messages={"invalid_choice": CHOOSE})

    def __init__(self, data=None):
        super().__init__(data, use_required_attribute=False)
        self.fields["document"].label_from_instance = lambda one: f"{one.round.code} · {one}"
        self.fields["city"].choices = cities_with_titles

    def offered(self):
        """The entries that can be chosen."""
        asked = self.cleaned_data
        return titles.moved(asked["document"].round, asked["kind"], asked["document"], asked["city"])


class ChosenForm(forms.Form):
    """The titles the release is about, among those offered."""

    entry = forms.MultipleChoiceField(
        label=_("Titles"),
        error_messages={
            "required": _("Choose at least one title."),
            "invalid_choice": _("One of the titles cannot be chosen any more. Look at the list again."),
        },
    )

    def __init__(self, data=None, *, about):
        super().__init__(data, use_required_attribute=False)
        self.about, self.offered = about.cleaned_data, about.offered()
        self.fields["entry"].choices = [(str(one.pk), one.pk) for one in self.offered]

    def start(self, by):
        """The new draft, or None with the refusal among the form's errors."""
        document, chosen = self.about["document"], self.cleaned_data["entry"]
        entries = [one for one in self.offered if str(one.pk) in chosen]
        try:
            return publishing.start_about(document.round, self.about["kind"], document, by, entries)
        except publishing.PublishRefused as refused:
            self.add_error(None, refused.sentences)
        return None


class RecheckForm(forms.Form):
    """Within how many months, and for those who see more than one city, in which."""

    months = forms.IntegerField(
        label=_("due within months"),
        min_value=0,
        max_value=60,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    city = forms.ChoiceField(label=_("city"), required=False, error_messages={"invalid_choice": CHOOSE})

    def __init__(self, data=None, *, every_city):
        super().__init__(data, use_required_attribute=False)
        self.fields["months"].initial = MONTHS
        self.fields["city"].choices = cities_with_titles
        if not every_city:
            del self.fields["city"]
