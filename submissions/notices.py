"""Whether the public notice about a candidate is over: asked before it is named or advanced.

The notice counted is the latest release of that kind which states the candidate. Where none does (a round whose notice
was published elsewhere), an official document of the round whose notice has run out is enough.
"""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry.clock import Phase
from registry.models import Notice, ReleaseKind
from registry.workdays import UnknownYear, WorkingDays

from .models import OfficialDocument


def notice_of(submission):
    """The latest `Notice` whose release states the candidate, with its changes; None if none does."""
    if submission.entry_id is None:
        return None
    stating = Notice.objects.filter(
        release__kind=ReleaseKind.NOTICE, release__items__entry=submission.entry_id, release__items__printed=True
    )
    return stating.prefetch_related("changes").order_by("-release__number").first()


def why_not_over(submission, at):
    """Why no notice about the candidate has run out at the instant `at`, as a sentence; None if one has."""
    notice, stage = notice_of(submission), {"stage": submission.stage.name}
    if notice is None:
        over = OfficialDocument.objects.filter(
            round=submission.round_id, notice_ends_on__lt=timezone.localdate(at)
        ).exists()
        return None if over else _("%(stage)s asks a public notice that has run out; none has.") % stage
    if submission.entry.proposed_id is None:
        return _("%(stage)s asks a public notice; that about this candidate was taken back by a correction.") % stage
    try:
        return _against(notice.term, timezone.localdate(at), stage)
    except UnknownYear as unknown:
        return _("%(stage)s asks a public notice that has run out. %(why)s") % {**stage, "why": unknown}


def _against(term, today, stage):
    works = WorkingDays.stored()
    last = term.last_day(works)
    if last and today > last:
        return None
    if last:
        shape, day = _("%(stage)s asks a public notice that has run out; it runs until %(day)s, 24:00."), last
    elif term.phase_on(today, works) == Phase.PAUSED:
        shape, day = _("%(stage)s asks a public notice that has run out; it is paused since %(day)s."), _paused(term)
    else:
        shape, day = _("%(stage)s asks a public notice that has run out; it pauses from %(day)s on."), _paused(term)
    return shape % {**stage, "day": date_format(day, "DATE_FORMAT")}


def _paused(term):
    return term.pauses[-1].since
