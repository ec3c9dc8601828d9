"""What units are told: whom each move concerns, in which words, who reads it; what is shown before a move of many."""

import re
from datetime import datetime

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from accounts.models import Role, User
from submissions.messages import wording
from submissions.models import Letter, Message, Submission
from submissions.moves import MOVES
from submissions.workflow import MoveRefused, move

from .desk import desk, said
from .reading import all_of, page, rows

pytestmark = pytest.mark.django_db

UNITS = {
    "Dr": "松山区司法局",  # submits
    "Do": "赤峰市司法局",
    "Ci": "赤峰市委依法治市办",
    "Cf": "呼和浩特市委依法治市办",
    "Re": "自治区党委依法治区办",
    "Ev": "实地评估组",
    "Au": "审计组",
}
# A move, the status it starts from, and whether it is back for correction from there: m for a message.
PICTURE = """
                              Dr  Do  Ci  Cf  Re  Ev  Au
submit draft                  .   .   m   .   .   .   .
recommend submitted           m   .   .   .   m   .   .
reserve submitted             m   .   .   .   .   .   .
rank recommended              .   .   .   .   .   .   .
return submitted              m   .   .   .   .   .   .
return returned               m   .   .   .   .   .   .
send_back recommended         m   .   m   .   .   .   .
send_back under_review        m   .   m   .   .   .   .
resubmit returned             .   .   m   .   .   .   .
resubmit recommended back     .   .   m   .   m   .   .
accept recommended            m   .   m   .   .   .   .
advance under_review          m   .   m   .   .   .   .
stop under_review             m   .   m   .   .   .   .
name last                     m   .   m   .   .   .   .
decline last                  m   .   m   .   .   .   .
withdraw draft                .   .   .   .   .   .   .
withdraw submitted            m   .   .   .   .   .   .
withdraw returned             m   .   .   .   .   .   .
withdraw recommended          m   .   .   .   m   .   .
withdraw recommended back     m   .   .   .   m   .   .
withdraw under_review         m   .   .   .   m   .   .
disqualify submitted          m   .   m   .   .   .   .
disqualify under_review       m   .   m   .   .   .   .
reopen withdrawn              m   .   m   .   .   .   .
reopen named                  m   .   m   .   .   .   .
supplement under_review       .   .   m   .   m   .   .
"""


def standing(cast, status, back):
    if status == "last":
        return cast.at_last_stage()
    submission = cast.submission_in(status)
    if back:
        cast.play(submission, "send_back")
    return submission


def told(cast, name, status, *back):
    """The units with a message of the move, once each."""
    submission = cast.asked_for_more() if name == "supplement" else standing(cast, status, back)
    transition = cast.play(submission, name, **({"rank": 3} if name == "rank" else {}))
    return [message.unit.name for message in transition.messages.select_related("unit").order_by("unit__name")]


def test_each_move_tells_whom_it_concerns_and_nobody_else(cast):
    head, *lines = PICTURE.strip("\n").splitlines()
    drawn = {}
    for line in lines:
        *case, marks = line[:30].split(), line[30:].split()
        drawn[tuple(case[0])] = sorted(UNITS[one] for one, mark in zip(head.split(), marks, strict=True) if mark == "m")
    assert {case[0] for case in drawn} == set(MOVES)
    assert {case: told(cast, *case) for case in drawn} == drawn


def test_a_move_that_is_rolled_back_or_refused_leaves_nothing(cast, settings):
    settings.SENDS_MAIL, settings.SITE_URL = True, "https://shifan.example.org"
    cast.units["赤峰市委依法治市办"].email = "office@example.org"
    cast.units["赤峰市委依法治市办"].save()
    submission = cast.draft()
    with transaction.atomic():
        move(submission, "submit", cast.drafter)
        assert [model.objects.count() for model in (Message, Letter, DBTaskResult)] == [1, 1, 1]
        transaction.set_rollback(True)
    with pytest.raises(MoveRefused):
        move(Submission.objects.get(), "submit", cast.city_office)
    assert [model.objects.count() for model in (Message, Letter, DBTaskResult)] == [0, 0, 0]
    assert Submission.objects.get().status == "draft"


def test_where_two_offices_share_a_unit_the_other_desk_is_told_there(cast):
    User.objects.filter(pk=cast.city_office.pk).update(unit=cast.units["赤峰市司法局"])
    submission = cast.draft(cast.other_drafter)
    cast.play(submission, "submit")
    assert [message.unit.name for message in Message.objects.all()] == ["赤峰市司法局"]


# --- the words ---


def words_of(message):
    told = wording.said(message)
    return [told.heading, told.happened, told.next]


def test_a_return_says_what_happened_to_what_and_until_when(cast):
    submission = cast.submission_in("submitted", title="甲项目")
    due_at = timezone.make_aware(datetime(2031, 11, 16))
    [message] = cast.play(submission, "return", due_at=due_at).messages.all()
    assert words_of(message) == [
        "退回补正",
        "您单位申报的“甲项目”（2026年全区法治政府建设示范创建）已被赤峰市委依法治市办退回补正。",
        "请于2031年11月15日24:00前补正并重新提交；逾期不能再补正，退回单位另定期限的除外。",
    ]
    with translation.override("en"):
        assert words_of(message)[1] == (
            "“甲项目” (2026年全区法治政府建设示范创建), submitted by your unit, has been returned for correction by "
            "赤峰市委依法治市办."
        )


