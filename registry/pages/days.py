"""The named list of a day, from the kept changes: how many each choice would leave, and where a page begins.

What has been counted is summed up in one query, whose rows are as many as there are rounds, cities and categories; of
the entries only those parts of the official order are read in which the page lies.
"""

from collections import Counter, namedtuple
from functools import reduce
from operator import or_

from django.db.models import Q, Sum

from regions.models import Region
from regions.written import answers
from registry.filters import with_candidates
from registry.models import Category, NamedChange, Outcome, Span, Tally

from .facets import CITY, Choice, Facets, Row, offer_cities, offer_rounds
from .named_rows import Unforeseen

City = namedtuple("City", CITY)
OF_CITY = [name.partition("__")[2] or "pk" for name in CITY]


def facets_of(day, chosen):
    """`Facets` of the list of `day` (a date in Beijing), with `places`: {where a part of the order begins: how many it
    has of what was chosen}. Three queries, however many entries there are. Raises `Unforeseen`."""
    found = Facets(chosen, day=day)
    found.choices["category"] = {code: Choice(label) for code, label in Category.choices}
    offer_rounds(found, [Row(*row) for row in answers(_rounds)])
    offer_cities(found, [City(*row) for row in answers(_cities)])
    if found.are_known:
        _count(found, NamedChange.objects.filter(day__lte=day).values("round", "city", "category", "place"))
    return found


def _rounds():
    return Tally.objects.filter(by="r").values_list(*Row._fields)


def _cities():
    """Of today's candidates, and those in which somebody was named before he was said to be elsewhere."""
    several = Q(pk__in=with_candidates()) | Q(pk__in=NamedChange.objects.values("city"))
    return Region.objects.filter(several).values_list(*OF_CITY)


def _count(found, cells):
    places = Counter()
    for *cell, place, many in cells.annotate(many=Sum("named")).values_list(
        "round", "city", "category", "place", "many"
    ):
        codes = _codes(found, *cell)
        misfits = [name for name, code in found.chosen.items() if codes[name] != code]
        for name, choices in found.choices.items():
            if codes[name] and not {*misfits} - {name}:
                choices[codes[name]].count += many
        if not misfits:
            places[place] += many
    found.places = dict(sorted(places.items()))


def _codes(found, round, city, category):
    try:
        of_city = city and found.cities[city].city__code
        return {"round": found.rounds[round].round__code, "city": of_city, "category": category}
    except KeyError as error:
        raise Unforeseen from error


def keys_of_page(facets, offset, most):
    """Keys of the entries from the place `offset` of the list on, so many at `most`, in the official order. They are
    asked of the spans: each condition of `Entry.objects.as_of` would join them once more."""
    places, skipped = reach(facets.places, offset, most)
    if not places:
        return []
    these = (Q(entry__position__gte=place, entry__position__lt=place + "~") for place in places)
    held = Q(since__lte=facets.day) & (Q(until__isnull=True) | Q(until__gt=facets.day))
    spans = Span.objects.filter(held, reduce(or_, these), outcome=Outcome.NAMED)
    if "city" in facets.chosen:
        spans = spans.filter(city__in=facets.keys["city"])
    if "category" in facets.chosen:
        spans = spans.filter(category=facets.chosen["category"])
    in_order = spans.order_by("entry__position", "entry_id")
    return list(in_order.values_list("entry_id", flat=True)[skipped : skipped + most])


def reach(places, offset, most):
    """(where the parts begin in which the list from `offset` to `offset + most` lies, how many to pass over in the
    first of them); `places`: {where a part begins: how many it has}, in order."""
    found, so_far, skipped = [], 0, 0
    for place, many in places.items():
        if so_far < offset + most and so_far + many > offset and many:
            skipped = skipped if found else offset - so_far
            found.append(place)
        so_far += many
    return found, skipped
