"""Forms of the city's ranking: the ranks of a category at once, and who comes for one that leaves."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import bulk, ranking, substitution
from ..workflow import MoveRefused
from .moves import HTTP_STATUS
from .outcomes import Picks
from .text import CHOOSE, Paragraphs


class RankingForm(forms.Form):
    """A rank for each of `rows` (recommended candidates), and the versions the user saw. After a refusal `status` is
    the answer's HTTP status."""

    seen = Picks(label=gettext_lazy("submissions"), widget=forms.MultipleHiddenInput)
    status = 200

    def __init__(self, data=None, *, rows, prefix=None):
        super().__init__(data, use_required_attribute=False)
        self.rows = rows
        self.fields["seen"].initial = [bulk.tick(one) for one in rows]
        for one in rows:
            self.fields[f"rank-{one.pk}"] = forms.IntegerField(
                label=_("rank of “%(name)s”") % {"name": one},
                required=False,
                initial=one.rank,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1, "max": 999}),
            )

    def candidates(self):
        """(candidate, its field) in the order of the page."""
        return [(one, self[f"rank-{one.pk}"]) for one in self.rows]

    def clean(self):
        content, given = super().clean(), {}
        for one in self.rows:
            name = f"rank-{one.pk}"
            rank = content.get(name)
            if rank is not None and rank in given:
                other = _("“%(name)s” has rank %(rank)s already.") % {"name": given[rank], "rank": rank}
                self.add_error(name, other)
            given[rank] = one
        return content

    def save(self, by, round, category):
        """The transitions, or None with the refusal among the form's errors."""
        ranks = {one.pk: self.cleaned_data[f"rank-{one.pk}"] for one in self.rows}
        try:
            return ranking.set_ranks(by, round, category, self.cleaned_data["seen"], ranks)
        except MoveRefused as refused:
            self.status = HTTP_STATUS.get(type(refused), 200)
            self.add_error(None, str(refused))
        # What was typed stays; pressing again means: on what I now see.
        self.data = self.data.copy()
        self.data.setlist("seen", [bulk.tick(one) for one in self.rows])
        return None


class SubstituteForm(forms.Form):
    """Who comes, chosen from the reserve list; the reason is asked of one who is still to leave."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    coming = forms.ChoiceField(
        label=gettext_lazy("who takes the place"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    reason = Paragraphs(
        label=gettext_lazy("reason"),
        max_length=1500,
        help_text=gettext_lazy("Stays in the history of the submission."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Give the reason.")},
    )
    status = 200

    def __init__(self, data=None, *, leaving):
        super().__init__(data, use_required_attribute=False)
        self.leaving = leaving
        self.reserves = list(substitution.reserves(leaving))
        self.fields["version"].initial = leaving.version
        self.fields["coming"].choices = [(bulk.tick(one), _listed(one)) for one in self.reserves]
        self.fields["coming"].initial = next((bulk.tick(one) for one in self.reserves), None)
        if substitution.has_left(leaving):
            del self.fields["reason"]

    def carry_out(self, by):
        """Who came, or None with the refusal among the form's errors."""
        coming = next(one for one in self.reserves if bulk.tick(one) == self.cleaned_data["coming"])
        self.leaving.version = self.cleaned_data["version"]
        try:
            substitution.substitute(self.leaving, coming, by, self.cleaned_data.get("reason", ""))
        except MoveRefused as refused:
            self.status = HTTP_STATUS.get(type(refused), 200)
            self.add_error(None, str(refused))
            self.leaving.refresh_from_db()
            self.data = self.data.copy()
            self.data["version"] = self.leaving.version
            return None
        return coming


def _listed(one):
    return _("%(place)s. %(name)s (%(unit)s)") % {"place": one.reserve, "name": one, "unit": one.unit}
