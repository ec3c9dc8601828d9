"""Several tasks at once from a table that was pasted: a line each, its columns kept apart by tabs or bars."""

import csv
import io
import re

from ..sheets.text import ENDS, folded, heading
from .headings import names

ORDER = ("department", "requirement", "indicator", "wanted", "person", "due_on")
MOST_LINES = 300
A_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]*")


def read(text):
    """[(number of the line, {column: text})]. The first line may be headings; then they say the order."""
    delimiter = "\t" if "\t" in text else "|"
    text = text if delimiter == "\t" else text.replace("\uff5c", "|")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found = [(rows.line_num, [cell.strip(ENDS) for cell in row]) for row in rows]
    found = [(number, row) for number, row in found if any(row)]
    known = [names().get(heading(cell)) for cell in found[0][1]] if found else []
    order = known if sum(key is not None for key in known) > 1 else ORDER
    return [(number, _told(order, row)) for number, row in (found[1:] if order is known else found)]


def _told(order, row):
    told = {key: cell for key, cell in zip(order, row, strict=False) if key in ORDER}
    code = A_CODE.match(folded(told.get("requirement", "")).upper())
    return {**told, "requirement": code[0] if code else told.get("requirement", "")}
