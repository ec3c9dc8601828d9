"""Tables in plain text: comma, semicolon or tab between the cells, in UTF-8, UTF-16 or GB18030."""

import csv
import re
from collections import Counter
from io import StringIO

from django.utils.translation import gettext as _

from .excel import MOST_CELLS, Unreadable, no_spreadsheet, too_far
from .text import place

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SEPARATORS = ",;\t\uff0c\uff1b"
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
LOOKED_AT = 20  # lines, to tell the separator


def decoded(content):
    """The text, in whichever of the encodings in use it is; Unreadable if in none of them."""
    marked = next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROLS.search(text):
            return text
    raise no_spreadsheet()


def rows_of(text, strict=False):
    """The rows of cells. A first line `sep=;` is what some programs write to say their separator. Unless `strict`, a
    cell that goes on behind its closing quotation mark is taken without the marks, as spreadsheet programs do."""
    told = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    separator = told[1] if told else _separator(text)
    rows, wide = [], 0
    try:
        lines = StringIO(text[told.end() :] if told else text, newline="")
        for row in csv.reader(lines, delimiter=separator, strict=strict):
            rows.append(row)
            wide = max(wide, len(row))
            if len(rows) * wide > MOST_CELLS:
                raise too_far(place(len(rows) - 1, wide - 1))
    except csv.Error:
        raise Unreadable(_unsplit(strict) % {"row": len(rows) + 1}) from None
    return [[""], *rows] if told else rows


def _unsplit(strict):
    if strict:
        return _(
            "Row %(row)s: a cell begins with a quotation mark and goes on behind the closing one. "
            "Double the marks in it and put the whole cell in marks, or save the table as .xlsx."
        )
    return _("Row %(row)s cannot be split into cells. Save the table as .xlsx.")


def _separator(text):
    """The one that splits the first lines most evenly: prose has commas too, but never the same number in each line."""
    lines = "\n".join(text.splitlines()[:LOOKED_AT])
    return max(SEPARATORS, key=lambda one: _evenness(_split(lines, one)))


def _evenness(rows):
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _split(lines, separator):
    try:
        return list(csv.reader(StringIO(lines, newline=""), delimiter=separator))
    except csv.Error:
        return []
