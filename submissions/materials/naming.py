"""Names of files as they are kept: the last part of the path, in one line that every system can write."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from .. import secrecy
from .kinds import ENDINGS, KINDS
from .refusal import Refused

# File systems take 255 bytes, which is 85 Chinese characters; some room is left for a " (1)" of the reader's own.
MOST_BYTES = 240
LONGEST = 200  # characters, as the column has
LONGEST_ENDING = 10
FOR_NO_SYSTEM = re.compile(r'[<>:"|?*\\/]')
# Names that Windows keeps for devices, with any ending.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def clean(given):
    """The name a file is kept under: `C:\\Users\\张\\表.docx` and `../表.docx` are `表.docx`. What cannot be seen
    (controls, marks that turn the direction of writing) goes, what is too long is cut and keeps its ending."""
    text = "".join(one for one in unicodedata.normalize("NFC", given) if not _is_unseen(one))
    last = re.split(r"[\\/]", text.rstrip("\\/ "))[-1]
    last = re.sub(r"\s+", " ", FOR_NO_SYSTEM.sub("_", last)).strip(" .")
    if not last.strip("_"):
        return _("unnamed")
    return _shortened(f"_{last}" if DEVICES.fullmatch(last) else last)


def refuse_secret(given):
    """A name that bears the mark of a state secret says so of the file: nothing of it may be kept."""
    sentence = secrecy.refusal(given)
    if sentence:
        raise Refused(sentence)


def _is_unseen(character):
    """Controls, format marks such as U+202E, halves of pairs. Private areas stay: rare characters lie there."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _shortened(name):
    stem, ending = _split(name)
    room = MOST_BYTES - len(ending.encode())
    cut = stem[: LONGEST - len(ending)].encode()[:room].decode(errors="ignore")
    return cut.rstrip(" .") + ending


def _split(name):
    ending = PurePosixPath(name).suffix
    return (name.removesuffix(ending), ending) if 0 < len(ending) <= LONGEST_ENDING else (name, "")


def ending_of(name):
    """The ending in small letters, `.pdf`; empty if it has none."""
    return _split(name)[1].lower()


def fitting(name, kind):
    """`name` with an ending that says what the file is: one of another kind is replaced, any other kept before it."""
    endings = KINDS[kind].endings
    ending = ending_of(name)
    if ending in endings:
        return name
    stem = _split(name)[0] if ending in ENDINGS else name
    return _shortened(stem + endings[0])


def leads_out(path):
    """Whether the name of an entry of an archive points outside of the folder it would be unpacked into."""
    parts = re.split(r"[\\/]", path)
    return ".." in parts or path.startswith(("/", "\\")) or bool(re.match(r"[a-zA-Z]:", path)) or "\0" in path
