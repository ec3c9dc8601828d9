"""The list of what was named, narrowed by the visitor, twenty a page.

The present list, narrowed by round, city and category or searched, is poured into a frame that is rendered once; its
choices are read from the kept counts, its rows in one lean query. Of what is searched the keys of the first two hundred
are asked first: they tell how many there are and which stand on the page. The list of another day is counted from the
kept changes (days.py); where it is searched too, the entries are asked.
"""

from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import escape, format_html, html_safe
from django.utils.http import urlencode

from regions.written import SKIPPED, answers
from registry.filters import NamedFilter, cleaned, narrow, unreadable
from registry.models import Entry

from .days import facets_of, keys_of_page
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
    try:
        known = known_choices(request.GET)
        found = known and found_context(request.GET, known)
    except Unforeseen:
        found = None
    if found is None:
        return render(request, TEMPLATE, asked_context(request.GET))
    if known.day or not found["rows"]:
        form = _form(_choices(known, found), found["words"], request.GET.get("as_of", ""))
        return render(request, TEMPLATE, {**found, "form": form})
    return HttpResponse(frames[bool(found["words"])].fill(request, _parts(found, known)))


def words_asked(asked):
    return asked.get("q", "").strip()


def known_choices(asked):
    """The choices of the present list or that of a day; None where words of a day are asked for, or what the counts do
    not know, or what no database can read or search."""
    chosen = {name: asked[name] for name in NamedFilter.base_filters if asked.get(name)}
    given_once = all(len(asked.getlist(name)) <= 1 for name in NamedFilter.base_filters)
    if not given_once or not set(chosen) <= {*CHOOSING, "q", "as_of"} or any(map(unreadable, chosen.values())):
        return None
    words, asked_day = chosen.pop("q", ""), chosen.pop("as_of", "")
    day = cleaned("as_of", asked_day)
    if (words and (asked_day or not cleaned("q", words))) or (asked_day and not day):
        return None
    known = facets_of(day, chosen) if day else facets(chosen)
    return known if known.are_known else None


def found_context(asked, known):
    if known.day:
        return day_context(asked, known)
    return (searched_context if words_asked(asked) else present_context)(asked, known)


def day_context(asked, known):
    chosen = {**known.chosen, "as_of": asked["as_of"]}
    page = page_of(asked, known.total, A_PAGE, chosen)
    keys = keys_of_page(known, page.offset, A_PAGE)
    shown = lean(Entry.objects.as_of(known.day).filter(pk__in=keys).in_official_order()) if keys else ()
    rows = Rows(known.day).of_values(shown, known.rounds, known.cities)
    return {"page": page, "rows": rows, "chosen": urlencode(chosen), "words": "", "day": known.day}


def present_context(asked, known):
    page = page_of(asked, known.total, A_PAGE, known.chosen)
    place, skipped = sought(known, page.offset) if page.offset > NEAR else ("", page.offset)
    query = (_present, A_PAGE, bool(place), bool(skipped), *known.narrowing)
    values = answers(*query, said={PLACE: place, SKIPPED: skipped})
    rows = Rows().of_values(values, known.rounds, known.cities)
    return {"page": page, "rows": rows, "chosen": urlencode(known.chosen), "words": ""}


def _present(most, from_a_place, after_some, *narrowing):
    entries = narrowed(Entry.objects.named(), *narrowing).in_official_order()
    entries = entries.filter(position__gte=PLACE) if from_a_place else entries
    if not after_some:
        return lean(entries)[:most]
    # What is passed over is counted in the index; nothing else is read of it.
    these = entries.values("pk")[SKIPPED : SKIPPED + most]
    return lean(Entry.objects.filter(pk__in=these).in_official_order())


def searched_context(asked, known):
    words = words_asked(asked)
    found = narrowed(Entry.objects.named().matching(words), *known.narrowing).in_official_order()
    keys = list(found.values_list("pk", flat=True)[: MOST_FOUND + 1])
    chosen = {**known.chosen, "q": words}
    page = page_of(asked, min(len(keys), MOST_FOUND), A_PAGE, chosen, len(keys) > MOST_FOUND)
    shown = Entry.objects.filter(pk__in=keys[page.offset : page.offset + A_PAGE]).in_official_order()
    values = lean(shown, searched=True) if keys else ()
    rows = Rows(searched=words).of_values(values, known.rounds, known.cities)
    return {"page": page, "rows": rows, "chosen": urlencode(chosen), "words": words}


def asked_context(asked):
    """Of the entries as they stood on a day, or whatever else can be asked for. What is searched is walked once, for
    the keys of as many as are counted."""
    filters = narrow(NamedFilter, Entry.objects.all(), asked)
    chosen = {name: asked[name] for name in NamedFilter.base_filters if asked.get(name)}
    keys = list(filters.qs.values_list("pk", flat=True)[: MOST_FOUND + 1]) if chosen.get("q") else None
    total = filters.qs.count() if keys is None else len(keys)
    more = keys is not None and total > MOST_FOUND
    page = page_of(asked, min(total, MOST_FOUND) if more else total, A_PAGE, chosen, more)
    here = slice(page.offset, page.offset + A_PAGE)
    shown = filters.qs[here] if keys is None else filters.qs.filter(pk__in=keys[here])
    day = filters.form.cleaned_data["as_of"]
    return {
        "form": filters.form,
        "day": day,
        "page": page,
        "rows": Rows(day, chosen.get("q", "")).of_entries(shown) if total else "",
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


def _form(choices, words, day=""):
    """The fields of the form; `choices`: {filter: its options} for those read from the counts; `words` are searched,
    `day` is asked for."""
    plain = NamedFilter({"q": words, "as_of": day}, Entry.objects.none()).form
    return [Select(field.name, choices[field.name]) if field.name in choices else field for field in plain]


def _choices(known, found):
    """How many each choice would leave is told where nothing is searched."""
    return {name: options(name, known, is_counted=not found["words"]) for name in known.choices}


def _frame(words):
    told = ("count", "number", "last", "ways")
    return {
        "form": _form({name: mark(name) for name in DIMENSIONS.values()}, words),
        "page": SimpleNamespace(**{name: mark(name) for name in told}),
        "rows": mark("rows"),
        "chosen": mark("chosen"),
    }


def _parts(found, known):
    page = found["page"]
    return {
        **_choices(known, found),
        **{name: escape(getattr(page, name)) for name in ("count", "number", "last")},
        **{name: escape(found[name]) for name in ("chosen", "words")},
        "ways": page.ways,
        "rows": found["rows"],
    }


frames = {
    is_searched: Mould(TEMPLATE, partial(_frame, mark("words") if is_searched else "")) for is_searched in (False, True)
}
