"""Reminders before a window closes: when, to whom, once each, also after an extension and without a worker."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from submissions.messages import reminders, wording
from submissions.models import Extension, Letter, Message, RoundRules

from .desk import desk
from .reading import page

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# What is left until the window closes, and the moment that has come by then.
PICTURE = {
    8 * DAY: None,
    7 * DAY + timedelta(seconds=1): None,
    7 * DAY: 7 * DAY,
    4 * DAY: 7 * DAY,
    3 * DAY: 3 * DAY,
    25 * HOUR: 3 * DAY,
    DAY: DAY,
    4 * HOUR: DAY,
    3 * HOUR: 3 * HOUR,
    timedelta(seconds=1): 3 * HOUR,
    timedelta(0): None,
    -DAY: None,
}


def test_the_most_pressing_moment_that_has_come_counts():
    now = timezone.now()
    assert {left: reminders.moment(now + left, now) for left in PICTURE} == PICTURE
    assert reminders.moment(None, now) is None


@pytest.fixture
def closing(cast):
    """The cast's round with its end; a draft of one unit, two of another, one of another city, and no draft."""
    cast.closes_at = RoundRules.objects.get(round=cast.round).closes_at
    for by in (cast.drafter, cast.other_drafter, cast.other_drafter, cast.far_drafter):
        cast.draft(by)
    cast.submission_in("submitted")
    Message.objects.all().delete()
    return cast


def reminded():
    """[(unit, how many drafts it is told of)] of the reminders left so far."""
    return sorted((one.unit.name, one.facts["count"]) for one in Message.objects.filter(kind=wording.REMINDER))


ALL = [
    ("呼和浩特市司法局", 1),
    ("呼和浩特市委依法治市办", 1),
    ("松山区司法局", 1),
    ("赤峰市司法局", 2),
    ("赤峰市委依法治市办", 3),
]


def test_units_with_drafts_and_their_citys_office_are_told_once_at_each_moment(closing):
    counts = []
    for left in (8 * DAY, 7 * DAY, 6 * DAY, 3 * DAY, DAY, 5 * HOUR, 3 * HOUR, HOUR, timedelta(0)):
        counts.append(reminders.send_due(closing.closes_at - left))
    assert counts == [0, 5, 0, 5, 5, 0, 5, 0, 0]
    assert reminded() == sorted(ALL * 4)


def test_who_slept_through_several_is_told_of_the_most_pressing_alone(closing):
    assert reminders.send_due(closing.closes_at - 2 * HOUR) == 5
    assert {one.key.rpartition(":")[2] for one in Message.objects.all()} == {"10800"}


def test_a_city_with_more_time_is_told_of_its_own_end_and_anew_of_a_later_one(closing):
    def extend(days):
        facts = {"city": closing.places["赤峰市"], "closes_at": closing.closes_at + days * DAY, "reason": "汛情"}
        rules = RoundRules.objects.get(round=closing.round)
        Extension.objects.create(rules=rules, by=closing.regional_office, at=timezone.now(), **facts)

    extend(10)
    assert reminders.send_due(closing.closes_at - HOUR) == 2
    assert [unit for unit, _count in reminded()] == ["呼和浩特市司法局", "呼和浩特市委依法治市办"]
    assert reminders.send_due(closing.closes_at + 9 * DAY + 22 * HOUR) == 3
    extend(20)
    assert reminders.send_due(closing.closes_at + 10 * DAY) == 0
    assert reminders.send_due(closing.closes_at + 19 * DAY + 22 * HOUR) == 3


@pytest.mark.parametrize("rules", [{"closed": True}, {"closes_at": None}, {"opens_at": "later"}])
def test_where_nothing_closes_nobody_is_told(closing, rules):
    later = {"opens_at": closing.closes_at - HOUR} if "opens_at" in rules else rules
    RoundRules.objects.update(**later)
    assert reminders.send_due(closing.closes_at - 2 * HOUR) == 0


def test_the_words_count_the_drafts_and_name_the_end(closing):
    RoundRules.objects.update(closes_at=timezone.make_aware(datetime(2031, 11, 16)))
    reminders.send_due(timezone.make_aware(datetime(2031, 11, 15)))
    words = {one.unit.name: wording.said(one) for one in Message.objects.all()}
    assert words["赤峰市司法局"].happened == (
        "2026年全区法治政府建设示范创建申报将于2031年11月15日24:00截止，您单位还有 2 件草稿未提交。"
    )
    assert words["赤峰市委依法治市办"].happened.split("截止，")[1] == "赤峰市各申报单位还有 3 件草稿未提交。"


def test_a_reminder_goes_by_mail_too_and_leads_to_the_drafts(closing, settings):
    settings.SENDS_MAIL, settings.SITE_URL = True, "https://shifan.example.org"
    closing.units["赤峰市司法局"].email = "bureau@example.org"
    closing.units["赤峰市司法局"].save()
    for _twice in range(2):
        reminders.send_due(closing.closes_at - HOUR)
    letter = Letter.objects.get()
    assert letter.subject == "截止提醒：2026年全区法治政府建设示范创建"
    assert letter.body.count("https://shifan.example.org/workbench/submissions/?round=2026&status=draft\n") == 1


def test_the_command_says_how_many(closing, capsys):
    RoundRules.objects.update(closes_at=timezone.now() + HOUR)
    call_command("send_reminders")
    call_command("send_reminders")
    assert capsys.readouterr().out == "已发出 5 条提醒。\n已发出 0 条提醒。\n"


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("drafter", [("松山区司法局", 1)]),
        ("city_office", ALL[2:]),
        ("regional_office", []),
        ("auditor", []),
        ("evaluator", []),
    ],
)
def test_where_no_worker_runs_the_first_screen_leaves_what_the_visitor_is_concerned_with(closing, who, told):
    RoundRules.objects.update(closes_at=timezone.now() + HOUR)
    for _twice in range(2):
        response = desk(getattr(closing, who)).get(reverse("workbench"))
    assert reminded() == told
    assert page(response).count("件草稿未提交。") == (1 if told else 0)
    assert reminders.send_due() == 5 - len(told)


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_what_is_due_costs_the_same_for_one_draft_and_for_three(cast, django_assert_num_queries, count):
    for _number in range(count):
        cast.draft()
    RoundRules.objects.update(closes_at=timezone.now() + HOUR)
    reminders.send_due()
    with django_assert_num_queries(5):
        reminders.send_due()
    RoundRules.objects.update(closes_at=timezone.now() + 8 * DAY)
    with django_assert_num_queries(2):
        reminders.send_due()
