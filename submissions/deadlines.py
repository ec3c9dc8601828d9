"""Deadlines as officials say them: the first instant after the 15th is “the 15th, 24:00”, Beijing time."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

SOON = timedelta(days=3)


def end_of(day):
    """The first instant after `day` (a date), Beijing time: what a deadline stores."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def last_moment(at):
    """The exclusive instant `at` in words: midnight belongs to the day before it; nothing for None."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    if local.time() == time.min:
        return _("%(day)s, 24:00") % {"day": date_format(local - timedelta(days=1), "DATE_FORMAT")}
    return first_moment(at)


def first_moment(at):
    """The instant `at` from which something is possible, in words; nothing for None."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return _("%(day)s, %(time)s") % {"day": date_format(local, "DATE_FORMAT"), "time": local.strftime("%H:%M")}


def time_left(at, now=None):
    left = at - (now or timezone.now())
    if left <= timedelta(0):
        return _("time is over")
    if left >= timedelta(days=1):
        return _("%(count)s days left") % {"count": left.days}
    if left >= timedelta(hours=1):
        return _("%(count)s hours left") % {"count": left.seconds // 3600}
    return _("less than an hour left")


def is_soon(at, now=None):
    return at - (now or timezone.now()) < SOON
