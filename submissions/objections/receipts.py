"""The receipt: a code of 80 random bits, shown once to whoever sent the form. Kept is a keyed digest of it, so that not
even the office can read it back; with it the state can be followed and nothing else."""

from django.utils.crypto import salted_hmac

from ..models import Objection
from ..versions import grouped, new_code, read_code

__all__ = ["digest_of", "find", "grouped", "new_code"]
SALT = "submissions.objections.receipt"


def digest_of(code):
    return salted_hmac(SALT, code, algorithm="sha256").hexdigest()


def find(text):
    """The objection with the code somebody typed, in any case, width and grouping; None whatever is wrong with it."""
    return Objection.objects.filter(code_digest=digest_of(read_code(text) or "")).first()
