"""The list of submissions as a workbook: what the filters show, nothing more; words stay words, never formulas.

The columns are those an import reads, so that an exported table can be corrected and taken in again.
"""

from io import BytesIO
from urllib.parse import quote

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from ..permissions import can
from .columns import COLUMNS, REMARKS, in_every_language
from .rows import Outcome
from .text import place

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEADING = {"bold": True, "bg_color": "#F6F5F2", "bottom": 1, "valign": "vcenter", "num_format": "@"}
TEXT = {"num_format": "@", "valign": "top"}
NUMBERS = ("rank", "version")
REMARK_WIDTH = 60


def columns_for(user):
    """The contact only for those who write it: a file travels further than a page."""
    return [column for column in COLUMNS if column.key != "contact" or can(user, "create")]


def workbook(submissions, user):
    """Bytes of an .xlsx with one row for each submission."""
    columns = columns_for(user)
    book, target = _book()
    sheet = book.add_worksheet(_("submissions"))
    text = _head(book, sheet, [(str(column.heading), column.width) for column in columns])
    for number, submission in enumerate(submissions.iterator(chunk_size=2000), start=1):
        for at, column in enumerate(columns):
            words = column.shown(submission)
            if column.key in NUMBERS and words:
                sheet.write_number(number, at, int(words), text)
            else:
                sheet.write_string(number, at, words, text)
    book.close()
    return target.getvalue()


def remarks(table, report):
    """The table that was checked, as .xlsx, every cell in its place, with a column that says what was found of each
    row; refused cells are marked. Corrected, it can be uploaded as it is."""
    book, target = _book()
    sheet = book.add_worksheet(table.sheet or _("submissions"))
    told = next(
        (at for at, words in enumerate(table.headings) if words in in_every_language(REMARKS)), len(table.headings)
    )
    widths = {at: next(one.width for one in COLUMNS if one.key == key) for key, at in table.columns.items()}
    headed = {at: (words, widths.get(at, 16)) for at, words in enumerate(table.headings)}
    columns = headed | {told: (str(REMARKS), REMARK_WIDTH)}
    text = _head(book, sheet, list(columns.values()), table.head)
    wrong, wrapped = book.add_format({**TEXT, "bg_color": "#FBE9E7"}), book.add_format({**TEXT, "text_wrap": True})
    for (number, texts), found in zip(table.rows, report["rows"], strict=True):
        refused = {where for where, _sentence in found[5]}
        for at, words in enumerate(texts[: len(table.headings)]):
            if at != told:
                sheet.write_string(number, at, words, wrong if place(number, at) in refused else text)
        sheet.write_string(number, told, remark(found), wrapped)
    book.close()
    return target.getvalue()


def remark(found):
    """What was found of a row, in one cell."""
    _number, outcome, _name, _about, cells, problems, notes = found
    told = [f"{where} {sentence}".strip() for where, sentence in problems]
    told += [f"{where} {before or _('empty')} \u2192 {after or _('empty')}" for _key, where, before, after in cells]
    return "\uff1b".join([str(Outcome(outcome).label), *told, *notes])


def _book():
    target = BytesIO()
    return xlsxwriter.Workbook(target, PLAIN), target


def _head(book, sheet, columns, row=0):
    """Headings that stay in sight, and columns kept as text; returns the format of their cells."""
    text, heading = book.add_format(TEXT), book.add_format(HEADING)
    for at, (words, width) in enumerate(columns):
        sheet.set_column(at, at, width, text)
        sheet.write_string(row, at, words, heading)
    sheet.freeze_panes(row + 1, 0)
    for_paper(sheet, row)
    return text


def for_paper(sheet, row):
    """Printed, all columns stand on one sheet of A4, the headings in `row` on each."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(row)


def file_name(asked):
    """Says filter and date, ready for a header: what was asked, in the order of the form."""
    facts = [getattr(value, "code", None) or str(value) for name, value in asked.items() if value and name != "q"]
    return quote("-".join([_("submissions"), *facts, f"{timezone.localdate():%Y%m%d}"]) + ".xlsx")
