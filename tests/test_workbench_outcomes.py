"""Recording outcomes for many at once: the selection first, then each its own move with its own result."""

import pytest
from django.urls import reverse

from submissions.bulk import BULK, tick
from submissions.models import Submission, Transition
from submissions.moves import MOVES

from .desk import desk, errors, everything
from .reading import all_of, page, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(cast):
    """Two at the first stage and one at the last."""
    first = cast.submission_in("under_review", title="甲")
    second = cast.submission_in("under_review", by=cast.far_drafter, title="乙")
    return [Submission.objects.get(pk=one.pk) for one in (first, second, cast.at_last_stage(title="丙"))]


def asked(cast, name, *submissions, **typed):
    return {"round": cast.round.code, "move": name, "pick": [tick(one) for one in submissions], **typed}


def post(cast, step, sent, follow=True):
    return desk(cast.regional_office).post(reverse(f"outcomes_{step}"), sent, follow=follow)


def test_the_page_lists_what_stands_where_the_outcome_is_possible(cast, three):
    cast.draft(title="草稿")
    client = desk(cast.regional_office)
    response = client.get(reverse("outcomes"), {"round": cast.round.code, "move": "advance"})
    assert [row[1] for row in rows(response, 'class="dense stack"')] == ["乙", "甲", "丙"]
    asked = {"round": cast.round.code, "move": "advance", "stage": cast.review.pk}
    response = client.get(reverse("outcomes"), asked)
    assert [row[1] for row in rows(response, 'class="dense stack"')] == ["乙", "甲"]
    assert response.content.decode().count(" checked") == 0
    assert client.get(reverse("outcomes"), asked | {"all": "1"}).content.decode().count(" checked") == 2


def test_the_selection_is_shown_with_what_each_becomes_and_which_cannot_and_why(cast, three):
    document = cast.document("关于入围的通知")
    before = everything()
    response = post(cast, "check", asked(cast, "advance", *three, document=document.pk))
    assert rows(response, 'class="stack"') == [
        ["乙", "呼和浩特市", "◐ 评审中 自治区评审", "评审中 · 实地评估"],
        ["甲", "赤峰市", "◐ 评审中 自治区评审", "评审中 · 实地评估"],
        ["丙", "赤峰市", "◐ 评审中 实地评估", "不变： 实地评估是最后阶段，应作出命名或不予命名的决定。"],
    ]
    assert all_of(response, "dd") == [cast.round.name, "《关于入围的通知》"]
    assert everything() == before


def test_one_result_per_submission_and_a_refusal_stops_none_of_the_others(cast, three):
    response = post(cast, "record", asked(cast, "advance", *three, document=cast.document().pk))
    assert rows(response, 'class="stack"') == [
        ["乙", "呼和浩特市", "✓ 是", "评审中 · 实地评估"],
        ["甲", "赤峰市", "✓ 是", "评审中 · 实地评估"],
        ["丙", "赤峰市", "✗ 否", "实地评估是最后阶段，应作出命名或不予命名的决定。"],
    ]
    assert page(response).count("已登记 2 件，未登记 1 件。") == 1
    assert list(Submission.objects.values_list("stage", flat=True)) == [cast.field_evaluation.pk] * 3


def test_what_changed_between_the_tick_and_the_button_is_told_and_not_done(cast, three):
    sent = asked(cast, "disqualify", *three, reason="材料不实")
    cast.play(Submission.objects.get(pk=three[0].pk), "stop")
    assert rows(post(cast, "check", sent), 'class="stack"')[1][3] == "不变： 勾选之后已有变动，请重新勾选。"
    results = rows(post(cast, "record", sent), 'class="stack"')
    assert [row[2] for row in results] == ["✓ 是", "✗ 否", "✓ 是"]
    assert results[1][3].startswith("tuya已先于您在 ")
    assert sorted(Submission.objects.values_list("status", flat=True)) == [
        "disqualified",
        "disqualified",
        "not_shortlisted",
    ]


def test_pressing_the_button_twice_records_once(cast, three):
    sent = asked(cast, "stop", *three, reason="名额所限")
    post(cast, "record", sent)
    count = Transition.objects.count()
    response = post(cast, "record", sent)
    assert Transition.objects.count() == count
    assert [row[2] for row in rows(response, 'class="stack"')] == ["✗ 否"] * 3


@pytest.mark.parametrize("step", ["check", "record"])
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"pick": []}, "申报 · 请至少勾选一件申报。"),
        ({"pick": ["nonsense"]}, "申报 · 勾选内容无法识别，请重新勾选。"),
        ({"pick": ["00000000-0000-0000-0000-000000000000@1"]}, "申报 · 勾选的申报中有一件不属于本批次，请重新勾选。"),
        ({"reason": ""}, "理由 · 请写明理由。"),
    ],
)
def test_a_selection_that_cannot_be_read_writes_nothing_and_comes_back_ticked(cast, three, step, changed, sentence):
    before = everything()
    response = post(cast, step, asked(cast, "stop", *three, reason="名额所限") | changed)
    assert (errors(response), everything()) == ([sentence], before)
    assert response.content.decode().count(" checked") == (3 if "reason" in changed else 0)


@pytest.mark.parametrize(
    "changed", [{"round": "1999"}, {"round": "20\x0026"}, {"move": "submit"}, {"move": ""}, {"stage": "x"}]
)
def test_an_outcome_nobody_offered_is_a_bad_request(cast, three, changed):
    before = everything()
    sent = asked(cast, "stop", *three, reason="名额所限") | changed
    assert [post(cast, step, sent).status_code for step in ("check", "record")] == [400, 400]
    assert desk(cast.regional_office).get(reverse("outcomes"), sent).status_code == 400
    assert everything() == before


def test_the_names_of_the_ticked_are_shown_as_words(cast):
    one = cast.submission_in("recommended", title="<script>alert(1)</script>")
    response = post(cast, "record", asked(cast, "accept", one))
    assert b"<script>alert" not in response.content
    assert rows(response, 'class="stack"')[0][0] == "<script>alert(1)</script>"


@pytest.mark.parametrize("who", ["drafter", "city_office", "auditor", "evaluator", "administrator"])
def test_others_record_nothing(cast, three, who):
    before = everything()
    client = desk(getattr(cast, who))
    answers = [client.get(reverse("outcomes")), client.get(reverse("outcomes_result"))]
    answers += [client.post(reverse(f"outcomes_{step}"), asked(cast, "accept", *three)) for step in ("check", "record")]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert everything() == before


def test_only_moves_of_one_office_that_need_nothing_for_each_are_offered():
    assert {ask for name in BULK for ask in MOVES[name].asks} == {"document", "reason"}


def test_without_a_result_the_way_leads_back_to_the_choice(cast):
    response = desk(cast.regional_office).get(reverse("outcomes_result"))
    assert (response.status_code, response["Location"]) == (302, reverse("outcomes"))
