"""The numbers of the record as somebody asked for them, added up from the kept counts in one query.

A step about which a round has published nothing is unknown, which is not none: it adds nothing.
Named is who was named by a decision, whatever became of the title later; how many of these titles are valid now is
counted beside it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from registry.filters import NO_SUCH_ROUND, BadFilter, is_doubtful, unreadable
from registry.models import Category, Round, Tally
from registry.tallies import CELL, COLUMNS, STEPS

NO_SUCH_LEVEL = gettext_lazy("There is no such level of a round.")
NO_SUCH_YEAR = gettext_lazy("Nothing has been published about a round of this year.")
ASKED = {"level": NO_SUCH_LEVEL, "year": NO_SUCH_YEAR, "round": NO_SUCH_ROUND}
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
    """The kept counts asked for, with round and city, in one query."""
    paths = {"level": "round__level", "year": "round__year", "round": "round__code"}
    wanted = {paths[name]: value for name, value in chosen.items()}
    return list(Tally.objects.filter(by=CELL, **wanted).select_related("round", "city"))


def sums(tallies, key):
    """{key: {category: {column: number}}}; a step that no round has published anything about is not there."""
    told = {}
    for one in tallies:
        told.setdefault(one.round_id, set()).update(step for step in STEPS if getattr(one, step))
    found = {}
    for one in tallies:
        counts = found.setdefault(key(one), {category: {} for category in Category.values})
        for column in COLUMNS:
            if SAID_WITH.get(column, column) in told[one.round_id]:
                for category in Category.values:
                    counts[category].setdefault(column, 0)
                counts[one.category][column] += getattr(one, column)
    return found


def numbers(asked):
    """`asked` is a QueryDict. Raises `BadFilter`."""
    rounds = list(Round.objects.published())
    offered = choices(rounds)
    chosen = asked_for(asked, offered)
    tallies = cells(chosen)
    by_year, by_round, by_city = (sums(tallies, key) for key in (_year, _round, _city))
    return Told(
        offered,
        chosen,
        {year: by_year[year] for year in sorted(by_year, reverse=True)},
        {round: by_round[round] for round in rounds if round in by_round},
        {city: by_city[city] for city in sorted(by_city, key=_official_order)},
        sums(tallies, lambda one: None).get(None, {}),
    )


def _year(tally):
    return tally.round.year


def _round(tally):
    return tally.round


def _city(tally):
    return tally.city


def _official_order(city):
    return city is None, city.sort_order if city else 0
