"""The clock of a public notice: a picture of dated cases, counted by the official arrangements.

How to read a row: first day | days | extension and pauses (first day that does not count .. first that counts again)
| last day (-: unknown, because it is paused) | what it shows.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from registry.clock import Pause, Phase, Term
from registry.workdays import UnknownYear, WorkingDays

from .official_calendar import ARRANGEMENTS, is_worked

pytestmark = pytest.mark.once
PICTURE = """
2024-11-04 | 7 calendar  | -                          | 2024-11-10 | a plain week, first and last day counted
2026-11-20 | 7 calendar  | -                          | 2026-11-26 | as the 2026 notices print it: 20 to 26 November
2024-02-26 | 7 calendar  | -                          | 2024-03-03 | over 29 February
2024-12-28 | 7 calendar  | -                          | 2025-01-03 | over the turn of the year
2027-12-28 | 7 calendar  | -                          | 2028-01-03 | calendar days need no table of the year
2023-09-27 | 7 calendar  | -                          | 2023-10-03 | calendar days do not care for holidays
2026-11-20 | 1 calendar  | -                          | 2026-11-20 | one day: the first is the last
2024-11-04 | 5 working   | -                          | 2024-11-08 | Monday to Friday
2024-11-06 | 5 working   | -                          | 2024-11-12 | over a weekend
2024-11-09 | 5 working   | -                          | 2024-11-15 | begins on a Saturday: counted from Monday
2024-11-04 | 1 working   | -                          | 2024-11-04 | one working day
2024-11-10 | 1 working   | -                          | 2024-11-11 | one working day, begun on a Sunday
2023-10-01 | 1 working   | -                          | 2023-10-07 | one working day, begun in the National Day week
2023-09-28 | 5 working   | -                          | 2023-10-10 | from the eve of the National Day week
2023-09-29 | 5 working   | -                          | 2023-10-11 | from its first day
2023-10-07 | 2 working   | -                          | 2023-10-08 | both make-up days after it
2023-10-06 | 5 working   | -                          | 2023-10-11 | from its last day
2024-02-02 | 5 working   | -                          | 2024-02-07 | the make-up Sunday before the Spring Festival
2024-02-04 | 1 working   | -                          | 2024-02-04 | a make-up Sunday by itself
2024-02-10 | 5 working   | -                          | 2024-02-22 | from New Year's Day of the lunar year
2024-02-09 | 5 working   | -                          | 2024-02-21 | from the eve of it: 9 February 2024 was worked
2025-01-22 | 5 working   | -                          | 2025-01-27 | the make-up Sunday 26 January 2025
2025-01-26 | 5 working   | -                          | 2025-02-07 | from that Sunday over the holidays
2025-01-25 | 3 working   | -                          | 2025-02-05 | a Saturday of rest before a worked Sunday
2025-09-25 | 7 working   | -                          | 2025-10-10 | over the long week of 2025
2025-09-28 | 5 working   | -                          | 2025-10-10 | from its make-up Sunday
2025-10-10 | 5 working   | -                          | 2025-10-15 | over its make-up Saturday
2024-04-03 | 5 working   | -                          | 2024-04-10 | Qingming and its make-up Sunday
2024-04-26 | 7 working   | -                          | 2024-05-08 | Labour Day and two make-up days, one before it
2024-05-11 | 5 working   | -                          | 2024-05-16 | a make-up Saturday that follows later
2024-09-13 | 5 working   | -                          | 2024-09-20 | the Mid-Autumn make-up Saturday
2022-12-29 | 5 working   | -                          | 2023-01-05 | New Year with the Monday off
2018-12-28 | 5 working   | -                          | 2019-01-04 | a Saturday of December, worked for the next year
2023-12-29 | 3 working   | -                          | 2024-01-03 | New Year's Day alone
2019-04-28 | 5 working   | -                          | 2019-05-06 | a holiday changed after it was announced (2019)
2020-01-22 | 5 working   | -                          | 2020-02-05 | a Spring Festival that was prolonged (2020)
2020-01-31 | 5 working   | -                          | 2020-02-07 | begun in the days it was prolonged by
2026-02-12 | 5 working   | -                          | 2026-02-25 | the make-up Saturday 14 February 2026
2026-02-14 | 5 working   | -                          | 2026-02-27 | from that Saturday
2026-02-27 | 5 working   | -                          | 2026-03-04 | the make-up Saturday 28 February 2026
2026-09-18 | 10 working  | -                          | 2026-10-08 | ten days over two make-up Sundays of autumn 2026
2026-12-25 | 5 working   | -                          | 2026-12-31 | the last days the table of 2026 knows
2021-01-29 | 10 working  | -                          | 2021-02-10 | over the make-up Sunday 7 February 2021
2024-11-04 | 7 calendar  | +3                         | 2024-11-13 | extended: calendar days
2024-11-04 | 5 working   | +2                         | 2024-11-12 | extended: working days
2023-09-25 | 5 working   | +3                         | 2023-10-10 | extended over the National Day week
2024-11-04 | 7 calendar  | 2024-11-06..2024-11-11     | 2024-11-15 | the day of the pause does not count, Monday does
2024-11-04 | 7 calendar  | 2024-11-06..2024-11-06     | 2024-11-10 | resumed on the day of the pause: nothing is lost
2024-11-04 | 7 calendar  | 2024-11-04..2024-11-06     | 2024-11-12 | paused from its first day
2024-11-04 | 7 calendar  | 2024-11-10..2024-11-12     | 2024-11-12 | paused on its last day
2024-11-04 | 7 calendar  | 2024-11-06..               | -          | paused and not resumed: unknown
2024-11-04 | 5 working   | 2024-11-08..2024-11-10     | 2024-11-11 | resumed on a day of rest: counted from Monday
2023-09-26 | 5 working   | 2023-09-28..2023-10-05     | 2023-10-09 | paused over a holiday, resumed within it
2023-09-26 | 5 working   | 2023-09-28..2023-10-08     | 2023-10-10 | resumed on the second make-up day
2024-11-04 | 5 working   | +2 2024-11-07..2024-11-13  | 2024-11-18 | extended and paused
2024-11-04 | 7 calendar  | 2024-11-05..2024-11-07 2024-11-09..2024-11-12| 2024-11-15 | paused twice
2024-11-04 | 5 working   | 2024-11-06..2024-11-06     | 2024-11-08 | working days, resumed on the day of the pause
2025-01-20 | 5 working   | 2025-01-22..2025-02-05     | 2025-02-07 | paused over the Spring Festival
"""
works = WorkingDays()  # with nothing entered by hand


def day(text):
    return date.fromisoformat(text)


def pause(text):
    since, resumed = text.split("..")
    return Pause(day(since), day(resumed) if resumed else None)


def term(starts_on, days, changes="-"):
    """`term("2024-11-04", "7 calendar", "+2 2024-11-06..2024-11-08")`"""
    count, counting = days.split()
    told = changes.split() if changes != "-" else []
    added = sum(int(one) for one in told if one.startswith("+"))
    pauses = tuple(pause(one) for one in told if not one.startswith("+"))
    return Term(day(starts_on), int(count), counting, added, pauses)


def drawn():
    return [[cell.strip() for cell in row.split("|")] for row in PICTURE.strip().splitlines()]


def test_the_last_day_of_every_notice_in_the_picture():
    found = {why: str(term(*facts).last_day(works) or "-") for *facts, _last, why in drawn()}
    assert found == {why: last for *_facts, last, why in drawn()}
    assert len(drawn()) == 58


def test_the_calendar_is_the_official_one_day_by_day():
    first, count = date(2018, 1, 1), (date(2027, 1, 1) - date(2018, 1, 1)).days
    days = [first + timedelta(days=number) for number in range(count)]
    assert {day for day in days if works(day) != is_worked(day)} == set()
    assert {day.year for day in days} == set(ARRANGEMENTS)


@pytest.mark.parametrize(
    ("starts_on", "days", "changes", "year"),
    [
        ("2026-12-28", "5 working", "-", 2027),
        ("2026-12-25", "5 working", "+1", 2027),
        ("2026-12-24", "5 working", "2026-12-25..2027-01-11", 2027),
        ("2027-03-01", "5 working", "-", 2027),
        ("2003-12-30", "1 working", "-", 2003),
    ],
)
def test_a_year_without_a_table_says_so(starts_on, days, changes, year):
    with pytest.raises(UnknownYear) as refused:
        term(starts_on, days, changes).last_day(works)
    assert refused.value.year == year
    with translation.override("zh-hans"):
        assert str(refused.value) == f"{year}年节假日安排尚未录入，无法计算工作日。"


# instant (UTC)                          on Beijing's clock              over?
MIDNIGHTS = [
    (datetime(2026, 11, 19, 15, 59, 59, tzinfo=UTC), "2026-11-19 23:59:59", "ahead", False),
    (datetime(2026, 11, 19, 16, 0, tzinfo=UTC), "2026-11-20 00:00:00", "running", False),
    (datetime(2026, 11, 26, 0, 0, tzinfo=UTC), "2026-11-26 08:00:00", "running", False),
    (datetime(2026, 11, 26, 15, 59, 59, 999999, tzinfo=UTC), "2026-11-26 23:59:59", "running", False),
    (datetime(2026, 11, 26, 16, 0, tzinfo=UTC), "2026-11-27 00:00:00", "over", True),
    (datetime(2026, 11, 27, 0, 0, tzinfo=UTC), "2026-11-27 08:00:00", "over", True),
]


@pytest.mark.parametrize(("at", "in_beijing", "phase", "over"), MIDNIGHTS)
def test_it_is_over_at_midnight_in_beijing(at, in_beijing, phase, over):
    notice = term("2026-11-20", "7 calendar")
    local = at + timedelta(hours=8)
    assert f"{local:%Y-%m-%d %H:%M:%S}" == in_beijing
    assert (notice.is_over(at, works), notice.phase_on(local.date(), works)) == (over, phase)


# 2024-11-04 (Monday), 5 working days, paused from Wednesday, resumed the next Monday: ends on Wednesday the 13th
PHASES = {
    "2024-11-03": Phase.AHEAD,
    "2024-11-04": Phase.RUNNING,
    "2024-11-05": Phase.RUNNING,
    "2024-11-06": Phase.PAUSED,
    "2024-11-10": Phase.PAUSED,
    "2024-11-11": Phase.RUNNING,
    "2024-11-13": Phase.RUNNING,
    "2024-11-14": Phase.OVER,
}


def test_where_a_notice_stands_day_by_day():
    notice = term("2024-11-04", "5 working", "2024-11-06..2024-11-11")
    assert {text: notice.phase_on(day(text), works) for text in PHASES} == PHASES


def test_a_notice_that_is_paused_is_never_over():
    notice = term("2024-11-04", "7 calendar", "2024-11-06..")
    assert notice.is_over(datetime(2044, 1, 1, tzinfo=UTC), works) is False
    assert notice.phase_on(date(2044, 1, 1), works) == Phase.PAUSED


def test_a_notice_far_from_its_end_is_told_to_be_ahead_or_paused_without_the_years_table():
    """Only where the table decides is it asked."""
    assert term("2027-03-01", "5 working").phase_on(date(2027, 2, 1), works) == Phase.AHEAD
    assert term("2027-03-01", "5 working", "2027-03-01..").phase_on(date(2027, 3, 1), works) == Phase.PAUSED


TERMS = st.builds(
    Term,
    starts_on=st.dates(date(2018, 1, 1), date(2024, 12, 31)),
    days=st.integers(1, 40),
    counting=st.sampled_from(["calendar", "working"]),
    added=st.integers(0, 15),
)


@st.composite
def paused_terms(draw):
    """A term with up to three pauses, each after the one before."""
    plain = draw(TERMS)
    marks = draw(st.lists(st.integers(0, 120), max_size=6, unique=True).map(sorted))
    days = [plain.starts_on + timedelta(days=mark) for mark in marks]
    pauses = tuple(Pause(*pair) for pair in list(pairwise(days))[::2])
    return Term(plain.starts_on, plain.days, plain.counting, plain.added, pauses)


@given(paused_terms())
def test_between_first_and_last_day_stand_exactly_the_days_asked(notice):
    """Counted a second time, day by day: each day that is not paused and, where working days are asked, is worked."""
    last = notice.last_day(works)
    span = [notice.starts_on + timedelta(days=number) for number in range((last - notice.starts_on).days + 1)]
    lost = [day for day in span if any(one.since <= day < one.resumed for one in notice.pauses)]
    counted = [day for day in span if day not in lost and (notice.counting == "calendar" or is_worked(day))]
    assert (len(counted), counted[-1]) == (notice.days + notice.added, last)


@given(paused_terms(), st.integers(1, 9))
def test_more_days_never_end_it_sooner_and_a_pause_never_does(notice, more):
    longer = Term(notice.starts_on, notice.days, notice.counting, notice.added + more, notice.pauses)
    unpaused = Term(notice.starts_on, notice.days, notice.counting, notice.added)
    assert longer.last_day(works) >= notice.last_day(works) + timedelta(days=more)
    assert unpaused.last_day(works) <= notice.last_day(works)


@given(paused_terms())
def test_it_is_over_from_the_day_after_the_last_and_not_before(notice):
    last = notice.last_day(works)
    midnight = datetime(last.year, last.month, last.day, 16, tzinfo=UTC)
    assert notice.is_over(midnight - timedelta(microseconds=1), works) is False
    assert notice.is_over(midnight, works) is True
