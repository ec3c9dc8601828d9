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
    held = Entry.objects.filter(round__recheck_months__isnull=False, confirmed_on__isnull=False)
    held = held.exclude(state__in=["", *OVER]).select_related(*SHOWN)
    if not can(user, "choose_city"):
        city = user.city.code
    found = [(recheck_on(entry), entry) for entry in (held.in_city(city) if city else held)]
    until = months_after(today, months)
    due = [Due(entry, day, day < today) for day, entry in found if day <= until]
    return sorted(due, key=lambda one: (one.entry.city.sort_order if one.entry.city else 0, one.on, one.entry.position))
