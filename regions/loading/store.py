"""Writing the lives into the database: rows others point at keep their primary key.

A row and a life are the same when code, name and first day agree; else when code and name do (a day became better
known); else when code and day do (a name was corrected). What is only in the database: divisions that ended stay as
they are; one that exists today makes the load refuse, because a truncated table must not end half the country and
nobody but the operator can say the day (`ended`). An empty English name in the table says nothing and erases nothing.
Links between divisions entered by hand stay.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from regions.models import Level, Region, RegionChange
from regions.naming import describe

from .tables import BadTable

STORED = (
    ["name", "short_name", "name_en", "level", "kind", "parent", "path", "pinyin", "initials"]
    + ["sort_order", "valid_from", "valid_to"]
)  # fmt: skip
BATCH = 200


@dataclass
class Report:
    """What a load did, as texts naming the divisions."""

    added: list = field(default_factory=list)
    former: list = field(default_factory=list)  # added, though they ended before
    changed: list = field(default_factory=list)
    retired: list = field(default_factory=list)
    links: int = 0  # predecessor–successor links added or changed

    @property
    def anything(self):
        return bool(self.added or self.former or self.changed or self.retired or self.links)


def store_regions(lives, ended, report):
    """Write all lives; returns `{id(life): Region}`."""
    existing = defaultdict(list)
    for region in Region.objects.order_by("valid_from"):
        existing[region.code].append(region)
    pairs, missing = _match(lives, existing)
    _retire(pairs, missing, ended, report)
    stored = {}
    for level in Level.values[:3] + [Level.DIVISION.value]:
        _store_level([pair for pair in pairs if pair[0].columns["level"] == level], stored, report)
    return stored


def _match(lives, existing):
    """`[(life, Region or None)]`, and the regions existing today of which the tables know nothing."""
    pairs, missing = [], []
    for code in {**lives, **existing}:
        held, rows = list(lives.get(code, ())), list(existing.get(code, ()))
        for same in (("name", "valid_from"), ("name",), ("valid_from",)):
            pairs += _take_same(held, rows, same)
        pairs += [(life, None) for life in held]
        missing += [region for region in rows if region.is_present]
        _refuse_clash(lives.get(code, ()), rows)
    return sorted(pairs, key=lambda pair: (pair[0].code, pair[0].valid_from)), missing


def _refuse_clash(held, unknown):
    """A stored division the tables do not know keeps its code and day; they cannot give both to another one."""
    for life in held:
        for region in unknown:
            if life.valid_from == region.valid_from:
                facts = {"code": life.code, "name": life.name, "stored": region.name, "day": region.valid_to or "…"}
                raise BadTable(
                    _(
                        "%(code)s: china.csv and changes.csv give it to %(name)s, but stored is %(stored)s (until "
                        "%(day)s) from the same day on. Correct the tables, or the stored division in the admin."
                    )
                    % facts
                )


def _take_same(held, rows, same):
    found = []
    for life in list(held):
        key = [getattr(life, name) for name in same]
        row = next((row for row in rows if [getattr(row, name) for name in same] == key), None)
        if row is not None:
            found.append((life, row))
            held.remove(life)
            rows.remove(row)
    return found


def _retire(pairs, missing, ended, report):
    """First of all close what ended: no moment may have two present holders of one code."""
    if missing and not ended:
        raise BadTable(
            _(
                "%(tables)s no longer lists %(names)s, and changes.csv does not say what became of them. Say it "
                "there, or give the day they ended with --ended."
            )
            % {
                "tables": "、".join(sorted({_table_of(region) for region in missing})),
                "names": "、".join(f"{region.code} {region.path}" for region in missing[:10]),
            }
        )
    retired = []
    for valid_to, region in [(life.valid_to, region) for life, region in pairs if region] + [
        (ended, region) for region in missing
    ]:
        if valid_to and region.is_present:
            region.valid_to = valid_to
            retired.append(region)
    Region.objects.bulk_update(retired, ["valid_to"], batch_size=BATCH)
    report.retired += [f"{region.code} {region.path}" for region in retired]


def _table_of(region):
    return "xpcc.csv" if region.level == Level.DIVISION else "china.csv"


def _store_level(pairs, stored, report):
    """Parents stand on a level above, so they have their keys by now. Updates go first: they may free a key."""
    new, changed = [], []
    for life, region in pairs:
        before = region and _columns(region)
        stored[id(life)] = region = _fill(region or Region(code=life.code), life, stored)
        if before is None:
            new.append(region)
        elif before != _columns(region):
            changed.append(region)
    Region.objects.bulk_update(changed, STORED, batch_size=BATCH)
    Region.objects.bulk_create(new, batch_size=500)
    told = set(report.retired)
    report.changed += [text for region in changed if (text := f"{region.code} {region.path}") not in told]
    for region in new:
        (report.added if region.is_present else report.former).append(f"{region.code} {region.path}")


def _columns(region):
    return [getattr(region, "parent_id" if name == "parent" else name) for name in STORED]


def _fill(region, life, stored):
    for name, value in life.columns.items():
        if value or name != "name_en":
            setattr(region, name, value)
    for name, value in life.guesses.items():
        setattr(region, name, getattr(region, name) or value)
    region.name, region.valid_from, region.valid_to = life.name, life.valid_from, life.valid_to
    region.parent = stored[id(life.parent)] if life.parent else None
    region.path = life.path
    return describe(region)


def store_changes(wanted, stored, report):
    """Write the links; one already there between the same two divisions keeps its row and gets the better day."""
    existing = defaultdict(list)
    for link in RegionChange.objects.order_by("date", "id"):
        existing[link.predecessor_id, link.successor_id].append(link)
    new, changed = [], []
    for row, old, successor in sorted(wanted, key=lambda item: item[0]["date"]):
        ends = [stored[id(life)] if life else None for life in (old, successor)]
        held = existing[tuple(end and end.pk for end in ends)]
        link = next((link for link in held if link.date == row["date"]), held[0] if held else None)
        values = {"date": row["date"], "kind": row["kind"], "source": row["source"]}
        if link is None:
            new.append(RegionChange(predecessor=ends[0], successor=ends[1], **values))
            continue
        held.remove(link)
        if values != {name: getattr(link, name) for name in values}:
            vars(link).update(values)
            changed.append(link)
    RegionChange.objects.bulk_update(changed, ["date", "kind", "source"], batch_size=BATCH)
    RegionChange.objects.bulk_create(new, batch_size=500)
    report.links = len(new) + len(changed)
