"""A city's candidates of a round in their order: who is recommended, who waits, who is in reserve; and setting the
ranks of all of them in one act.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from registry.models import Category, Round

from .guards import holds_a_place
from .models import Quota, Status, Submission, Transition
from .quotas import HOLDING
from .workflow import MoveRefused, Stale, move, what_happened

ORDER = (F("rank").asc(nulls_last=True), F("reserve").asc(nulls_last=True), "region__sort_order", "created_at", "pk")
LEFT = (Status.WITHDRAWN, Status.DISQUALIFIED)


@dataclass
class Line:
    """One category of one round in the list of rounds: who holds a place of how many, who waits, who is in reserve."""

    round: Round
    label: str
    recommended: int = 0
    limit: int | None = None
    waiting: int = 0
    reserve: int = 0


@dataclass
class Standing:
    """One category of a round as its city sees it, each list in its order."""

    category: str
    label: str
    quota: Quota | None = None
    ranked: list = field(default_factory=list)  # recommended: their ranks can be set
    settled: list = field(default_factory=list)  # accepted or back for correction: they keep theirs
    waiting: list = field(default_factory=list)  # submitted, to be recommended, put in reserve or returned
    reserve: list = field(default_factory=list)
    vacated: list = field(default_factory=list)  # left while recommended, and nobody has their place
    back: list = field(default_factory=list)  # returned before it was recommended

    @property
    def recommended(self):
        """Everyone who takes a place of the quota, in rank order."""
        return sorted([*self.ranked, *self.settled], key=lambda one: (one.rank is None, one.rank or 0))

    @property
    def has_a_place_left(self):
        return self.quota is None or self.quota.used < self.quota.limit


def rounds_of(by):
    """A `Line` for each round and category in which the city of `by` has handed in or may recommend, newest first."""
    submitted = Q(status=Status.SUBMITTED)
    counts = Submission.objects.visible_to(by).exclude(status=Status.DRAFT).order_by().values("round", "category")
    counts = counts.annotate(
        recommended=Count("pk", filter=HOLDING),
        waiting=Count("pk", filter=submitted & Q(reserve=None)),
        reserve=Count("reserve"),
    )
    known = {(row.pop("round"), row.pop("category")): row for row in counts}
    quotas = Quota.objects.filter(city__code=by.city.code).values_list("round", "category", "limit")
    limits = {(round, category): limit for round, category, limit in quotas}
    rounds = Round.objects.filter(rules__isnull=False).in_bulk({round for round, _category in {*known, *limits}})
    found = [
        Line(round, label, limit=limits.get((round.pk, key)), **known.get((round.pk, key), {}))
        for round in rounds.values()
        for key, label in Category.choices
        if (round.pk, key) in known or (round.pk, key) in limits
    ]
    return sorted(found, key=lambda line: (-line.round.year, line.round.code))


def standings(by, round):
    """A `Standing` for each category, of the city of the user `by`."""
    quotas = {quota.category: quota for quota in Quota.objects.filter(round=round, city__code=by.city.code)}
    found = {key: Standing(key, label, quotas.get(key)) for key, label in Category.choices}
    for one in of_city(by, round):
        place = _place(one)
        if place:
            getattr(found[one.category], place).append(one)
    for standing in found.values():
        taken = {one.rank for one in standing.recommended}
        free = standing.vacated if standing.has_a_place_left else []
        standing.vacated = [one for one in free if one.freed is None or one.freed not in taken]
    return list(found.values())


def of_city(by, round):
    """What `by` sees of the round in rank order, each knowing from where it came last and which rank it was given."""
    last = Transition.objects.filter(submission=OuterRef("pk")).order_by("-sequence")
    given = last.filter(details__rank__isnull=False)
    found = Submission.objects.visible_to(by).in_round(round).with_names().order_by(*ORDER)
    found = found.annotate(
        came_from=Subquery(last.values("from_status")[:1]), given=Subquery(given.values("details")[:1])
    )
    for one in found:
        one.freed = (one.given or {}).get("rank")
        yield one


def _place(one):
    """The list of `Standing` it belongs to, or None: a draft, or one that left unrecommended."""
    if one.status == Status.RECOMMENDED:
        return "ranked"
    if holds_a_place(one.status, one.returned_from):
        return "settled"
    if one.status == Status.SUBMITTED:
        return "waiting" if one.reserve is None else "reserve"
    if one.status == Status.RETURNED:
        return "back"
    left = one.status in LEFT and was_recommended(one.came_from, one.returned_from)
    return "vacated" if left else None


def was_recommended(status, returned_from):
    """Recommended and not yet accepted, or back for correction from there: then the city may still put another in."""
    return (returned_from if status == Status.RETURNED else status) == Status.RECOMMENDED


def set_ranks(by, round, category, seen, ranks):
    """Give each recommended candidate of the category its rank ({pk: int or None}), all or nothing; returns the
    transitions of those that changed. `seen` is {pk: version} of what the user had before them.

    Ranks are unique, so two cannot be exchanged one after the other: in the one transaction those that change are
    cleared first, then each is given its rank by its own move. Raises MoveRefused; Stale where somebody else changed,
    added or took away one of them."""
    with transaction.atomic():
        standing = locked(Submission.objects.visible_to(by).in_round(round).filter(category=category), seen)
        changed = [one for one in standing if one.rank != ranks[one.pk]]
        Submission.objects.filter(pk__in=[one.pk for one in changed]).update(rank=None)
        return [_give(one, by, ranks[one.pk]) for one in changed]


def locked(candidates, seen):
    """The recommended ones, locked in one order for everybody so that two rankings do not block each other."""
    there = candidates.filter(Q(status=Status.RECOMMENDED) | Q(pk__in=seen))
    found = list(there.select_for_update(of=("self",)).order_by("pk"))
    for one in found:
        if seen.get(one.pk) != one.version:
            raise Stale(_about(one, what_happened(one)))
    return [one for one in found if one.status == Status.RECOMMENDED]


def _give(one, by, rank):
    try:
        return move(one, "rank", by, rank=rank)
    except MoveRefused as refused:
        raise type(refused)(_about(one, refused)) from None


def _about(one, sentence):
    return _("“%(name)s”: %(why)s") % {"name": one, "why": sentence}
