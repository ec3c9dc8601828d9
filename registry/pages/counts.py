"""The three counts: how many were recommended, entered the field evaluation, were named; regions and projects apart."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from regions.models import Region
from registry.models import Category, Entry, Round, Tally
from registry.tallies import CELL, NUMBERS, STEPS
from registry.tallies import counted as counted_now

from .levels import is_by_province, province_of

LISTED = 300  # so many candidates stand on the page of their round; of more, each city's have a page of their own
NO_CITY = "none"


@dataclass(frozen=True)
class Counts:
    entries: int = 0
    recommended: int = 0
    entered: int = 0
    proposed: int = 0
    named: int = 0
    valid: int = 0

    def __add__(self, other):
        return Counts(*(getattr(self, one) + getattr(other, one) for one in NUMBERS))


@dataclass(frozen=True)
class Cell:
    """One number; None where the round has published nothing of this step, which is not the same as none."""

    number: int | None
    url: str
    starts_category: bool

    @property
    def shown(self):
        """The number, leading to those it counts where there are any and a page lists them."""
        if self.number and self.url:
            return format_html('<a href="{}">{}</a>', self.url, self.number)
        return "—" if self.number is None else self.number


@dataclass(frozen=True)
class Row:
    """A line of a table of counts: whose it is, and its six cells."""

    of: object
    counts: dict
    cells: list


@dataclass(frozen=True)
class CityTable:
    """The cities of one round in official order, and their sum. `is_long`: too many candidates for one page."""

    round: Round
    rows: list
    total: Row
    counts: dict
    is_long: bool


def counted(tallies, *by):
    """{(values of `by`): {category: Counts}} of kept counts whose category is fixed."""
    return _by_category(tallies.values_list(*by, "category", *NUMBERS), len(by))


def _by_category(rows, several):
    """The same of rows of `several` values, a category and the numbers."""
    found = {}
    for key in rows:
        counts = found.setdefault(key[:several], {one: Counts() for one in Category.values})
        counts[key[several]] = Counts(*key[several + 1 :])
    return found


def total(several):
    """{category: Counts} over several of them."""
    several = list(several)
    return {one: sum((counts[one] for counts in several), Counts()) for one in Category.values}


def published_steps(counts):
    """The steps about which a round with these totals has published anything."""
    return [step for step in STEPS if any(getattr(one, step) for one in counts.values())]


def code_of(city):
    """As addresses name it; the candidates of no division have a word in its place."""
    return city.code if city else NO_CITY


def row(of, counts, round, published, page="", **asked):
    """The row of `of`: what was recommended and entered leads to the round's page, at `page`, what was named to the
    list, narrowed as `asked`; to the page too where the list cannot be narrowed to it."""
    is_narrowed, page = bool(asked or not page), reverse("round", args=[round.code]) + page
    cells = []
    for category in Category.values:
        named = f"{reverse('named')}?{urlencode({'round': round.code, 'category': category} | asked)}"
        for step, url in (("recommended", page), ("entered", page), ("named", named if is_narrowed else page)):
            number = getattr(counts[category], step) if step in published else None
            cells.append(Cell(number, url, step == "recommended"))
    return Row(of, counts, cells)


def city_tables(cities):
    """A table for each round in which one of these cities has candidates, newest first, in three queries."""
    found = counted(Tally.objects.filter(by=CELL, city__in=cities), "round", "city")
    held = _cities(found)
    return [_table(round, held, found) for round in Round.objects.filter(pk__in={round for round, _city in found})]


def county_tables(county):
    """The same of one county, in three queries; which steps are published is asked of the whole round. Nothing is kept
    of counties: its candidates are counted, which are a small part of the record, and what its numbers lead to is the
    page of the round, narrowed to it."""
    rows = counted_now(Entry.objects.filter(region=county), "round", "category")
    found = _by_category(rows, 1)
    keys = {round for (round,) in found}
    whole = counted(Tally.objects.filter(by="rk", round__in=keys), "round")
    for round in Round.objects.filter(pk__in=keys):
        counts, published = found[round.pk,], published_steps(whole[round.pk,])
        one = row(county, counts, round, published, f"?region={county.code}#c{county.code}")
        yield CityTable(round, [one], None, counts, is_long=True)


def round_table(round):
    """The table of a whole round: its cities, or of a national one the provinces."""
    found = counted(Tally.objects.filter(by=CELL, round=round), "round", "city")
    cities = _cities(found)
    return _by_province(round, cities, found) if is_by_province(round) else _table(round, cities, found)


def _by_province(round, cities, found):
    """Cities of one province stand together; what is of no division still comes last."""
    several = {}
    for city in cities:
        several.setdefault(province_of(city), []).append(found[round.pk, city and city.pk])
    sums = {(round.pk, place and place.pk): total(counts) for place, counts in several.items()}
    provinces = sorted((place for place in several if place), key=lambda place: place.sort_order)
    return _table(round, [*provinces, *(place for place in several if place is None)], sums)


def _cities(found):
    """In official order; None, for what is of no division, comes last."""
    cities = {city for _round, city in found}
    held = Region.objects.filter(pk__in=cities - {None}).select_related("parent").in_order()
    return [*held, *cities & {None}]


def _table(round, cities, found):
    keys = [(city, (round.pk, city and city.pk)) for city in cities]
    of_round = {city: found[key] for city, key in keys if key in found}
    counts = total(of_round.values())
    published, is_long = published_steps(counts), sum(one.entries for one in counts.values()) > LISTED
    rows = [_city_row(city, one, round, published, is_long) for city, one in of_round.items()]
    return CityTable(round, rows, row(None, counts, round, published), counts, is_long)


def _city_row(city, counts, round, published, is_long):
    """Of a long round each city's candidates stand on a page of their own."""
    code = code_of(city)
    page = f"?city={code}#c{code}" if is_long else f"#c{code}"
    asked = {"city": city.code} if city and not is_by_province(round) else {}
    return row(city, counts, round, published, page, **asked)
