"""Which division a cell means, for a whole table at once: within the city by any of its names, elsewhere only to say
where it lies. 28 names of counties occur more than once in China; none is guessed."""

from functools import cached_property
from itertools import product

from django.utils.translation import gettext as _

from regions.lookup import LISTED, Ambiguous
from regions.models import Region

from ..forms.drafts import regions_of
from .text import folded


class Places:
    """The divisions of one city, each found by its code and by every way to write its name."""

    def __init__(self, city):
        self.city = city
        self.written = {}
        for region in regions_of(city).select_related("parent__parent"):
            for words in _ways(region):
                self.written.setdefault(words, {})[region.pk] = region

    def find(self, text):
        """(the division, None), or (None, the sentence why none is meant)."""
        asked = folded(text)
        found = list(self.written.get(asked, {}).values())
        if len(found) == 1:
            return found[0], None
        return None, str(Ambiguous(text, found)) if found else self._elsewhere(text, asked)

    def _elsewhere(self, text, asked):
        there = [f"{path}（{code}）" for path, code in self._others.get(asked, ())]
        facts = {"asked": text[:60], "there": "、".join(there[:LISTED]), "city": self.city.name}
        if len(there) > 1:
            return _("“%(asked)s” may be %(there)s; none of them lies in %(city)s.") % facts
        if there:
            return _("%(there)s does not belong to %(city)s.") % facts
        return _("There is no division “%(asked)s” in %(city)s.") % facts

    @cached_property
    def _others(self):
        """{name, full name or code: the divisions so called}, of all China; read once, when a cell is wrong."""
        found = {}
        for name, path, code in Region.objects.present().in_order().values_list("name", "path", "code"):
            for words in {name, path, code}:
                found.setdefault(words, []).append((path, code))
        return found


def _ways(region):
    """Its code, and its name alone or after the names of what it belongs to, each in full or short."""
    yield region.code
    above = [region.parent.parent, region.parent] if region.parent_id and region.parent.parent_id else [region.parent]
    options = [{"", one.name, one.short_name} for one in above if one] + [{region.name, region.short_name} - {""}]
    for chosen in product(*options):
        yield folded("".join(chosen))
    yield folded(region.path)
