"""Counting a quota's places again: for a quota that begins after candidates were recommended, and for checking."""

from django.db.models import Q

from .models import Status, Submission
from .permissions import HOLDS_A_PLACE

# The query for `guards.holds_a_place`: also what is back for correction keeps its place.
HOLDING = Q(status__in=HOLDS_A_PLACE) | Q(status=Status.RETURNED, returned_from__in=HOLDS_A_PLACE)


def candidates_of(quota):
    """Every candidate the quota may come to count; a city is meant by code, as everywhere."""
    return Submission.objects.filter(round=quota.round_id, city__code=quota.city.code, category=quota.category)


def places_held(quota):
    return candidates_of(quota).filter(HOLDING).count()


def count_anew(quota):
    """Set `quota.used`, unsaved. Must run in the transaction that saves it: the candidates are locked until then, so
    that no move comes between counting and saving."""
    locked = candidates_of(quota).select_for_update(of=("self",)).order_by("pk")
    list(locked.values_list("pk", flat=True))
    quota.used = places_held(quota)
