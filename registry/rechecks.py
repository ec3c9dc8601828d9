"""How long a title is valid and when it is to be checked again: counted from the day it was last confirmed (named, or
retained after a re-check), by the months its round sets. Nothing ends by itself: only a release changes a title."""

from calendar import monthrange
from datetime import date, timedelta

from .models import TitleState

OVER = (TitleState.REVOKED, TitleState.DEREGISTERED)


def months_after(day, months):
    """The same day so many months later; the last of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def valid_until(entry):
    """The last day on which the title is valid; None without limit, without a title, or where it was taken away."""
    end = _counted(entry, entry.round.valid_months)
    return end and end - timedelta(days=1)


def recheck_on(entry):
    """The day by which the title is to be checked again; None where no re-check is set or there is no title."""
    return _counted(entry, entry.round.recheck_months)


def _counted(entry, months):
    is_held = entry.confirmed_on is not None and entry.state not in ("", *OVER)
    return months_after(entry.confirmed_on, months) if months and is_held else None
