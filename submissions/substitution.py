"""Putting a reserve candidate in the place of a recommended one: both steps or neither."""

from django.db import transaction
from django.utils.translation import gettext as _

from . import guards
from .models import Status, Submission
from .permissions import can
from .ranking import LEFT, was_recommended
from .workflow import MoveRefused, Stale, move, what_happened


def why_not(leaving):
    """Why nobody can be put in the place of `leaving`: a sentence, or None. Once the regional office has accepted a
    candidate its review has begun; the city may still withdraw it, but what comes after is a recommendation of its
    own."""
    if leaving.status not in LEFT:
        stands = was_recommended(leaving.status, leaving.returned_from)
        return None if stands else _not_replaceable(leaving)
    came_from = leaving.transitions.order_by("-sequence").values_list("from_status", flat=True).first()
    return None if was_recommended(came_from, leaving.returned_from) else _not_replaceable(leaving)


def _not_replaceable(leaving):
    if guards.holds_a_place(leaving.status, leaving.returned_from):
        return _("The regional office has accepted it already; nobody can be put in its place in one step.")
    return _("It holds no place that another could take: it is “%(status)s”.") % {
        "status": leaving.get_status_display()
    }


def panel(user, submission):
    """For the city office: the way to the ranking, and to putting another in this one's place where that may be."""
    if submission.status == Status.DRAFT or not can(user, "substitute", submission):
        return None
    return "workbench/_in_ranking.html", {"replaceable": why_not(submission) is None}


def has_left(leaving):
    return leaving.status in LEFT


def rank_of_place(leaving):
    return guards.rank_given(leaving) if has_left(leaving) else leaving.rank


def reserves(leaving):
    """The city's reserve candidates of the same category, the first first."""
    found = Submission.objects.filter(round=leaving.round_id, category=leaving.category, reserve__isnull=False)
    return found.filter(city__code=leaving.city.code).with_names().order_by("reserve")


def substitute(leaving, coming, by, reason=""):
    """Withdraw `leaving` (unless it has left already) and recommend `coming`, a reserve candidate, in its place and
    with its rank. Both carry the versions the user saw. Returns the transition of the recommendation; raises
    MoveRefused, then neither was moved."""
    with transaction.atomic():
        _lock(leaving, coming)
        _refuse(leaving, coming)
        rank = rank_of_place(leaving)
        if not has_left(leaving):
            move(leaving, "withdraw", by, reason=_with_successor(reason, coming))
        return move(coming, "recommend", by, rank=rank)


def _lock(*pair):
    """In one order for everybody, before the quota is touched: so that two who substitute do not block each other."""
    stored = Submission.objects.filter(pk__in=[one.pk for one in pair]).select_for_update().order_by("pk")
    seen = {one.pk: one.version for one in pair}
    for one in stored:
        if one.version != seen[one.pk]:
            raise Stale(what_happened(one))


def _refuse(leaving, coming):
    sentence = why_not(leaving)
    if sentence is None and not reserves(leaving).filter(pk=coming.pk).exists():
        sentence = _("“%(name)s” is not on the reserve list.") % {"name": coming}
    if sentence:
        raise MoveRefused(sentence)


def _with_successor(reason, coming):
    """Whoever reads why it left reads also who came; without a reason the move refuses."""
    if not reason.strip():
        return ""
    return f"{reason.strip()}\n" + _("“%(name)s” takes its place from the reserve list.") % {"name": coming}
