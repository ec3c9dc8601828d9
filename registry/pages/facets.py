"""What the named list can be narrowed by, and how many each choice would leave, given the other choices: read from the
kept counts in one query."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from django.db.models import F, Q, Sum, Window
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from registry.models import Category, Tally
from registry.order import of_round
from registry.tallies import CELL

EVERY = {
    "round": gettext_lazy("all rounds"),
    "city": gettext_lazy("all cities"),
    "category": gettext_lazy("all categories"),
}
DIMENSIONS = {"r": "round", "c": "city", "k": "category"}
ROUND = ("round", "round__code", "round__name", "round__year")
CITY = ("city", "city__code", "city__name", "city__name_en", "city__sort_order", "city__valid_to")


@dataclass
class Choice:
    label: str
    count: int = 0


@dataclass
class Facets:
    """For each filter its choices by code, in the order in which they are offered; the present choice; and the keys of
    the rounds and cities a chosen code means."""

    chosen: dict
    choices: dict = field(default_factory=lambda: {name: {} for name in DIMENSIONS.values()})
    keys: dict = field(default_factory=lambda: {"round": set(), "city": set()})
    year: int = 0

    @property
    def are_known(self):
        return all(code in self.choices[name] for name, code in self.chosen.items())

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


def facets(chosen):
    """`chosen`: {filter: code}. One query, however many entries there are."""
    found = Facets(chosen)
    wanted = Q(by="r") | Q(by="c")
    for name in DIMENSIONS.values():
        others = {other: code for other, code in chosen.items() if other != name}
        wanted |= _conditions(_by({*others, name}), others)
    rows = Tally.objects.filter(wanted).values_list("by", "category", "named", *ROUND, *CITY)
    rows = [SimpleNamespace(**dict(zip(("by", "category", "named", *ROUND, *CITY), row, strict=True))) for row in rows]
    found.choices["category"] = {code: Choice(label) for code, label in Category.choices}
    _offer_rounds(found, [row for row in rows if row.by == "r"])
    _offer_cities(found, [row for row in rows if row.by == "c" and row.city])
    for name, code in (("round", "round__code"), ("city", "city__code"), ("category", "category")):
        by = _by({*chosen, name})
        for row in rows:
            # A row may be wanted for the lists alone; it counts only where it is of what else was chosen.
            if row.by == by and getattr(row, code) and _is_of(row, chosen, name):
                found.choices[name][getattr(row, code)].count += row.named
    return found


def _is_of(row, chosen, name):
    said = {"round": row.round__code, "city": row.city__code, "category": row.category}
    return all(said[other] == code for other, code in chosen.items() if other != name)


def _offer_rounds(found, rows):
    for row in sorted(rows, key=lambda row: (-row.round__year, row.round__code)):
        found.choices["round"][row.round__code] = Choice(row.round__name)
        if row.round__code == found.chosen.get("round"):
            found.keys["round"].add(row.round)
            found.year = row.round__year


def _offer_cities(found, rows):
    """A code is offered once, by the name of its last holder."""
    english = get_language() == "en"
    for row in sorted(rows, key=lambda row: (row.city__sort_order, row.city__code, row.city__valid_to != "")):
        label = (english and row.city__name_en) or row.city__name
        found.choices["city"].setdefault(row.city__code, Choice(label))
        if row.city__code == found.chosen.get("city"):
            found.keys["city"].add(row.city)


def narrowed(entries, facets):
    """`entries` that fit what was chosen; by ranges of the official order too, in which an index begins anywhere."""
    chosen, keys = facets.chosen, facets.keys
    if "round" in chosen:
        begins = of_round(facets.year, chosen["round"], chosen.get("category"))
        entries = entries.filter(round__in=keys["round"], position__gte=begins, position__lt=begins + "~")
    if "city" in chosen:
        entries = entries.filter(city__in=keys["city"])
    return entries.filter(category=chosen["category"]) if "category" in chosen else entries


def sought(facets, offset):
    """(where in the official order to begin, how many to pass over from there) for the place `offset` of the list."""
    chosen = {"by": CELL} | {f"{name}__in": keys for name, keys in facets.keys.items() if keys}
    if "category" in facets.chosen:
        chosen["category"] = facets.chosen["category"]
    so_far = Tally.objects.filter(**chosen).annotate(
        until=Window(Sum("named"), order_by="place"), here=Window(Sum("named"), partition_by=F("place"))
    )
    cell = so_far.filter(until__gt=offset).order_by("place").values_list("place", "until", "here").first()
    place, until, here = cell
    return place, offset - (until - here)


def options(name, facets):
    """The choices of a filter, each with how many it would leave."""
    chosen = facets.chosen.get(name)
    shape = _("{name} ({count})")
    rows = (
        (code, " selected" if code == chosen else "", shape.format(name=one.label, count=one.count))
        for code, one in facets.choices[name].items()
    )
    every = format_html('<option value="">{}</option>', EVERY[name])
    return every + format_html_join("", '<option value="{}"{}>{}</option>', rows)
