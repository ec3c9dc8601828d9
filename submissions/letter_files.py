"""The letter as a Word document and the summary table as a workbook, both from `letters.Letter`."""

from io import BytesIO

import xlsxwriter
from django.conf import settings
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from .letters import HEADINGS

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Formulas, addresses and numbers in names stay words.
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTHS = (5, 10, 9, 42, 22, 18, 18)
LAST = len(HEADINGS) - 1
A4 = 9


def docx(letter):
    """Bytes of a .docx, from the office's own template if it has one (settings.LETTER_TEMPLATE). A template may use
    all that a `Letter` has; it is a file of the office, yet it runs no more than it needs (sandbox)."""
    template = DocxTemplate(settings.LETTER_TEMPLATE)
    names = ("round", "city", "unit", "addressee", "numbers", "rows", "undecided")
    context = {name: getattr(letter, name) for name in (*names, "title", "table_title", "draft_mark", "paragraphs")}
    template.render(context | {"headings": HEADINGS}, SandboxedEnvironment(autoescape=True), autoescape=True)
    target = BytesIO()
    template.save(target)
    return target.getvalue()


def xlsx(letter):
    """Bytes of an .xlsx: a title, the headings (repeated on each printed page), a row for each candidate."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, PLAIN)
    styles = _styles(book)
    sheet = book.add_worksheet("项目汇总表")
    _set_up(sheet)
    sheet.merge_range(0, 0, 0, LAST, "", styles["title"])
    sheet.write_string(0, 0, letter.table_title, styles["title"])
    sheet.write_string(1, 0, letter.draft_mark or f"填报单位\uff1a{letter.unit}", styles["note"])
    sheet.write_row(2, 0, HEADINGS, styles["heading"])
    for number, row in enumerate(letter.rows, 3):
        for column, cell in enumerate(row.cells):
            sheet.write_string(number, column, cell, styles["cell"])
    book.close()
    return target.getvalue()


def _styles(book):
    framed = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "note": book.add_format({"font_size": 11}),
        "heading": book.add_format({**framed, "bold": True, "align": "center"}),
        "cell": book.add_format(framed),
    }


def _set_up(sheet):
    """A4 lengthwise, as wide as one page and as long as it needs."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页 共 &N 页")
    sheet.set_row(0, 32)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(3, 0)
