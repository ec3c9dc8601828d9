"""One outcome for many submissions: what would happen to each, and then doing it one by one, each its own `move()`."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Status, Submission
from .moves import MOVES
from .workflow import MoveRefused, move, refusal

ORDER = ("category", "city__sort_order", "region__sort_order", "rank", "created_at", "pk")
BULK = ("accept", "advance", "stop", "name", "decline", "disqualify")


@dataclass(frozen=True)
class Row:
    """One submission in the selection: what it will become, or the sentence why it cannot."""

    submission: Submission
    tick: str
    becomes: str
    why_not: str | None


def candidates(user, round, name, stage=None, category=""):
    """Submissions of the round on which the move `name` is possible by their status."""
    found = Submission.objects.visible_to(user).in_round(round).filter(status__in=MOVES[name].sources)
    found = found.filter(stage=stage) if stage else found
    found = found.filter(category=category) if category else found
    return found.with_names().order_by(*ORDER)


def tick(submission):
    """What a ticked box says: which submission, and in which version it was seen."""
    return f"{submission.pk}@{submission.version}"


def picked(user, round, versions):
    """The ticked submissions in the list's order, carrying the versions that were seen; None if one is unknown."""
    found = Submission.objects.visible_to(user).in_round(round).filter(pk__in=versions).with_names()
    found = list(found.order_by(*ORDER))
    for submission in found:
        submission.version = versions[submission.pk]
    return found if len(found) == len(versions) else None


def look_at(submissions, round, name, by, inputs):
    """A `Row` for each, as things stand now; nothing is written."""
    at, stages = timezone.now(), list(round.stages.order_by("order"))
    current = dict(Submission.objects.filter(pk__in=[one.pk for one in submissions]).values_list("pk", "version"))
    rows = []
    for one in submissions:
        changed = current[one.pk] != one.version and _("It changed after you ticked it; tick it again.")
        why_not = changed or refusal(one, name, by, at, inputs)
        rows.append(Row(one, tick(one), becomes(one, name, stages), str(why_not) if why_not else None))
    return rows


def becomes(submission, name, stages):
    """Status, and where it has one the stage, after the move, in words."""
    label = Status(MOVES[name].target).label
    stage = submission.stage
    if name == "accept":
        stage = stages[0] if stages else None
    if name == "advance":
        stage = next((one for one in stages if stage and one.order > stage.order), None)
    return f"{label} · {stage.name}" if stage and name in ("accept", "advance") else str(label)


def record(submissions, name, by, inputs):
    """Make the move on each, one by one; a refusal stops none of the others. One result per submission, in words."""
    at = timezone.now()
    return [_one(submission, name, by, at, inputs) for submission in submissions]


def _one(submission, name, by, at, inputs):
    result = {"pk": str(submission.pk), "name": submission.printed_name, "city": submission.city.name}
    try:
        move(submission, name, by=by, at=at, **inputs)
    except MoveRefused as refused:
        return result | {"done": False, "text": str(refused)}
    stage = f" · {submission.stage.name}" if submission.status == Status.UNDER_REVIEW else ""
    return result | {"done": True, "text": f"{submission.get_status_display()}{stage}"}
