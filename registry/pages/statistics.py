"""The record in numbers: by year, round, city and category, and the leagues on a map of tiles; as a page and as a file.

What is unknown (numbers.py) is shown as “—”.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions import naming
from registry.models import Category
from registry.tallies import COLUMNS, STEPS

from .counts import Cell
from .numbers import ASKED, numbers
from .tiles import tiles

LABELS = {"level": gettext_lazy("level"), "year": gettext_lazy("year"), "round": gettext_lazy("round")}
HEADINGS = {
    Category.COMPREHENSIVE: gettext_lazy("Regions (comprehensive)"),
    Category.SINGLE: gettext_lazy("Projects (single-item)"),
}
BAR, LINE = 100, 10


@dataclass(frozen=True)
class Bar:
    step: str
    width: int
    y: int


@dataclass(frozen=True)
class Line:
    """The numbers of one category of a place, a year or a round (`of`), and the steps of them as bars."""

    of: object
    cells: list
    bars: list


@dataclass(frozen=True)
class Part:
    """The lines of one category in a table, and their sum."""

    heading: str
    lines: list
    total: Line


def _line(of, category, counts, asked):
    """Who was named leads to the list, narrowed as `asked`; without that the list would tell of others too."""
    leads_to = {"named": f"{reverse('named')}?{urlencode({'category': category} | asked)}" if asked else ""}
    shown = [Cell(counts.get(column), leads_to.get(column, ""), False) for column in COLUMNS]
    most = max((counts[step] for step in STEPS if counts.get(step)), default=1)
    bars = [Bar(step, counts[step] * BAR // most, place * LINE) for place, step in enumerate(STEPS) if counts.get(step)]
    return Line(of, shown, bars)


def _table(by, whole, narrowed):
    """Each category apart, so that a column is read downwards. `narrowed`: what the named list is asked for a line."""
    return [
        Part(
            heading,
            [_line(of, category, counts[category], narrowed(of)) for of, counts in by.items()],
            _line(None, category, whole.get(category, {}), {}),
        )
        for category, heading in HEADINGS.items()
    ]


def _by_city(chosen):
    """What the named list must be asked for to tell of a city the same; nothing where it cannot be."""
    narrows = set(chosen) <= {"round"}
    return lambda city: {"city": city.code, **chosen} if city and narrows else {}


def _named(counts):
    told = [one["named"] for one in counts.values() if "named" in one]
    return sum(told) if told else None


def column_heads():
    return [_("Recommended"), _("Entered field evaluation"), _("Proposed for naming"), _("Named"), _("Of these, valid")]


def statistics_context(asked):
    """`asked` is a QueryDict. Raises `BadFilter`."""
    told = numbers(asked)
    return {
        "fields": [(name, LABELS[name], list(_options(told, name))) for name in ASKED],
        "chosen": urlencode(told.chosen),
        "heads": column_heads(),
        "years": _table(told.by_year, told.whole, lambda year: {}),
        "rounds": _table(told.by_round, told.whole, lambda round: {"round": round.code}),
        "cities": _table(told.by_city, told.whole, _by_city(told.chosen)),
        "categories": [_line(Category(one).label, one, counts, {}) for one, counts in told.whole.items()],
        "tiles": tiles({city.code: _named(counts) for city, counts in told.by_city.items() if city}),
    }


def _options(told, name):
    """(value, words, whether it is chosen) of what can be chosen under this name."""
    for value, words in told.offered[name]:
        yield value, words, value == told.chosen.get(name, "")


def statistics_rows(asked):
    """The same numbers as rows of text, the heading first; what is unknown is empty. Raises `BadFilter`."""
    told = numbers(asked)
    columns = [
        _("recommended"),
        _("entered the field evaluation"),
        _("proposed for naming"),
        _("named"),
        _("of these, valid now"),
    ]
    yield [_("statistical table"), _("counted for"), _("code"), _("category"), *columns]
    tables = [
        (_("by year"), [(str(year), "", counts) for year, counts in told.by_year.items()]),
        (_("by round"), [(round.name, round.code, counts) for round, counts in told.by_round.items()]),
        (_("by area"), [(*_place(city), counts) for city, counts in told.by_city.items()]),
        (_("in all"), [("", "", told.whole)] if told.whole else []),
    ]
    for table, rows in tables:
        for name, code, counts in rows:
            for category in Category.values:
                shown = [counts[category].get(column, "") for column in COLUMNS]
                yield [table, name, code, str(Category(category).label), *map(str, shown)]


def _place(city):
    return (naming.in_english(city) or city.name, city.code) if city else (_("no division stated"), "")
