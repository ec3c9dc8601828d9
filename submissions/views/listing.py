from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from registry.filters import BadFilter, narrow

from ..filters import SubmissionFilter
from ..models import Status, Submission
from ..sheets.exporting import WORKBOOK, file_name, workbook
from .access import workbench_page

PAGE_SIZE = 50
ORDER = ("-round__year", "round__code", "city__sort_order", "category", "region__sort_order", "created_at", "pk")


def narrowed(request):
    """The filters as asked; their `.qs` holds only what the user may see. Raises `BadFilter`."""
    visible = Submission.objects.visible_to(request.user).with_names().order_by(*ORDER)
    return narrow(SubmissionFilter, visible, request.GET)


@workbench_page("GET")
def submission_list(request):
    try:
        filters = narrowed(request)
        page = Paginator(filters.qs, PAGE_SIZE).page(request.GET.get("page") or 1)
    except BadFilter as bad:
        return refused(request, bad.filters, bad.sentences)
    except InvalidPage:
        return refused(request, filters, [_("This list has no such page.")])
    many = dict(filters.qs.order_by().values_list("status").annotate(Count("pk")))
    counts = [(label, many[status]) for status, label in Status.choices if status in many]
    context = {"filters": filters, "page": page, "counts": counts, **around(request, page)}
    return render(request, "workbench/submission_list.html", context)


@workbench_page("GET")
def submission_export(request):
    try:
        filters = narrowed(request)
    except BadFilter as bad:
        return refused(request, bad.filters, bad.sentences)
    disposition = f"attachment; filename*=UTF-8''{file_name(filters.form.cleaned_data)}"
    return HttpResponse(workbook(filters.qs, request.user), WORKBOOK, headers={"Content-Disposition": disposition})


def refused(request, filters, sentences):
    context = {"filters": filters, "sentences": sentences}
    return render(request, "workbench/submission_list.html", context, status=400)


def around(request, page):
    """The filters as an address, for the export, and the (label, relation, address) of the pages before and after."""
    query = request.GET.copy()
    query.pop("page", None)
    before = [(_("Previous page"), "prev", page.number - 1)] if page.has_previous() else []
    after = [(_("Next page"), "next", page.number + 1)] if page.has_next() else []
    query = query.urlencode()
    neighbours = [(label, relation, f"?{query}&page={number}") for label, relation, number in before + after]
    return {"query": query, "neighbours": neighbours}
