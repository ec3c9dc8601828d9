"""The clock of a public notice (拟命名公示): which of its days count, which is the last, whether it is over.

Days are whole days of Beijing. The first and the last day are counted (nationally 7 calendar days; sister programmes
ask at least five working days). Counted in working days, days of rest are passed over: a notice that begins on one
has its first counted day on the next working day.

A pause names the first day that no longer counts, a resumption the first that counts again. The day in which a notice
is paused therefore does not count, at whatever hour that happened, for objectors lost a part of it; the day in which
it is resumed counts, as the first day of a notice does. Resumed on the day of the pause, nothing is lost. While it is
paused and not resumed its last day is unknown. An extension adds days of the kind that is counted.

The notice is over from 00:00 Beijing time of the day after the last one.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db import models
from django.utils import timezone

from .models.calendar import Counting

DAY = timedelta(days=1)


class Phase(models.TextChoices):
    AHEAD = "ahead"  # it has not begun
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


@dataclass(frozen=True)
class Pause:
    """Days from `since` on do not count, until `resumed` (the first that counts again; None: not resumed yet)."""

    since: date
    resumed: date | None = None

    def holds(self, day):
        return self.since <= day and (self.resumed is None or day < self.resumed)


@dataclass(frozen=True)
class Term:
    """`days` (1 or more) of the kind `counting` from `starts_on`, with the days `added` since and the pauses."""

    starts_on: date
    days: int
    counting: str
    added: int = 0
    pauses: tuple = ()

    def counted(self, works):
        """The days that count, in order, without end unless a pause ends them. `works(day)` is asked for working days
        only and may raise UnknownYear."""
        day = self.starts_on
        while True:
            pause = self.pause_on(day)
            if pause and pause.resumed is None:
                return
            if pause:
                day = pause.resumed
                continue
            if self.counting == Counting.CALENDAR or works(day):
                yield day
            day += DAY

    def pause_on(self, day):
        return next((pause for pause in self.pauses if pause.holds(day)), None)

    def last_day(self, works):
        """The last day that counts; None while a pause leaves it open. Raises UnknownYear."""
        return next(islice(self.counted(works), self.days + self.added - 1, None), None)

    def is_over(self, at, works):
        """Whether it has run out at the instant `at`. Raises UnknownYear."""
        last = self.last_day(works)
        return last is not None and timezone.localdate(at) > last

    def phase_on(self, today, works):
        """Where it stands on the day `today`. Raises UnknownYear where that decides whether it is over."""
        if today < self.starts_on:
            return Phase.AHEAD
        if self.pause_on(today):
            return Phase.PAUSED
        last = self.last_day(works)
        return Phase.OVER if last is not None and today > last else Phase.RUNNING
