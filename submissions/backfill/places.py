"""The division a cell of a list means, on the day the list was issued; never guessed."""

import re
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from regions import lookup
from regions.models import Region

from ..sheets.text import folded

# What people write between the names of a path, which no division has in its name. A comma or a 、 is none of them: it
# may stand between two divisions.
BETWEEN = re.compile(r"[/\\|>→·•・\-–—]+")


class Places:
    """Divisions of the day `day`, found by code or full name at once and by other names one by one. `organiser`: the
    Region all of them must lie in, or None."""

    def __init__(self, day, organiser=None):
        self.day, self.organiser = day, organiser
        self.remembered, self.exact = {}, {}
        pool = Region.objects.as_of(day) if day else Region.objects.present()
        for region in pool.select_related("parent__parent"):
            for words in {region.code, folded(region.path)}:
                self.exact.setdefault(words, []).append(region)

    def find(self, text):
        """(the division, remark or "", None), or (None, "", the sentence why none is meant)."""
        if text not in self.remembered:
            self.remembered[text] = self._find(text)
        return self.remembered[text]

    def _find(self, text):
        try:
            region, remark = self._meant(text)
        except LookupError as refused:
            return None, "", str(refused)
        if self.organiser and not _lies_in(region, self.organiser):
            facts = {"there": f"{region.path}（{region.code}）", "city": self.organiser.name}
            return None, "", _("%(there)s does not belong to %(city)s.") % facts
        return region, remark, None

    def _meant(self, text):
        text = BETWEEN.sub("", folded(text)) or text
        asked = folded(text).upper()
        found = self.exact.get(asked, [])
        if len(found) == 1:
            return found[0], ""
        if (
            asked.isascii() and asked.isalpha()
        ):  # the lookup reads pinyin; a list that is to be published is not typed so
            raise lookup.NotFound(_("There is no division “%(asked)s”.") % {"asked": text[: lookup.LONGEST]})
        try:
            return lookup.find(text, on=self.day), ""
        except lookup.NotFound:
            found = self._of_another_day(text, asked)
            if found is None:
                raise
        remark = _("The tables of divisions do not reach back to that day; %(path)s (%(code)s) is taken.")
        return found, remark % {"path": found.path, "code": found.code}

    @cached_property
    def _first_day(self):
        """The tables know of no change before it: what had ceased to exist by then is not in them."""
        known = Region.objects.exclude(valid_from="").order_by("valid_from").values_list("valid_from", flat=True)
        return known.first() or ""

    def _of_another_day(self, text, asked):
        """The only division ever so called, for a day to which the tables do not reach back; else None."""
        if not self.day or self.day.isoformat() >= self._first_day:
            return None
        same = Region.objects.filter(Q(code=asked) | Q(path=asked) | Q(name=asked)).select_related("parent__parent")
        found = list(same.in_order())
        if len(found) > 1:
            raise lookup.Ambiguous(text, found)
        return found[0] if found else None


def _lies_in(region, organiser):
    while region is not None:
        if region.code == organiser.code:
            return True
        region = region.parent
    return False
