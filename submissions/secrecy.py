"""What must not stand in this system, and what had better not: marks of state secrets, and identity numbers.

A mark is the grade, a star and mostly a term (机密★10年), as GB/T 9704 prints it on a document's head. Text that bears
one is refused everywhere; the rule for a draft stands in `drafts.py`, that for other text in `forms/text.py`.
"""

import re
import unicodedata

from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

# An asterisk is a star only before a term: “机密*” alone may be a footnote.
TERM = r"(?:[0-9]+(?:年|个?月|日|天)|长期)"
MARK = re.compile(rf"[秘祕机機绝絕]密(?:[★☆⭐✩✪✭✮✯]{TERM}?|[*∗﹡]{TERM})")
SHOWN = 20
# Eighteen places, as one word or in groups.
NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ \-]?[0-9]){16}[ \-]?[0-9Xx](?![0-9A-Za-z])")

SHORTEST = 6  # characters that may become eighteen: one becomes three digits at most


def mark(text):
    """The mark of a state secret that `text` bears, without its spaces, or "". Width and spacing do not matter."""
    # Nearly all text stops here: to look at every character is for a table of thousands of rows too slow. No other
    # character becomes this one by making it half width.
    if not text or "密" not in text:
        return ""
    found = MARK.search(_bare(unicodedata.normalize("NFKC", text)))
    return found[0][:SHOWN] if found else ""


def refusal(text):
    """Why `text` must not be kept: a sentence, or None."""
    found = mark(text)
    if not found:
        return None
    return _("It bears the secrecy mark “%(mark)s”. State secrets must not be entered here: take them out.") % {
        "mark": found
    }


def holds_identity_number(text):
    """Whether a valid number of a resident identity card stands in `text`: check digit and day of birth fit."""
    if not text or len(text) < SHORTEST:
        return False
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return any(_is_identity_number(re.sub("[ -]", "", found).upper()) for found in NUMBER.findall(plain))


def _is_identity_number(number):
    """Not `ric.is_valid`: it also asks that the place had its code when the person was born, but the code is that of
    the day the number was given (150402 since 1983, also to those born before)."""
    if number[-1] != ric.calc_check_digit(number):
        return False
    try:
        return 1900 <= ric.get_birth_date(number).year <= timezone.localdate().year
    except ValidationError:
        return False


def _bare(plain):
    """Without white space and without characters that are not seen."""
    return "".join(char for char in plain if not char.isspace() and unicodedata.category(char) not in ("Cf", "Mn"))
