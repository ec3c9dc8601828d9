"""Cursor pages over the entries' unchanging ids: nothing is shown twice or missed while the record grows."""

from uuid import UUID

from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.pagination import CursorPagination
from rest_framework.utils.urls import replace_query_param

BAD_CURSOR = _("This cursor is not one of ours. Please begin again without it and follow next.")


class EntryPages(CursorPagination):
    """`params`: the parameters its links repeat. Those the view does not know must not get into a page that is
    cached for everybody, nor may the host."""

    page_size = 50
    ordering = "id"
    position = UUID  # what a cursor of ours holds

    def __init__(self, params):
        self.params = params

    def paginate_queryset(self, queryset, request, view=None):
        page = super().paginate_queryset(queryset, request, view)
        asked = [(name, request.query_params[name]) for name in self.params if request.query_params.get(name)]
        self.base_url = request.path + (f"?{urlencode(asked)}" if asked else "")
        return page

    def decode_cursor(self, request):
        """Only a cursor this class could have written; the parent guesses at what does not decode."""
        given = request.query_params.get(self.cursor_query_param)
        if not given:
            return None
        try:
            cursor = super().decode_cursor(request)
            self.position(cursor.position or "")
        except (NotFound, ValueError):
            raise ParseError(BAD_CURSOR) from None
        if self.encode_cursor(cursor) != replace_query_param(self.base_url, self.cursor_query_param, given):
            raise ParseError(BAD_CURSOR)
        return cursor


class ReleasePages(EntryPages):
    """Newest first, by the numbers, which never change."""

    ordering = "-number"
    position = int
