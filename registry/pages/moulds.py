"""A page whose frame is the same for everyone is rendered once per language and display; then only filled.

The frame comes from the page's own template: it is rendered with marks in the places of what differs, and cut at them.
So the template stays the one place that says how the page looks.
"""

import re
from copy import copy

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from registry.display import chosen
from registry.templatetags.display import here

MARK = re.compile("zq7([a-z_]+)7qz")
ADDRESS = "address"  # where the page is, inside the links by which its display is changed


def mark(name):
    """Letters and digits alone: nothing escapes or encodes them."""
    return mark_safe(f"zq7{name}7qz")  # noqa: S308 (a constant of the code)


class Mould:
    """`frame` is the context in which the template is rendered with marks in it, made when it is needed."""

    def __init__(self, template, frame):
        self.template, self.frame, self.made = template, frame, {}

    def fill(self, request, parts):
        """The page as text; `parts` are by name what stands in the places of the marks, as safe HTML."""
        pieces = self.made.get(chosen(request))
        if pieces is None:
            pieces = MARK.split(self._rendered(request))
            if not settings.DEBUG:  # templates may be changed while the server runs
                self.made[chosen(request)] = pieces
        parts = {**parts, ADDRESS: urlencode({"": here(request)})[1:]}
        return "".join(parts[piece] if place % 2 else piece for place, piece in enumerate(pieces))

    def _rendered(self, request):
        elsewhere = copy(request)
        elsewhere.path, elsewhere.GET = str(mark(ADDRESS)), QueryDict()
        return render_to_string(self.template, self.frame(), elsewhere)
