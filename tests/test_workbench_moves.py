"""Moves at the desk: what the page says before, what is written after, and that a refusal writes nothing."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from submissions.models import RoundRules, Transition
from submissions.moves import MOVES

from .desk import desk, errors, everything, form_of, move_url, said
from .reading import all_of, page

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=7)


def open_form(user, submission, name):
    client = desk(user)
    return client, form_of(client.get(move_url(submission, name)))


def send(user, submission, name, follow=False, **typed):
    client, sent = open_form(user, submission, name)
    return client.post(move_url(submission, name), sent | typed, follow=follow)


def test_the_way_from_a_draft_to_the_review_is_pressed_button_by_button(cast):
    submission = cast.draft()
    for user, name in [(cast.drafter, "submit"), (cast.city_office, "recommend"), (cast.regional_office, "accept")]:
        response = send(user, submission, name, follow=True)
        assert response.redirect_chain == [(reverse("submission", args=[submission.pk]), 302)]
    submission.refresh_from_db()
    assert (submission.status, submission.stage) == ("under_review", cast.review)
    assert said(response) == ["“松山区‘智慧+执法’ 改革”已办理“受理”，当前状态：评审中。 受理后进入第一个评审阶段。"]


def test_each_page_says_what_follows_and_asks_what_the_move_asks(cast):
    ground = {"draft": cast.draft(), "submitted": cast.submission_in("submitted")}
    ground |= {"returned": cast.submission_in("returned"), "recommended": cast.submission_in("recommended")}
    ground |= {"under_review": cast.submission_in("under_review"), "named": cast.submission_in("named")}
    for name, step in MOVES.items():
        submission = next(one for status, one in ground.items() if status in step.sources)
        submission = cast.asked_for_more() if name == "supplement" else submission
        response = desk(cast.who_makes(name, submission)).get(move_url(submission, name))
        assert all_of(response, "p", 'class="lead"') == [str(step.consequence)]
        assert list(form_of(response)) == ["version", *step.asks]


def test_a_return_keeps_reason_corrections_and_the_end_of_the_last_day(cast):
    submission = cast.submission_in("submitted")
    typed = {"reason": "不全", "corrections": "补台账", "parts": "all", "due_at": DUE.isoformat()}
    send(cast.city_office, submission, "return", **typed)
    submission.refresh_from_db()
    end = datetime.combine(DUE + timedelta(days=1), datetime.min.time(), tzinfo=timezone.get_default_timezone())
    assert (submission.status, submission.due_at) == ("returned", end)
    last = submission.transitions.last()
    assert (last.reason, last.details["corrections"]) == ("不全", "补台账")


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        (
            {"parts": ""},
            [
                "理由 · 请写明理由。",
                "需补正的内容 · 请写明需补正的内容。",
                "可修改的范围 · 请选择全部可改或者只改勾选的部分。",
                "补正截止日 · 请填写补正截止日。",
            ],
        ),
        ({"corrections": "补", "due_at": DUE}, ["理由 · 请写明理由。"]),
        ({"reason": " \n ", "corrections": "补", "due_at": DUE}, ["理由 · 请写明理由。"]),
        ({"reason": "甲", "corrections": "补", "due_at": TODAY - timedelta(days=1)}, ["补正截止日须晚于当前时间。"]),
        ({"reason": "甲", "corrections": "补", "due_at": "31日"}, ["补正截止日 · 输入一个有效的日期。"]),
        ({"reason": "甲", "corrections": "补", "due_at": "2026-02-30"}, ["补正截止日 · 输入一个有效的日期。"]),
        ({"reason": "甲", "corrections": "补", "due_at": "9999-12-31"}, ["补正截止日 · 日期太远，请核对年份。"]),
        (
            {"reason": "甲\x00", "corrections": "补", "due_at": DUE},
            ["理由 · 第 2 个字符是无法保存和刊印的字符（U+0000），请删去；其余内容均已保留。"],
        ),
    ],
)
def test_what_is_missing_or_means_nothing_is_named_and_all_typed_is_kept(cast, typed, sentences):
    submission = cast.submission_in("submitted")
    before = everything()
    typed = {"parts": "all"} | typed
    response = send(cast.city_office, submission, "return", **{name: str(value) for name, value in typed.items()})
    assert (response.status_code, errors(response), everything()) == (200, sentences, before)
    assert {name: form_of(response)[name] for name in typed} == {name: str(value) for name, value in typed.items()}


def test_a_guard_refuses_on_the_same_page_and_writes_nothing(cast):
    cast.quota(1)
    cast.submission_in("recommended")
    late = cast.submission_in("submitted")
    before = everything()
    response = send(cast.city_office, late, "recommend", rank="2")
    assert errors(response) == ["赤峰市的单项示范名额已用完（1/1）。"]
    assert (form_of(response)["rank"], everything()) == ("2", before)


@pytest.mark.parametrize("rank", ["0", "1000", "-1", "x", "1.5", "9" * 400])
def test_a_rank_that_is_none_is_refused(cast, rank):
    submission = cast.submission_in("submitted")
    before = everything()
    response = send(cast.city_office, submission, "recommend", rank=rank)
    assert (response.status_code, len(errors(response)), everything()) == (200, 1, before)


def test_the_page_says_why_not_before_anything_is_typed(cast):
    RoundRules.objects.update(closes_at=datetime(2020, 1, 1, tzinfo=timezone.get_default_timezone()), opens_at=None)
    response = desk(cast.drafter).get(move_url(cast.draft(), "submit"))
    assert all_of(response, "p", 'class="notice"') == ["这一批次的申报截至2019年12月31日24:00（北京时间），现已截止。"]
    assert response.content.decode().count('<button class="button" disabled>') == 1


def test_who_comes_too_late_is_told_who_was_faster_and_keeps_what_was_typed(cast):
    submission = cast.submission_in("submitted")
    slow, form = open_form(cast.city_office, submission, "return")
    cast.play(submission, "recommend")
    before = everything()
    typed = form | {"reason": "长长的理由", "corrections": "补", "parts": "all", "due_at": DUE.isoformat()}
    response = slow.post(move_url(submission, "return"), typed)
    assert (response.status_code, everything()) == (409, before)
    [sentence] = errors(response)
    assert sentence.startswith("wulan已先于您在 ")
    assert sentence.endswith(" 办理“推荐上报”，当前状态为“已推荐”。您的操作没有生效。")
    assert form_of(response) == typed | {"version": submission.version}


def test_pressing_again_after_having_read_it_counts(cast):
    submission = cast.submission_in("recommended")
    slow, form = open_form(cast.regional_office, submission, "disqualify")
    cast.play(submission, "accept")
    again = form_of(slow.post(move_url(submission, "disqualify"), form | {"reason": "材料不实"}))
    slow.post(move_url(submission, "disqualify"), again)
    submission.refresh_from_db()
    assert submission.status == "disqualified"


def test_who_lost_the_right_by_anothers_move_is_told_so(cast):
    draft = cast.draft()
    slow, form = open_form(cast.drafter, draft, "withdraw")
    cast.play(draft, "submit")
    before = everything()
    response = slow.post(move_url(draft, "withdraw"), form | {"reason": "改主意了"})
    assert (response.status_code, form_of(response)["reason"], everything()) == (409, "改主意了", before)


@pytest.mark.parametrize("version", ["", "x", "9" * 5000])
def test_a_version_that_means_nothing_writes_nothing(cast, version):
    draft = cast.draft()
    before = everything()
    response = send(cast.drafter, draft, "submit", version=version)
    assert (response.status_code in (200, 409), everything()) == (True, before)


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("auditor", "submit", 403),
        ("regional_office", "submit", 403),
        ("city_office", "accept", 403),
        ("other_drafter", "submit", 404),
        ("drafter", "nonsense", 404),
        ("drafter", "__class__", 404),
        ("administrator", "submit", 403),
    ],
)
def test_what_is_not_ones_own_to_do_is_refused(cast, who, name, status):
    draft = cast.draft()
    before = everything()
    client = desk(getattr(cast, who))
    assert client.get(move_url(draft, name)).status_code == status
    assert client.post(move_url(draft, name), {"version": draft.version}).status_code == status
    assert everything() == before


def test_other_methods_are_refused(cast):
    client, url = desk(cast.drafter), move_url(cast.draft(), "submit")
    assert [getattr(client, method)(url).status_code for method in ("put", "delete", "patch")] == [405] * 3
    assert Transition.objects.count() == 0


def test_without_the_token_of_the_form_nothing_is_written(cast):
    draft = cast.draft()
    client = desk(cast.drafter)
    client.handler.enforce_csrf_checks = True
    response = client.post(move_url(draft, "submit"), {"version": draft.version})
    assert (response.status_code, all_of(response, "h1")) == (403, ["表单已失效"])
    assert Transition.objects.count() == 0


def test_a_document_of_another_round_cannot_be_cited(cast):
    submission = cast.submission_in("under_review")
    other = cast.document(round=cast.make_round("2027"))
    before = everything()
    response = send(cast.regional_office, submission, "advance", document=other.pk)
    assert (len(errors(response)), everything()) == (1, before)


def test_the_history_cites_the_document_a_move_rests_on(cast):
    submission = cast.submission_in("under_review")
    document = cast.document("关于入围的通知", number="内法办〔2026〕3号")
    send(cast.regional_office, submission, "advance", document=document.pk)
    text = page(desk(cast.drafter).get(reverse("submission", args=[submission.pk])))
    assert text.count("依据文件： 《关于入围的通知》 内法办〔2026〕3号") == 1
