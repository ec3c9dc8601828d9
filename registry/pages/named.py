"""The list of what was named, narrowed by the visitor, twenty a page.

The present list, narrowed or not by round, city and category, is read from the kept counts and one query, and poured
into a frame that is rendered once. What is searched, or stood on another day, is asked of the entries.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import escape, format_html, html_safe
from django.utils.http import urlencode

from regions.written import SKIPPED, answers
from registry.filters import NamedFilter, narrow, unreadable
from registry.models import Entry

from .facets import DIMENSIONS, facets, narrowed, options, sought
from .moulds import Mould, mark
from .named_rows import Rows, Unforeseen, lean
from .paging import page_of

A_PAGE = 20
MOST_FOUND = 200  # of what is searched no more is counted or shown
NEAR = 10 * A_PAGE  # so far an offset costs less than looking where to begin
PLACE = "the place to begin"  # stands in the SQL for it
CHOOSING = set(DIMENSIONS.values())
TEMPLATE = "registry/named.html"


def named_page(request):
    """The answer. Raises `BadFilter`, or `InvalidPage` for a page that is not there."""
    known = known_choices(request.GET)
    if known is None:
        return render(request, TEMPLATE, searched_context(request.GET))
    try:
        found = present_context(request.GET, known)
    except Unforeseen:
        return render(request, TEMPLATE, searched_context(request.GET))
    if not found["rows"]:
        return render(request, TEMPLATE, {**found, "form": _form(_choices(known))})
    return HttpResponse(frame.fill(request, _parts(found, known)))


def known_choices(asked):
    """The choices of the present list; None where words or a day are asked for, or what the counts do not know
    or no database can read."""
    chosen = {name: asked[name] for name in NamedFilter.base_filters if asked.get(name)}
    given_once = all(len(asked.getlist(name)) <= 1 for name in NamedFilter.base_filters)
    if not given_once or not set(chosen) <= CHOOSING or any(map(unreadable, chosen.values())):
        return None
    known = facets(chosen)
    return known if known.are_known else None


def present_context(asked, known):
    page = page_of(asked, known.total, A_PAGE, known.chosen)
    place, skipped = sought(known, page.offset) if page.offset > NEAR else ("", page.offset)
    keys = (tuple(sorted(known.keys[name])) for name in ("round", "city"))
    query = (_present, A_PAGE, bool(place), bool(skipped), tuple(known.chosen.items()), known.year, *keys)
    values = answers(*query, said={PLACE: place, SKIPPED: skipped})
    rows = Rows().of_values(values, known.rounds, known.cities)
    return {"page": page, "rows": rows, "chosen": urlencode(known.chosen)}


def _present(most, from_a_place, after_some, chosen, *keys):
    entries = narrowed(Entry.objects.named(), dict(chosen), *keys).in_official_order()
    entries = entries.filter(position__gte=PLACE) if from_a_place else entries
    if not after_some:
        return lean(entries)[:most]
    # What is passed over is counted in the index; nothing else is read of it.
    these = entries.values("pk")[SKIPPED : SKIPPED + most]
    return lean(Entry.objects.filter(pk__in=these).in_official_order())


def searched_context(asked):
    filters = narrow(NamedFilter, Entry.objects.all(), asked)
    chosen = {name: asked[name] for name in NamedFilter.base_filters if asked.get(name)}
    total = filters.qs[: MOST_FOUND + 1].count() if chosen.get("q") else filters.qs.count()
    more = bool(chosen.get("q")) and total > MOST_FOUND
    page = page_of(asked, min(total, MOST_FOUND) if more else total, A_PAGE, chosen, more)
    day = filters.form.cleaned_data["as_of"]
    return {
        "form": filters.form,
        "day": day,
        "page": page,
        "rows": Rows(day, chosen.get("q", "")).of_entries(filters.qs[page.offset : page.offset + A_PAGE])
        if total
        else "",
        "chosen": urlencode(chosen),
    }


@html_safe
@dataclass(frozen=True)
class Select:
    """A field of the form whose choices tell how many each would leave."""

    name: str
    choices: str

    @property
    def label(self):
        return NamedFilter.base_filters[self.name].label

    @property
    def id_for_label(self):
        return f"id_{self.name}"

    def __str__(self):
        return format_html('<select name="{0}" id="id_{0}">{1}</select>', self.name, self.choices)


def _form(choices):
    """The fields of the form; `choices`: {filter: its options} for those that tell numbers. The others are empty."""
    plain = NamedFilter(queryset=Entry.objects.none()).form
    return [Select(field.name, choices[field.name]) if field.name in choices else field for field in plain]


def _choices(known):
    return {name: options(name, known) for name in known.choices}


def _frame():
    told = ("count", "number", "last", "ways")
    return {
        "form": _form({name: mark(name) for name in DIMENSIONS.values()}),
        "page": SimpleNamespace(**{name: mark(name) for name in told}),
        "rows": mark("rows"),
        "chosen": mark("chosen"),
    }


def _parts(found, known):
    page = found["page"]
    return {
        **_choices(known),
        **{name: escape(getattr(page, name)) for name in ("count", "number", "last")},
        "ways": page.ways,
        "rows": found["rows"],
        "chosen": escape(found["chosen"]),
    }


frame = Mould(TEMPLATE, _frame)
