"""Spreadsheets: the template, the upload with its check, what was found, and the one button that imports."""

import logging
from itertools import chain
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from registry.models import Round

from .. import waiting
from ..forms.sheets import ShowForm, UploadForm
from ..models import SheetImport
from ..sheets import exporting, importing
from ..sheets.reading import Unreadable
from ..sheets.report import Report, line
from ..sheets.template import template
from .access import workbench_page

ROWS_A_PAGE, LATEST = 100, 20
HERE = "<!-- progress -->"
log = logging.getLogger(__name__)


@workbench_page("GET", "POST", action="create")
def sheets(request):
    open_rules = waiting.open_rules(city=request.user.city)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*sent, open_rules=open_rules)
    if form.is_valid():
        staged = form.stage(request.user)
        return progress(request, staged, importing.check(staged, request.user, form.table))
    latest = (
        SheetImport.objects.filter(unit=request.user.unit_id).select_related("round", "by").defer("report")[:LATEST]
    )
    return render(request, "workbench/sheets.html", {"form": form, "open_rules": open_rules, "latest": latest})


@workbench_page("GET", action="create")
def sheet_template(request, code):
    round = get_object_or_404(Round.objects.filter(rules__isnull=False), code=code)
    return workbook(template(round, request.user), _("template of round %(code)s") % {"code": code})


@workbench_page("GET", action="create")
def sheet_import(request, pk):
    return show(request, own(request.user, pk))


@workbench_page("POST", action="create")
def sheet_check(request, pk):
    staged = own(request.user, pk)
    return progress(request, staged, importing.check(staged, request.user))


@workbench_page("POST", action="create")
def sheet_confirm(request, pk):
    staged = own(request.user, pk)
    return progress(request, staged, importing.confirm(staged, request.user))


@workbench_page("POST", action="create")
def sheet_discard(request, pk):
    try:
        importing.discard(own(request.user, pk))
    except importing.ImportRefused as refused:
        messages.error(request, str(refused))
        return redirect("sheet_import", pk)
    messages.success(request, _("The file is put aside; nothing of it was imported."))
    return redirect("sheets")


@workbench_page("GET", action="create")
def sheet_remarks(request, pk):
    staged = own(request.user, pk)
    if not staged.report:
        raise Http404
    try:
        found = exporting.remarks(importing.stored_table(staged), staged.report)
    except (importing.ImportRefused, Unreadable) as refused:
        messages.error(request, str(refused))
        return redirect("sheet_import", pk)
    return workbook(found, _("remarks on %(name)s") % {"name": staged.name.rpartition(".")[0] or staged.name})


def imports_of(user):
    """Those of the user's unit; others do not exist. A report is large and only read where it is shown."""
    return SheetImport.objects.filter(unit=user.unit_id).select_related("round", "by").defer("report")


def own(user, pk):
    return get_object_or_404(imports_of(user), pk=pk)


def show(request, staged):
    asked, report = ShowForm(request.GET), Report(staged)
    shown = request.GET.get("show", report.shown_first())
    if not asked.is_valid():
        raise Http404
    try:
        page = Paginator(report.rows(shown), ROWS_A_PAGE).page(asked.cleaned_data["page"] or 1)
    except InvalidPage:
        raise Http404 from None
    filters = [(value, label, count, value == shown) for value, label, count in report.filters()]
    context = {"staged": staged, "report": report, "page": page, "lines": map(line, page), "filters": filters}
    return render(request, "workbench/sheet_import.html", context | neighbours(page, shown))


def neighbours(page, shown):
    """(label, relation, address) of the pages before and after."""
    found = [(_("Previous page"), "prev", page.number - 1)] if page.has_previous() else []
    found += [(_("Next page"), "next", page.number + 1)] if page.has_next() else []
    return {"neighbours": [(label, relation, f"?show={shown}&page={number}") for label, relation, number in found]}


def workbook(content, name):
    disposition = f"attachment; filename*=UTF-8''{quote(name + '.xlsx')}"
    return HttpResponse(content, exporting.WORKBOOK, headers={"Content-Disposition": disposition})


def progress(request, staged, steps):
    """A page that grows while `steps` are done: a line for each twentieth, then a link to the result. Without a script
    it is read as it grows; with one it is a bar, and goes on by itself."""
    page = render_to_string("workbench/sheet_progress.html", {"staged": staged}, request)
    before, after = page.split(HERE)
    lines = in_language(translation.get_language(), done(staged, steps))
    # A proxy that gathers the whole answer first would show no progress.
    return StreamingHttpResponse(chain([before], lines, [after]), headers={"X-Accel-Buffering": "no"})


def in_language(language, lines):
    """The middleware that chose the language has left when the page is sent."""
    with translation.override(language):
        yield from lines


def done(staged, steps):
    next_page, said = reverse("sheet_import", args=[staged.pk]), -1
    try:
        for share in steps:
            if share >= said + 0.05:
                said = share
                words = _("%(percent)s %% done") % {"percent": int(share * 100)}
                yield format_html('<li data-share="{}">{}</li>\n', f"{share:.2f}", words)
    except (importing.ImportRefused, Unreadable) as refused:
        yield format_html('<li>{} <a href="{}">{}</a></li>\n', str(refused), next_page, _("Look at the file"))
    except Exception:
        log.exception("the import %s broke off", staged.pk)
        sentence = _("It broke off and nothing was imported. Try again; if it happens again, tell the administrator.")
        yield format_html('<li>{} <a href="{}">{}</a></li>\n', sentence, next_page, _("Look at the file"))
    else:
        result = '<li data-share="1" data-next="{0}"><a href="{0}">{1}</a></li>\n'
        yield format_html(result, next_page, _("Done: look at the result"))
