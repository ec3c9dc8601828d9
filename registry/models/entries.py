"""Entries: candidates in public."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Region

from ..querysets import EntryQuerySet
from .kinds import Category, Outcome
from .rounds import Round


class Entry(models.Model):
    """One candidate in public. `current` is the latest statement; the three steps point at the statement in force
    for each (None: not stated, or taken back by a correction)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="entries", verbose_name=_("round"))
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="entries", verbose_name=_("division"))
    city = models.ForeignKey(Region, models.PROTECT, related_name="city_entries", verbose_name=_("city"))
    outcome = models.CharField(_("outcome"), max_length=24, choices=Outcome.choices)
    current = models.ForeignKey("ReleaseItem", models.PROTECT, null=True, related_name="+")
    recommended = models.ForeignKey("ReleaseItem", models.PROTECT, null=True, related_name="+")
    entered = models.ForeignKey("ReleaseItem", models.PROTECT, null=True, related_name="+")
    decided = models.ForeignKey("ReleaseItem", models.PROTECT, null=True, related_name="+")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [models.Index(fields=["round", "outcome"], name="entry_round_outcome")]

    def __str__(self):
        return str(self.id)
