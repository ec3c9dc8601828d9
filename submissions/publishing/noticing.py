"""The term of a public notice: set with its draft; extended, paused and resumed while it runs.

Each of these is public with its reason, like a withholding; the person stands in the log. What runs can be changed and
what is over can be named, never both: both are asked of the same clock.
"""

from dataclasses import replace
from datetime import timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regions.version import raise_public_version
from registry import record
from registry.clock import Phase, Term
from registry.models import Counting, Notice, NoticeChange, ReleaseKind
from registry.models.notices import LONGEST
from registry.workdays import UnknownYear, WorkingDays

from .refusing import PublishRefused, allow, still_open

AT_MOST_AHEAD = timedelta(days=366)  # more is a slip in the year


def why_no_term(kind, starts_on, days, counting, today):
    """Why a release of `kind`, published on `today`, cannot run for this term; None if it can."""
    given = [one for one in (starts_on, days, counting) if one not in (None, "")]
    if kind != ReleaseKind.NOTICE:
        return _("Only a public notice has a first day and a number of days.") if given else None
    if len(given) < 3 or counting not in Counting.values:
        return _("Say from which day the notice runs, for how many days, and how they are counted.")
    if not _is_count(days):
        return _("The number of days is from 1 to %(most)s.") % {"most": LONGEST}
    if starts_on < today:
        return _("A notice cannot begin before the day it is published: %(day)s at the earliest.") % _said(today)
    if starts_on > today + AT_MOST_AHEAD:
        return _("That is too far away; check the year.")
    return _unknown_end(Term(starts_on, days, counting))


def term_of(draft):
    """The `clock.Term` of a notice's draft; None for other kinds."""
    return Term(draft.starts_on, draft.days, draft.counting) if draft.starts_on else None


def against_term(draft, at):
    """Why the draft's term cannot be published at the instant `at`, or None. A notice of an earlier round, of whose
    candidates none stands here, may have no known term."""
    is_of_old = draft.starts_on is None and not draft.items.filter(submission__isnull=False).exists()
    if draft.kind == ReleaseKind.NOTICE and is_of_old:
        return None
    facts = (draft.kind, draft.starts_on, draft.days, draft.counting)
    return why_no_term(*facts, timezone.localdate(at))


def set_term(draft, by, starts_on, days, counting):
    """Set the first day, the number of days and how they are counted; sign-offs given before are void."""
    allow(by)
    with transaction.atomic():
        locked = still_open(draft)
        sentence = why_no_term(locked.kind, starts_on, days, counting, timezone.localdate())
        if sentence:
            raise PublishRefused(sentence)
        locked.starts_on, locked.days, locked.counting = starts_on, days, counting
        locked.save(update_fields=["starts_on", "days", "counting"])


def extend(notice, by, days, reason, at=None):
    """Add `days` of the kind the notice counts."""
    return _change(notice, by, reason, at, NoticeChange.Kind.EXTENSION, against_extension, days=days)


def pause(notice, by, from_day, reason, at=None):
    """Stop counting: `from_day` is the first day that does not count."""
    return _change(notice, by, reason, at, NoticeChange.Kind.PAUSE, against_pause, from_day=from_day)


def resume(notice, by, from_day, reason, at=None):
    """Count again: `from_day` is the first day that counts."""
    return _change(notice, by, reason, at, NoticeChange.Kind.RESUMPTION, against_resumption, from_day=from_day)


def _change(notice, by, reason, at, kind, against, **facts):
    allow(by)
    if not reason.strip():
        raise PublishRefused(_("Give the reason; it will be public."))
    at = at or timezone.now()
    with transaction.atomic():
        raise_public_version()  # its row lock puts two changes of a notice in line
        notice = Notice.objects.select_related("release").prefetch_related("changes").get(pk=notice.pk)
        sentence = against(notice.term, *facts.values(), timezone.localdate(at), WorkingDays.stored())
        if sentence:
            raise PublishRefused(sentence)
        change = record.change_notice(notice, kind, reason.strip(), by.unit.name, at, **facts)
        LogEntry.objects.log_actions(by.pk, [notice], CHANGE, change_message=f"{kind}: {reason.strip()}")
    return change


def against_extension(term, days, today, works):
    if not _is_count(days):
        return _("The number of days is from 1 to %(most)s.") % {"most": LONGEST}
    return _over(term, today, works) or _unknown_end(replace(term, added=term.added + days), works)


def against_pause(term, day, today, works):
    running = open_pause(term)
    if running:
        return _("It is paused already, from %(day)s on.") % _said(running.since)
    earliest = max([today, term.starts_on, *(one.resumed for one in term.pauses)])
    if over := _over(term, today, works):
        return over
    if day < earliest:
        return _("A pause begins on %(day)s at the earliest.") % _said(earliest)
    last = _known_end(term, works)
    if last and day > last:
        return _("The notice ends on %(day)s, before that pause would begin.") % _said(last)
    return None


def against_resumption(term, day, today, works):
    paused = open_pause(term)
    if paused is None:
        return _("It is not paused.")
    earliest = max(today, paused.since)
    if day < earliest:
        return _("It resumes on %(day)s at the earliest.") % _said(earliest)
    return _("That is too far away; check the year.") if day > earliest + AT_MOST_AHEAD else None


def changes_open(term, today):
    """Names of the acts above that are possible on the day `today`."""
    if open_pause(term):
        return ["extend", "resume"]
    return [] if _over(term, today, WorkingDays.stored()) else ["extend", "pause"]


def open_pause(term):
    """The pause that is not resumed yet, or None."""
    return next((one for one in term.pauses if one.resumed is None), None)


def _is_count(days):
    return isinstance(days, int) and 1 <= days <= LONGEST


def _said(day):
    return {"day": date_format(day, "DATE_FORMAT")}


def _known_end(term, works):
    try:
        return term.last_day(works)
    except UnknownYear:
        return None


def _unknown_end(term, works=None):
    try:
        term.last_day(works or WorkingDays.stored())
    except UnknownYear as unknown:
        return str(unknown)
    return None


def _over(term, today, works):
    try:
        is_over = term.phase_on(today, works) == Phase.OVER
    except UnknownYear:
        return None
    if not is_over:
        return None
    return _("The notice ran out on %(day)s; what follows is a new notice.") % _said(term.last_day(works))
