"""Administrative divisions with the days they existed.

A code is not an identity: 330110 was one 余杭区 until April 2021 and is a smaller one since. A row is one
division under one code from one day; what it became is a `RegionChange`. Days are kept as precisely as the
source gives them (`2021-04-09`, `2026-03`, `2018`, or empty for unknown): such strings sort as days do, so
"as of" is a comparison.
"""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
code_form = RegexValidator(
    r"\A([1-9][0-9]{5}|XPCC[0-9]{2})\Z",
    _("A code is six digits (GB/T 2260) or, for a division of the Corps, like XPCC08."),
)


def partial_date(text):
    """Refuse what is no day, month or year of the calendar; the empty text passes."""
    match = DAY.fullmatch(text)
    try:
        if text:
            date(*(int(part or 1) for part in match.groups()))
    except (AttributeError, ValueError):
        raise ValidationError(_("A day is written 2021-04-09, 2021-04 or 2021; leave it empty if unknown.")) from None


class Level(models.TextChoices):
    PROVINCE = "province", _("province level")
    PREFECTURE = "prefecture", _("prefecture level")
    COUNTY = "county", _("county level")
    DIVISION = "division", _("division of the Corps")


class RegionQuerySet(models.QuerySet):
    def present(self):
        return self.filter(valid_to="")

    def as_of(self, day):
        """Divisions existing on `day` (a date). In a year or month known no closer, the later one counts."""
        text = day.isoformat()
        return self.filter(valid_from__lte=text).filter(models.Q(valid_to="") | models.Q(valid_to__gt=text))

    def cities(self):
        """What a region's page calls a city: prefecture level, municipalities and the Corps' divisions."""
        municipality = models.Q(level=Level.PROVINCE, kind="直辖市")
        return self.filter(models.Q(level__in=[Level.PREFECTURE, Level.DIVISION]) | municipality)

    def in_order(self):
        return self.order_by("sort_order", "code", "-valid_from")


class Region(models.Model):
    code = models.CharField(_("code"), max_length=6, db_index=True, validators=[code_form])
    name = models.CharField(_("name"), max_length=60, db_index=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    path = models.CharField(_("full name"), max_length=120, db_index=True, editable=False)
    pinyin = models.CharField(_("pinyin"), max_length=200, blank=True, db_index=True)
    initials = models.CharField(_("initials"), max_length=40, blank=True, db_index=True)
    sort_order = models.PositiveIntegerField(_("official order"), default=0)
    valid_from = models.CharField(
        _("valid from"),
        max_length=10,
        blank=True,
        default="",
        validators=[partial_date],
        help_text=_("As precisely as known; empty: since before the tables begin."),
    )
    valid_to = models.CharField(
        _("valid until"),
        max_length=10,
        blank=True,
        default="",
        validators=[partial_date],
        help_text=_("The first day on which it no longer existed; empty: exists today."),
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["sort_order", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="region_code_and_day",
                violation_error_message=_("This code already has a division beginning on this day."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(valid_to=""),
                name="region_one_present_holder_of_a_code",
                violation_error_message=_("This code is held by another division that exists today."),
            ),
        ]

    def __str__(self):
        return self.path or self.name

    def clean(self):
        """The form of what the loader checks in a table; a form shows it beside the field."""
        above = {Level.PROVINCE: (), Level.PREFECTURE: (Level.PROVINCE,), Level.DIVISION: (Level.PROVINCE,)}
        allowed = above.get(self.level, (Level.PROVINCE, Level.PREFECTURE))
        if self.parent and self.parent.level not in allowed:
            raise ValidationError({"parent": _("A division of this level cannot belong to this one.")})
        if allowed and not self.parent:
            raise ValidationError({"parent": _("Name the division it belongs to.")})
        if self.valid_to and self.valid_to < self.valid_from[: len(self.valid_to)]:
            raise ValidationError({"valid_to": _("It cannot end before it begins.")})

    @property
    def is_present(self):
        return self.valid_to == ""

    @property
    def city(self):
        """The city it answers to: itself, its prefecture, or for directly governed ones the province."""
        if self.level == Level.COUNTY and self.parent_id:
            return self.parent
        return self


class RegionChange(models.Model):
    """One predecessor became, wholly or in part, one successor. Either may be missing: founded, or gone."""

    predecessor = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successions",
        verbose_name=_("predecessor"),
    )
    successor = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="origins", verbose_name=_("successor")
    )
    date = models.CharField(_("day"), max_length=10, blank=True, validators=[partial_date])
    kind = models.CharField(_("kind"), max_length=40)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("change of a division")
        verbose_name_plural = _("changes of divisions")
        ordering = ["date", "id"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "date"], name="regionchange_once"),
            models.CheckConstraint(
                condition=models.Q(predecessor__isnull=False) | models.Q(successor__isnull=False),
                name="regionchange_has_an_end",
            ),
        ]

    def __str__(self):
        return f"{self.predecessor or '—'} → {self.successor or '—'} ({self.date})"


class PublicVersion(models.Model):
    """The one number every public page is cached under. It stands on the ground floor because the division
    tables are the lowest thing the public reads; whoever writes something public raises it in the same
    transaction.
    """

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("public version")
        verbose_name_plural = _("public version")

    def __str__(self):
        return str(self.number)
