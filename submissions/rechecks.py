"""Titles that are due for a re-check, for those who see to it: the regional office all, a city office its city's."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from registry.models import Entry
from registry.rechecks import OVER, months_after, recheck_on

from .permissions import can
from .titles import SHOWN


@dataclass(frozen=True)
class Due:
    entry: Entry
    on: date
    is_overdue: bool

    @property
    def remark(self):
        return _("overdue") if self.is_overdue else ""


def due_for_recheck(user, months, today, city=""):
    """Titles to be checked again within so many months from `today`, or overdue: by city, the earliest first."""
    found = [(recheck_on(entry), entry) for entry in _held(user, city).select_related(*SHOWN)]
    until = months_after(today, months)
    due = [Due(entry, day, day < today) for day, entry in found if day <= until]
    return sorted(due, key=lambda one: (one.entry.city.sort_order if one.entry.city else 0, one.on, one.entry.position))


def overdue(user, today):
    """How many of the titles `user` sees to should have been checked again by now, for the first screen."""
    if not can(user, "see_rechecks"):
        return 0
    confirmed = _held(user).values_list("confirmed_on", "round__recheck_months")
    return sum(months_after(day, months) < today for day, months in confirmed)


def _held(user, city=""):
    held = Entry.objects.filter(round__recheck_months__isnull=False, confirmed_on__isnull=False)
    if not can(user, "choose_city"):
        city = user.city.code
    return (held.in_city(city) if city else held).exclude(state__in=["", *OVER])
