"""Which days are worked in China, by the yearly 《国务院办公厅关于…部分节假日安排的通知》.

The table is that of the library `chinesecalendar`, with what an administrator entered (`CalendarYear`). What was
entered wins, because arrangements are changed in the middle of a year (2015, 2019, 2020) and an office cannot always
take a newer library; it does so openly, for the document it comes from is told with every count. A year in neither is
unknown: its holidays are not guessed from its weekends.
"""

from dataclasses import dataclass, field
from datetime import date

import chinese_calendar
from django.utils.translation import gettext as _

from .models.calendar import CalendarYear

SATURDAY = 5


class UnknownYear(Exception):
    """Days of this year cannot be counted: `str()` is the sentence for the reader."""

    def __init__(self, year):
        self.year = year
        super().__init__(year)

    def __str__(self):
        return _("The holiday arrangement of %(year)s is not entered yet, so its working days cannot be counted.") % {
            "year": self.year
        }


def by_the_library(day):
    """Whether `day` is worked by the library's table; None where it has none."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None


def is_in_the_library(year):
    """Its table holds whole years, whichever day is asked."""
    return by_the_library(date(year, 1, 1)) is not None


@dataclass(frozen=True)
class WorkingDays:
    """`works(day)` is whether `day` (a date) is worked; raises UnknownYear.

    `sources` is {year entered by hand: the document}; `days` is {day: is it worked} of their rows.
    """

    sources: dict = field(default_factory=dict)
    days: dict = field(default_factory=dict)

    @classmethod
    def stored(cls):
        """With what administrators have entered; one query."""
        rows = list(CalendarYear.objects.values_list("year", "source", "days__day", "days__is_working"))
        return cls(
            {year: source for year, source, _day, _works in rows},
            {day: works for _year, _source, day, works in rows if day},
        )

    def __call__(self, day):
        if day in self.days:
            return self.days[day]
        known = by_the_library(day)
        if known is None and day.year not in self.sources:
            raise UnknownYear(day.year)
        return day.weekday() < SATURDAY if known is None else known

    def sources_between(self, first, last):
        """The documents entered by hand that days from `first` to `last` are counted by, oldest year first."""
        years = set(range(first.year, last.year + 1))
        # A row may lie in the December before its year.
        years |= {last.year + 1} if any(first <= day <= last and day.month == 12 for day in self.days) else set()
        return [self.sources[year] for year in sorted(years & set(self.sources))]
