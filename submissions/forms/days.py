"""Days as people type them. A slip in the year would be published; near year 1 PostgreSQL stores what nobody can read
back."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..deadlines import end_of

FIRST_YEAR, LAST_YEAR = 1949, 2200


def plausible_year(day):
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("That is too far away; check the year."))


class LastDay(forms.DateField):
    """A last day, both entered and meant as a day; its value is the first instant after it."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    default_validators = [plausible_year]

    def clean(self, value):
        day = super().clean(value)
        return end_of(day) if day else None
