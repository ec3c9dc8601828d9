"""The home page, the list of rounds, and one round with every city's candidates."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from regions.models import Region
from registry.models import Entry, Release, Round

from .articles import newest_articles
from .candidates import grouped, with_steps
from .counts import city_table, counted, published_steps, row
from .sentences import DECIDING, decided_by, paragraph, totals
from .words import listed, place_name

NEWEST = 5


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
    counts = counted(Entry.objects.all(), "round")
    found = [(round, counts[round.pk,]) for round in rounds if (round.pk,) in counts]
    return {"rows": [row(round, one, round, published_steps(one)) for round, one in found]}


def told(round):
    """The naming decisions of a round and what corrected them, as sentences."""
    return decided_by(Release.objects.filter(round=round, kind__in=DECIDING).order_by("number"))


def round_context(round):
    table = city_table(round)
    candidates = grouped(with_steps(round.entries.all()), key=lambda entry: entry.city_id)
    return {
        "round": round,
        "table": table,
        "told": paragraph([totals(table.counts), *told(round)]),
        "cities": [(one.of, candidates[one.of.pk]) for one in table.rows],
        "silent": list(_silent(round, table)),
        "releases": round.releases.select_related("round"),
    }


def _silent(round, table):
    """A sentence naming the organiser's cities about which the round has said nothing, if there are any."""
    if round.region is None:  # a national round: nobody is its cities
        return
    heard = {one.of.pk for one in table.rows}
    cities = Region.objects.present().cities().filter(parent=round.region).in_order()
    links = [
        format_html('<a href="{}">{}</a>', reverse("region", args=[city.code]), place_name(city))
        for city in cities
        if city.pk not in heard
    ]
    if links:
        yield format_html(_("Nothing has been published about candidates of {cities}."), cities=listed(links))
