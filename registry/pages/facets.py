"""What the named list can be narrowed by, and how many each choice would leave, given the other choices: read from the
kept counts in one query."""

from collections import namedtuple
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from html import escape
from operator import or_

from django.db.models import F, Q, Sum, Window
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from regions.written import answers
from registry.models import Category, Tally
from registry.order import of_round
from registry.tallies import CELL

EVERY = {
    "round": gettext_lazy("all rounds"),
    "city": gettext_lazy("all areas"),
    "category": gettext_lazy("all categories"),
}
DIMENSIONS = {"r": "round", "c": "city", "k": "category"}
TITLES = ("round__title_comprehensive", "round__title_single")
ROUND = ("round", "round__code", "round__name", "round__year", *TITLES)
CITY = ("city", "city__code", "city__name", "city__name_en", "city__sort_order", "city__valid_to")
Row = namedtuple("Row", ("by", "category", "named", *ROUND, *CITY))
OFFSET = 2_147_480_000  # stands in the SQL for the place that is sought; no key is as large


@dataclass
class Choice:
    label: str
    count: int = 0


@dataclass
class Facets:
    """For each filter its choices by code, in the order in which they are offered; the present choice; and the keys of
    the rounds and cities a chosen code means. `rounds` and `cities`: by key what was read of each that has candidates.
    `day` and `places`: of the list of a day alone (days.py).
    """

    chosen: dict
    choices: dict = field(default_factory=lambda: {name: {} for name in DIMENSIONS.values()})
    keys: dict = field(default_factory=lambda: {"round": set(), "city": set()})
    rounds: dict = field(default_factory=dict)
    cities: dict = field(default_factory=dict)
    year: int = 0
    day: date | None = None
    places: dict = field(default_factory=dict)

    @property
    def are_known(self):
        return all(code in self.choices[name] for name, code in self.chosen.items())

    @property
    def narrowing(self):
        """What `narrowed` is told; it can be hashed."""
        keys = (tuple(sorted(self.keys[name])) for name in ("round", "city"))
        return (tuple(self.chosen.items()), self.year, *keys)

    @property
    def total(self):
        left = self.choices["category"]
        return sum(one.count for code, one in left.items() if self.chosen.get("category", code) == code)


def _conditions(by, chosen):
    """Which tallies have just the filters of `by` fixed: those that were chosen, each on its code."""
    found = {"by": by}
    for letter in by:
        name = DIMENSIONS[letter]
        if name in chosen:
            found["category" if name == "category" else f"{name}__code"] = chosen[name]
    return Q(**found)


def _by(names):
    return "".join(letter for letter, name in DIMENSIONS.items() if name in names)


def _wanted(*names):
    """The query behind `facets`, where the filters of these names are chosen; for each code its name stands."""
    wanted = {"r": Q(by="r"), "c": Q(by="c")}
    for name in DIMENSIONS.values():
        others = {other: other for other in names if other != name}
        by = _by({*others, name})
        wanted[by] = wanted.get(by, Q()) | _conditions(by, others) if others else Q(by=by)
    return Tally.objects.filter(reduce(or_, wanted.values())).values_list(*Row._fields)


def facets(chosen):
    """`chosen`: {filter: code}. One query, however many entries there are."""
    found = Facets(chosen)
    rows = [Row(*row) for row in answers(_wanted, *chosen, said=chosen)]
    found.choices["category"] = {code: Choice(label) for code, label in Category.choices}
    offer_rounds(found, [row for row in rows if row.by == "r"])
    offer_cities(found, [row for row in rows if row.by == "c" and row.city])
    for name, code in (("round", "round__code"), ("city", "city__code"), ("category", "category")):
        by, choices = _by({*chosen, name}), found.choices[name]
        for row in rows:
            # A row may be wanted for the lists alone; it counts only where it is of what else was chosen.
            if row.by == by and getattr(row, code) and _is_of(row, chosen, name):
                choices[getattr(row, code)].count += row.named
    return found


def _is_of(row, chosen, name):
    if not chosen:
        return True
    said = {"round": row.round__code, "city": row.city__code, "category": row.category}
    return all(said[other] == code for other, code in chosen.items() if other != name)


def offer_rounds(found, rows):
    for row in sorted(rows, key=lambda row: (-row.round__year, row.round__code)):
        found.rounds[row.round] = row
        found.choices["round"][row.round__code] = Choice(row.round__name)
        if row.round__code == found.chosen.get("round"):
            found.keys["round"].add(row.round)
            found.year = row.round__year


def offer_cities(found, rows):
    """A code is offered once, by the name of its last holder."""
    english = get_language() == "en"
    for row in sorted(rows, key=lambda row: (row.city__sort_order, row.city__code, row.city__valid_to != "")):
        found.cities[row.city] = row
        label = (english and row.city__name_en) or row.city__name
        found.choices["city"].setdefault(row.city__code, Choice(label))
        if row.city__code == found.chosen.get("city"):
            found.keys["city"].add(row.city)


def narrowed(entries, chosen, year, rounds, cities):
    """`entries` that fit what was chosen (`Facets.narrowing`); by ranges of the official order too, in which an index
    begins anywhere. `rounds`, `cities`: the keys a chosen code means."""
    chosen = dict(chosen)
    if "round" in chosen:
        begins = of_round(year, chosen["round"], chosen.get("category"))
        entries = entries.filter(round__in=rounds, position__gte=begins, position__lt=begins + "~")
    if "city" in chosen:
        entries = entries.filter(city__in=cities)
    return entries.filter(category=chosen["category"]) if "category" in chosen else entries


def sought(facets, offset):
    """(where in the official order to begin, how many to pass over from there) for the place `offset` of the list."""
    keys = {f"{name}__in": tuple(sorted(keys)) for name, keys in facets.keys.items() if keys}
    if "category" in facets.chosen:
        keys["category"] = facets.chosen["category"]
    [[place, until, here]] = answers(_reach, *keys.items(), said={OFFSET: offset})
    return place, offset - (until - here)


def _reach(*conditions):
    so_far = Tally.objects.filter(by=CELL, **dict(conditions)).annotate(
        until=Window(Sum("named"), order_by="place"), here=Window(Sum("named"), partition_by=F("place"))
    )
    return so_far.filter(until__gt=OFFSET).order_by("place").values_list("place", "until", "here")[:1]


def options(name, facets, is_counted=True):
    """The choices of a filter, each with how many it would leave, if that is known."""
    chosen, shape = facets.chosen.get(name), _("{name} ({count})") if is_counted else "{name}"
    found = [f'<option value="">{escape(str(EVERY[name]))}</option>']
    for code, one in facets.choices[name].items():
        selected = " selected" if code == chosen else ""
        told = escape(shape.format(name=one.label, count=one.count))
        found.append(f'<option value="{escape(code)}"{selected}>{told}</option>')
    return mark_safe("".join(found))  # noqa: S308 (all that is not ours is escaped above)
