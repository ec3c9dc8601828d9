"""The named list as a file: all rows of the same filters, names verbatim.

A name may begin with = + - or @. In the workbook every cell is text, so nothing is ever computed. In CSV nothing can
say so, and a mark put before such a name would falsify the record; whoever opens unknown lists in a spreadsheet program
takes the workbook.

A file is written while its reader waits, so it has an end: whoever asks for more rows than that is led to the files of
the whole record, which are made once for all (registry/opendata/).
"""

import csv
import io
import json
import re

import xlsxwriter
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import quote
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from regions.models import Region

from .api.serializers import EntrySerializer
from .cache import public_page
from .filters import BadFilter, NamedFilter, narrow
from .models import Entry

LONGEST_PART = 40
MOST_ROWS = 20_000  # a workbook of so many takes eight seconds
AT_ONCE = 2000  # rows in memory
TOO_LONG = gettext_lazy(
    "This list has more than %(most)d rows, too many for one file. Narrow it by round, area or category, or take the "
    "whole record: %(address)s"
)


def words(item, column):
    text = getattr(item, "text", None)
    return getattr(text, column, "")


def remark(item):
    """Why there are no words, in the words of the page."""
    withheld = getattr(item, "withholding", None)
    if withheld is None:
        return ""
    sentence = _("The words of this item were withheld on %(date)s. Reason: %(reason)s")
    day = date_format(timezone.localtime(withheld.at), "DATE_FORMAT")
    return sentence % {"date": day, "reason": withheld.reason}


def remarks(entry, day):
    """Why there are no words, and in the list of a `day` what was published here only after it."""
    told = [entry.current.release, *([entry.titled.release] if entry.titled else [])]
    late = dict.fromkeys(one.published_on for one in told if day and one.published_on > day)
    sentences = [_("entered later: on {day}").format(day=date_format(one, "DATE_FORMAT")) for one in late]
    return " ".join(filter(None, [remark(entry.current), *sentences]))


COLUMNS = (
    (gettext_lazy("round"), lambda entry: entry.round.name),
    (gettext_lazy("category"), lambda entry: entry.get_category_display()),
    (gettext_lazy("name"), lambda entry: words(entry.current, "name")),
    (gettext_lazy("division"), lambda entry: entry.current.region_path),
    (gettext_lazy("code of the division"), lambda entry: entry.region.code if entry.region else ""),
    (gettext_lazy("area"), lambda entry: entry.city.name if entry.city else ""),
    (gettext_lazy("lead unit"), lambda entry: words(entry.current, "lead_unit")),
    (gettext_lazy("outcome"), lambda entry: entry.get_outcome_display()),
    (gettext_lazy("title given"), lambda entry: entry.round.title_for(entry.category)),
    (gettext_lazy("state of the title"), lambda entry: entry.get_state_display()),
    (gettext_lazy("state of the title since"), lambda entry: str(entry.title_since or "")),
    (gettext_lazy("release on the title"), lambda entry: str(entry.titled.release.number) if entry.titled else ""),
    (gettext_lazy("title of the source"), lambda entry: entry.current.release.source_title),
    (gettext_lazy("issuing organ"), lambda entry: entry.current.release.source_organ),
    (gettext_lazy("document number"), lambda entry: entry.current.release.source_number),
    (gettext_lazy("date of issue"), lambda entry: str(entry.current.release.source_issued_on or "")),
    (gettext_lazy("remark"), None),  # it depends on the day that was asked for
    (gettext_lazy("number of the entry"), lambda entry: str(entry.pk)),
)
WIDTHS = (30, 12, 60, 36, 14, 14, 24, 12, 30, 14, 16, 16, 50, 50, 20, 14, 30, 38)


def table(entries, day):
    """Rows of text, the heading first."""
    yield [str(title) for title, _cell in COLUMNS]
    for entry in entries:
        yield [cell(entry) if cell else remarks(entry, day) for _title, cell in COLUMNS]


def as_csv(entries, day):
    """With a byte order mark: without it Excel takes UTF-8 for GBK."""
    out = io.StringIO()
    csv.writer(out).writerows(table(entries, day))
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(entries, day):
    out = io.BytesIO()
    plain = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, plain) as book:
        sheet = book.add_worksheet(_("named list"))
        heading = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for number, row in enumerate(table(entries, day)):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, None if number else heading)
    return out.getvalue()


def as_json(entries, _day):
    """A list of the objects the API serves."""
    return json.dumps(EntrySerializer(entries, many=True).data, ensure_ascii=False, indent=1).encode()


def file_names(chosen, ending):
    """(in Chinese or English words, in ASCII): what was asked for, and the day of the list, which is today in Beijing
    where none was asked for."""
    day = (chosen["as_of"] or timezone.localdate()).isoformat()
    city = Region.objects.filter(code=chosen["city"]).order_by("valid_to").first() if chosen["city"] else None
    round_code = chosen["round"].code if chosen["round"] else ""
    category = dict(Entry._meta.get_field("category").flatchoices).get(chosen["category"], "")
    parts = [_("named list"), round_code, city.name if city else "", str(category), chosen["q"], day]
    plain = ["named", round_code, chosen["city"], chosen["category"], "q" if chosen["q"] else "", day]
    return tuple(f"{'_'.join(filter(None, map(tidy, group)))}.{ending}" for group in (parts, plain))


def tidy(part):
    """Without what a file system or a header would stumble over."""
    return re.sub(r"[^\w+-]+", "-", part).strip("-")[:LONGEST_PART]


def refused(sentences):
    """Short and plain, for programs ask here too."""
    return HttpResponse("\n".join(sentences), "text/plain; charset=utf-8", 400)


def download(ending, content_type, written):
    """The view that serves the named list in one form."""

    @public_page(*NamedFilter.base_filters, daily=True)
    @require_safe
    def view(request):
        try:
            filters = narrow(NamedFilter, Entry.objects.all(), request.GET)
        except BadFilter as bad:
            return refused(bad.sentences)
        if filters.qs.order_by()[: MOST_ROWS + 1].count() > MOST_ROWS:
            return refused([TOO_LONG % {"most": MOST_ROWS, "address": reverse("data")}])
        chosen = filters.form.cleaned_data
        name, plain = file_names(chosen, ending)
        disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
        content = written(filters.qs.iterator(AT_ONCE), chosen["as_of"])
        return HttpResponse(content, content_type, headers={"Content-Disposition": disposition})

    return view


named_csv = download("csv", "text/csv; charset=utf-8", as_csv)
named_xlsx = download("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx)
named_json = download("json", "application/json; charset=utf-8", as_json)
