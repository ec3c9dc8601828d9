"""Reminders before a window closes: to the units that hold drafts in the round and to their city's office.

Each moment comes once for each end of a window; a later end begins anew. Who slept through several moments is told of
the most pressing one alone. The worker leaves them every minute; where none runs, the first screen of the workbench
does it for who opens it.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Role

from ..models import Message, RoundRules, Status, Submission
from . import outbox
from .recipients import APPLICANT, CITY_OFFICE, Offices
from .wording import REMINDER

MOMENTS = (timedelta(hours=3), timedelta(days=1), timedelta(days=3), timedelta(days=7))
# Whose looking at the workbench can leave whose reminders: who sees all the drafts these count.
CAUGHT_UP_BY = {Role.DRAFTER: (APPLICANT,), Role.CITY_OFFICE: (APPLICANT, CITY_OFFICE)}


def moment(closes_at, at):
    """The most pressing moment that has come, or None: too early, too late, or no end."""
    left = closes_at - at if closes_at else timedelta(0)
    return next((one for one in MOMENTS if timedelta(0) < left <= one), None)


def send_due(at=None):
    """Leave all reminders due at the instant `at` (now). Returns how many were left."""
    at = at or timezone.now()
    found = RoundRules.objects.filter(closed=False).select_related("round").prefetch_related("extensions__city")
    pressing = [rules for rules in found if any(moment(end, at) for end in _ends(rules))]
    return sum(_remind(rules, Submission.objects.all(), (APPLICANT, CITY_OFFICE), at) for rules in pressing)


def catch_up(user, open_rules, at=None):
    """Leave the reminders due in the rounds of `open_rules` (as `waiting.open_rules` gives them) that `user`'s unit
    and what it sees are concerned with. Costs nothing unless a window is about to close."""
    at, sides = at or timezone.now(), CAUGHT_UP_BY.get(user.role)
    pressing = [rules for rules in open_rules if sides and moment(rules.due, at)]
    return sum(_remind(rules, Submission.objects.visible_to(user), sides, at) for rules in pressing)


def _ends(rules):
    return [rules.closes_at, *(one.closes_at for one in rules.extensions.all())]


def _remind(rules, submissions, sides, at):
    drafts = submissions.in_round(rules.round).filter(status=Status.DRAFT)
    drafts = list(drafts.select_related("unit", "city").order_by("unit", "pk"))
    due = [one for one in drafts if rules.is_open(at, one.city) and moment(rules.closes_for(one.city), at)]
    reminders = _reminders(rules, due, sides, at) if due else {}
    known = set(Message.objects.filter(key__in=reminders).values_list("key", flat=True))
    return sum(_leave(key, facts) for key, facts in reminders.items() if key not in known)


def _reminders(rules, drafts, sides, at):
    """{key: what its message is made of}. Drafting units come first: who is the city's office too hears it once."""
    offices, found = Offices(), {}
    for side in sides:
        for draft in drafts:
            closes_at = rules.closes_for(draft.city)
            for unit in offices.units(side, draft):
                left = moment(closes_at, at).total_seconds()
                key = f"closes:{rules.round.code}:{unit.pk}:{closes_at.timestamp():.0f}:{left:.0f}"
                facts = {"side": side, "round": rules.round.name, "city": draft.city.name, "count": 0}
                facts["closes_at"] = closes_at.isoformat()
                made = {"unit": unit, "round": rules.round, "kind": REMINDER, "facts": facts, "created_at": at}
                kept = found.setdefault(key, made)
                kept["facts"]["count"] += kept["facts"]["side"] == side
    return found


def _leave(key, made):
    """Leave one reminder with its letter; of two who do it at once, one. Whether it was this one."""
    with transaction.atomic():
        message, is_new = Message.objects.get_or_create(key=key, defaults=made)
        outbox.write([message] if is_new else [])
    return is_new
