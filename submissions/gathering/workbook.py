"""The task workbook: what a department is asked, locked but for its reply.

Every cell is written as a string: words stay words, never formulas, links or numbers.
"""

from dataclasses import dataclass
from io import BytesIO
from math import ceil
from urllib.parse import quote

import xlsxwriter
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..requirements import requirements_of
from ..tasks import LONGEST_REPLY
from .headings import COLUMNS, token

ID_MARK = "shifan-tasks:"  # before the submission's id in the hidden row
FIRST = 4  # row of the headings, counted from 0; above it title, sentence, how to fill, and the hidden id
LINE, LEAST_LINES, HIGHEST = 18, 2, 400  # points; programs do not all fit a row to its words by themselves
MAY = {"format_columns": True, "format_rows": True, "sort": False, "select_locked_cells": True}


@dataclass
class Sheet:
    book: xlsxwriter.Workbook
    sheet: object
    formats: dict


def workbook(submission, tasks):
    """Bytes of an .xlsx with one row for each of `tasks`, which are `submission`'s."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target)
    made = Sheet(book, book.add_worksheet(_("department tasks")), formats(book))
    _head(made, submission)
    names = {one.code: str(one) for one in requirements_of(submission)}
    for row, task in enumerate(tasks, FIRST + 1):
        _row(made, row, task, names)
    _finish(made.sheet, FIRST + len(tasks))
    _instructions(made)
    book.close()
    return target.getvalue()


def formats(book):
    cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#6B7178"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "plain": book.add_format({}),
        "heading": book.add_format({**cell, "bold": True, "bg_color": "#F6F5F2", "valign": "vcenter"}),
        "locked": book.add_format({**cell, "num_format": "@"}),
        "reply": book.add_format({**cell, "num_format": "@", "locked": False, "bg_color": "#FFFBE6"}),
    }


def _head(made, submission):
    sheet, plain = made.sheet, made.formats["plain"]
    title = _("Tasks of departments: %(name)s") % {"name": submission.printed_name or _("(without a title)")}
    sheet.write_string(0, 0, title, made.formats["title"])
    facts = {"round": submission.round.name, "unit": submission.unit.name}
    sheet.write_string(1, 0, _("%(round)s · %(unit)s") % facts, plain)
    asked = _("Please fill in only the column “%(column)s” and return this workbook with the evidence.")
    sheet.write_string(2, 0, asked % {"column": _("reply of the department")}, plain)
    sheet.write_string(3, 0, f"{ID_MARK}{submission.pk}", plain)
    sheet.set_row(3, None, None, {"hidden": True})
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width, None, {"hidden": column.hidden})
        sheet.write_string(FIRST, number, str(column.heading), made.formats["heading"])


def _row(made, row, task, names):
    texts = [_text(task, column.key, names) for column in COLUMNS]
    for number, (column, text) in enumerate(zip(COLUMNS, texts, strict=True)):
        made.sheet.write_string(row, number, text, made.formats["reply" if column.key == "reply" else "locked"])
    lines = max(_lines(text, column.width) for column, text in zip(COLUMNS, texts, strict=True) if not column.hidden)
    made.sheet.set_row(row, min(LINE * max(lines, LEAST_LINES), HIGHEST))


def _lines(text, width):
    """How many lines a text takes in a column: a Chinese character is two of its units wide."""
    wide = [sum(1 if ord(one) < 0x2E80 else 2 for one in line) for line in text.split("\n")]
    return sum(max(1, ceil(one / (width - 1))) for one in wide)


def _text(task, key, names):
    if key == "requirement":
        return names.get(task.requirement, task.requirement)
    if key == "due_on":
        return date_format(task.due_on, "Y-m-d") if task.due_on else ""
    return token(task) if key == "token" else getattr(task, key)


def _finish(sheet, last):
    """Locked but for the replies, and printed on A4 across with the headings on every page."""
    sheet.protect("", MAY)
    sheet.freeze_panes(FIRST + 1, 1)
    reply = next(number for number, column in enumerate(COLUMNS) if column.key == "reply")
    too_long = _("At most %(most)s characters; send longer texts as a file.") % {"most": LONGEST_REPLY}
    rule = {"validate": "length", "criteria": "<=", "value": LONGEST_REPLY, "error_message": too_long}
    sheet.data_validation(FIRST + 1, reply, max(last, FIRST + 1), reply, rule)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST)


def _instructions(made):
    sheet = made.book.add_worksheet(_("how to fill in"))
    sheet.set_column(0, 0, 90, made.book.add_format({"text_wrap": True, "valign": "top"}))
    for row, sentence in enumerate(instructions()):
        sheet.write_string(row, 0, sentence)
    sheet.protect()


def instructions():
    return [
        _("1. Reply in the coloured column; every other column is locked and stays as it is."),
        _("2. Rows may be sorted or sent in parts; the task code tells what a row answers. Do not change it."),
        _("3. Save it as .xlsx, .xls, .et or .csv and send it back to the unit that sent it."),
        _("4. Put evidence into one folder per task, named by its code (T01, T02 …), and pack the folders into a zip."),
        _("5. Nothing that is a state secret may be written here or attached."),
    ]


def file_name(submission, department=""):
    parts = [_("department tasks"), department, submission.printed_name[:40], f"{timezone.localdate():%Y%m%d}"]
    return quote("-".join(part for part in parts if part) + ".xlsx")
