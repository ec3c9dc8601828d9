"""How far a city is: in each round that takes its submissions, what each of them lacks, the places of the quota that
are left, the time that is left, and which units have not begun.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q
from django.utils import timezone

from accounts.models import Role, Unit

from . import missing, requirements, tasks, waiting
from .models import Extension, Material, Quota, Requirement, RoundRules, Status, Submission
from .permissions import OPEN, can


@dataclass(frozen=True)
class Row:
    submission: Submission
    lacking: list  # of missing.Line
    there: int  # of the materials that must be there now
    asked: int
    due: datetime | None
    tasks: dict


@dataclass(frozen=True)
class RoundProgress:
    rules: RoundRules
    due: datetime | None
    extension: Extension | None
    quotas: list
    rows: list
    idle: list  # units that have no submission in it


def of_city(user, city, at=None):
    """A `RoundProgress` for each round open to `city` (a Region) at the instant `at` (now), as far as `user` sees."""
    at = at or timezone.now()
    rules = waiting.open_rules(at, city)
    rows = rows_of(user, city, rules, at)
    quotas = Quota.objects.filter(round__in=[one.round_id for one in rules], city__code=city.code)
    quotas, units = list(quotas), list(units_of(user, city))
    return [_progress(one, city, quotas, rows[one.round_id], units) for one in rules]


def _progress(rules, city, quotas, rows, units):
    begun = {row.submission.unit_id for row in rows}
    return RoundProgress(
        rules=rules,
        due=rules.due,
        extension=next((one for one in reversed(rules.extensions.all()) if one.city.code == city.code), None),
        quotas=[quota for quota in quotas if quota.round_id == rules.round_id],
        rows=rows,
        idle=[unit for unit in units if unit.pk not in begun],
    )


def units_of(user, city):
    """The units of `city` in which somebody writes submissions; a drafter is told of its own."""
    found = Unit.objects.filter(Q(region__code=city.code) | Q(region__parent__code=city.code))
    found = found.filter(users__role=Role.DRAFTER, users__is_active=True).distinct()
    return found.filter(pk=user.unit_id) if can(user, "create") else found


def rows_of(user, city, rules, at):
    """{round: [Row]} of what `user` sees of `city`, in a fixed number of queries."""
    editions = {one.round_id: one.edition for one in rules}
    wanted = list(Requirement.objects.filter(round__in=editions).select_related("from_stage").order_by("order", "code"))
    rows = {round: [] for round in editions}
    for one in submissions_of(user, city, editions):
        edition = editions[one.round_id] if one.edition is None else one.edition
        rows[one.round_id].append(row(one, user, at, requirements.in_force(wanted, one, edition)))
    return rows


def submissions_of(user, city, rounds):
    found = Submission.objects.visible_to(user).filter(round__in=rounds, city__code=city.code).with_names()
    found = found.select_related("region__parent", "round__rules")
    return found.prefetch_related(
        Prefetch("materials", Material.objects.select_related("file")), "tasks", "round__rules__extensions__city"
    ).order_by("category", "region__sort_order", "created_at", "pk")


def row(submission, user, at, wanted):
    found = missing.lines(submission, wanted, submission.materials.all()) if submission.status in OPEN else []
    if submission.status == Status.DRAFT:
        found = missing.opened(submission, user, at, found)
    lacking = [line for line in found if line.is_missing]
    asked = sum(requirements.must_be_there(one, submission) for one in wanted)
    return Row(
        submission,
        lacking,
        there=asked - sum(line.is_material for line in lacking),
        asked=asked,
        due=waiting.due(submission),
        tasks=tasks.counts(submission.tasks.all(), timezone.localdate(at)),
    )
