"""A round's rules as its page shows them to a user: everything in force, of the quotas what is theirs to know."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.models import Category

from ..models import RoundRules
from ..permissions import can
from .editions import in_force
from .limits import cities_of, quotas_by_place
from .stages import in_order

OPEN, NOT_YET, OVER, CLOSED, UNKNOWN = (
    _("takes submissions"),
    _("not open yet"),
    _("closed"),
    _("closed by hand"),
    _("takes submissions; no window set"),
)


def all_rules():
    """The rules of every round, the newest first, with what their windows need."""
    found = RoundRules.objects.select_related("round__region").prefetch_related("extensions__city")
    return found.order_by("-round__year", "round__code")


def as_listed(user, at=None):
    """All rounds for the list: each with `due`, the end of its window for the user's city, and its `standing`."""
    rows = list(all_rules())
    for rules in rows:
        rules.due, rules.standing = rules.closes_for(user.city), standing(rules, user.city, at)
    return rows


def standing(rules, city=None, at=None):
    """Whether it takes submissions of `city` at the instant `at` (now), in words."""
    at = at or timezone.now()
    if rules.closed:
        return CLOSED
    if rules.opens_at and at < rules.opens_at:
        return NOT_YET
    closes_at = rules.closes_for(city)
    if closes_at is None:
        return UNKNOWN
    return OPEN if at < closes_at else OVER


def page_of(rules, user):
    return {
        "rules": rules,
        "due": rules.closes_for(user.city),
        "standing": standing(rules, user.city),
        "extensions": extensions(rules),
        "stages": list(in_order(rules)),
        "requirements": requirements_by_category(rules),
        "quotas": quotas(rules, user),
    }


def extensions(rules):
    """All extensions in the order in which they were given, each with whether it is the one that `counts`."""
    given = list(rules.extensions.all())
    last = {one.city.code: one.pk for one in given}
    for one in given:
        one.counts = last[one.city.code] == one.pk
    return given


def requirements_by_category(rules):
    found = list(in_force(rules))
    return [(value, label, [one for one in found if one.category == value]) for value, label in Category.choices]


def quotas(rules, user):
    """(city, [quota or None for each category]): of every city for those who see all, else of the user's own."""
    cities = cities_of(rules.round) if can(user, "see_all_quotas") else [user.city]
    there = quotas_by_place(rules)
    return [(city, [there.get((city.code, category)) for category in Category.values]) for city in cities]
