"""Spreadsheets as people make them, and the way of one through the desk."""

import csv
import subprocess
import zipfile
from io import BytesIO, StringIO

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from submissions.models import SheetImport
from submissions.sheets import importing
from submissions.sheets.checking import Check
from submissions.sheets.text import text_of

from .desk import desk
from .machine import OFFICE
from .reading import rows

HEAD = ("申报编号", "批次", "类别", "申报地区", "项目名称", "牵头单位", "主要内容", "联系人及电话")
SHEET = "xl/worksheets/sheet1.xml"  # the part of a workbook that holds its first sheet
ERROR = object()  # a cell whose formula failed


def single(title, **others):
    """A row of a further project, in the order of HEAD."""
    known = {"申报编号": "", "批次": "", "类别": "单项示范", "申报地区": "松山区", "项目名称": title}
    return [{**known, **others}.get(heading, "") for heading in HEAD]


def book(*table, head=HEAD, above=(), sheet="申报", hidden=(), merged=()):
    """Bytes of an .xlsx: rows `above` the headings, the headings, the rows of `table`; `hidden` sheets {name: rows}."""
    target = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd hh:mm"}
    made = xlsxwriter.Workbook(target, plain)
    _fill(made.add_worksheet(sheet), [*above, *([head] if head else []), *table], merged)
    for name, cells in dict(hidden).items():
        other = made.add_worksheet(name)
        _fill(other, cells)
        other.hide()
    made.close()
    return target.getvalue()


def _fill(sheet, table, merged=()):
    for row, cells in enumerate(table):
        for column, cell in enumerate(cells):
            if cell is ERROR:
                sheet.write_formula(row, column, "=NA()", None, "#N/A")
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell)
            else:
                sheet.write(row, column, cell)
    for where in merged:
        sheet.merge_range(*where, table[where[0]][where[1]])


def patched(content, part, old, new):
    """A workbook with one of its parts changed."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            found = source.read(name)
            archive.writestr(name, found.replace(old, new) if name == part else found)
    return target.getvalue()


def read_back(content, number=0):
    """The rows of a sheet, every cell as text."""
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(number)
    return [[text_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def text(*table, head=HEAD, separator=",", encoding="utf-8"):
    """The same as plain text."""
    target = StringIO()
    csv.writer(target, delimiter=separator).writerows([head, *table])
    return target.getvalue().encode(encoding)


def converted(content, to, folder):
    """An .xlsx as LibreOffice saves it in another format."""
    (folder / "table.xlsx").write_bytes(content)
    home = f"-env:UserInstallation=file://{folder}/home"
    command = [OFFICE, home, "--headless", "--convert-to", to, "--outdir", f"{folder}/out", f"{folder}/table.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return next((folder / "out").iterdir()).read_bytes()


def checked(content, by, round):
    """The check of a file's table, without the desk."""
    return Check(importing.read_table(BytesIO(content), round), by, round).run()


def answers(check):
    """[(row as people count, outcome, problems)]."""
    return [(row.number + 1, str(row.outcome), list(row.problems)) for row in check.rows]


def uploaded(content, by, round, name="申报.xlsx"):
    """Upload as the page does, to the end of the check."""
    sent = {"round": round.code, "file": SimpleUploadedFile(name, content)}
    response = desk(by).post(reverse("sheets"), sent)
    if response.streaming:
        response.said = b"".join(response.streaming_content).decode()
        response.staged = SheetImport.objects.latest("created_at")
    return response


def confirmed(staged, by):
    response = desk(by).post(reverse("sheet_confirm", args=[staged.pk]))
    said = b"".join(response.streaming_content).decode()
    staged.refresh_from_db()
    return said


def shown(staged, by, **asked):
    """The rows of the page as read."""
    return rows(desk(by).get(reverse("sheet_import", args=[staged.pk]), asked), "sheet-rows")