def test_every_message_a_move_can_leave_has_its_words_in_both_languages(cast):
    test_each_move_tells_whom_it_concerns_and_nobody_else(cast)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            lines = [line for message in Message.objects.all() for line in words_of(message)]
            assert [line for line in lines if not line or "%" in line or "“”" in line] == []


# --- the pages ---


def header_count(response):
    return re.findall(r"未读消息 (\d+) 条</a>", response.content.decode())


def test_each_page_counts_the_unread_and_the_first_screen_shows_the_newest_five(cast):
    for number in range(6):
        cast.play(cast.draft(title=f"第{number}件"), "submit")
    client = desk(cast.city_office)
    assert header_count(client.get(reverse("submission_list"))) == ["6"]
    response = client.get(reverse("workbench"))
    assert all_of(response, "h2").count("未读消息") == 1
    shown = re.findall(r"第\d件(?=”)", response.content.decode())
    assert shown == ["第5件", "第4件", "第3件", "第2件", "第1件"]
    assert header_count(desk(cast.drafter).get(reverse("workbench"))) == []


def test_a_message_leads_to_its_submission_and_is_marked_read_for_the_whole_unit(cast):
    submission = cast.submission_in("returned")
    message = Message.objects.get(unit=cast.drafter.unit)
    response = desk(cast.colleague).get(reverse("message_list"))
    assert response.content.decode().count(f'href="/workbench/submissions/{submission.pk}/"') == 1
    response = desk(cast.drafter).post(reverse("message_read", args=[message.pk]), {"page": 1})
    assert response["Location"] == f"/workbench/messages/?page=1#message-{message.pk}"
    message.refresh_from_db()
    assert (message.read_by, message.read_at is not None) == (cast.drafter, True)
    response = desk(cast.colleague).get(reverse("message_list"))
    assert (page(response).count("qiqige 已读"), header_count(response)) == (1, [])


def test_all_are_marked_but_what_came_after_the_page_was_drawn(cast):
    for _number in range(2):
        cast.submission_in("submitted")
    client = desk(cast.city_office)
    seen = client.get(reverse("message_list")).context["page"].object_list[0].pk
    cast.submission_in("submitted")
    assert said(client.post(reverse("messages_read"), {"until": seen}, follow=True)) == [
        "已将 2 条消息标为已读，本单位人员均不再显示为未读。"
    ]
    assert Message.objects.filter(unit=cast.city_office.unit, read_at=None).count() == 1


@pytest.mark.parametrize("until", ["", "x", "0", "9" * 30])
def test_a_button_that_says_nothing_marks_nothing(cast, until):
    cast.submission_in("submitted")
    assert desk(cast.city_office).post(reverse("messages_read"), {"until": until}).status_code == 400
    assert Message.objects.filter(read_at=None).count() == 1


@pytest.mark.parametrize(("role", "count"), [("evaluator", 0), ("administrator", 0), ("auditor", 1), ("drafter", 0)])
def test_who_shares_the_office_reads_of_a_candidate_only_what_he_may_see(cast, role, count):
    cast.submission_in("submitted")
    someone = User.objects.create(username="x", role=Role(role), unit=cast.city_office.unit)
    assert Message.objects.visible_to(someone).count() == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_messages_cost_the_same_for_one_and_for_three(cast, settings, django_assert_num_queries, count):
    for _number in range(count):
        cast.submission_in("submitted")
    client = desk(cast.city_office)
    with django_assert_num_queries(8):
        assert len(client.get(reverse("message_list")).context["page"].object_list) == count


@pytest.mark.parametrize("number", ["0", "2", "x"])
def test_a_page_that_is_not_there_is_not_found(cast, number):
    assert desk(cast.city_office).get(reverse("message_list"), {"page": number}).status_code == 404


# --- before a move of many ---


def test_before_many_outcomes_it_is_shown_who_will_be_told_and_nothing_is_written(cast, settings):
    settings.SENDS_MAIL = True
    cast.units["松山区司法局"].email = "songshan@example.org"
    cast.units["松山区司法局"].save()
    picked = [cast.submission_in("recommended", title="甲"), cast.submission_in("recommended", title="乙")]
    stays = cast.submission_in("submitted", title="丙")
    before = Message.objects.count()
    asked = {"round": "2026", "move": "accept", "pick": [f"{one.pk}@{one.version}" for one in [*picked, stays]]}
    response = desk(cast.regional_office).post(reverse("outcomes_check"), asked)
    assert rows(response, r'stack">\s*<caption class="visually-hidden">将告知哪些单位</caption') == [
        ["松山区司法局", "甲 乙", "songshan@example.org"],
        ["赤峰市委依法治市办", "甲 乙", "—"],
    ]
    assert page(response).count("登记后将在 2 个单位的工作台发出 4 条消息，另发邮件 2 封。") == 1
    assert Message.objects.count() == before
    desk(cast.regional_office).post(reverse("outcomes_record"), asked)
    assert Message.objects.filter(kind="accept").count() == 4
