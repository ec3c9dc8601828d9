"""Returning exactly what is to be corrected: the choice, the ticks, the remarks, and what the submitting unit reads."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from submissions import drafts
from submissions.forms.parts import LONGEST_REMARK
from submissions.parts import returned_parts
from submissions.workflow import NotAllowed

from .desk import desk, errors, everything, form_of, move_url, said
from .reading import all_of, page

pytestmark = pytest.mark.django_db
DUE = (timezone.localdate() + timedelta(days=7)).isoformat()
SOME = {
    "reason": "两处不清",
    "corrections": "",
    "parts": "some",
    "parts-tick": ["title", "material:A1"],
    "parts-remark-title": "题目与文件不一致",
    "parts-remark-material:A1": "盖章看不清",
    "due_at": DUE,
}


def page_of(user, submission):
    return desk(user).get(reverse("submission", args=[submission.pk]))


def returned(cast, name="return", by=None, submission=None, **typed):
    """Returned on its page for the title and material A1; with the page's answer."""
    if submission is None:
        cast.requirement("A1", name="执法台账")
        submission = cast.draft()
        cast.material(submission)
        cast.play(submission, "submit")
    client = desk(by or cast.city_office)
    sent = form_of(client.get(move_url(submission, name))) | SOME | typed
    response = client.post(move_url(submission, name), sent, follow=True)
    submission.refresh_from_db()
    return submission, response


def test_what_is_ticked_is_opened_with_its_remark_and_nothing_else(cast):
    submission, response = returned(cast)
    assert said(response) == [
        "“松山区‘智慧+执法’ 改革”已办理“退回补正”，当前状态：退回补正。 退回后由申报单位补正，再重新提交。"
    ]
    assert returned_parts(submission) == {"title": "题目与文件不一致", "material:A1": "盖章看不清"}
    drafts.edit(submission, cast.drafter, title="改好的题目", summary=submission.summary)
    with pytest.raises(NotAllowed):
        drafts.edit(submission, cast.drafter, summary="顺手改的概述")


def test_the_choice_of_everything_is_kept_as_such(cast):
    submission, _response = returned(
        cast, **{"parts": "all", "parts-tick": [], "corrections": "全文重写"} | no_remarks()
    )
    assert returned_parts(submission) is None
    drafts.edit(submission, cast.drafter, summary="改了概述")


def no_remarks():
    return {name: "" for name in SOME if name.startswith("parts-remark-")}


WRONG = {
    "nothing chosen": ({"parts": "", "parts-tick": []} | no_remarks(), "请选择全部可改或者只改勾选的部分。"),
    "a choice there is not": ({"parts": "none"}, "请选择全部可改或者只改勾选的部分。"),
    "some, none ticked": ({"parts-tick": []} | no_remarks(), "请至少勾选一个部分。"),
    "everything, some ticked": ({"parts": "all"}, "已勾选部分或填写意见\uff0c又选择了“全部可改”\uff0c请二选其一。"),
    "a remark without its tick": ({"parts-tick": ["title"]}, "填写了意见但没有勾选\uff1aA1 执法台账。"),
    "a part of another": (
        {"parts-tick": ["material:Z9"]} | no_remarks(),
        "勾选的部分中有一项不属于本申报\uff0c请重新勾选。",
    ),
    "too long": (
        {"parts-remark-title": "长" * (LONGEST_REMARK + 1)},
        "对“项目名称”的意见有 201 个字\uff0c不能超过 200 个字。",
    ),
    "unreadable": (
        {"parts-remark-title": "甲\u202e"},
        "第 2 个字符是无法保存和刊印的字符\uff08U+202E\uff09\uff0c请删去\uff1b其余内容均已保留。",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_said_clearly_opens_nothing_and_all_typed_is_kept(cast, case):
    typed, sentence = WRONG[case]
    cast.requirement("A1", name="执法台账")
    submission = cast.draft()
    cast.material(submission)
    cast.play(submission, "submit")
    before = everything()
    _submission, response = returned(cast, submission=submission, **{"corrections": "见各项"} | typed)
    assert (errors(response), everything()) == ([f"可修改的范围 · {sentence}"], before)
    sent = {name: value for name, value in (SOME | typed).items() if name.startswith("parts") and value}
    kept = form_of(response)
    assert {name: kept[name] for name in sent} == sent


def test_the_longest_remark_is_taken(cast):
    submission, _response = returned(cast, **{"parts-remark-title": "长" * LONGEST_REMARK})
    assert returned_parts(submission)["title"] == "长" * LONGEST_REMARK


def test_returning_again_keeps_the_parts_unless_they_are_changed(cast):
    submission, _response = returned(cast)
    form = form_of(desk(cast.city_office).get(move_url(submission, "return")))
    assert {name: form[name] for name in SOME if name.startswith("parts")} == {
        name: value for name, value in SOME.items() if name.startswith("parts")
    }
    later = (timezone.localdate() + timedelta(days=20)).isoformat()
    desk(cast.city_office).post(move_url(submission, "return"), form | {"reason": "延期", "due_at": later})
    submission.refresh_from_db()
    assert returned_parts(submission) == {"title": "题目与文件不一致", "material:A1": "盖章看不清"}
    assert submission.transitions.count() == 3


def test_what_stays_once_recommended_is_not_offered_for_correction(cast):
    submission = cast.submission_in("recommended")
    response = desk(cast.regional_office).get(move_url(submission, "send_back"))
    offered = re.findall(r'name="parts-tick" value="([^"]*)"', response.content.decode())
    assert offered == ["title", "lead_unit", "summary", "contact", "material:"]


def test_the_submitting_unit_reads_on_top_what_to_correct_where_and_until_when(cast):
    submission, _response = returned(cast)
    response = page_of(cast.drafter, submission)
    [notice] = all_of(response, "section", 'class="notice to-correct"')
    assert notice.startswith("需要补正 赤峰市委依法治市办退回。 截至 ")
    assert "理由： 两处不清" in notice
    assert notice.endswith("项目名称 题目与文件不一致 A1 执法台账 盖章看不清 未列入的部分保持提交时的原样，不能修改。")
    edit = reverse("submission_edit", args=[submission.pk])
    [top] = re.findall(
        r'<div class="main">\s*<section class="notice to-correct".*?</section>', response.content.decode(), re.S
    )
    assert re.findall(r'href="([^"]*)"', top) == [f"{edit}#id_title", "#materials-A1"]
    assert response.content.decode().count('id="materials-A1"') == 1


def test_the_history_tells_the_parts_with_labels_and_remarks(cast):
    submission, _response = returned(cast)
    for who in (cast.city_office, cast.auditor):
        text = page(page_of(who, submission))
        assert text.count("可修改的范围： 项目名称：题目与文件不一致 A1 执法台账：盖章看不清") == 1


def test_once_corrected_the_office_is_led_to_what_changed_and_reads_what_it_had_asked(cast):
    submission, _response = returned(cast)
    drafts.edit(submission, cast.drafter, title="改好的题目")
    cast.play(submission, "resubmit")
    response = page_of(cast.city_office, submission)
    [notice] = all_of(response, "section", 'class="notice to-correct"')
    assert notice.endswith("退回时要求补正： 项目名称 题目与文件不一致 A1 执法台账 盖章看不清 只看改动的内容")
    changes = reverse("version_changes", args=[submission.pk, 2])
    assert response.content.decode().count(f'href="{changes}">只看改动的内容') == 1
    assert desk(cast.city_office).get(changes).status_code == 200
    cast.play(submission, "recommend")
    assert all_of(page_of(cast.city_office, submission), "section", 'class="notice to-correct"') == []
