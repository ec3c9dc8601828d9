"""Writing one file of the whole record, row by row. Names are verbatim: in the workbook every cell is text, so nothing
is ever computed; CSV cannot say so, and a mark put before a name that begins with = would falsify it."""

import csv
import json

import xlsxwriter

from .tables import TABLES

MOST_ROWS = 1_048_576  # of a sheet; more go on in a further one, under the same heading
PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_text(value):
    """A value in a file that knows nothing but texts."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def write_csv(table, path):
    """With a byte order mark: without it Excel takes UTF-8 for GBK. Returns the number of rows."""
    count = 0
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(table.names)
        for count, row in enumerate(table.rows(), 1):  # noqa: B007 - the number of the last is the answer
            out.writerow(map(as_text, row))
    return count


def write_jsonl(table, path):
    count = 0
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for count, row in enumerate(table.rows(), 1):  # noqa: B007 - the number of the last is the answer
            file.write(json.dumps(dict(zip(table.names, row, strict=True)), ensure_ascii=False) + "\n")
    return count


def write_xlsx(path, tables=TABLES, most_rows=MOST_ROWS):
    """One workbook with a sheet for each table. Returns the number of rows of all."""
    count = 0
    with xlsxwriter.Workbook(str(path), {**PLAIN, "tmpdir": str(path.parent)}) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        for table in tables:
            count += _sheets(book, table, heading, most_rows)
    return count


def _sheets(book, table, heading, most_rows):
    sheet, count, part = _sheet(book, table, heading, table.name), 0, 1
    for count, row in enumerate(table.rows(), 1):
        place = (count - 1) % (most_rows - 1) + 1
        if place == 1 and count > 1:
            part += 1
            sheet = _sheet(book, table, heading, f"{table.name} {part}")
        for column, value in enumerate(row):
            if value is not None:
                sheet.write_string(place, column, as_text(value))
    return count


def _sheet(book, table, heading, name):
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(table.fields):
        sheet.set_column(column, column, 40 if field.name in ("name", "region_path", "source_title", "path") else 16)
        sheet.write_string(0, column, field.name, heading)
    return sheet


def write_dictionary(dictionary, path):
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps(dictionary, ensure_ascii=False, indent=1) + "\n")
    return sum(len(table["fields"]) for table in dictionary["tables"])


def described(language_of):
    """The data dictionary, every meaning in both languages. `language_of(lazy text)` gives {language: text}."""
    return {
        "tables": [
            {
                "name": table.name,
                "meaning": language_of(table.meaning),
                "fields": [
                    {"name": field.name, "type": field.type, "meaning": language_of(field.meaning)}
                    for field in table.fields
                ],
            }
            for table in TABLES
        ]
    }
