"""The list of what was named, narrowed by the visitor, twenty a page."""

from django.core.paginator import Paginator
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from registry.filters import NamedFilter, narrow
from registry.models import Entry

from .candidates import candidate

A_PAGE = 20


def named_context(asked):
    """`asked` is a QueryDict. Raises `BadFilter`, or `InvalidPage` for a page that is not there."""
    filters = narrow(NamedFilter, Entry.objects.all(), asked)
    page = Paginator(filters.qs, A_PAGE).page(asked.get("page") or 1)
    chosen = {name: asked[name] for name in NamedFilter.base_filters if asked.get(name)}
    return {
        "form": filters.form,
        "day": filters.form.cleaned_data["as_of"],
        "page": page,
        "candidates": [candidate(entry) for entry in page],
        "chosen": urlencode(chosen),
        "neighbours": _neighbours(page, chosen),
    }


def _neighbours(page, chosen):
    """(label, relation, address) of the pages before and after this one."""
    found = []
    if page.has_previous():
        found.append((_("Previous page"), "prev", page.previous_page_number()))
    if page.has_next():
        found.append((_("Next page"), "next", page.next_page_number()))
    return [(label, relation, "?" + urlencode(chosen | {"page": number})) for label, relation, number in found]
