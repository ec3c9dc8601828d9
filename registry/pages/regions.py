"""A division: its part in every round, told in sentences and then candidate by candidate; what it was before.

The code in the address may have had several holders. The page is that of the present one (or the last); the earlier
stand below with what they did, because a list keeps the name of its day.
"""

from dataclasses import dataclass, field

from django.db.models import Q, Sum
from django.utils.html import format_html
from django.utils.translation import gettext as _

from regions.lineage import predecessors
from regions.models import Level, Region, RegionChange
from registry.models import Entry, Release, Round, Tally

from .candidates import candidate, with_steps
from .counts import LISTED, CityTable, city_tables, county_tables
from .levels import BY_COUNTY, words_of_table
from .sentences import DECIDING, decided_by, paragraph, story, totals
from .validity import history
from .words import han


@dataclass
class Holder:
    """One division whose part is told: the one asked for, one that held its code before, or one it came from."""

    region: Region
    history: list
    heading: str = ""
    rounds: list = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """The part of one place in one round."""

    round: Round
    told: str
    candidates: list = field(default_factory=list)
    table: CityTable | None = None
    of_county: bool = False

    @property
    def words(self):
        return BY_COUNTY if self.of_county else words_of_table(self.round)

    @property
    def template(self):
        return "registry/_part_counts.html" if self.table else "registry/_part_candidates.html"


def is_city(region):
    return region.level in (Level.PREFECTURE, Level.DIVISION) or region.kind == "直辖市"


def holders_of(code):
    """Every division that has held `code`: the present one first, then the later before the earlier."""
    found = Region.objects.filter(code=code).select_related("parent__parent")
    return sorted(found, key=lambda region: (region.is_present, region.valid_from), reverse=True)


def region_context(holders):
    origins = predecessors(holders[0])
    others = [one for one in origins if one not in holders]
    changes = list(
        RegionChange.objects.filter(Q(predecessor__in=holders) | Q(successor__in=holders)).select_related(
            "predecessor", "successor"
        )
    )
    told = [*holders, *others]
    shown = [Holder(region, list(history(region, changes)), _heading(region, origins)) for region in told]
    is_province = holders[0].level == Level.PROVINCE and not is_city(holders[0])
    if is_province:
        _tell_counts(shown[0])
    elif _are_many([holder.region for holder in shown]):
        for holder in shown:
            _tell_counts(holder)
    else:
        _tell_candidates(shown)
    return {
        "region": holders[0],
        "holder": shown[0],
        "earlier": [one for one in shown[1:] if one.rounds or one.region not in others],
        "ancestors": _ancestors(holders[0]),
        "below": Region.objects.present().filter(parent=holders[0]).in_order(),
    }


def _heading(region, origins):
    """A title stays under the name under which it was given."""
    shape = _("Formerly {path}") if region in origins else _("Held this code before: {path}")
    return format_html(shape, path=han(region.path))


def _ancestors(region):
    above = [region.parent, region.parent and region.parent.parent]
    return [one for one in reversed(above) if one]


def _tell_candidates(holders):
    """Sentences and candidates of a city (with everything below it) or a county."""
    cities = [holder.region for holder in holders if is_city(holder.region)]
    counties = [holder.region for holder in holders if not is_city(holder.region)]
    entries = list(with_steps(Entry.objects.filter(Q(city__in=cities) | Q(region__in=counties))))
    for holder in holders:
        parts, whose = {}, "city_id" if is_city(holder.region) else "region_id"
        for entry in entries:
            if getattr(entry, whose) == holder.region.pk:
                parts.setdefault(entry.round, []).append(entry)
        holder.rounds = [
            Part(round, paragraph(story(holder.region, found)), [candidate(entry) for entry in found])
            for round, found in parts.items()
        ]


def _are_many(places):
    """Whether these cities and counties have more candidates than are told one by one."""
    cities, counties = [one for one in places if is_city(one)], [one for one in places if not is_city(one)]
    size = cities and Tally.objects.filter(by="c", city__in=cities).aggregate(size=Sum("entries"))["size"]
    return (size or 0) + Entry.objects.filter(region__in=counties)[: LISTED + 1].count() > LISTED


def _tell_counts(holder):
    """Totals and a table of cities for a province, or of itself for a city or a county, whose candidates are too many
    to tell one by one."""
    region = holder.region
    of_county = region.level != Level.PROVINCE and not is_city(region)
    own = Region.objects.filter(Q(pk=region.pk) | Q(parent=region))
    tables = list(county_tables(region) if of_county else city_tables(own))
    of_rounds = Release.objects.filter(round__in=[table.round for table in tables], kind__in=DECIDING)
    releases = list(of_rounds.order_by("number"))
    for table in tables:
        decided = decided_by(release for release in releases if release.round_id == table.round.pk)
        told = paragraph([totals(table.counts), *decided])
        holder.rounds.append(Part(table.round, told, table=table, of_county=of_county))
