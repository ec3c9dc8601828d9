"""What the list of submissions and its export can be narrowed by. Everything starts from what the user may see."""

from functools import reduce

import django_filters
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext_lazy as _

from registry.filters import LONGEST_WORDS, TOO_MANY_WORDS, searchable
from registry.folding import fold
from registry.models import NAME_UNDISCLOSED, Category, Round

from .models import Stage, Status, Submission

SEARCHED = ("title", "lead_unit", "region__path")
FOLDED_AWAY = " \u3000‘’“”'\"「」『』+·、，（）()"  # SQLite reads no deeper nesting than some thirty


def folded(column):
    """The search form of a column, near enough to `registry.folding.fold` for what people type."""
    bare = reduce(lambda found, char: Replace(found, Value(char), Value("")), FOLDED_AWAY, F(column))
    return Lower(bare)


class SubmissionFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("round"),
        queryset=Round.objects.filter(rules__isnull=False),
        to_field_name="code",
        empty_label=_("all rounds"),
        error_messages={"invalid_choice": _("There is no such round.")},
    )
    city = django_filters.ChoiceFilter(
        label=_("city"),
        field_name="city__code",
        empty_label=_("all cities"),
        error_messages={"invalid_choice": _("None of your submissions belongs to such a city.")},
    )
    category = django_filters.ChoiceFilter(
        label=_("category"),
        choices=Category.choices,
        empty_label=_("all categories"),
        error_messages={"invalid_choice": _("There is no such category.")},
    )
    status = django_filters.ChoiceFilter(
        label=_("status"),
        choices=Status.choices,
        empty_label=_("all statuses"),
        error_messages={"invalid_choice": _("There is no such status.")},
    )
    stage = django_filters.ModelChoiceFilter(
        label=_("stage"),
        queryset=Stage.objects.select_related("round"),
        empty_label=_("all stages"),
        error_messages={"invalid_choice": _("There is no such stage.")},
    )
    q = django_filters.CharFilter(
        label=_("search words"),
        method="matching",
        max_length=LONGEST_WORDS,
        validators=[searchable],
        error_messages={"max_length": TOO_MANY_WORDS},
    )

    class Meta:
        model = Submission
        fields = []

    def __init__(self, data=None, queryset=None):
        super().__init__(data, queryset)
        cities = queryset.order_by("city__sort_order", "city__code").values_list("city__code", "city__name")
        self.filters["city"].extra["choices"] = list(dict(cities.distinct()).items())
        self.form.fields["stage"].label_from_instance = lambda stage: f"{stage.round.code} · {stage.name}"

    def matching(self, submissions, _name, words):
        wanted = fold(words)
        columns = {f"folded_{number}": folded(column) for number, column in enumerate(SEARCHED)}
        found = reduce(Q.__or__, (Q(**{f"{name}__contains": wanted}) for name in columns))
        found |= reduce(Q.__or__, (Q(**{f"{column}__icontains": words.strip()}) for column in SEARCHED))
        if wanted in NAME_UNDISCLOSED:
            found |= Q(name_undisclosed=True)
        return submissions.alias(**columns).filter(found)
