"""Public notices on the office's first screen: those that end within a week, and those whose end is not settled."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from registry.clock import Term
from registry.models import NoticeChange, Outcome, ReleaseKind, SourceKind
from registry.record import Source, change_notice, issue

from .desk import desk
from .reading import all_of
from .record import again, synthetic_round

DAY = timedelta(days=1)
HEADING = "即将届满的公示"


def published(code, last, paused=False):
    """A notice of ten calendar days whose last is `last` days from today, paused from today on if so."""
    today = timezone.localdate()
    [entry] = synthetic_round(1, code=code, outcome=Outcome.RECOMMENDED)
    source = Source(SourceKind.DOCUMENT, f"公示{code}", "自治区办公室")
    proposed = [again(entry, "合成项目1", Outcome.PROPOSED)]
    term = Term(today + (last - 9) * DAY, 10, "calendar")
    release, _items = issue(entry.round, ReleaseKind.NOTICE, source, proposed, timezone.now(), term=term)
    if paused:
        change_notice(release.notice, NoticeChange.Kind.PAUSE, "理由", "办公室", timezone.now(), from_day=today)


def waiting(user):
    response = desk(user).get(reverse("workbench"))
    return all_of(response, "li") if HEADING in all_of(response, "h2") else []


def test_the_office_sees_what_ends_within_a_week_the_nearest_first_and_what_is_not_settled_before(cast):
    today = timezone.localdate()
    for code, last in (("over", -1), ("far", 8), ("week", 7), ("today", 0)):
        published(code, last)
    published("paused", 5, paused=True)
    assert [line for line in waiting(cast.regional_office) if line.startswith("《公示")] == [
        f"《公示paused》 paused年合成批次 公示自{date_format(today, 'DATE_FORMAT')}起暂停，恢复后另行确定截止日。",
        f"《公示today》 today年合成批次 正在公示，至{date_format(today, 'DATE_FORMAT')}24:00止。",
        f"《公示week》 week年合成批次 正在公示，至{date_format(today + 7 * DAY, 'DATE_FORMAT')}24:00止。",
    ]


@pytest.mark.parametrize("who", ["drafter", "city_office", "evaluator", "auditor"])
def test_whoever_cannot_change_a_notice_is_not_told_to(cast, who):
    published("today", 0)
    assert waiting(getattr(cast, who)) == []


def test_without_one_that_is_near_there_is_no_such_part(cast):
    published("far", 8)
    assert waiting(cast.regional_office) == []


@pytest.mark.parametrize("count", [1, 3])
def test_three_cost_as_many_queries_as_one(cast, count, django_assert_num_queries):
    for number in range(count):
        published(f"n{number}", number)
    client = desk(cast.regional_office)
    with django_assert_num_queries(18):
        client.get(reverse("workbench"))
