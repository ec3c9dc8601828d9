"""Entries: candidates in public."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Region

from ..querysets import EntryQuerySet
from .kinds import Category, Outcome, TitleState
from .rounds import Round

NAMED = models.Q(outcome=Outcome.NAMED)


class Entry(models.Model):
    """One candidate in public. `current` is the latest statement of what became of it; the four steps point at the
    statement in force for each (None: not stated, or taken back by a correction). `titled` is the last statement on
    the life of its title, `state` where that life stands since the day `title_since`; empty while it has none.
    `confirmed_on` is the day of the naming, or of the last retention after a re-check. All of it follows from the items
    (registry/standing.py). `position` is the official order as text, for pages that begin where another ended;
    `searched` what the current statement is found by (registry/searching.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="entries", verbose_name=_("round"))
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="entries", verbose_name=_("division"))
    city = models.ForeignKey(Region, models.PROTECT, null=True, related_name="city_entries", verbose_name=_("city"))
    outcome = models.CharField(_("outcome"), max_length=24, choices=Outcome.choices)
    current = models.ForeignKey("ReleaseItem", models.PROTECT, null=True, related_name="+")
    recommended = models.ForeignKey("ReleaseItem", models.PROTECT, null=True, related_name="+")
    entered = models.ForeignKey("ReleaseItem", models.PROTECT, null=True, related_name="+")
    proposed = models.ForeignKey("ReleaseItem", models.PROTECT, null=True, related_name="+")
    decided = models.ForeignKey("ReleaseItem", models.PROTECT, null=True, related_name="+")
    titled = models.ForeignKey("ReleaseItem", models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state of the title"), max_length=20, choices=TitleState.choices, blank=True)
    title_since = models.DateField(_("state of the title since"), null=True, editable=False)
    confirmed_on = models.DateField(_("title last confirmed on"), null=True, editable=False)
    position = models.CharField(_("place in the official order"), max_length=80, db_index=True, editable=False)

    searched = models.TextField(_("search form"), editable=False, default="")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [
            models.Index(fields=["round", "outcome"], name="entry_round_outcome"),
            models.Index(fields=["round", "city", "position", "id"], name="entry_round_city"),
            # The named list and each of its filters begin in these at any place (registry/pages/named.py).
            *(
                models.Index(fields=[*by, "position", "id"], condition=NAMED, name="_".join(["entry_named", *by]))
                for by in ([], ["category"], ["city"], ["city", "category"])
            ),
        ]

    def __str__(self):
        return str(self.id)
