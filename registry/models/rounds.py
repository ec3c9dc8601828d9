"""A round as the public knows it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Region

from ..querysets import RoundQuerySet
from .kinds import Category


class Round(models.Model):
    """The public facts of a round. What the office decides for itself (window, stages, quotas) is private."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"))
    level = models.CharField(
        _("level"),
        max_length=12,
        choices=[("national", _("national")), ("regional", _("of a province or autonomous region"))],
        default="regional",
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="rounds", verbose_name=_("organising division"))
    title_comprehensive = models.CharField(
        _("title given to regions"),
        max_length=60,
        help_text=_("As the decision prints it: 全区法治政府建设示范地区"),
    )
    title_single = models.CharField(
        _("title given to projects"),
        max_length=60,
        help_text=_("As the decision prints it: 全区法治政府建设示范项目"),
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-year", "code"]

    def __str__(self):
        return self.name

    def title_for(self, category):
        return self.title_comprehensive if category == Category.COMPREHENSIVE else self.title_single
