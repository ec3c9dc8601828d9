"""QR codes on paper: each leads to a page of this site, and to no other address."""

from functools import lru_cache
from io import BytesIO

import segno
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from .feeds import home_of
from .filters import NamedFilter
from .pages.statistics import ASKED

LONGEST_QUERY = 600  # a longer one would make a code no telephone reads; the code then leads to the whole list
AN_HOUR = 3600


def drawn(address):
    """An address as an SVG element without styles of its own, which our policy would not let through. Level Q: it is
    still read where a quarter of it is smudged."""
    return mark_safe(_code(address).svg_inline(svgclass=None, lineclass=None, omitsize=True))


@lru_cache(500)  # a page draws the code of which the picture is a file of its own
def _code(address):
    return segno.make(address, error="q", micro=False)


@lru_cache(500)
def picture(address):
    """The same as a file of its own, with a white ground."""
    out = BytesIO()
    _code(address).save(out, kind="svg", svgclass=None, lineclass=None, omitsize=True, light="#fff")
    return out.getvalue()


def leads_to(name, *params):
    """The view that draws the code for the page `name`, with what was asked of it by `params`. It is not kept with the
    public pages, for the address holds the host."""

    @require_safe
    def view(request, **which):
        asked = urlencode([(param, request.GET[param]) for param in params if request.GET.get(param)])
        query = f"?{asked}" if asked and len(asked) <= LONGEST_QUERY else ""
        address = home_of(request) + reverse(name, kwargs=which) + query
        return HttpResponse(picture(address), "image/svg+xml", headers={"Cache-Control": f"max-age={AN_HOUR}"})

    return view


release = leads_to("release_verify")
entry = leads_to("entry")
region = leads_to("region")
round = leads_to("round")
article = leads_to("article")
statistics = leads_to("statistics", *ASKED)
named = leads_to("named", *NamedFilter.base_filters, "page")
