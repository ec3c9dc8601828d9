"""The home page, the list of rounds, and one round with every city's candidates."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from regions.models import Region
from registry.filters import DOUBTFUL, BadFilter, is_doubtful
from registry.models import Release, Round, Tally

from .articles import newest_articles
from .candidates import candidate, grouped, with_steps
from .counts import city_table, code_of, counted, published_steps, row
from .paging import neighbours
from .sentences import DECIDING, decided_by, paragraph, totals
from .words import listed, place_name

NEWEST = 5
A_PAGE = 50


def home_context():
    newest = Round.objects.published().first()
    table = newest and city_table(newest)
    return {
        "table": table,
        "told": table and paragraph([totals(table.counts), *told(newest)]),
        "releases": Release.objects.select_related("round")[:NEWEST],
        "articles": newest_articles(),
    }


def rounds_context():
    rounds = list(Round.objects.published().select_related("region"))
    counts = counted(Tally.objects.filter(by="rk"), "round")
    found = [(round, counts[round.pk,]) for round in rounds if (round.pk,) in counts]
    return {"rows": [row(round, one, round, published_steps(one)) for round, one in found]}


def told(round):
    """The naming decisions of a round and what corrected them, as sentences."""
    return decided_by(Release.objects.filter(round=round, kind__in=DECIDING).order_by("number"))


def round_context(round, asked):
    """`asked` is a QueryDict that may name a city of the round, whose candidates are then shown in pages. Raises
    `BadFilter` for another, or `InvalidPage`."""
    table = city_table(round)
    chosen = _chosen_city(table, asked)
    if chosen:
        shown = _of_city(round, chosen, asked)
    elif table.is_long:
        shown = {"sections": []}
    else:
        candidates = grouped(with_steps(round.entries.all()), key=lambda entry: entry.city_id)
        shown = {"sections": [section(one.of, candidates[one.of and one.of.pk]) for one in table.rows]}
    return {
        "round": round,
        "table": table,
        "told": paragraph([totals(table.counts), *told(round)]),
        "silent": list(_silent(round, table)),
        "releases": round.releases.select_related("round"),
        **shown,
    }


def section(city, candidates):
    """(code, city, candidates) of a part of the page."""
    return code_of(city), city, candidates


def _chosen_city(table, asked):
    """The row of the city that was asked for; None if all are wanted."""
    if is_doubtful("city", asked.getlist("city")):
        raise BadFilter([DOUBTFUL % {"name": "city"}], None)
    code = asked.get("city")
    found = [one for one in table.rows if code_of(one.of) == code]
    if code and not found:
        raise BadFilter([_("This round has no candidates of a city with this code.")], None)
    return found[0] if code else None


def _of_city(round, chosen, asked):
    city = chosen.of
    entries = with_steps(round.entries.filter(city=city))
    page = Paginator(entries, A_PAGE).page(asked.get("page") or 1)
    return {
        "sections": [section(city, [candidate(entry) for entry in page])],
        "page": page,
        "neighbours": neighbours(page, {"city": code_of(city)}),
    }


def _silent(round, table):
    """A sentence naming the organiser's cities about which the round has said nothing, if there are any."""
    if round.region is None:  # a national round: nobody is its cities
        return
    heard = {one.of.pk for one in table.rows if one.of}
    cities = Region.objects.present().cities().filter(parent=round.region).in_order()
    links = [
        format_html('<a href="{}">{}</a>', reverse("region", args=[city.code]), place_name(city))
        for city in cities
        if city.pk not in heard
    ]
    if links:
        yield format_html(_("Nothing has been published about candidates of {cities}."), cities=listed(links))
