"""What is said of a list beside its table: its round, its kind, the document it was typed from, its printed totals."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from regions.models import Region
from registry.models import Outcome, ReleaseKind, Round
from registry.record import Source

TITLES = {"title_comprehensive": "法治政府建设示范地区", "title_single": "法治政府建设示范项目"}
# What a list of each kind says of whom it prints.
OUTCOMES = {
    ReleaseKind.NAMING: Outcome.NAMED,
    ReleaseKind.RECOMMENDATION: Outcome.RECOMMENDED,
    ReleaseKind.FIELD_EVALUATION: Outcome.ENTERED,
}


@dataclass(frozen=True)
class Facts:
    """`more`: values of a round's other fields (year, titles) as far as they were said. `totals`: {category: how many
    the document says it lists}, as far as it says so."""

    code: str
    name: str
    level: str
    organiser: Region | None
    kind: str
    source: Source
    more: dict = field(default_factory=dict)
    totals: dict = field(default_factory=dict)

    @property
    def outcome(self):
        return OUTCOMES[self.kind]

    @property
    def issued_on(self) -> date:
        return self.source.issued_on


def round_for(facts):
    """(the round, saved or not yet; sentences on what of it is stored otherwise)."""
    said = {"name": facts.name, "level": facts.level, **facts.more}
    if facts.organiser or facts.level == "national":
        said["region"] = facts.organiser
    round = Round.objects.filter(code=facts.code).select_related("region").first()
    if round:
        return round, [_otherwise(round, name) for name, value in said.items() if not _is_same(round, name, value)]
    if facts.level != "national" and facts.organiser is None:
        return _new(facts, said), [_("Name the division that organises a round below the national level.")]
    return _new(facts, said), []


def _is_same(round, name, value):
    """The organiser of a stored round is the same under its present code too."""
    if name == "region":
        return (round.region and round.region.code) == (value and value.code)
    return getattr(round, name) == value


def _otherwise(round, name):
    kept = getattr(round, f"get_{name}_display", lambda: getattr(round, name))()
    facts = {"code": round.code, "field": Round._meta.get_field(name).verbose_name, "kept": kept or _("none")}
    return _("There is a round %(code)s already, and its “%(field)s” is “%(kept)s”: say the same.") % facts


def _new(facts, said):
    return Round(code=facts.code, **{**TITLES, "year": _year(facts), **said})


def _year(facts):
    """For want of a year said: that which stands in the round's name (2023年…), else that of the document."""
    found = re.search(r"(?<!\d)((?:19|20)\d\d)年", facts.name)
    return int(found[1]) if found else facts.issued_on.year
