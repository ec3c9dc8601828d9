"""A division: its part in every round, told in sentences and then candidate by candidate; what it was before.

The code in the address may have had several holders. The page is that of the present one (or the last); the earlier
stand below with what they did, because a list keeps the name of its day.
"""

from dataclasses import dataclass, field

from django.db.models import Q, Sum

from regions.models import Level, Region, RegionChange
from registry.models import Entry, Release, Round, Tally

from .candidates import candidate, with_steps
from .counts import LISTED, CityTable, city_tables
from .levels import words_of_table
from .sentences import DECIDING, decided_by, paragraph, story, totals
from .validity import history


@dataclass
class Holder:
    """One division that has held the code."""

    region: Region
    history: list
    rounds: list = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """The part of one place in one round."""

    round: Round
    told: str
    candidates: list = field(default_factory=list)
    table: CityTable | None = None

    @property
    def words(self):
        return words_of_table(self.round)

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
    changes = list(
        RegionChange.objects.filter(Q(predecessor__in=holders) | Q(successor__in=holders)).select_related(
            "predecessor", "successor"
        )
    )
    shown = [Holder(region, list(history(region, changes))) for region in holders]
    is_province = holders[0].level == Level.PROVINCE and not is_city(holders[0])
    if is_province:
        _tell_counts(shown[0])
    elif is_city(holders[0]) and _are_many(holders):
        for holder in shown:
            _tell_counts(holder)
    else:
        _tell_candidates(shown)
    return {
        "region": holders[0],
        "holder": shown[0],
        "earlier": shown[1:],
        "ancestors": _ancestors(holders[0]),
        "below": Region.objects.present().filter(parent=holders[0]).in_order(),
    }


def _ancestors(region):
    above = [region.parent, region.parent and region.parent.parent]
    return [one for one in reversed(above) if one]


def _tell_candidates(holders):
    """Sentences and candidates of a city (with everything below it) or a county."""
    whose = "city_id" if is_city(holders[0].region) else "region_id"
    entries = with_steps(Entry.objects.filter(**{f"{whose}__in": [holder.region.pk for holder in holders]}))
    parts = {}
    for entry in entries:
        parts.setdefault((getattr(entry, whose), entry.round), []).append(entry)
    for holder in holders:
        holder.rounds = [
            Part(round, paragraph(story(holder.region, found)), [candidate(entry) for entry in found])
            for (region, round), found in parts.items()
            if region == holder.region.pk
        ]


def _are_many(cities):
    size = Tally.objects.filter(by="c", city__in=cities).aggregate(size=Sum("entries"))["size"]
    return (size or 0) > LISTED


def _tell_counts(holder):
    """Totals and a table of cities for a province, or of itself for a city, whose candidates are too many to tell one
    by one."""
    tables = city_tables(Region.objects.filter(Q(pk=holder.region.pk) | Q(parent=holder.region)))
    of_rounds = Release.objects.filter(round__in=[table.round for table in tables], kind__in=DECIDING)
    releases = list(of_rounds.order_by("number"))
    for table in tables:
        decided = decided_by(release for release in releases if release.round_id == table.round.pk)
        holder.rounds.append(Part(table.round, paragraph([totals(table.counts), *decided]), table=table))
