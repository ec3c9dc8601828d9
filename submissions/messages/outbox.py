"""The outbox: letters written with the messages they tell of, sent by a worker, tried again, at last given up.

A letter is claimed by one UPDATE that also sets when it is next tried: two workers cannot hold the same one, and one
whose worker died comes up again. No transaction is open while the mail server is spoken to. What the server took just
before the worker died is sent twice, under the same Message-ID: mail knows no more.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from ..models import Letter, LetterState
from .wording import said_by_mail

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)  # longer than one attempt can take
# After each failed attempt; when they are used up, a day after the first, it is given up.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)] + [timedelta(hours=1)] * 22
LONGEST_SUBJECT, LONGEST_ERROR = 200, 300


def address_of(unit):
    """Where a letter to the unit would go; empty where none would."""
    return unit.email if settings.SENDS_MAIL else ""


def write(messages):
    """Write the letters of `messages` and their tasks. The caller holds the transaction of what they tell."""
    now = timezone.now()
    letters = [_letter(message, now) for message in messages if address_of(message.unit)]
    for letter in Letter.objects.bulk_create(letters):
        deliver.enqueue(letter.pk)


def _letter(message, now):
    with translation.override(settings.LANGUAGE_CODE):
        words = said_by_mail(message)
        about = {"heading": words.heading, "name": message.facts.get("name") or message.facts["round"]}
        subject = one_line(_("%(heading)s: %(name)s") % about)
        link = _("Open it in the workbench: %(link)s") % {"link": settings.SITE_URL + link_of(message)}
        automatic = _("Sent automatically to %(unit)s; answers are not read.") % {"unit": message.unit.name}
    body = "\n".join([words.happened, words.next, "", link, "", "--", automatic])
    return Letter(message=message, address=message.unit.email, subject=subject, body=body, next_at=now)


def one_line(text):
    """A title may hold line breaks; a header may not."""
    return " ".join(text.split())[:LONGEST_SUBJECT]


def link_of(message):
    """Where the matter of a message is dealt with."""
    if message.submission_id:
        return reverse("submission", args=[message.submission_id])
    return f"{reverse('submission_list')}?round={message.round.code}&status=draft"


@task()
def deliver(letter_id):
    """Make one attempt, if the letter is waiting and it is time. What happened, for the log of tasks."""
    if not settings.SENDS_MAIL:
        return "mail is not set up"
    letter = claim(letter_id)
    if letter is None:
        return "nothing to do"
    try:
        send(letter)
    except (OSError, ValueError) as error:  # SMTP's own errors are OSErrors
        return put_off(letter, error)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENT, sent_at=timezone.now(), error="")
    return "sent"


def claim(letter_id):
    """The letter, if the next attempt is ours to make, else None."""
    now = timezone.now()
    due = Letter.objects.filter(pk=letter_id, state=LetterState.WAITING, next_at__lte=now)
    if not due.update(attempts=F("attempts") + 1, next_at=now + LEASE):
        return None
    return Letter.objects.get(pk=letter_id)


def send(letter):
    """Raises OSError, or ValueError for an address or header that is none. What the server says after it took the
    letter does not count."""
    headers = {"Message-ID": f"<letter-{letter.pk}@{settings.SITE_URL.rpartition('/')[2]}>"}
    headers["Auto-Submitted"] = "auto-generated"
    connection = get_connection()
    mail = EmailMessage(letter.subject, letter.body, None, [letter.address], headers=headers, connection=connection)
    try:
        connection.open()
        connection.send_messages([mail])
    finally:
        with suppress(OSError):
            connection.close()


def is_final(error):
    """Whether no further attempt can succeed: the address is none, or the server refused it for good (5xx)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    return isinstance(error, ValueError)


def put_off(letter, error):
    """Note the failure and when it is tried again, or that it is given up."""
    left = None if is_final(error) or letter.attempts > len(WAITS) else WAITS[letter.attempts - 1]
    letter.error = one_line(str(error))[:LONGEST_ERROR] or type(error).__name__
    letter.state = LetterState.WAITING if left else LetterState.FAILED
    letter.next_at = timezone.now() + left if left else None
    with transaction.atomic():
        letter.save(update_fields=["error", "state", "next_at"])
        if left:
            deliver.using(run_after=letter.next_at).enqueue(letter.pk)
    logger.warning("letter %s, attempt %s: %s", letter.pk, letter.attempts, letter.error)
    return f"put off: {letter.error}" if left else f"given up: {letter.error}"


def requeue(at=None):
    """Take up letters whose task was lost, with its worker or with a table of tasks. Returns how many."""
    at = at or timezone.now()
    lost = Letter.objects.filter(state=LetterState.WAITING, next_at__lt=at - LEASE) if settings.SENDS_MAIL else []
    for letter in lost:
        with transaction.atomic():
            # Due from now on, so that the next round does not take it up once more.
            if Letter.objects.filter(pk=letter.pk, next_at=letter.next_at).update(next_at=at):
                deliver.enqueue(letter.pk)
    return len(lost)
