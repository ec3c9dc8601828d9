"""What must not stand in this system, and what had better not: marks of state secrets, and identity numbers.

A mark is the grade, a star and mostly a term (机密★10年), as GB/T 9704 prints it on a document's head. Text that bears
one is refused everywhere; the rule for a draft stands in `drafts.py`, that for other text in `forms/text.py`.
"""

import re
import unicodedata

from django.utils.translation import gettext as _
from stdnum.cn import ric

# An asterisk is a star only before a term: “机密*” alone may be a footnote.
TERM = r"(?:[0-9]+(?:年|个?月|日|天)|长期)"
MARK = re.compile(rf"[秘祕机機绝絕]密(?:[★☆⭐✩✪✭✮✯]{TERM}?|[*∗﹡]{TERM})")
SHOWN = 20
# Eighteen places, as one word or in groups.
NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ \-]?[0-9]){16}[ \-]?[0-9Xx](?![0-9A-Za-z])")


def mark(text):
    """The mark of a state secret that `text` bears, without its spaces, or "". Width and spacing do not matter."""
    plain = unicodedata.normalize("NFKC", text or "")
    # Nearly all text stops here: to look at every character is for a table of thousands of rows too slow.
    found = "密" in plain and MARK.search(_bare(plain))
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
    """Whether a valid number of a resident identity card stands in `text`: date, place and check digit fit."""
    plain = unicodedata.normalize("NFKC", text or "")
    return any(ric.is_valid(re.sub("[ -]", "", found)) for found in NUMBER.findall(plain))


def _bare(plain):
    """Without white space and without characters that are not seen."""
    return "".join(char for char in plain if not char.isspace() and unicodedata.category(char) not in ("Cf", "Mn"))
