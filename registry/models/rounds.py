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
        choices=[
            ("national", _("national")),
            ("provincial", _("of a province")),
            ("regional", _("of an autonomous region")),
        ],
        default="regional",
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("organising division"),
        help_text=_("None for a national round."),
    )
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
    valid_months = models.PositiveSmallIntegerField(
        _("months a title is valid"), null=True, blank=True, help_text=_("Empty: without limit.")
    )
    recheck_months = models.PositiveSmallIntegerField(
        _("months until a re-check"), null=True, blank=True, help_text=_("Empty: no re-check is set.")
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-year", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level="national") | models.Q(region__isnull=False),
                name="round_below_national_has_an_organiser",
                violation_error_message=_("Name the division that organises the round."),
            )
        ]

    def __str__(self):
        return self.name

    def title_for(self, category):
        return self.title_comprehensive if category == Category.COMPREHENSIVE else self.title_single
