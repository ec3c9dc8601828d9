"""The clock of a public notice in sentences, as an official would write them: its period, where it stands, what was
changed of it and why."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.clock import Phase
from registry.models import Counting, Notice, NoticeChange, ReleaseKind
from registry.workdays import UnknownYear, WorkingDays

from .words import han

NEWEST = 50  # notices the home page looks through for those that run


@dataclass(frozen=True)
class ToldNotice:
    """`phase` is a `clock.Phase`, or empty where a year's table is missing; `last` is its last day, None while that is
    not settled; `counted_by` names the documents from
    which years of the working calendar were entered by hand."""

    notice: Notice
    phase: str
    last: date | None
    period: str
    standing: str
    changes: list
    counted_by: list


def told_of(release, today, works=None):
    """[ToldNotice] of a release on the day `today`: one if it is a notice with a term, else none. `works`: the working
    calendar, where it was read for several of them."""
    notice = getattr(release, "notice", None) if release.kind == ReleaseKind.NOTICE else None
    return [tell(notice, today, works or calendar_of([notice]))] if notice else []


def calendar_of(notices):
    """The working calendar, where any of these is counted by it: it costs a query."""
    return WorkingDays.stored() if any(one.counting == Counting.WORKING for one in notices) else WorkingDays()


def running(today, **of):
    """[ToldNotice] of those that run on the day `today` or are paused, the newest first; `of`: of a round alone."""
    found = Notice.objects.filter(**of).select_related("release__round").prefetch_related("changes")
    found = found.order_by("-release__number")
    notices = [one for one in found[:NEWEST] if one.starts_on <= today]
    works = calendar_of(notices)
    return [told for told in (tell(one, today, works) for one in notices) if told.phase != Phase.OVER]


def tell(notice, today, works):
    term = notice.term
    try:
        last, phase = term.last_day(works), term.phase_on(today, works)
        standing = _standing(term, phase, last, today)
    except UnknownYear as unknown:
        last, phase, standing = None, "", str(unknown)
    is_by_hand = last and notice.counting == Counting.WORKING
    return ToldNotice(
        notice=notice,
        phase=phase,
        last=last,
        period=_period(term, last, last and next(term.counted(works))),
        standing=standing,
        changes=[*(_change(notice, one) for one in _changes_of(notice)), *_uncounted(term)],
        counted_by=[han(one) for one in works.sources_between(term.starts_on, last)] if is_by_hand else [],
    )


def _changes_of(notice):
    return sorted(notice.changes.all(), key=lambda one: one.number) if notice.release_id else []


def _uncounted(term):
    """That days were lost to a pause, so that first and last day do not seem to be miscounted."""
    lost = [one for one in term.pauses if one.resumed is not None and one.since < one.resumed]
    return [_("Days of the pause are not counted.")] if lost else []


def _day(day):
    return date_format(day, "DATE_FORMAT")


OPEN = {
    Counting.CALENDAR: gettext_lazy("Notice period: from {first}, {count} calendar days; its last day is not settled"),
    Counting.WORKING: gettext_lazy("Notice period: from {first}, {count} working days; its last day is not settled"),
}
SETTLED = {
    Counting.CALENDAR: gettext_lazy(
        "Notice period: {first} to {last} ({count} calendar days, first and last day counted)"
    ),
    Counting.WORKING: gettext_lazy(
        "Notice period: {first} to {last} ({count} working days, first and last day counted)"
    ),
}
# It begins on a day of rest, or was paused on its first day.
COUNTED_LATER = {
    Counting.CALENDAR: gettext_lazy("Notice period: {first} to {last} ({count} calendar days, counted from {counted})"),
    Counting.WORKING: gettext_lazy("Notice period: {first} to {last} ({count} working days, counted from {counted})"),
}


def _period(term, last, counted):
    """`counted` is the first day that counts; both are None while the last is not settled."""
    shapes = OPEN if last is None else SETTLED if counted == term.starts_on else COUNTED_LATER
    facts = {"first": term.starts_on, "last": last, "counted": counted}
    said = {name: _day(day) for name, day in facts.items() if day}
    return shapes[term.counting].format(**said, count=term.days + term.added)


def _standing(term, phase, last, today):
    pause = term.pause_on(today) or next((one for one in term.pauses if one.resumed is None), None)
    shapes = {
        Phase.AHEAD: _("The notice begins on {first}."),
        Phase.RUNNING: _("The notice is running; it ends on {last} at 24:00."),
        Phase.PAUSED: _("The notice is paused; it resumes on {resumed} and ends on {last} at 24:00."),
        Phase.OVER: _("The notice ended on {last} at 24:00."),
    }
    if last is None and phase == Phase.PAUSED:
        shape = _("The notice is paused since {since}; its last day is settled when it is resumed.")
    elif last is None:
        shape = _("From {since} on the notice is paused; its last day is settled when it is resumed.")
    else:
        shape = shapes[phase]
    facts = {"first": _day(term.starts_on), "last": last and _day(last)}
    facts |= {"since": _day(pause.since), "resumed": pause.resumed and _day(pause.resumed)} if pause else {}
    return shape.format(**facts)


def _change(notice, change):
    shapes = {
        (NoticeChange.Kind.EXTENSION, Counting.CALENDAR): _(
            "{day}: {organ} extended the notice by {count} calendar days. Reason: {reason}"
        ),
        (NoticeChange.Kind.EXTENSION, Counting.WORKING): _(
            "{day}: {organ} extended the notice by {count} working days. Reason: {reason}"
        ),
        NoticeChange.Kind.PAUSE: _("{day}: {organ} paused the notice from {since} on. Reason: {reason}"),
        NoticeChange.Kind.RESUMPTION: _("{day}: {organ} resumed the notice from {since} on. Reason: {reason}"),
    }
    shape = shapes.get(change.kind) or shapes[change.kind, notice.counting]
    facts = {"organ": han(change.organ), "reason": han(change.reason), "count": change.days}
    since = change.from_day and _day(change.from_day)
    return format_html(shape, day=_day(timezone.localdate(change.at)), since=since, **facts)
