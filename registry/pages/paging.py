"""Pages of a list, and the ways from one to the next."""

from dataclasses import dataclass

from django.core.paginator import InvalidPage
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _

LONGEST_NUMBER = 9  # digits


@dataclass(frozen=True)
class Page:
    """Page `number` of a list of `total` things, so many `of` them a page. `more`: there are more than `total`, which
    nobody has counted. `chosen` is what else the address asks for."""

    number: int
    total: int
    of: int
    chosen: dict
    more: bool = False

    @property
    def last(self):
        return max(1, -(-self.total // self.of))

    @property
    def offset(self):
        return (self.number - 1) * self.of

    @property
    def first(self):
        return self.offset + 1

    @property
    def end(self):
        return min(self.number * self.of, self.total)

    @property
    def count(self):
        return f"{self.total}+" if self.more else str(self.total)

    @property
    def ways(self):
        """Links to the pages before and after this one."""
        found = [(_("Previous page"), "prev", self.number - 1), (_("Next page"), "next", self.number + 1)]
        there = [one for one in found if 1 <= one[2] <= self.last]
        return format_html_join(" ", '<a href="{}" rel="{}">{}</a>', (self._way(*one) for one in there))

    def _way(self, label, relation, number):
        return "?" + urlencode(self.chosen | {"page": number}), relation, label


def page_of(asked, total, of, chosen, more=False):
    """The page that was asked for (a QueryDict). Raises `InvalidPage` where there is none."""
    number = asked.get("page") or "1"
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        raise InvalidPage(number)
    page = Page(int(number), total, of, chosen, more)
    if not 1 <= page.number <= page.last:
        raise InvalidPage(number)
    return page
