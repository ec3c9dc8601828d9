"""The page of numbers, and the same numbers as a table to take along."""

import csv
import io

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .cache import public_page
from .filters import BadFilter
from .pages.numbers import ASKED
from .pages.statistics import statistics_context, statistics_rows
from .views import refusing


@public_page(*ASKED)
@require_safe
@refusing
def statistics(request):
    return render(request, "registry/statistics.html", statistics_context(request.GET))


@public_page(*ASKED)
@require_safe
def statistics_csv(request):
    """With a byte order mark: without it Excel takes UTF-8 for GBK."""
    out = io.StringIO()
    try:
        csv.writer(out).writerows(statistics_rows(request.GET))
    except BadFilter as refusal:
        return HttpResponse("\n".join(refusal.sentences), "text/plain; charset=utf-8", 400)
    headers = {"Content-Disposition": 'attachment; filename="statistics.csv"'}
    return HttpResponse(("\ufeff" + out.getvalue()).encode(), "text/csv; charset=utf-8", headers=headers)
