"""Documents of the older kind: DOC, WPS, XLS and ET are OLE compound files, told apart by the streams they hold."""

import struct

import olefile
from django.utils.translation import gettext_lazy as _

from .archives import DAMAGED, LOCKED, WITH_MACROS
from .refusal import Refused

OTHER_OFFICE = _("This is no Word, Excel or WPS document, though made alike (slides, mail …). Save it as PDF.")
WORD_ENCRYPTED, WORD_FLAGS_AT = 0x0100, 0x0A
# Records of a workbook: how it is encrypted; a sheet, whose type may be "macros"; the end of what stands before them.
FILEPASS, SHEET, END = 0x2F, 0x85, 0x0A
MACRO_SHEET = 1
MOST_RECORDS = 100_000


def kind_of(file):
    """`doc` or `xls`. Raises Refused."""
    file.seek(0)
    try:
        with olefile.OleFileIO(file) as found:
            return _kind(found)
    except Refused:
        raise
    # The parser meets what somebody may have made to break it; whatever breaks, the file is not taken.
    except Exception:
        raise Refused(DAMAGED) from None


def _kind(found):
    names = {name.lower() for path in found.listdir(streams=True, storages=True) for name in path}
    if "encryptedpackage" in names:
        raise Refused(LOCKED)
    if any(name == "vba" or name.startswith("_vba_project") for name in names):
        raise Refused(WITH_MACROS)
    if "worddocument" in names and found.exists("WordDocument"):
        return _word(found.openstream("WordDocument"))
    for name in ("Workbook", "Book"):
        if found.exists(name):
            return _workbook(found.openstream(name))
    raise Refused(OTHER_OFFICE)


def _word(stream):
    [flags] = struct.unpack_from("<H", stream.read(WORD_FLAGS_AT + 2), WORD_FLAGS_AT)
    if flags & WORD_ENCRYPTED:
        raise Refused(LOCKED)
    return "doc"


def _workbook(stream):
    for _number in range(MOST_RECORDS):
        kind, length = struct.unpack("<2H", stream.read(4))
        content = stream.read(length)
        if kind == FILEPASS:
            raise Refused(LOCKED)
        if kind == SHEET and content[5] == MACRO_SHEET:
            raise Refused(WITH_MACROS)
        if kind == END:
            return "xls"
    raise Refused(DAMAGED)
