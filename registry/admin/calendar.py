"""The working calendar, entered year by year from the State Council's notice. What is counted by it is public, so
every write raises the public version (`PublicWrites`); the rows are saved in the same transaction as their year."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.admin import PublicWrites

from ..models import CalendarDay, CalendarYear
from ..workdays import SATURDAY, by_the_library, is_in_the_library


def why_not(year, day, is_working):
    """Why this row cannot stand in the arrangement of `year`, as a sentence; None if it can."""
    if (day.year, day.month) != (year - 1, 12) and day.year != year:
        return _("A day of %(year)s, or of the December before it.") % {"year": year}
    known = by_the_library(day)
    if known == is_working:
        return _("The calendar has this day so already; leave it out.")
    if known is None and is_working and day.weekday() < SATURDAY:
        return _("From Monday to Friday is worked anyway; enter weekend days that are worked.")
    return None


class DaysFormSet(BaseInlineFormSet):
    def clean(self):
        super().clean()
        if self.instance.year is None or any(self.errors):
            return
        kept = [form for form in self.forms if form.cleaned_data.get("day") and not form.cleaned_data.get("DELETE")]
        for form in kept:
            sentence = why_not(self.instance.year, form.cleaned_data["day"], form.cleaned_data["is_working"])
            if sentence:
                form.add_error("day", sentence)
        if not any(not form.cleaned_data["is_working"] for form in kept) and not is_in_the_library(self.instance.year):
            raise ValidationError(_("Enter the holidays of the year: without them its days cannot be counted."))


class DayInline(admin.TabularInline):
    model = CalendarDay
    formset = DaysFormSet
    extra = 8
    max_num = 80


@admin.register(CalendarYear)
class CalendarYearAdmin(PublicWrites):
    list_display = ["year", "source", "amends"]
    search_fields = ["source", "=year"]
    inlines = [DayInline]

    @admin.display(description=gettext_lazy("amends the calendar that is built in"), boolean=True)
    def amends(self, year):
        return is_in_the_library(year.year)
