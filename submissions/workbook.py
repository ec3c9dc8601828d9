"""The list of submissions as a workbook: what the filters show, nothing more; words stay words, never formulas."""

from io import BytesIO
from urllib.parse import quote

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from .guards import local

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def columns():
    """Heading, width and value of each column. The contact is left out: a file travels further than a page."""
    return [
        (_("round"), 10, lambda one: one.round.code),
        (_("city"), 14, lambda one: one.city.name),
        (_("category"), 12, lambda one: one.get_category_display()),
        (_("division of the candidate"), 26, lambda one: one.region.path),
        (_("name"), 60, lambda one: one.printed_name),
        (_("lead unit"), 24, lambda one: one.lead_unit),
        (_("submitting unit"), 24, lambda one: one.unit.name),
        (_("status"), 12, lambda one: one.get_status_display()),
        (_("stage"), 14, lambda one: one.stage.name if one.stage else ""),
        (_("rank"), 8, lambda one: one.rank),
        (_("changed at"), 18, lambda one: local(one.updated_at)),
    ]


def workbook(submissions):
    """Bytes of an .xlsx with one row for each submission."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, PLAIN)
    sheet = book.add_worksheet(_("submissions"))
    table = columns()
    for column, (heading, width, _value) in enumerate(table):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, book.add_format({"bold": True}))
    sheet.freeze_panes(1, 0)
    for row, submission in enumerate(submissions.iterator(chunk_size=2000), start=1):
        for column, (_heading, _width, value) in enumerate(table):
            sheet.write(row, column, value(submission))
    book.close()
    return target.getvalue()


def file_name(asked):
    """Says filter and date, ready for a header: what was asked, in the order of the form."""
    facts = [getattr(value, "code", None) or str(value) for name, value in asked.items() if value and name != "q"]
    return quote("-".join([_("submissions"), *facts, f"{timezone.localdate():%Y%m%d}"]) + ".xlsx")
