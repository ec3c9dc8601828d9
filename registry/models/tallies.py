"""How many: counted when something is published, so that nothing need be counted when it is read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Region

from .kinds import Category
from .rounds import Round


class Tally(models.Model):
    """The candidates of a round, a city and a category: how many there are, were recommended, entered the field
    evaluation, were proposed for naming, are named, and how many of those titles are valid. `by` tells which of the
    three are fixed, as letters: `rck` is a cell, `r` a whole round, the empty text everything; what is not fixed is
    empty. A city that is fixed and yet empty: those without a division. `place` is where the candidates of a cell
    begin. All follows from the entries (registry/tallies.py)."""

    by = models.CharField(max_length=3, blank=True)
    round = models.ForeignKey(Round, models.CASCADE, null=True, related_name="+", verbose_name=_("round"))
    city = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("city"))
    category = models.CharField(_("category"), max_length=16, choices=Category.choices, blank=True)
    place = models.CharField(max_length=80, blank=True)
    entries = models.PositiveIntegerField(_("candidates"))
    recommended = models.PositiveIntegerField(_("recommended"))
    entered = models.PositiveIntegerField(_("entered the field evaluation"))
    proposed = models.PositiveIntegerField(_("proposed for naming"))
    named = models.PositiveIntegerField(_("named"))
    valid = models.PositiveIntegerField(_("titles valid"))

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        indexes = [models.Index(fields=["by", "round", "city", "category"], name="tally_by")]

    def __str__(self):
        return f"{self.by} {self.round_id} {self.city_id} {self.category}"
