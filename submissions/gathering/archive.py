"""Zips as people send them: names in GBK from Windows, a folder around everything, rubbish of the system in between.

Nothing is unpacked by its name: each file is read into a temporary one, and counted while it is read, whatever the
archive claims. What is wrong with one file is said of that file; what makes the whole an attack refuses the whole.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..materials.kinds import LARGEST_MB, MB
from ..materials.naming import leads_out
from ..materials.refusal import Refused

LARGEST = 300 * MB  # of the zip itself; the proxy lets as much pass
MOST_FILES = 1000
MOST_INFLATED, MOST_RATIO, GRACE = 1024 * MB, 100, 50 * MB
PIECE = 256 * 1024
IN_UTF8, LOCKED = 0x800, 0x1
UNICODE_PATH = b"up"
RUBBISH = re.compile(r"(^|/)(__MACOSX/|\._|~\$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)

BOMB = gettext_lazy("It unpacks to far more than a zip of documents holds. Nothing was taken; pack it anew, in parts.")
NO_ZIP = gettext_lazy("This is no zip, whatever its name says, or it is damaged. Pack the folders as .zip.")


@dataclass(frozen=True)
class Entry:
    """A file in the archive: its path as it was meant, and why it is not even looked at, or an empty text."""

    info: zipfile.ZipInfo
    path: str
    why_not: str


def open_zip(file):
    """The zip in an open binary file, its size and number of files checked. Raises Refused."""
    if file.seek(0, 2) > LARGEST:
        raise Refused(_("The zip is larger than %(most)s MB. Send it in parts.") % {"most": LARGEST // MB})
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        raise Refused(NO_ZIP) from None
    if len(archive.infolist()) > MOST_FILES:
        raise Refused(_("The zip holds more than %(most)s files. Send it in parts.") % {"most": MOST_FILES})
    return archive


def entries(archive):
    """An `Entry` for each file; folders and what systems leave behind are passed over."""
    found = [(info, path_of(info)) for info in archive.infolist()]
    return [
        Entry(info, path, _why_not(info, path))
        for info, path in found
        if not path.endswith("/") and not RUBBISH.search(path)
    ]


def path_of(info):
    """The name as it was meant, with `/` between folders. Windows writes GBK and says nothing; who writes UTF-8 mostly
    says so, and some say it in an extra field beside a name of question marks."""
    if info.flag_bits & IN_UTF8:
        name = info.orig_filename
    else:
        name = _in_extra(info.extra) or _decoded(info.orig_filename.encode("cp437"))
    return name.replace("\\", "/")


def _decoded(raw):
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _in_extra(extra):
    """The name in the field “Info-ZIP Unicode Path” (APPNOTE 4.6.9): version, CRC, then UTF-8."""
    while len(extra) >= 4:
        kind, length = extra[:2], int.from_bytes(extra[2:4], "little")
        if kind == UNICODE_PATH:
            return extra[9 : 4 + length].decode("utf-8", errors="replace")
        extra = extra[4 + length :]
    return ""


def _why_not(info, path):
    if leads_out(path):
        return _("Its name leads out of the archive (../ or an absolute path), as archives made to do harm do.")
    if info.flag_bits & LOCKED:
        return _("It is protected with a password. Pack it without one.")
    if info.file_size > LARGEST_MB * MB:
        return _("It is larger than %(most)s MB.") % {"most": LARGEST_MB}
    return ""


class Reader:
    """Reads the files of one archive, all of them against one budget."""

    def __init__(self, archive, size):
        self.archive, self.size, self.inflated = archive, size, 0

    def read(self, entry, target=None):
        """Write the entry's content into the open binary file `target`, or only count it. Raises Refused, of which
        Bomb ends it all."""
        try:
            with self.archive.open(entry.info) as source:
                while piece := source.read(PIECE):
                    self._spend(len(piece))
                    if target:
                        target.write(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
            raise Refused(_("It is damaged inside the zip, or packed in a way that is not read.")) from None

    def _spend(self, count):
        self.inflated += count
        too_steep = self.inflated > GRACE and self.inflated > MOST_RATIO * self.size
        if too_steep or self.inflated > MOST_INFLATED:
            raise Bomb(BOMB)


class Bomb(Refused):
    """The archive as a whole is refused."""
