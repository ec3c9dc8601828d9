"""Forms of the way to the public: starting a draft, its words, the signed text, sign-off, confirmation, withholding."""

from copy import copy

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.models import Release, ReleaseKind, Round
from registry.titles import TITLE_MOVES

from .. import publishing, statements, titles
from ..models import DraftItem, OfficialDocument, SignOffKind, Submission
from .notices import TermFields
from .text import CHOOSE, MUST_CHOOSE, Line, Paragraphs, RoundField


class StartForm(TermFields):
    round = RoundField(
        Round.objects.filter(Q(rules__isnull=False) | Q(releases__isnull=False)).distinct(), label=_("round")
    )
    kind = forms.ChoiceField(
        label=_("kind of release"),
        choices=[one for one in ReleaseKind.choices if one[0] not in TITLE_MOVES],
        error_messages={"invalid_choice": CHOOSE},
    )
    document = forms.ModelChoiceField(
        label=_("source document"),
        queryset=OfficialDocument.objects.select_related("round"),
        empty_label=_("please choose"),
        error_messages=MUST_CHOOSE,
        help_text=_("The signed document, or the publication cited in its place. It must belong to the round."),
    )
    supersedes = forms.ModelChoiceField(
        label=_("corrects"),
        queryset=Release.objects.select_related("round"),
        required=False,
        empty_label=_("none"),
        help_text=_("Only for a correction: the release whose statements it replaces."),
    )
    city = forms.ChoiceField(
        label=_("only the candidates of"), required=False, help_text=_("For a list that one city alone has published.")
    )

    field_order = ["round", "kind", "document", "supersedes", "starts_on", "days", "counting", "city"]

    def __init__(self, data=None, initial=None):
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.fields["document"].label_from_instance = lambda one: f"{one.round.code} · {one}"
        self.fields["supersedes"].label_from_instance = lambda one: f"{one.round.code} · {one}"
        cities = Submission.objects.order_by("city__sort_order").values_list("city__code", "city__name").distinct()
        self.fields["city"].choices = [("", _("all cities")), *cities]

    def start(self, by):
        """The new draft, or None with the refusal among the form's errors."""
        asked = self.cleaned_data
        try:
            return publishing.start(
                asked["round"],
                asked["kind"],
                asked["document"],
                by,
                asked["supersedes"],
                self._limited(),
                **self.term(),
            )
        except publishing.PublishRefused as refused:
            self.add_error(None, refused.sentences)
        return None

    def _limited(self):
        asked = self.cleaned_data
        if not asked["city"]:
            return None
        wanted = statements.unstated(asked["round"], asked["kind"])
        wanted = statements.stated_by(asked["supersedes"]) if asked["supersedes"] else wanted
        return [one for one in wanted if one.city and one.city.code == asked["city"]]


class ItemForm(forms.ModelForm):
    """An item's words as the signed document prints them. The outcome can be changed in a correction alone."""

    class Meta:
        model = DraftItem
        fields = ["name", "lead_unit", "outcome"]
        field_classes = {"name": Line, "lead_unit": Line}
        help_texts = {"name": _("Exactly as the signed document prints it, spaces and quotation marks included.")}

    seen_digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    status = 200

    def __init__(self, data=None, *, instance, seen):
        # A copy: `publishing.change_item` writes, and the page around the form shows what is stored.
        super().__init__(data, instance=copy(instance), use_required_attribute=False)
        self.fields["seen_digest"].initial = self.present = seen
        if instance.draft.kind == ReleaseKind.CORRECTION:
            self.fields["outcome"].choices = [(one.value, one.label) for one in titles.outcomes_offered(instance)]
        else:
            del self.fields["outcome"]

    def write(self, by):
        """Whether it was written; if not, the refusal is among the form's errors."""
        asked = self.cleaned_data
        try:
            if asked["seen_digest"] != self.present:
                raise publishing.PublishRefused(_("The draft was changed after you opened it. Look at it again."))
            publishing.change_item(self.instance, by, asked["name"], asked["lead_unit"], asked.get("outcome"))
        except publishing.PublishRefused as refused:
            self.status = 409
            self.add_error(None, refused.sentences)
            self.data = self.data.copy()
            self.data["seen_digest"] = self.present
        return self.is_valid()


class SignedTextForm(forms.Form):
    """A list that prints nobody needs no text; any other is compared with it before it can be confirmed."""

    signed_text = Paragraphs(
        label=_("list as the signed document prints it"),
        max_length=200_000,
        error_messages={
            "required": _(
                "Paste the list as the signed document prints it: without it the release cannot be confirmed."
            )
        },
        help_text=_(
            "Needed before confirming: one candidate a line, copied from the signed text. "
            "Blank lines do not count; all else does."
        ),
    )

    def __init__(self, data=None, *, draft):
        super().__init__(data, initial={"signed_text": draft.signed_text}, use_required_attribute=False)
        self.fields["signed_text"].required = bool(statements.printed_lines(draft))


class SignOffForm(forms.Form):
    kind = forms.ChoiceField(choices=SignOffKind.choices, widget=forms.HiddenInput)
    seen_digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    note = Line(label=_("note"), required=False, max_length=300)


class SeenForm(forms.Form):
    """What was on the screen when the button was pressed."""

    seen_digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class WithholdForm(forms.Form):
    reason = Line(
        label=_("reason"),
        max_length=300,
        help_text=_("Will be public: say why, not what. Never repeat the words that are to go."),
    )

    def __init__(self, data=None):
        super().__init__(data, use_required_attribute=False)

    def withhold(self, item, by):
        """Whether the words are gone; `said` then says from how many statements."""
        try:
            count = publishing.withhold(item, by, self.cleaned_data["reason"])
        except publishing.PublishRefused as refused:
            self.add_error("reason", refused.sentences)
            return False
        self.said = _(
            "The words of %(count)s statements are withheld everywhere; a dated note stands in their place."
        ) % {"count": count}
        return True
