"""The page on which a list of an earlier round becomes a draft: the check first, then one button, then two people."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from registry.models import Release, Round
from registry.verification import verify
from submissions import publishing, statements
from submissions.models import DraftRelease, OfficialDocument

from .backfill import FACTS, FIRST, run, table, written
from .desk import desk, errors, said
from .reading import all_of, rows

pytestmark = pytest.mark.django_db
SAID = {**FACTS, "level": "national"}


@pytest.fixture(autouse=True)
def _ground(cast):
    return cast


def check(user, content, **facts):
    sent = {**SAID, **facts, "file": SimpleUploadedFile("名单.csv", content)}
    return desk(user).post(reverse("release_import"), sent, headers={"accept-language": "en"})


def button(checked):
    """What the button of a check's page sends."""
    context = checked.context
    facts = {field.name: field.value() for field in context["facts"]}
    return {**facts, "checked": context["sealed"], "seen_digest": context["plan"].digest}


def make_draft(user, page, **sent):
    return desk(user).post(reverse("release_import_draft"), {**button(page), **sent}, follow=True)


def confirm(draft, by, second):
    publishing.paste_signed_text(draft, by, "\n".join(statements.printed_lines(draft)))
    for kind in ("secrecy_review", "approval"):
        publishing.sign_off(draft, kind, by, statements.digest_of(draft))
    return publishing.confirm(draft, second, statements.digest_of(draft))


def test_the_check_shows_each_row_as_it_would_become_and_writes_nothing(cast):
    before = written()
    response = check(cast.regional_office, table(*FIRST))
    assert rows(response, 'class="stack"') == [
        ["2", "综合示范", FIRST[0][1], "内蒙古自治区赤峰市松山区", "—", "● 已命名 新公开"],
        ["3", "综合示范", "元宝山区", "内蒙古自治区赤峰市元宝山区", "—", "● 已命名 新公开"],
        ["4", "单项示范", "“放管服” 改革‘智慧+交通’", "—", "交通局", "● 已命名 新公开"],
        ["5", "单项示范", "赤峰市的项目", "内蒙古自治区赤峰市", "—", "● 已命名 新公开"],
    ]
    assert all_of(response, "button")[-1:] == ["生成发布稿"]
    assert written() == before


def test_a_list_goes_the_known_way_of_a_draft_to_the_public(cast):
    response = make_draft(cast.regional_office, check(cast.regional_office, table(*FIRST)))
    draft = DraftRelease.objects.get()
    assert response.redirect_chain == [(reverse("draft", args=[draft.pk]), 302)]
    assert (Release.objects.count(), Round.objects.get(code="national-1").level) == (0, "national")
    assert publishing.blockers(draft, cast.second_person) == [
        "尚未完成保密审查。",
        "尚未完成审批。",
        "尚未粘贴签发文件所载名单。",
    ]
    release = confirm(draft, cast.regional_office, cast.second_person)
    assert (release.at_console, release.items.count(), release.source_title) == (False, 4, FACTS["title"])
    assert verify().findings == []
    again = check(cast.regional_office, table(*FIRST))
    assert all_of(again, "button")[-1:] != ["生成发布稿"]


def test_a_faulty_list_has_no_button_and_tells_every_row(cast):
    response = check(cast.regional_office, table(("综合", "甲", "", ""), ("别的", "乙", "", "")))
    assert errors(response) == [
        "第 2 行：缺少地区；只有项目可以不填地区",
        "第 3 行：没有“别的”这一类别，应为 comprehensive 或 single，综合 或 单项",
    ]
    assert "生成发布稿" not in all_of(response, "button")


def test_what_changed_after_the_check_is_looked_at_again(cast, tmp_path):
    checked = check(cast.regional_office, table(*FIRST), title="推荐名单", kind="recommendation")
    run(tmp_path, table(FIRST[0]), level="national")
    before = written()
    response = make_draft(cast.regional_office, checked)
    assert (response.status_code, written()) == (409, before)
    assert errors(response) == ["核对之后情况有变，请重新查看。"]
    assert make_draft(cast.regional_office, response).status_code == 200
    assert DraftRelease.objects.count() == 1


def test_rows_that_were_not_checked_are_refused(cast):
    before = written()
    make_draft(cast.regional_office, check(cast.regional_office, table(*FIRST)), checked="forged")
    assert written() == before


def test_a_second_draft_of_the_same_list_is_refused(cast):
    checked = check(cast.regional_office, table(*FIRST))
    make_draft(cast.regional_office, checked)
    before = written()
    response = make_draft(cast.regional_office, check(cast.regional_office, table(*FIRST)))
    assert (response.status_code, written()) == (409, before)
    assert errors(response) == ["该名单已有一份发布稿，请继续办理，或者先将其作废。"]


def test_a_draft_does_not_make_a_second_entry_of_whom_the_public_knows_by_now(cast, tmp_path):
    make_draft(
        cast.regional_office, check(cast.regional_office, table(*FIRST), title="推荐名单", kind="recommendation")
    )
    draft = DraftRelease.objects.get()
    run(tmp_path, table(FIRST[0]), level="national")
    with pytest.raises(publishing.PublishRefused) as refused:
        confirm(draft, cast.regional_office, cast.second_person)
    assert refused.value.sentences == [f"“{FIRST[0][1]}”在拟稿之后有变动，请将发布稿作废后重新拟稿。"]


def test_the_document_that_stands_already_is_taken(cast):
    checked = check(cast.regional_office, table(*FIRST))
    make_draft(cast.regional_office, checked)
    publishing.discard(DraftRelease.objects.get(), cast.regional_office)
    make_draft(cast.regional_office, check(cast.regional_office, table(*FIRST)))
    assert (DraftRelease.objects.count(), OfficialDocument.objects.count()) == (2, 1)


def test_what_was_said_is_said_on_the_next_page(cast):
    response = make_draft(cast.regional_office, check(cast.regional_office, table(*FIRST)))
    assert said(response) == ["发布稿已拟好。请核对名单，再办理审签。"]
