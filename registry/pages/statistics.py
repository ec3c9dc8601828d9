"""The record in numbers, from the kept counts: by year, round, city and category, and the leagues on a map of tiles.

A step about which a round has published nothing is unknown, which is not none: it adds nothing and is shown as “—”.
Named is who was named by a decision, whatever became of the title later; the named list tells that.
"""

import csv
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions import naming
from regions.models import Region
from registry.filters import NO_SUCH_ROUND, BadFilter, is_doubtful, unreadable
from registry.models import Category, Round, Tally
from registry.tallies import CELL, STEPS

from .counts import Cell, Row

NO_SUCH_LEVEL = gettext_lazy("There is no such level of a round.")
NO_SUCH_YEAR = gettext_lazy("Nothing has been published about a round of this year.")
ASKED = {"level": NO_SUCH_LEVEL, "year": NO_SUCH_YEAR, "round": NO_SUCH_ROUND}
GRID = Path(naming.__file__).parent / "data/tile_grid.csv"
SIDE, SHADES, BAR = 100, 5, 100


@dataclass(frozen=True)
class Tile:
    """A league: its place and number on the map. `shade`: from 1, the fewest, to 5; 0 where nothing is published."""

    region: Region
    name: str
    number: int | None
    shade: int
    x: int
    y: int


@dataclass(frozen=True)
class Bar:
    step: str
    width: int
    y: int


@dataclass(frozen=True)
class Funnel:
    """One line of the table by round, with a bar for each step, both categories together."""

    row: Row
    bars: list


def choices(rounds):
    """{parameter: [(value, label)]} of what can be asked for."""
    levels = dict(Round._meta.get_field("level").flatchoices)
    present = {one.level for one in rounds}
    return {
        "level": [(value, label) for value, label in levels.items() if value in present],
        "year": [(str(year), str(year)) for year in sorted({one.year for one in rounds}, reverse=True)],
        "round": [(one.code, one.name) for one in rounds],
    }


def asked_for(asked, offered):
    """{parameter: value}, each of them known. Raises `BadFilter`."""
    chosen = {}
    for name, sentence in ASKED.items():
        value = asked.get(name, "")
        if unreadable(value) or is_doubtful(name, asked.getlist(name)):
            raise BadFilter([str(sentence)], None)
        if value and value not in dict(offered[name]):
            raise BadFilter([str(sentence)], None)
        if value:
            chosen[name] = value
    return chosen


def cells(chosen):
    """The kept counts asked for, with round and city, in one query."""
    paths = {"level": "round__level", "year": "round__year", "round": "round__code"}
    wanted = {paths[name]: value for name, value in chosen.items()}
    return list(Tally.objects.filter(by=CELL, **wanted).select_related("round", "city"))


def sums(tallies, key):
    """{key: {category: {step: number}}}; a step that no round has published anything about is not there."""
    told = {}
    for one in tallies:
        told.setdefault(one.round_id, set()).update(step for step in STEPS if getattr(one, step))
    found = {}
    for one in tallies:
        counts = found.setdefault(key(one), {category: {} for category in Category.values})
        for step in told[one.round_id]:
            for category in Category.values:
                counts[category].setdefault(step, 0)
            counts[one.category][step] += getattr(one, step)
    return found


def _row(of, counts, **asked):
    """What was named leads to the list, narrowed as `asked`; without that the list would tell of others too."""
    made = []
    for category in Category.values:
        url = f"{reverse('named')}?{urlencode({'category': category} | asked)}"
        for step in STEPS:
            leads_to = url if asked and step == "named" else ""
            made.append(Cell(counts[category].get(step), leads_to, step == STEPS[0]))
    return Row(of, counts, made)


def _narrowed(city, chosen):
    """What the named list must be asked for to tell of this city the same; nothing where it cannot be."""
    return {"city": city.code, **chosen} if city and set(chosen) <= {"round"} else {}


def _together(counts, step):
    told = [counts[category][step] for category in Category.values if step in counts[category]]
    return sum(told) if told else None


def _funnel(round, counts):
    numbers = [(step, _together(counts, step)) for step in STEPS]
    most = max((number for _step, number in numbers if number), default=1)
    bars = [Bar(step, number * BAR // most, place * 10) for place, (step, number) in enumerate(numbers) if number]
    return Funnel(_row(round, counts, round=round.code), bars)


@once
def grid():
    with GRID.open(encoding="utf-8", newline="") as table:
        return {row["code"]: (row["short_name"], int(row["col"]), int(row["row"])) for row in csv.DictReader(table)}


def tiles(by_city):
    """One for each league whose division is known."""
    numbers = {city.code: _together(counts, "named") for city, counts in by_city.items() if city}
    most = max([numbers.get(code) or 0 for code in grid()] + [1])
    for region in Region.objects.present().filter(code__in=grid()).in_order():
        short, column, line = grid()[region.code]
        number = numbers.get(region.code)
        shade = 0 if number is None else 1 + (SHADES - 1) * number // most
        english = naming.in_english(region)
        name = english.removesuffix(" City").removesuffix(" League") or short
        yield Tile(region, name, number, shade, column * SIDE, line * SIDE)


def statistics_context(asked):
    """`asked` is a QueryDict. Raises `BadFilter`."""
    rounds = list(Round.objects.published())
    offered = choices(rounds)
    chosen = asked_for(asked, offered)
    tallies = cells(chosen)
    by_city = sums(tallies, lambda one: one.city)
    cities = sorted(by_city, key=lambda city: (city is None, city.sort_order if city else 0))
    by_year = sums(tallies, lambda one: one.round.year)
    by_round = sums(tallies, lambda one: one.round)
    whole = sums(tallies, lambda one: None)
    all_of = whole.get(None, {})
    return {
        "fields": [(name, LABELS[name], offered[name], chosen.get(name, "")) for name in ASKED],
        "chosen": urlencode(chosen),
        "years": [_row(year, by_year[year]) for year in sorted(by_year, reverse=True)],
        "funnels": [_funnel(round, by_round[round]) for round in rounds if round in by_round],
        "cities": [_row(city, by_city[city], **_narrowed(city, chosen)) for city in cities],
        "total": _row(None, all_of) if whole else None,
        "categories": [(Category(one).label, [counts.get(step) for step in STEPS]) for one, counts in all_of.items()],
        "tiles": list(tiles(by_city)),
    }


LABELS = {"level": gettext_lazy("level"), "year": gettext_lazy("year"), "round": gettext_lazy("round")}


def statistics_rows(asked):
    """The same numbers as rows of text, the heading first; what is unknown is empty. Raises `BadFilter`."""
    told = statistics_context(asked)
    steps = [_("recommended"), _("entered the field evaluation"), _("named")]
    yield [_("statistical table"), _("counted for"), _("code"), _("category"), *steps]
    tables = [
        (_("by year"), [(str(row.of), "", row) for row in told["years"]]),
        (_("by round"), [(one.row.of.name, one.row.of.code, one.row) for one in told["funnels"]]),
        (_("by city"), [(*_place(row.of), row) for row in told["cities"]]),
        (_("in all"), [("", "", told["total"])] if told["total"] else []),
    ]
    for table, rows in tables:
        for name, code, row in rows:
            for category in Category.values:
                numbers = [row.counts[category].get(step, "") for step in STEPS]
                yield [table, name, code, str(Category(category).label), *map(str, numbers)]


def _place(city):
    return (naming.in_english(city) or city.name, city.code) if city else (_("no division stated"), "")
