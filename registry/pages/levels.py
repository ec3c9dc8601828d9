"""What a round of each level calls the places whose candidates it lists: leagues and cities are an autonomous region's
word, a province has cities and prefectures, and a national round is read by provinces."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class PlaceWords:
    lead: Promise
    heading: Promise
    caption: Promise
    first: Promise
    long: Promise


BY_CITY = PlaceWords(
    _("The candidates of every city in this round, stage by stage, as published."),
    _("Cities"),
    _("Candidates by city"),
    _("City"),
    _("The candidates of this round are too many for one page: the numbers of each city lead to its own."),
)
BY_PREFECTURE = PlaceWords(
    _("The candidates of every prefecture in this round, stage by stage, as published."),
    _("Prefectures"),
    _("Candidates by prefecture"),
    _("Prefecture"),
    _("The candidates of this round are too many for one page: the numbers of each prefecture lead to its own."),
)
BY_PROVINCE = PlaceWords(
    _("The candidates of every province in this round, stage by stage, as published."),
    _("Provinces"),
    _("Candidates by province"),
    _("Province"),
    _("The candidates of this round are too many for one page: the numbers of each province lead to its own."),
)


# Of a county nothing is listed but its own numbers.
BY_COUNTY = PlaceWords(BY_CITY.lead, BY_CITY.heading, _("Candidates"), _("Division"), BY_CITY.long)


def is_by_province(round):
    return round.level == "national"


def words_of_table(round):
    """For a table of a round's cities."""
    return BY_CITY if round.level == "regional" else BY_PREFECTURE


def words_of_round(round):
    """For the page of the whole round."""
    return BY_PROVINCE if is_by_province(round) else words_of_table(round)


def province_of(city):
    """The province a city lies in, which for a municipality or a county it governs itself is the city's own place."""
    return city and (city.parent or city)
