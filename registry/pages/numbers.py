"""The numbers of the record as somebody asked for them, added up from the kept counts.

A step about which a round has published nothing is unknown, which is not none: it adds nothing.
Named is who was named by a decision, whatever became of the title later; how many of these titles are valid now is
counted beside it.
"""

from collections import namedtuple
from dataclasses import dataclass
from operator import add, attrgetter

from django.utils.translation import gettext_lazy

from regions.models import Region
from registry.filters import NO_SUCH_ROUND, BadFilter, is_doubtful, unreadable
from registry.models import Category, Round, Tally
from registry.tallies import CELL, COLUMNS

NO_SUCH_LEVEL = gettext_lazy("There is no such level of a round.")
NO_SUCH_YEAR = gettext_lazy("Nothing has been published about a round of this year.")
ASKED = {"level": NO_SUCH_LEVEL, "year": NO_SUCH_YEAR, "round": NO_SUCH_ROUND}
CATEGORIES = Category.values
Counted = namedtuple("Counted", ("round", "city", "category", "numbers"))
SAID_WITH = {"valid": "named"}  # whether a title stands is known of whoever is known to be named


@dataclass(frozen=True)
class Told:
    """What was asked for (`offered`: what could be), and the numbers: {of: {category: {column: number}}} in the order
    in which they are shown. `whole`: of everything; nothing where nothing fits."""

    offered: dict
    chosen: dict
    by_year: dict
    by_round: dict
    by_city: dict
    whole: dict


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
    """The kept counts asked for: (key of the round, of the city or None, category, a number for each column)."""
    paths = {"level": "round__level", "year": "round__year", "round": "round__code"}
    wanted = {paths[name]: value for name, value in chosen.items()}
    found = Tally.objects.filter(by=CELL, **wanted).values_list("round", "city", "category", *COLUMNS)
    return [Counted(round, city, category, counts) for round, city, category, *counts in found]


def sums(counted, key):
    """{key: {category: {column: number}}}; a step that no round has published anything about is not there."""
    told, known, found = {}, {}, {}
    for one in counted:
        told.setdefault(one.round, set()).update(
            step for step, number in zip(COLUMNS, one.numbers, strict=True) if number
        )
    for one in counted:
        of = key(one)
        known.setdefault(of, set()).update(told[one.round])
        sofar = found.setdefault(of, {category: [0] * len(COLUMNS) for category in CATEGORIES})
        sofar[one.category] = list(map(add, sofar[one.category], one.numbers))
    return {of: {one: _known(sofar, known[of]) for one, sofar in several.items()} for of, several in found.items()}


def _known(numbers, told):
    counts = zip(COLUMNS, numbers, strict=True)
    return {column: number for column, number in counts if SAID_WITH.get(column, column) in told}


def numbers(asked):
    """`asked` is a QueryDict. Raises `BadFilter`."""
    rounds = list(Round.objects.published())
    offered = choices(rounds)
    chosen = asked_for(asked, offered)
    counted, year_of = cells(chosen), {round.pk: round.year for round in rounds}
    by_year = sums(counted, lambda one: year_of[one.round])
    by_round, by_city = (sums(counted, attrgetter(name)) for name in ("round", "city"))
    cities = [*Region.objects.filter(pk__in=by_city.keys() - {None}).in_order(), *([None] if None in by_city else ())]
    return Told(
        offered,
        chosen,
        {year: by_year[year] for year in sorted(by_year, reverse=True)},
        {round: by_round[round.pk] for round in rounds if round.pk in by_round},
        {city: by_city[city and city.pk] for city in cities},
        sums(counted, lambda one: None).get(None, {}),
    )
