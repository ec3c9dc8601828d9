"""The list compared with the signed document's text, line by line; a differing character is shown."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Difference:
    """`kind` is changed, missing (in the signed text, not in the list) or extra (in the list, not in the text)."""

    kind: str
    line: int
    ours: str = ""
    signed: str = ""
    position: int = 0

    def __str__(self):
        if self.kind == "changed":
            return _(
                "Line %(line)s differs at character %(position)s: "
                "the list has “%(ours)s”, the signed text “%(signed)s”."
            ) % {
                "line": self.line,
                "position": self.position,
                "ours": self.ours,
                "signed": self.signed,
            }
        if self.kind == "missing":
            return _("Line %(line)s of the signed text is missing from the list: “%(text)s”.") % {
                "line": self.line,
                "text": self.signed,
            }
        return _("Line %(line)s of the list is not in the signed text: “%(text)s”.") % {
            "line": self.line,
            "text": self.ours,
        }


def lines_of(text):
    """The lines of a pasted text: blank ones and white space around a line do not count, all else does."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def places_of(names, lines):
    """For each name the number of its line; of a name that repeats each takes the next one. Names without a line come
    after all lines."""
    left = {}
    for number, line in enumerate(lines):
        left.setdefault(line, []).append(number)
    return [left[name].pop(0) if left.get(name) else len(lines) for name in names]


def first_difference(ours, signed):
    """1-based position of the first character that differs."""
    pairs = zip(ours, signed, strict=False)
    return next((at for at, (a, b) in enumerate(pairs, start=1) if a != b), min(len(ours), len(signed)) + 1)


def compare(ours, signed):
    """Differences between two lists of lines, in order; empty when they are the same, character by character."""
    found = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, signed, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        both = min(i2 - i1, j2 - j1)
        for i, j in zip(range(i1, i1 + both), range(j1, j1 + both), strict=True):
            position = first_difference(ours[i], signed[j])
            found.append(Difference("changed", j + 1, ours[i], signed[j], position))
        found.extend(Difference("extra", i + 1, ours=ours[i]) for i in range(i1 + both, i2))
        found.extend(Difference("missing", j + 1, signed=signed[j]) for j in range(j1 + both, j2))
    return found
