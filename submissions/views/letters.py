"""The letter with which a city recommends, and its table: to print, as a Word document, as a workbook."""

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render

from .. import letter_files, letters
from ..sheets.exporting import WORKBOOK
from .access import workbench_page
from .ranking import round_with_rules


@workbench_page("GET", action="keep_ranking")
def letter(request, code):
    round = round_with_rules(code)
    context = {"round": round, "letter": letters.letter(request.user, round), "headings": letters.HEADINGS}
    return render(request, "workbench/letter.html", context)


@workbench_page("GET", action="keep_ranking")
def letter_docx(request, code):
    found = letters.letter(request.user, round_with_rules(code))
    return as_file(letter_files.docx(found), letter_files.DOCX, f"{found.title}.docx")


@workbench_page("GET", action="keep_ranking")
def summary_xlsx(request, code):
    found = letters.letter(request.user, round_with_rules(code))
    return as_file(letter_files.xlsx(found), WORKBOOK, f"{found.table_title}.xlsx")


def as_file(content, kind, name):
    return HttpResponse(content, kind, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"})
