"""What the record says of an entry from one day to another: the list as it stood on any day is one join away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Region

from .entries import Entry
from .kinds import Category, Outcome, TitleState


class Span(models.Model):
    """From `since` on (and before `until`, if that is known) the entry stood so, by the days of the documents. Computed
    from its items like the entry itself (registry/standing.py) and written anew whenever one is added: a document that
    is entered late changes what the list of an earlier day says."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="spans", verbose_name=_("entry"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True)
    current = models.ForeignKey("ReleaseItem", models.PROTECT, related_name="+")
    titled = models.ForeignKey("ReleaseItem", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=24, choices=Outcome.choices)
    state = models.CharField(_("state of the title"), max_length=20, choices=TitleState.choices, blank=True)
    title_since = models.DateField(_("state of the title since"), null=True)
    confirmed_on = models.DateField(_("title last confirmed on"), null=True)
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("division"))
    city = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("city"))
    searched = models.TextField(_("search form"), editable=False, default="")

    class Meta:
        verbose_name = _("standing of an entry")
        verbose_name_plural = _("standings of entries")
        ordering = ["entry", "since"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "since"], name="span_of_an_entry_begins_once"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="span_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.entry_id} {self.since}"
