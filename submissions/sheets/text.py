"""Cells as text: kept verbatim but for the ends; and how a heading or a code is compared."""

import re
import unicodedata
from datetime import datetime, time

# What nobody sees at the end of a cell: white space of every kind, marks of no width, the byte order mark.
BLANK = "".join(chr(code) for code in range(0x110000) if chr(code).isspace())
NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e"
ENDS = BLANK + NO_WIDTH
UNSEEN = re.compile(f"[{re.escape(ENDS)}]+")
AFTER_A_HEADING = re.compile(r"[*:\uff0a\uff1a]+|\([^()]*\)")
# What a spreadsheet shows where a formula fails.
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!"}


def text_of(value):
    """The text of a cell as a reader sees it: 1.0 is 1, a day is 2026-11-15. U+0000, which PostgreSQL cannot keep even
    in a report, becomes U+FFFD: the cell is refused for that as well."""
    if type(value) is str:
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").strip(ENDS)
    if type(value) is float:
        return str(int(value)) if value.is_integer() else repr(value)
    if type(value) is bool:
        return str(value).upper()
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return "" if value is None else str(value)


def folded(text):
    """How codes, names of divisions and choices are compared: half width, nothing unseen anywhere."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def heading(text):
    """A heading without case, stars, colons and remarks in brackets."""
    return AFTER_A_HEADING.sub("", folded(text)).casefold()


def letters(column):
    """The letters of a column that is counted from 0."""
    found, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def place(row, column):
    """What a spreadsheet calls the cell; both are counted from 0."""
    return f"{letters(column)}{row + 1}"


def column_number(name):
    """The column with these letters (bytes), counted from 0."""
    number = 0
    for letter in name.upper():
        number = number * 26 + letter - 64
    return number - 1
