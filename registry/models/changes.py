"""How many more or fewer were named on a day: from these differences the list of any day is counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Region

from .kinds import Category
from .rounds import Round


class NamedChange(models.Model):
    """From `day` on so many more (or, below zero, fewer) of a round were named, by city and category as the statement
    of that day tells them. `place` is where the candidates concerned stand in the official order of today: as
    `Tally.place`, of the city and category that their entries have now. All follows from the spans
    (registry/changes.py)."""

    day = models.DateField(_("day"))
    round = models.ForeignKey(Round, models.CASCADE, related_name="+", verbose_name=_("round"))
    city = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("city"))
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    place = models.CharField(max_length=80)
    named = models.IntegerField(_("named"))

    class Meta:
        verbose_name = _("change of the named")
        verbose_name_plural = _("changes of the named")

    def __str__(self):
        return f"{self.day} {self.round_id} {self.city_id} {self.category} {self.named:+d}"
