"""Pages of a list, and the ways from one to the next."""

from django.utils.http import urlencode
from django.utils.translation import gettext as _


def neighbours(page, chosen):
    """(label, relation, address) of the pages before and after this one; `chosen` is repeated in the addresses."""
    found = []
    if page.has_previous():
        found.append((_("Previous page"), "prev", page.previous_page_number()))
    if page.has_next():
        found.append((_("Next page"), "next", page.next_page_number()))
    return [(label, relation, "?" + urlencode(chosen | {"page": number})) for label, relation, number in found]
