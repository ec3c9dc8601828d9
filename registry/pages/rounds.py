"""The home page, the list of rounds, and one round with every city's candidates."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from regions.models import Region
from registry.filters import DOUBTFUL, UNREADABLE, BadFilter, is_doubtful, unreadable
from registry.models import Release, Round, Tally

from .articles import newest_articles
from .candidates import candidate, grouped, with_steps
from .counts import code_of, counted, published_steps, round_table, row
from .levels import is_by_province, words_of_round
from .notices import running
from .paging import page_of
from .sentences import DECIDING, decided_by, paragraph, totals
from .words import listed, place_name

NEWEST = 5
A_PAGE = 50


def home_context():
    rounds = list(Round.objects.published().select_related("region"))
    newest = _shown_first(rounds)
    table = newest and round_table(newest)
    return {
        "table": table,
        "words": newest and words_of_round(newest),
        "rounds": rounds,
        "told": table and paragraph([totals(table.counts), *told(newest)]),
        "releases": Release.objects.select_related("round")[:NEWEST],
        "articles": newest_articles(),
        "notices": running(timezone.localdate()),
    }


def _shown_first(rounds):
    """The newest round of an organiser of its own, whose cities are this record's readers; for want of one the newest
    national round; None if nothing is published."""
    return next((one for one in rounds if not is_by_province(one)), next(iter(rounds), None))


def rounds_context():
    rounds = list(Round.objects.published().select_related("region"))
    counts = counted(Tally.objects.filter(by="rk"), "round")
    found = [(round, counts[round.pk,]) for round in rounds if (round.pk,) in counts]
    return {"rows": [row(round, one, round, published_steps(one)) for round, one in found]}


def told(round):
    """The naming decisions of a round and what corrected them, as sentences."""
    return decided_by(Release.objects.filter(round=round, kind__in=DECIDING).order_by("number"))


def round_context(round, asked):
    """`asked` is a QueryDict that may name a city of the round or another division, whose candidates are then shown in
    pages. Raises `BadFilter` for one that has none, or `InvalidPage`."""
    table = round_table(round)
    chosen = _chosen_city(table, asked)
    region = _asked_once(asked, "region")
    if region:
        shown = _of_region(round, region, asked)
    elif chosen:
        shown = _of_city(round, chosen, asked)
    elif table.is_long:
        shown = {"sections": []}
    else:
        candidates = grouped(with_steps(round.entries.all()), key=_place_id)
        shown = {"sections": [section(one.of, candidates[one.of and one.of.pk]) for one in table.rows]}
    return {
        "round": round,
        "words": words_of_round(round),
        "table": table,
        "told": paragraph([totals(table.counts), *told(round)]),
        "notices": running(timezone.localdate(), release__round=round),
        "silent": list(_silent(round, table)),
        "releases": round.releases.select_related("round"),
        **shown,
    }


def _place_id(entry):
    """Key of the place under which a candidate stands on the page of its round."""
    city = entry.city
    return (city.parent_id or city.pk) if city and is_by_province(entry.round) else entry.city_id


def section(city, candidates):
    """(code, city, candidates) of a part of the page."""
    return code_of(city), city, candidates


def _chosen_city(table, asked):
    """The row of the city that was asked for; None if all are wanted."""
    code = _asked_once(asked, "city")
    found = [one for one in table.rows if code_of(one.of) == code]
    if code and not found:
        raise BadFilter([_("This round has no candidates of a city with this code.")], None)
    return found[0] if code else None


def _of_city(round, chosen, asked):
    city, counts = chosen.of, chosen.counts
    size = sum(one.entries for one in counts.values())
    page = page_of(asked, size, A_PAGE, {"city": code_of(city)})
    below = Q(city=city) | Q(city__parent=city) if city and is_by_province(round) else Q(city=city)
    return _a_page(city, round.entries.filter(below), page)


def _of_region(round, code, asked):
    """Of the candidates that are this very division, or projects it leads; a code means all its holders."""
    entries = round.entries.filter(region__code=code)
    first = entries.select_related("region__parent").first()
    if first is None:
        raise BadFilter([_("This round has no candidates of a division with this code.")], None)
    return _a_page(first.region, entries, page_of(asked, entries.count(), A_PAGE, {"region": code}))


def _a_page(place, entries, page):
    shown = with_steps(entries)[page.offset : page.offset + A_PAGE]
    return {"sections": [section(place, [candidate(entry) for entry in shown])], "page": page}


def _asked_once(asked, name):
    if is_doubtful(name, asked.getlist(name)):
        raise BadFilter([DOUBTFUL % {"name": name}], None)
    if unreadable(asked.get(name, "")):
        raise BadFilter([UNREADABLE], None)
    return asked.get(name)


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
