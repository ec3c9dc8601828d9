"""Years of the official working calendar that are entered by hand: those the library's table does not hold yet, and
changes to one it holds that were announced later (as in 2015, 2019 and 2020)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Counting(models.TextChoices):
    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days")


class CalendarYear(models.Model):
    """The arrangement of one year was entered from the document named. A year of the library's table that stands here
    too is amended by it: never silently, for the document is told wherever it is counted by."""

    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, validators=[MinValueValidator(2004), MaxValueValidator(2100)]
    )
    source = models.CharField(
        _("notice it was entered from"),
        max_length=200,
        help_text=_("Title and number, as the document prints them. It is public wherever days are counted by it."),
    )

    class Meta:
        verbose_name = _("year of the working calendar")
        verbose_name_plural = _("years of the working calendar")
        ordering = ["-year"]

    def __str__(self):
        return str(self.year)


class CalendarDay(models.Model):
    """A day on which the arrangement departs from Monday to Friday. It may lie in the December before its year: the
    New Year arrangement for 2019 moved working days in December 2018."""

    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", verbose_name=_("year"))
    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(
        _("is worked"), default=False, help_text=_("Ticked: a weekend day that is worked. Not ticked: a holiday.")
    )
    name = models.CharField(_("holiday"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("day of the working calendar")
        verbose_name_plural = _("days of the working calendar")
        ordering = ["day"]

    def __str__(self):
        return self.day.isoformat()
