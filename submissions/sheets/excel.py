"""Looking into a workbook before it is opened: what it would unpack to, how far its cells reach, which hold an error.

The reader behind us makes a full grid from the first cell to the last, and one cell in the last corner would be sixteen
billion; cells with an error it reads as empty, which here would mean “clear this”.
"""

import re
import struct
import zipfile
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree

import olefile
from django.utils.translation import gettext as _

from .text import column_number, place

MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5000
MOST_CELLS = 4_000_000
# A cell says where it is: ` r="B7"`. Patterns that begin with a letter to look for are found many times as fast, so
# the other kinds of white space before it have a pattern of their own.
ROWS, COLUMNS = re.compile(rb""" r\s*=\s*["'][A-Za-z]+(\d+)"""), re.compile(rb""" r\s*=\s*["']([A-Za-z]+)\d""")
CELLS = re.compile(rb"""<(?:\w+:)?c (?=[^>]*\br\s*=\s*["']([A-Za-z]+))[^>]*\br\s*=\s*["'][A-Za-z]+(\d+)""")
OTHER_SPACES = [re.compile(spelt) for spelt in (rb"\tr\s*=", rb"\nr\s*=", rb"\rr\s*=")]
HAS_ERRORS = re.compile(rb""" t=["']e["']""")
FAILED = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*\bt=["']e["'])(?=[^>]*\br=["']([A-Za-z]+)(\d+)["'])[^>]*>.*?<(?:\w+:)?v>([^<]*)""", re.S
)
# The kinds of records in an .xls (and an .et) that place a value, and what an error is called.
VALUES = {0x0006, 0x00BD, 0x00FD, 0x00D6, 0x0203, 0x0204, 0x0205, 0x027E}
MULTIPLE, FORMULA, TRUTH_OR_ERROR, BEGIN, SHEET, ENCRYPTED = 0x00BD, 0x0006, 0x0205, 0x0809, 0x0085, 0x002F
NAMES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class Unreadable(Exception):
    """The file cannot be taken; `str()` is the sentence that says why and what to do."""


def damaged():
    return Unreadable(_("The file is damaged. Open it in a spreadsheet program and save it again as .xlsx."))


def no_spreadsheet():
    return Unreadable(_("This is no spreadsheet, whatever its name says. Choose an .xlsx, .xls, .et or .csv file."))


def encrypted():
    return Unreadable(_("The file is locked with a password. Save it without one and choose it again."))


def too_far(reach):
    return Unreadable(
        _("The sheet reaches to cell %(cell)s. Delete the empty rows and columns beyond the table and save it again.")
        % {"cell": reach}
    )


def errors_in_xlsx(content):
    """{number of the sheet: {(row, column): name of the error}}; Unreadable if it is not safe to open."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _look_into(archive)
    except Unreadable:
        raise
    except Exception as error:  # whatever the parsers stumble over
        raise damaged() from error


def _look_into(archive):
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(_("The file unpacks to more than 200 MB. Remove pictures and save it again."))
    if "xl/workbook.xml" not in archive.namelist():
        raise no_spreadsheet()
    found = {}
    for number, part in enumerate(_sheets(archive)):
        sheet = archive.read(part)
        _refuse_far_cells(sheet)
        if HAS_ERRORS.search(sheet):
            found[number] = {
                (int(row) - 1, column_number(column)): name.decode("utf-8", "replace")
                for column, row, name in FAILED.findall(sheet)
            }
    return found


def _sheets(archive):
    """The names of the parts that hold the sheets, in the order of the workbook."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): normpath(join("/xl", one.get("Target"))).lstrip("/") for one in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    listed = [one.attrib for one in book.iter() if one.tag.endswith("}sheet")]
    # The name space of the attribute is another one in “strict” workbooks.
    return [targets[value] for attributes in listed for key, value in attributes.items() if key.endswith("}id")]


def _refuse_far_cells(sheet):
    if any(spelt.search(sheet) for spelt in OTHER_SPACES):
        sheet = re.sub(rb"[\t\n\r]", b" ", sheet)
    rows, columns = set(ROWS.findall(sheet)), set(COLUMNS.findall(sheet))
    if _is_too_far(rows, columns):
        # Before it is refused, only what stands in the tag of a cell counts: a title may speak of r="XFD1048576" too.
        rows, columns = zip(*((row, column) for column, row in CELLS.findall(sheet)), strict=True)
        if _is_too_far(rows, columns):
            raise too_far(place(max(map(int, rows)) - 1, max(map(column_number, columns))))


def _is_too_far(rows, columns):
    return rows and columns and max(map(int, rows)) * (max(map(column_number, columns)) + 1) > MOST_CELLS


def errors_in_xls(content):
    """The same for the older format, which WPS writes as .et too."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as file:
            if file.exists("EncryptedPackage"):
                raise encrypted()
            stream = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
            if stream is None:
                raise no_spreadsheet()
            records = file.openstream(stream).read()
            return _read_records(records)
    except Unreadable:
        raise
    except Exception as error:  # whatever the parser stumbles over
        raise damaged() from error


def _read_records(records):
    found, sheets, begun, reach, at = {}, {}, None, (0, 0), 0
    while at + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, at)
        body = records[at + 4 : at + 4 + size]
        if kind == ENCRYPTED:
            raise encrypted()
        if kind == SHEET and size >= 4:
            sheets[struct.unpack_from("<I", body)[0]] = len(sheets)
        elif kind == BEGIN:
            begun, reach = sheets.get(at), (0, 0)
        elif kind in VALUES and size >= 6 and begun is not None:
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, size - 2)[0] if kind == MULTIPLE else column
            reach = max(reach[0], row), max(reach[1], last)
            if (reach[0] + 1) * (reach[1] + 1) > MOST_CELLS:
                raise too_far(place(*reach))
            name = _error(kind, body)
            if name:
                found.setdefault(begun, {})[row, column] = name
        at += 4 + size
    return found


def _error(kind, body):
    if kind == TRUTH_OR_ERROR and len(body) >= 8 and body[7] == 1:
        return NAMES.get(body[6], "#N/A")
    if kind == FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return NAMES.get(body[8], "#N/A")
    return None
