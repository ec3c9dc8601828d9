"""The division tables as files: what can be wrong with one is found here and said with its line."""

import csv
import io
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regions.models import Region, RegionChange, code_form, partial_date

COLUMNS = {
    "china.csv": ("code", "name", "short_name", "level", "kind", "parent_code", "name_en", "sort_order"),
    "changes.csv": ("old_code", "old_name", "new_code", "new_name", "date", "kind", "source"),
    "xpcc.csv": ("division_no", "division_name", "city_code", "city_name", "naming_form"),
}


class BadTable(Exception):
    """A table that cannot be loaded; the text names file and line."""


class Row(dict):
    """One line of a table: its cells by column, and where it stands."""

    def __init__(self, table, line, cells):
        super().__init__(cells)
        self.table, self.line = table, line

    def refuse(self, sentence):
        raise refusal(self.table, self.line, sentence)


def refusal(table, line, sentence):
    return BadTable(_("%(table)s, line %(line)s: %(sentence)s") % {"table": table, "line": line, "sentence": sentence})


def read_tables(folder):
    """`{file name: [Row]}`, each row checked by itself and every code unique within china.csv."""
    tables = {name: read_table(Path(folder), name) for name in COLUMNS}
    for name, check in (("china.csv", check_division), ("changes.csv", check_change), ("xpcc.csv", check_corps)):
        for row in tables[name]:
            check(row)
    refuse_twice(tables["china.csv"], "code")
    refuse_twice(tables["changes.csv"], "old_code", "new_code", "date")
    refuse_twice(tables["xpcc.csv"], "division_no")
    return tables


def read_table(folder, name):
    reader = csv.reader(io.StringIO(read_text(folder, name), newline=""), strict=True)
    rows, line = [], 1
    try:
        header = next(reader, [])
        check_header(name, header)
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                rows.append(as_row(name, line, header, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise refusal(name, line, _("this is not CSV (%(error)s).") % {"error": error}) from None
    return rows


def read_text(folder, name):
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        raise BadTable(
            _("%(table)s cannot be read in %(folder)s: %(error)s")
            % {"table": name, "folder": folder, "error": error.strerror or error}
        ) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refusal(name, line, _("this is not UTF-8; save the table as UTF-8.")) from None


def check_header(name, header):
    missing = [column for column in COLUMNS[name] if column not in header]
    if missing:
        raise refusal(name, 1, _("missing column: %(columns)s") % {"columns": ", ".join(missing)})
    if len(set(header)) != len(header):
        raise refusal(name, 1, _("a column stands there twice."))


def as_row(name, line, header, cells):
    if len(cells) != len(header):
        numbers = {"count": len(cells), "wanted": len(header)}
        raise refusal(name, line, _("%(count)s cells where the header has %(wanted)s.") % numbers)
    row = Row(name, line, zip(header, (cell.strip() for cell in cells), strict=True))
    for column, cell in row.items():
        if not cell.isprintable():
            row.refuse(_("an invisible or control character in %(column)s.") % {"column": column})
    return row


def check_division(row):
    check_code(row, "code")
    check_text(row, "name", Region)
    for column in ("short_name", "name_en", "kind"):
        check_text(row, column, Region, blank=True)
    expected = level_of(row["code"])
    if row["level"] not in ("province", "prefecture", "county"):
        row.refuse(_("unknown level “%(level)s”: province, prefecture or county.") % {"level": row["level"]})
    if row["level"] != expected:
        facts = {"code": row["code"], "expected": expected, "level": row["level"]}
        row.refuse(_("%(code)s is a code of %(expected)s level, not of %(level)s level.") % facts)
    if not (row["sort_order"].isascii() and row["sort_order"].isdigit() and len(row["sort_order"]) < 10):
        row.refuse(_("sort_order is not a number: “%(text)s”.") % {"text": row["sort_order"][:20]})


def check_change(row):
    for side in ("old", "new"):
        if row[f"{side}_code"] or row[f"{side}_name"]:
            check_code(row, f"{side}_code")
            check_text(row, f"{side}_name", Region, field="name")
    if not (row["old_code"] or row["new_code"]):
        row.refuse(_("neither an old nor a new code."))
    check_text(row, "kind", RegionChange)
    try:
        partial_date(row["date"])
    except ValidationError as error:
        row.refuse(_("bad date “%(date)s”. ") % {"date": row["date"][:20]} + error.message)
    if not row["date"]:
        row.refuse(_("the date is missing; a year is enough."))


def check_corps(row):
    number = row["division_no"]
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:3]) <= 99):
        row.refuse(_("division_no is not a number from 1 to 99: “%(text)s”.") % {"text": number[:20]})
    check_text(row, "division_name", Region, field="name")
    check_text(row, "naming_form", Region, field="path")
    if row["city_code"]:
        check_code(row, "city_code")


def check_code(row, column):
    try:
        code_form(row[column])
    except ValidationError as error:
        row.refuse(_("wrong code “%(code)s”. ") % {"code": row[column][:20]} + str(error.message))
    if not row[column].isdigit():
        row.refuse(_("wrong code “%(code)s”: six digits are wanted.") % {"code": row[column]})


def check_text(row, column, model, field=None, blank=False):
    limit = model._meta.get_field(field or column).max_length
    if not (row[column] or blank):
        row.refuse(_("%(column)s is empty.") % {"column": column})
    if len(row[column]) > limit:
        row.refuse(_("%(column)s is longer than %(limit)s characters.") % {"column": column, "limit": limit})


def refuse_twice(rows, *columns):
    seen = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        first = seen.setdefault(key, row)
        if first is not row:
            facts = {"key": " ".join(filter(None, key)), "line": first.line}
            row.refuse(_("%(key)s stands on line %(line)s already.") % facts)


def level_of(code):
    """The level GB/T 2260 writes into a code: 150000 province, 150400 prefecture, 150404 county."""
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
