"""The vocabulary in which the public record is asked. Codes are those of GB/T 2260; a code means all its holders."""

from functools import reduce
from operator import or_

from django.db import connections, models
from django.db.models import FilteredRelation, Prefetch, Q
from django.db.models.query import ModelIterable

from .folding import fold
from .grams import by_the_index
from .searching import contains, words_of_search


class RoundQuerySet(models.QuerySet):
    def published(self):
        """Rounds the public knows: something was released about them."""
        return self.filter(releases__isnull=False).distinct()

    def titles_given(self):
        """[(round, category, title)] of every published round, by key."""
        several = self.published().order_by("pk").values_list("pk", "title_comprehensive", "title_single")
        return [(key, *pair) for key, *titles in several for pair in zip(CATEGORIES, titles, strict=True)]


class ReleaseQuerySet(models.QuerySet):
    def in_round(self, code):
        return self.filter(round__code=code)

    def with_facts(self):
        """With everything its page tells beside the list."""
        return self.select_related("round", "supersedes", "notice").prefetch_related("corrections", "notice__changes")

    def with_items(self):
        """With the whole list too, in a fixed number of queries."""
        items = self.model._meta.get_field("items").related_model.objects
        return self.with_facts().prefetch_related(Prefetch("items", items.with_words()))


class ItemQuerySet(models.QuerySet):
    def with_words(self):
        """With everything a printed line shows. By joins: entries fetched after the items would be asked for by as many
        ORs, of which SQLite takes a thousand."""
        return self.select_related("entry", "region", "text", "withholding")


CATEGORIES = ("comprehensive", "single")  # the order of a round's two titles
STOOD = ("current", "titled", "outcome", "state", "title_since", "confirmed_on", "category", "region", "city")


class AsTheyStood(ModelIterable):
    """Entries that tell of themselves what their span tells: how they stood on the day asked for."""

    def __iter__(self):
        for entry in super().__iter__():
            for name in STOOD:
                setattr(entry, name, getattr(entry.standing, name))
            for step in ("recommended", "entered", "proposed"):  # not kept for every day: nobody lists them as of one
                setattr(entry, step, None)
            entry.decided = entry.current if entry.outcome == "named" else None
            yield entry


class EntryQuerySet(models.QuerySet):
    """`as_of(day)` may be asked first; then every other phrase speaks of that day. `at` is how: the path from an entry
    to what is asked of it."""

    at, day = "", None

    def _clone(self):
        found = super()._clone()
        found.at, found.day = self.at, self.day
        return found

    def as_of(self, day):
        """Entries as they stood on `day` (a date in Beijing) by the dates of issue of what is known today: with the
        statement and the words in force then and the state of the title then. Who had not been stated is not there.
        Nothing may be saved of them."""
        held = Q(spans__since__lte=day) & (Q(spans__until__isnull=True) | Q(spans__until__gt=day))
        found = self.annotate(standing=FilteredRelation("spans", condition=held)).filter(standing__isnull=False)
        found = found.select_related(
            *(f"standing__{name}" for name in ("current", "titled__release", "region", "city"))
        )
        found.at, found.day, found._iterable_class = "standing__", day, AsTheyStood
        return found

    def _where(self, **facts):
        return self.filter(**{self.at + name: value for name, value in facts.items()})

    def in_round(self, code):
        return self.filter(round__code=code)

    def in_city(self, code):
        return self._where(city__code=code)

    def in_region(self, code):
        return self._where(region__code=code)

    def of_category(self, category):
        return self._where(category=category)

    def with_outcome(self, outcome):
        return self._where(outcome=outcome)

    def named(self):
        return self._where(outcome="named")

    def matching(self, words):
        """Whose current statement has each of these words in its name, lead unit or division (as of that day),
        wherever they stand and however it is spaced and quoted, also in pinyin and by initials (registry/searching.py).
        Where nobody has all of them so, the last syllable of each may go on (songsha), and those that stand in a title
        a round gives mean whoever it gives it to.
        Withheld words are not found: they are not there. How many are found is best asked of `[:201]`: a common word
        counted to the end takes a fifth of a second in a million entries."""
        asked, further = words_of_search(words), words_of_search(words, goes_on=True)
        titles = self._titles(asked)
        if not (any(titles) or further != asked) or self._everyone()._having(asked).exists():
            return self._having(asked)
        own = [word for word, given in zip(further, titles, strict=True) if not given]
        return reduce(lambda found, given: found.filter(given), filter(None, titles), self)._having(own)

    def _everyone(self):
        everyone = self.model.objects.using(self.db)
        return everyone.as_of(self.day) if self.day else everyone

    def _having(self, asked):
        wanted = contains(asked, self.at + "searched")
        if asked and not self.at and connections[self.db].vendor == "postgresql":
            wanted = by_the_index(asked, wanted, self.model.objects.using(self.db))
        return self.filter(wanted)

    def _titles(self, asked):
        """For each word (its forms) whom the titles are given in which it stands, as a condition, None if it stands in
        none. One character or sound is too little: it stands in every title."""
        rounds = self.model._meta.get_field("round").related_model.objects.using(self.db)
        given = {}
        for key, category, title in rounds.titles_given() if asked else ():
            given.setdefault(fold(title), []).append(
                Q(round=key, **{self.at + "category": category, self.at + "outcome": "named"})
            )
        found = [
            [to for title, several in given.items() if len(form) > 1 and form in title for to in several]
            for form, *_spelled in asked
        ]
        return [reduce(or_, several) if several else None for several in found]

    def with_statements(self):
        """With what a list shows of each candidate: its statement in force, the words (if not withheld), the source."""
        shown = ("region", "city", "current__release", "current__text", "current__withholding", "titled__release")
        return self.select_related("round", *(self.at + name for name in shown))

    def in_official_order(self):
        """As lists are printed: newest round first, regions before projects, then in administrative order
        (registry/order.py)."""
        return self.order_by("position", "id")
