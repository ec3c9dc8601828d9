"""The three counts: how many were recommended, entered the field evaluation, were named; regions and projects apart."""

from dataclasses import dataclass, fields

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode

from regions.models import Region
from registry.models import Category, Outcome, Round


@dataclass(frozen=True)
class Counts:
    recommended: int = 0
    entered: int = 0
    named: int = 0

    def __add__(self, other):
        return Counts(*(getattr(self, step) + getattr(other, step) for step in STEPS))


STEPS = tuple(one.name for one in fields(Counts))


@dataclass(frozen=True)
class Cell:
    """One number; None where the round has published nothing of this step, which is not the same as none."""

    number: int | None
    url: str
    starts_category: bool


@dataclass(frozen=True)
class Row:
    """A line of a table of counts: whose it is, and its six cells."""

    of: object
    cells: list


@dataclass(frozen=True)
class CityTable:
    """The cities of one round in official order, and their sum."""

    round: Round
    rows: list
    total: Row
    counts: dict


def counted(entries, *by):
    """{(values of `by`): {category: Counts}} in one query, however many entries there are."""
    rows = (
        entries.order_by()
        .values(*by, "category")
        .annotate(Count("recommended"), Count("entered"), named=Count("pk", filter=Q(outcome=Outcome.NAMED)))
        .values_list(*by, "category", "recommended__count", "entered__count", "named")
    )
    found = {}
    for *key, category, recommended, entered, named in rows:
        counts = found.setdefault(tuple(key), {one: Counts() for one in Category.values})
        counts[category] = Counts(recommended, entered, named)
    return found


def total(several):
    """{category: Counts} over several of them."""
    several = list(several)
    return {one: sum((counts[one] for counts in several), Counts()) for one in Category.values}


def published_steps(counts):
    """The steps about which a round with these totals has published anything."""
    return [step for step in STEPS if any(getattr(one, step) for one in counts.values())]


def row(of, counts, round, published, city=None):
    """The row of `of`: what was recommended and entered leads to the round's page, what was named to the list."""
    page = reverse("round", args=[round.code]) + (f"#c{city.code}" if city else "")
    cells = []
    for category in Category.values:
        asked = {"round": round.code, "category": category} | ({"city": city.code} if city else {})
        named = f"{reverse('named')}?{urlencode(asked)}"
        for step, url in (("recommended", page), ("entered", page), ("named", named)):
            number = getattr(counts[category], step) if step in published else None
            cells.append(Cell(number, url, step == "recommended"))
    return Row(of, cells)


def city_tables(entries):
    """A table for each round these entries belong to, newest first, in three queries."""
    found = counted(entries, "round", "city")
    cities = _cities(found)
    return [_table(round, cities, found) for round in Round.objects.filter(pk__in={round for round, _city in found})]


def city_table(round):
    found = counted(round.entries.all(), "round", "city")
    return _table(round, _cities(found), found)


def _cities(found):
    return list(Region.objects.filter(pk__in={city for _round, city in found}).in_order())


def _table(round, cities, found):
    of_round = {city: found[round.pk, city.pk] for city in cities if (round.pk, city.pk) in found}
    counts = total(of_round.values())
    published = published_steps(counts)
    rows = [row(city, one, round, published, city) for city, one in of_round.items()]
    return CityTable(round, rows, row(None, counts, round, published), counts)
