"""Counting, when the record is written, by how much the number of the named changed on each day.

The sum up to a day is how many were named on that day, in each part of the official order; so neither the list of a
day nor a page of it need be counted when it is read (registry/pages/days.py).
"""

from collections import Counter
from types import SimpleNamespace

from django.db.models import Count

from regions.models import Region

from .models import NamedChange, Outcome, Round, Span
from .order import beginning

BATCH = 1000
MODELS = SimpleNamespace(NamedChange=NamedChange, Region=Region, Round=Round, Span=Span)  # a migration has others
TOLD = ("day", "round_id", "city_id", "category", "place", "named")
# Of the span, then of its entry: an entry stands in the list where its statement of today puts it.
GROUPS = ("entry__round", "city", "category", "entry__city", "entry__category")


def rewrite(rounds, models=MODELS):
    """Write the changes of these rounds anew."""
    models.NamedChange.objects.filter(round__in=rounds).delete()
    models.NamedChange.objects.bulk_create(of_rounds(rounds, models), BATCH)


def of_rounds(rounds, models=MODELS):
    """The changes of these rounds, unsaved, from their spans."""
    by_key = {round.pk: round for round in rounds}
    groups = [*_groups(by_key, "since", 1, models), *_groups(by_key, "until", -1, models)]
    cities = models.Region.objects.in_bulk({group[4] for group in groups if group[4]})
    sums = Counter()
    for day, round, city, category, city_now, category_now, difference in groups:
        place = beginning(by_key[round], category_now, cities.get(city_now))
        sums[day, round, city, category, place] += difference
    return [
        models.NamedChange(**dict(zip(TOLD, (*fixed, difference), strict=True)))
        for fixed, difference in sums.items()
        if difference
    ]


def _groups(rounds, edge, sign, models):
    """[(day, *GROUPS, difference)] of the spans that begin (`since`) or end (`until`) with somebody named."""
    spans = models.Span.objects.filter(
        outcome=Outcome.NAMED, entry__round__in=list(rounds), **{f"{edge}__isnull": False}
    )
    counted = spans.order_by().values(edge, *GROUPS).annotate(many=Count("pk"))
    return [(*fixed, sign * many) for *fixed, many in counted.values_list(edge, *GROUPS, "many")]


def are_right():
    """Whether the changes are those that follow from the spans, each of them once."""
    counted, kept = ([[getattr(one, name) for name in TOLD] for one in several] for several in _both())
    return sorted(map(str, counted)) == sorted(map(str, kept))


def _both():
    return of_rounds(Round.objects.all()), NamedChange.objects.all()
