"""The vocabulary in which the public record is asked. Codes are those of GB/T 2260; a code means all its holders."""

from django.db import models
from django.db.models import Q

from .folding import fold


class RoundQuerySet(models.QuerySet):
    def published(self):
        """Rounds the public knows: something was released about them."""
        return self.filter(releases__isnull=False).distinct()


class ReleaseQuerySet(models.QuerySet):
    def in_round(self, code):
        return self.filter(round__code=code)

    def with_items(self):
        """With everything its printed list shows, in a fixed number of queries."""
        return self.select_related("round", "supersedes").prefetch_related(
            "corrections", "items__entry", "items__region", "items__text", "items__withholding"
        )


class EntryQuerySet(models.QuerySet):
    def in_round(self, code):
        return self.filter(round__code=code)

    def in_city(self, code):
        return self.filter(city__code=code)

    def in_region(self, code):
        return self.filter(region__code=code)

    def of_category(self, category):
        return self.filter(category=category)

    def with_outcome(self, outcome):
        return self.filter(outcome=outcome)

    def named(self):
        return self.filter(outcome="named")

    def matching(self, words):
        """Whose current statement has each of these words in its name, lead unit or division (as of that day),
        wherever they stand and however it is spaced and quoted. Withheld words are not found: they are not there."""
        found = self
        for word in filter(None, map(fold, words.split())):
            # Names of divisions are Chinese characters alone, so they are their own folded form.
            found = found.filter(Q(current__text__folded__contains=word) | Q(current__region_path__contains=word))
        return found

    def with_statements(self):
        """With what a list shows of each candidate: its statement in force, the words (if not withheld), the source."""
        return self.select_related(
            "round", "region", "city", "current__release", "current__text", "current__withholding"
        )

    def in_official_order(self):
        """As lists are printed: newest round first, regions before projects, then in administrative order."""
        return self.order_by(
            "-round__year",
            "round__code",
            "category",
            "city__sort_order",
            "region__sort_order",
            "current__order",
            "id",
        )
