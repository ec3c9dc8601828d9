"""What is kept elsewhere, so that a wholly rewritten history is noticed too: one line a chain and a digest over all.

The file is the saved output of `verify_history`. A file with nothing but the digest works as well, but can only tell
whether the history is exactly the same.
"""

import hashlib
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

CHAIN = re.compile(r"submission ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([1-9][0-9]{0,8}) ([0-9a-f]{64})")
DIGEST = re.compile(r"(?:sha256 )?([0-9a-f]{64})")


class BadAnchor(Exception):
    """The file cannot be used as an anchor; `str()` is the sentence that says why."""


@dataclass
class Anchor:
    """`chains` is {submission id: (length, head)}; `digest` the one digest over all of them."""

    digest: str
    chains: dict = field(default_factory=dict)

    @property
    def is_bare(self):
        return not self.chains and self.digest != hashlib.sha256().hexdigest()


class Heads:
    """The one digest over all chain heads, fed line by line."""

    def __init__(self):
        self._sum = hashlib.sha256()

    def add(self, line):
        self._sum.update(f"{line}\n".encode())

    @property
    def digest(self):
        return self._sum.hexdigest()


def line_of(submission, length, head):
    return f"submission {submission} {length} {head}"


def read(path):
    """The `Anchor` in the file at `path`; raises BadAnchor with a sentence."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise BadAnchor(_("The anchor %(file)s cannot be read: %(why)s") % {"file": path, "why": error}) from None
    heads, anchor = Heads(), Anchor("")
    for number, line in enumerate((line.strip() for line in lines), start=1):
        if match := CHAIN.fullmatch(line):
            heads.add(line)
            anchor.chains[match[1]] = int(match[2]), match[3]
        elif match := DIGEST.fullmatch(line):
            anchor.digest = match[1]
        elif line and not line.startswith("#"):
            raise BadAnchor(
                _("Line %(number)s of the anchor %(file)s is not one of verify_history.")
                % {"number": number, "file": path}
            )
    return _whole(anchor, heads.digest, path)


def _whole(anchor, found, path):
    if not anchor.digest:
        raise BadAnchor(_("The anchor %(file)s is not whole: its digest is missing.") % {"file": path})
    if anchor.chains and anchor.digest != found:
        raise BadAnchor(_("The anchor %(file)s is not whole: its lines do not give its digest.") % {"file": path})
    return anchor
