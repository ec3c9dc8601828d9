"""The question that keeps programs from sending the form: a small sum in words, for whoever reads or hears it. No
picture, no sound, no script, nobody else's service.

It travels in the form as a signed key from which the sum follows, so nothing of it is stored; a key is good from a few
seconds after the form was opened until half a day later, for one notice and for one objection. It is therefore also
the form's own token: it works with cookies switched off, and another site cannot make one up.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ..models import SpentQuestion

SALT = "submissions.objections.question"
SOONEST, LONGEST = timedelta(seconds=4), timedelta(hours=12)
ENGLISH = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
CHINESE = (*"零一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"), "二十")
ASKED = (
    (gettext_lazy("How much is %(a)s plus %(b)s?"), lambda a, b: a + b),
    (gettext_lazy("How much is %(b)s less than %(sum)s?"), lambda a, b: a),
    (gettext_lazy("Which of the two is larger, %(a)s or %(b)s?"), max),
    (gettext_lazy("Which of the two is smaller, %(a)s or %(b)s?"), min),
)


@dataclass(frozen=True)
class Question:
    key: str
    begun_at: datetime

    @property
    def _drawn(self):
        """(which of ASKED, a, b): two different numbers from 1 to 9."""
        seed = salted_hmac(SALT, self.key, algorithm="sha256").digest()
        a, b = 1 + seed[0] % 9, 1 + seed[1] % 9
        return seed[2] % len(ASKED), a, b if b != a else 1 + a % 9

    def __str__(self):
        which, a, b = self._drawn
        words = CHINESE if get_language() == "zh-hans" else ENGLISH
        return ASKED[which][0] % {"a": words[a], "b": words[b], "sum": words[a + b]}

    def is_answered_by(self, text):
        """By a number in digits of any width, or in words of either language."""
        which, a, b = self._drawn
        right = ASKED[which][1](a, b)
        said = unicodedata.normalize("NFKC", text).strip().strip(".。").lower().replace("两", "二")
        return said in (str(right), ENGLISH[right], CHINESE[right])

    def too_soon(self, at):
        return at < self.begun_at + SOONEST


def ask(number):
    """For the form of the notice with this number: (token, Question)."""
    key = secrets.token_hex(16)
    return _signer().sign(f"{number}:{key}"), Question(key, timezone.now())


def read(token, number, at=None):
    """The Question of a token that we made for this notice and that is not too old; None otherwise."""
    at = at or timezone.now()
    try:
        said, begun = signing.b62_decode(token.split(":")[-2]), _signer().unsign(token)
    except (signing.BadSignature, IndexError, ValueError):
        return None
    begun_at = datetime.fromtimestamp(said, tz=at.tzinfo)
    notice, key = begun.split(":")
    return Question(key, begun_at) if notice == str(number) and at < begun_at + LONGEST else None


def spend(question):
    """Whether it was not spent before. The caller holds the transaction in which the objection is written."""
    try:
        with transaction.atomic():
            SpentQuestion.objects.create(key=question.key, until=question.begun_at + LONGEST)
    except IntegrityError:
        return False
    return True


def is_spent(question):
    return SpentQuestion.objects.filter(key=question.key).exists()


def _signer():
    return signing.TimestampSigner(salt=SALT)


def hint():
    return _("Answer with a number, in digits or in words. It keeps programs from sending this form.")
