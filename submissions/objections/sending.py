"""An objection sent by the form of a notice: whether it can be now, and writing it down, all or nothing."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry.clock import Phase
from registry.models import Notice, ReleaseItem
from registry.pages.words import han
from registry.workdays import UnknownYear, WorkingDays

from ..materials import Refused
from ..models import Channel, Submission
from . import files, limits, questions, receipts, register
from .refusing import ObjectionRefused


class TooMany(ObjectionRefused):
    """More were sent, from one address or to one notice, than are taken in an hour or a day."""


def notice(number):
    """The notice with this number that takes objections by a form, or None."""
    found = Notice.objects.filter(release__number=number, release__objecting__takes_online=True)
    return found.select_related("release__round").prefetch_related("changes").first()


def why_closed(notice, at):
    """Why nothing can be sent at the instant `at`, with the days on which it can; None while the notice runs."""
    term, works, today = notice.term, WorkingDays.stored(), timezone.localdate(at)
    try:
        last, phase = term.last_day(works), term.phase_on(today, works)
    except UnknownYear as unknown:
        return str(unknown)
    days = {"first": date_format(term.starts_on, "DATE_FORMAT"), "last": last and date_format(last, "DATE_FORMAT")}
    if phase == Phase.AHEAD:
        return _("The notice has not begun: objections are taken from %(first)s on.") % days
    if phase == Phase.PAUSED:
        return _("The notice is paused: objections are taken again when it goes on.")
    over = _("The notice ran from %(first)s to %(last)s, 24:00. It takes no objections any more.")
    return over % days if phase == Phase.OVER else None


def last_day(notice):
    try:
        return notice.term.last_day(WorkingDays.stored())
    except UnknownYear:
        return None


def candidates(notice):
    """[(key of the public entry, its public words)] of those in the list about whom we hold a submission, without
    those a correction took out of it."""
    items = ReleaseItem.objects.filter(release=notice.release_id, printed=True, entry__proposed__isnull=False)
    items = items.select_related("text").order_by("order")
    held = set(Submission.objects.filter(entry__in=items.values("entry")).values_list("entry", flat=True))
    return [(str(item.entry_id), said(item)) for item in items if item.entry_id in held]


def said(item):
    words = item.text.name if hasattr(item, "text") else _("(words withheld)")
    return han(f"{words}（{item.region_path}）" if item.region_path and item.region_path != words else words)


def send(notice, question, subject, arrived=(), at=None, **facts):
    """Write an objection down and return the code of its receipt. `facts`: `entry` and fields of `Objection`;
    `subject` is who is counted. Raises ObjectionRefused (TooMany) or Refused (a file); then nothing was written."""
    at = at or timezone.now()
    submission = Submission.objects.get(entry=facts.pop("entry"))
    code = receipts.new_code()
    with transaction.atomic():
        _count(notice, subject, at)
        if not questions.spend(question):
            raise ObjectionRefused(already_sent())
        facts |= {"channel": Channel.FORM, "release": notice.release, "code_digest": receipts.digest_of(code)}
        made = register.receive(submission, None, at, **facts)
        for one in arrived:
            files.add(made, _kept(one), one.name)
    return code


def _kept(arrived):
    try:
        return arrived.receiving.keep(arrived.name)
    except Refused as refused:
        said = {"name": arrived.name, "sentence": refused}
        raise Refused(_("“%(name)s”: %(sentence)s") % said) from None


def _count(notice, subject, at):
    if not limits.take("send", subject, at):
        raise TooMany(_("Too many objections came from your network. Try again in an hour, or write to the office."))
    if not limits.take("send_to_notice", notice.pk, at):
        raise TooMany(_("Too many objections are coming in at this hour. Try again later, or write to the office."))


def already_sent():
    return _("This form was sent already; the receipt was shown then. To send another objection, open the form anew.")
