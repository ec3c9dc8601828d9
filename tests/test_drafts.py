"""Writing a draft at the desk: what was typed is kept, nobody's work is overwritten, bad input is refused in words."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.models import Category
from submissions import drafts
from submissions.models import RoundRules, Submission

from .desk import desk, errors, everything, form_of, said
from .reading import all_of, page

pytestmark = pytest.mark.django_db
TITLE = "赤峰市‘智慧+交通’助力依法行政 科技护航建设数字型服务型法治政府"


def content(cast, **changed):
    return {
        "round": cast.round.code,
        "category": Category.SINGLE,
        "region": cast.places["松山区"].pk,
        "title": TITLE,
        "lead_unit": "",
        "summary": "",
        "contact": "",
        **changed,
    }


def write(cast, by=None, **changed):
    return desk(by or cast.drafter).post(reverse("submission_new"), content(cast, **changed), follow=True)


def edit_url(submission):
    return reverse("submission_edit", args=[submission.pk])


def test_a_draft_belongs_to_its_writers_unit_and_city_and_is_not_submitted(cast):
    response = write(cast)
    draft = Submission.objects.get()
    assert (draft.unit, draft.city, draft.created_by) == (cast.drafter.unit, cast.places["赤峰市"], cast.drafter)
    assert (draft.status, draft.title) == ("draft", TITLE)
    assert said(response) == [f"“{TITLE}”已存为草稿，尚未提交；填写完整后请提交申报。"]


def test_a_title_keeps_every_space_inside_it_and_none_around_it(cast):
    write(cast, title="　 甲 　乙  丙 ")
    assert Submission.objects.get().title == "甲 　乙  丙"


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "=cmd()", "@SUM(A1)", "a&amp;b", "‘“’”'\"", "{{ 7 }}"])
def test_markup_and_formulas_are_kept_verbatim_and_shown_as_words(cast, title):
    response = write(cast, title=title)
    assert Submission.objects.get().title == title
    assert all_of(response, "h1") == [title]
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("title", "甲\x00乙", "项目名称 · 第 2 个字符是无法保存和刊印的字符（U+0000），请删去；其余内容均已保留。"),
        ("title", "甲\x07", "项目名称 · 第 2 个字符是无法保存和刊印的字符（U+0007），请删去；其余内容均已保留。"),
        ("title", "甲\n乙", "项目名称 · 第 2 个字符是无法保存和刊印的字符（U+000A），请删去；其余内容均已保留。"),
        ("lead_unit", "\u202e甲", "牵头单位 · 第 1 个字符是无法保存和刊印的字符（U+202E），请删去；其余内容均已保留。"),
        (
            "summary",
            "甲\r\n\x1b乙",
            "主要内容 · 第 3 个字符是无法保存和刊印的字符（U+001B），请删去；其余内容均已保留。",
        ),
        (
            "contact",
            "甲\x85乙",
            "联系人及电话 · 第 2 个字符是无法保存和刊印的字符（U+0085），请删去；其余内容均已保留。",
        ),
        ("category", "both", "类别 · 请从列表中选择。"),
        ("region", "999999", "申报地区 · 请从列表中选择。"),
        ("region", "", "申报地区 · 请从列表中选择。"),
        ("round", "nowhere", "批次 · 请从列表中选择。"),
        ("round", "20\x0026", "批次 · 请从列表中选择。"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_a_sentence_and_all_else_is_kept(cast, name, typed, sentence):
    response = write(cast, **{"summary": "一、做法", name: typed})
    assert errors(response) == [sentence]
    assert Submission.objects.count() == 0
    assert form_of(response)["title"] == (typed if name == "title" else TITLE)


def test_half_of_a_character_is_refused(cast):
    body = "&".join(f"{name}={value}" for name, value in content(cast, title="%ED%A0%80").items())
    response = desk(cast.drafter).post(
        reverse("submission_new"), body.encode(), content_type="application/x-www-form-urlencoded"
    )
    assert errors(response) == ["项目名称 · 第 1 个字符是无法保存和刊印的字符（U+FFFD），请删去；其余内容均已保留。"]
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(("name", "most"), [("title", 300), ("lead_unit", 200), ("summary", 5000), ("contact", 120)])
def test_a_field_takes_as_much_as_it_says_and_not_one_character_more(cast, name, most):
    response = write(cast, **{name: "字" * (most + 1)})
    assert (len(errors(response)), Submission.objects.count()) == (1, 0)
    assert form_of(response)[name] == "字" * (most + 1)
    write(cast, **{name: "字" * most})
    assert getattr(Submission.objects.get(), name) == "字" * most


def test_line_ends_count_as_one_character_however_a_browser_sends_them(cast):
    write(cast, summary="\r\n".join("字" * 2499) + "\r\n字")
    assert Submission.objects.get().summary == "\n".join("字" * 2499) + "\n字"


def test_a_form_half_filled_comes_back_with_everything_in_it(cast):
    typed = content(cast, region="", title=TITLE, summary="一、做法", contact="张三")
    response = desk(cast.drafter).post(reverse("submission_new"), typed)
    assert {name: str(value) for name, value in form_of(response).items()} == typed | {"key": ""}
    assert Submission.objects.count() == 0


def test_only_divisions_of_the_writers_city_can_be_chosen(cast):
    response = write(cast, region=cast.places["新城区"].pk)
    assert errors(response) == ["申报地区 · 请从列表中选择。"]
    offered = desk(cast.drafter).get(reverse("submission_new")).context["form"].fields["region"].queryset
    assert {region.city for region in offered} == {cast.places["赤峰市"]}


@pytest.mark.parametrize("rules", [{"closed": True}, {"opens_at": 1}, {"opens_at": -2, "closes_at": -1}])
def test_only_rounds_that_are_open_now_can_be_chosen(cast, rules):
    days = {name: value if value is True else timezone.now() + timedelta(days=value) for name, value in rules.items()}
    RoundRules.objects.filter(round=cast.round).update(**days)
    assert page(desk(cast.drafter).get(reverse("submission_new"))).count("目前没有正在申报的批次") == 1
    write(cast)
    assert Submission.objects.count() == 0


def test_the_rounds_of_the_form_are_those_the_rules_call_open(cast):
    from submissions import waiting

    days = [None, -1, 0, 1]
    now = timezone.now()
    at = {day: day if day is None else now + timedelta(days=day) for day in days}
    for opens in days:
        for closes in [day for day in days if None in (day, opens) or day > opens]:
            for closed in (True, False):
                RoundRules.objects.update(opens_at=at[opens], closes_at=at[closes], closed=closed)
                rules = RoundRules.objects.get()
                assert (rules in waiting.open_rules(now)) == rules.is_open(now), (opens, closes, closed)


def test_a_project_without_a_name_can_be_entered_only_in_a_round_whose_window_nobody_knows(cast):
    assert "name_undisclosed" not in form_of(desk(cast.drafter).get(reverse("submission_new")))
    write(cast, name_undisclosed="on", title="")
    assert Submission.objects.get().name_undisclosed is False
    past = cast.make_round("2019", opens_at=None, closes_at=None)
    write(cast, name_undisclosed="on", title="", round=past.code)
    assert Submission.objects.get(round=past).printed_name == "名称未公开"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"category": "comprehensive"}, "来源未公开项目名称 · 只有单项示范可以是名称未公开。"),
        ({"round": "2026"}, "来源未公开项目名称 · 只有补录往年批次时才可以填报名称未公开的项目。"),
    ],
)
def test_elsewhere_a_missing_name_is_refused(cast, changed, sentence):
    cast.make_round("2019", opens_at=None, closes_at=None)
    response = write(cast, **{"round": "2019", "name_undisclosed": "on", "title": "", **changed})
    assert errors(response) == [sentence]
    assert Submission.objects.count() == 0


def test_an_edit_is_written_and_raises_the_version(cast):
    draft = cast.draft()
    client = desk(cast.colleague)
    sent = form_of(client.get(edit_url(draft))) | {"title": "改后", "summary": "一\n二"}
    response = client.post(edit_url(draft), sent, follow=True)
    draft.refresh_from_db()
    assert (draft.title, draft.summary, draft.version) == ("改后", "一\n二", 2)
    assert said(response) == ["“改后”已保存，尚未提交。"]


def test_who_comes_too_late_keeps_the_words_typed_and_reads_what_is_stored(cast):
    draft = cast.draft(title="原名", lead_unit="原单位")
    slow, quick = desk(cast.drafter), desk(cast.colleague)
    typed = form_of(slow.get(edit_url(draft))) | {"title": "慢者写的", "summary": "长长的一段"}
    quick.post(edit_url(draft), typed | {"title": "快者写的", "summary": ""})
    before = everything()
    response = slow.post(edit_url(draft), typed)
    assert (response.status_code, everything()) == (409, before)
    mine = form_of(response)
    carried = {"version": 0, "base": ""}
    assert mine | carried == typed | carried | {"region": str(typed["region"])}
    assert all_of(response, "legend")[:1] == ["项目名称"]
    assert all_of(response, "p", 'class="verbatim"') == ["慢者写的", "快者写的"]
    [sentence] = errors(response)
    assert sentence.endswith("您填写的内容保留在下面，尚未保存。")


def test_saving_again_after_having_read_it_is_written(cast):
    draft = cast.draft(title="原名")
    client = desk(cast.drafter)
    stale = form_of(client.get(edit_url(draft))) | {"title": "我写的"}
    drafts.edit(draft, cast.colleague, title="同事写的")
    again = form_of(client.post(edit_url(draft), stale))
    client.post(edit_url(draft), again)
    draft.refresh_from_db()
    assert (draft.title, draft.version) == ("我写的", 3)


def test_words_typed_while_a_colleague_submitted_come_back_unsaved(cast):
    draft = cast.draft(title="原名")
    client = desk(cast.drafter)
    typed = form_of(client.get(edit_url(draft))) | {"summary": "长长的一段"}
    cast.play(draft, "submit")
    before = everything()
    response = client.post(edit_url(draft), typed)
    assert (response.status_code, everything()) == (403, before)
    assert errors(response) == ["当前状态为“已提交”，不能修改。"]
    assert form_of(response)["summary"] == "长长的一段"


def test_what_was_returned_is_corrected_until_its_due_time_and_then_no_more(cast):
    returned = cast.submission_in("returned")
    client = desk(cast.drafter)
    sent = form_of(client.get(edit_url(returned))) | {"summary": "已补正"}
    assert client.post(edit_url(returned), sent).status_code == 302
    Submission.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert client.get(edit_url(returned)).status_code == 403
    late = client.post(edit_url(returned), sent | {"version": 99, "summary": "太晚"})
    assert (late.status_code, form_of(late)["summary"]) == (403, "太晚")
    assert Submission.objects.get().summary == "已补正"


def test_who_corrects_reads_beside_the_form_what_is_to_be_corrected_and_until_when(cast):
    returned = cast.submission_in("returned")
    response = desk(cast.drafter).get(edit_url(returned))
    text = page(response)
    assert [text.count(part) for part in ("需补正： 请补充佐证材料", "理由： 理由充分", "还有 9 天")] == [1, 1, 1]
    assert page(desk(cast.drafter).get(edit_url(cast.draft()))).count("需补正") == 0


@pytest.mark.parametrize("version", ["", "eins", "-1", "9" * 5000, "1.5"])
def test_a_version_that_means_nothing_writes_nothing(cast, version):
    draft = cast.draft()
    client = desk(cast.drafter)
    sent = form_of(client.get(edit_url(draft))) | {"version": version, "title": "改后"}
    before = everything()
    response = client.post(edit_url(draft), sent)
    assert (response.status_code in (200, 409), everything()) == (True, before)
    assert form_of(response)["title"] == "改后"


@pytest.mark.parametrize(
    ("who", "status"),
    [("colleague", 200), ("other_drafter", 404), ("far_drafter", 404), ("city_office", 403), ("auditor", 403)],
)
def test_who_may_open_the_form_of_a_draft(cast, who, status):
    client = desk(getattr(cast, who))
    assert client.get(edit_url(cast.draft())).status_code == status


def test_nobody_but_drafters_begins_one(cast):
    for who in ("city_office", "regional_office", "auditor", "evaluator", "administrator"):
        client = desk(getattr(cast, who))
        assert client.get(reverse("submission_new")).status_code == 403
        assert client.post(reverse("submission_new"), content(cast)).status_code == 403
    assert Submission.objects.count() == 0


def test_without_the_token_of_the_form_nothing_is_written(cast):
    client = desk(cast.drafter)
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse("submission_new"), content(cast))
    assert (response.status_code, Submission.objects.count()) == (403, 0)


def test_a_body_that_is_too_large_is_refused(cast):
    response = write(cast, summary="字" * 2_000_000)
    assert (response.status_code, Submission.objects.count()) == (400, 0)
