"""The first screen, the list with its filters and export, and the page of a submission."""

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from registry.models import Category
from submissions import deadlines
from submissions.models import Message, RoundRules, Status, Submission

from .desk import desk, errors
from .reading import all_of, page, rows, words

pytestmark = pytest.mark.django_db
BEIJING = timezone.get_default_timezone()


def names(response):
    return [row[0] for row in rows(response, 'class="dense stack"') if len(row) > 1]


def listed(user, **asked):
    return desk(user).get(reverse("submission_list"), asked)


def sheet(response):
    return CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()


# --- what waits ---


def test_a_drafter_reads_what_to_correct_and_what_to_submit_and_until_when(cast):
    closes_at = datetime(2031, 11, 16, tzinfo=BEIJING)
    RoundRules.objects.update(closes_at=closes_at)
    returned = cast.submission_in("returned", title="退回的")
    Submission.objects.filter(pk=returned.pk).update(due_at=datetime(2031, 3, 1, 12, 30, tzinfo=BEIJING))
    cast.draft(title="写到一半的")
    cast.draft(cast.other_drafter, title="别的单位的")
    cast.submission_in("submitted", title="已提交的")
    response = desk(cast.drafter).get(reverse("workbench"))
    assert all_of(response, "h2")[:2] == ["退回您单位补正的申报 · 1", "您单位的草稿 · 1"]
    waiting = [text.split(" · 还有")[0] for text in all_of(response, "li") if "截至" in text]
    assert waiting == [
        "退回的 单项示范 · 赤峰市 · 2026 截至 2031年3月1日12:30",
        "写到一半的 单项示范 · 赤峰市 · 2026 截至 2031年11月15日24:00",
    ]
    assert page(response).count("截止前没有提交的草稿不参加本批次。") == 1
    assert page(response).count("到期未重新提交的不能再补正，原退回单位另定期限的除外。") == 1


def test_a_city_office_reads_what_to_check_and_how_much_of_its_quota_is_used(cast):
    cast.quota(3)
    cast.quota(9, city="呼和浩特市")
    cast.submission_in("recommended")
    cast.submission_in("submitted", title="待审核的")
    cast.submission_in("submitted", cast.far_drafter, title="外市的")
    response = desk(cast.city_office).get(reverse("workbench"))
    assert all_of(response, "h2")[:1] == ["待审核的申报 · 1"]
    told = [text for text in all_of(response, "p") if text.endswith("个") and "名额" in text]
    assert told == ["2026 批次单项示范名额：已用 1 个，共 3 个"]
    assert page(response).count("外市的") == 0


@pytest.mark.parametrize(
    ("who", "status", "name"), [("city_office", "submitted", "return"), ("regional_office", "recommended", "send_back")]
)
def test_what_was_not_corrected_in_time_waits_for_the_office_that_returned_it(cast, who, status, name):
    late, in_time = cast.submission_in(status, title="逾期的"), cast.submission_in(status, title="未到期的")
    for submission in (late, in_time):
        cast.play(submission, name)
    Message.objects.update(read_at=timezone.now())
    Submission.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=1))
    answers = {one: desk(getattr(cast, one)).get(reverse("workbench")) for one in ("city_office", "regional_office")}
    waiting = {one: [text for text in all_of(response, "h2") if "逾期" in text] for one, response in answers.items()}
    assert waiting == {one: ["逾期未补正的申报 · 1"] if one == who else [] for one in answers}
    assert (page(answers[who]).count("逾期的"), page(answers[who]).count("未到期的")) == (1, 0)


def test_a_drafter_is_not_told_how_much_of_the_quota_others_have_used(cast):
    cast.quota(3)
    assert page(desk(cast.drafter).get(reverse("workbench"))).count("名额") == 0


def test_the_regional_office_reads_what_to_accept_what_is_under_review_and_what_is_to_be_published(cast):
    cast.submission_in("recommended", title="待受理的")
    cast.submission_in("under_review")
    cast.at_last_stage()
    cast.at_last_stage()
    from submissions import publishing

    publishing.start(cast.round, "recommendation_list", cast.document(), cast.regional_office)
    response = desk(cast.second_person).get(reverse("workbench"))
    headings = ["待受理的推荐 · 1", "未读消息", "评审中的申报", "准备中的发布", "正在申报的批次", "各批次申报情况"]
    assert all_of(response, "h2") == headings
    round = cast.round.name
    assert rows(response) == [[round, "自治区评审", "1"], [round, "实地评估", "2"]]


@pytest.mark.parametrize("who", ["auditor", "evaluator"])
def test_on_whom_nothing_waits_that_is_said(cast, who):
    cast.submission_in("submitted")
    response = desk(getattr(cast, who)).get(reverse("workbench"))
    assert page(response).count("目前没有需要您办理的事项。") == 1


def test_an_administrator_is_shown_the_way_to_the_administration(cast):
    for who in (cast.administrator, cast.superuser):
        response = desk(who).get(reverse("workbench"))
        assert (response.status_code, all_of(response, "h1")) == (403, ["本账号没有申报业务"])
        assert response.content.decode().count('href="/admin/"') == 1


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 16, tzinfo=BEIJING), "2026年11月15日24:00"),
        (datetime(2027, 1, 1, tzinfo=BEIJING), "2026年12月31日24:00"),
        (datetime(2026, 11, 15, 17, 30, tzinfo=BEIJING), "2026年11月15日17:30"),
        (datetime(2026, 11, 15, 16, 0, tzinfo=timezone.get_fixed_timezone(0)), "2026年11月15日24:00"),
    ],
)
def test_midnight_belongs_to_the_day_that_ends_with_it(at, words):
    assert deadlines.last_moment(at) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(0), "已截止"),
        (timedelta(minutes=59), "不足 1 小时"),
        (timedelta(hours=1), "还有 1 小时"),
        (timedelta(hours=23, minutes=59), "还有 23 小时"),
        (timedelta(days=1), "还有 1 天"),
    ],
)
def test_what_is_left_is_never_said_to_be_more_than_it_is(left, words):
    now = timezone.now()
    assert deadlines.time_left(now + left, now) == words


# --- the list ---


@pytest.fixture
def some(cast):
    """Submissions of three units in two cities and two rounds."""
    other = cast.make_round("2027")
    return {
        "draft": cast.draft(title="甲 草稿"),
        "review": cast.submission_in("under_review", title="乙‘智慧+交通’ 评审", lead_unit="市交通运输局"),
        "region": cast.draft(title="", category=Category.COMPREHENSIVE, region=cast.places["松山区"]),
        "colleague": cast.submission_in("submitted", cast.other_drafter, title="丙 他单位"),
        "far": cast.submission_in("submitted", cast.far_drafter, title="丁 呼市"),
        "round": cast.draft(title="戊 次年", round=other),
    }


SEEN = {
    "drafter": ["draft", "review", "region", "round"],
    "colleague": ["draft", "review", "region", "round"],
    "other_drafter": ["colleague"],
    "city_office": ["draft", "review", "region", "colleague", "round"],
    "far_city_office": ["far"],
    "regional_office": ["draft", "review", "region", "colleague", "far", "round"],
    "auditor": ["draft", "review", "region", "colleague", "far", "round"],
    "evaluator": [],
}


@pytest.mark.parametrize("who", SEEN)
def test_list_count_search_export_and_filters_know_only_what_one_may_see(cast, some, who):
    user = getattr(cast, who)
    wanted = sorted(some[key].printed_name for key in SEEN[who])
    response = listed(user)
    assert sorted(names(response)) == wanted
    assert page(response).count(f"共 {len(wanted)} 件") == 1
    exported = sheet(desk(user).get(reverse("submission_export")))
    assert sorted(row[0] for row in exported[1:]) == sorted(str(some[key].pk) for key in SEEN[who])
    found = names(listed(user, q="丙"))
    assert found == (["丙 他单位"] if "colleague" in SEEN[who] else [])
    cities = {some[key].city.name for key in SEEN[who]}
    offered = response.context["filters"].form.fields["city"].choices
    assert {label for value, label in offered if value} == cities


FILTERS = {
    "round=2027": ["round"],
    "city=150100": ["far"],
    "category=comprehensive": ["region"],
    "status=submitted": ["colleague", "far"],
    "q=智慧交通": ["review"],
    "q=智慧+交通": ["review"],
    "q=智慧%2B交通": ["review"],
    "q=乙智慧%2B交通评审": ["review"],
    "q=交通运输": ["review"],
    "q=呼和浩特": ["far"],
    "q=松山区": ["region"],
    "status=submitted&city=150400": ["colleague"],
    "round=&city=&category=&status=&stage=&q=": ["draft", "review", "region", "colleague", "far", "round"],
    "unknown=1&status=draft&round=2026": ["draft", "region"],
}


@pytest.mark.parametrize("query", FILTERS)
def test_filters_narrow_the_list_and_the_export_alike(cast, some, query):
    client = desk(cast.regional_office)
    wanted = sorted(some[key].printed_name for key in FILTERS[query])
    assert sorted(names(client.get(f"{reverse('submission_list')}?{query}"))) == wanted
    exported = sheet(client.get(f"{reverse('submission_export')}?{query}"))[1:]
    assert sorted(row[0] for row in exported) == sorted(str(some[key].pk) for key in FILTERS[query])


def test_the_list_can_be_narrowed_to_a_stage(cast, some):
    assert names(listed(cast.auditor, stage=cast.review.pk)) == ["乙‘智慧+交通’ 评审"]
    assert names(listed(cast.auditor, stage=cast.field_evaluation.pk)) == []


BAD = {
    "round=1999": "没有这一批次。",
    "city=150500": "您可查看的申报中没有这一盟市。",
    "city=1": "您可查看的申报中没有这一盟市。",
    "category=both": "没有这一类别。",
    "status=lost": "没有这一状态。",
    "stage=999999": "没有这一阶段。",
    "stage=x": "没有这一阶段。",
    f"stage={'9' * 40}": "没有这一阶段。",
    f"q={'长' * 10_000}": "搜索词请勿超过 100 个字。",
    "q=%00": "筛选条件中有无法识别的字符，请重新输入。",
    "q=%ED%A0%80": "筛选条件中有无法识别的字符，请重新输入。",
    "round=%00": "筛选条件中有无法识别的字符，请重新输入。",
}


@pytest.mark.parametrize("query", BAD)
@pytest.mark.parametrize("name", ["submission_list", "submission_export"])
def test_a_filter_that_means_nothing_is_refused_with_a_sentence_and_shows_nothing(cast, some, name, query):
    response = desk(cast.auditor).get(f"{reverse(name)}?{query}")
    assert (response.status_code, errors(response)) == (400, [BAD[query]])
    assert names(response) == [] if b"<tbody>" in response.content else True


@pytest.mark.parametrize("number", ["0", "2", "x", "-1", "9" * 30])
def test_a_page_that_is_not_there_is_refused(cast, some, number):
    response = listed(cast.auditor, page=number)
    assert (response.status_code, errors(response)) == (400, ["名单没有这一页。"])


def test_fifty_stand_on_a_page_and_the_next_keeps_the_filters(cast):
    for number in range(51):
        cast.draft(title=f"第{number}件")
    first = listed(cast.drafter, status="draft")
    assert len(names(first)) == 50
    assert first.content.decode().count('href="?status=draft&amp;page=2"') == 1
    assert len(names(listed(cast.drafter, status="draft", page=2))) == 1


def test_the_workbook_holds_words_never_formulas_and_the_contact_only_for_who_wrote_it(cast):
    cast.draft(title="=cmd|' /C calc'!A0", lead_unit="@SUM(1)", contact="张三 0476-1234567")
    [_heading, row] = sheet(desk(cast.drafter).get(reverse("submission_export")))
    assert (row[4], row[5], row[7]) == ("=cmd|' /C calc'!A0", "@SUM(1)", "张三 0476-1234567")
    for who in ("city_office", "regional_office", "auditor"):
        rows = sheet(desk(getattr(cast, who)).get(reverse("submission_export")))
        assert [cell for row in rows for cell in row if "0476" in str(cell)] == []


def test_the_files_name_says_filter_and_day(cast, some):
    response = desk(cast.auditor).get(reverse("submission_export"), {"round": "2026", "status": "draft"})
    name = f"%E7%94%B3%E6%8A%A5-2026-draft-{timezone.localdate():%Y%m%d}.xlsx"
    assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert "no-store" in response["Cache-Control"]


# --- a submission ---


def test_the_page_tells_the_whole_history_newest_first(cast):
    submission = cast.submission_in("returned")
    response = desk(cast.drafter).get(reverse("submission", args=[submission.pk]))
    assert all_of(response, "h3")[-3:] == ["退回补正", "提交申报", "起草"]
    [history] = re.findall(r'<ol class="timeline">.*</ol>', response.content.decode(), re.S)
    text = words(history)
    assert [text.count(part) for part in ("理由充分", "请补充佐证材料", "wulan · 赤峰市委依法治市办")] == [1, 1, 1]


def test_what_others_may_not_see_does_not_exist(cast):
    draft = cast.draft()
    for who in ("other_drafter", "far_drafter", "far_city_office", "evaluator"):
        client = desk(getattr(cast, who))
        assert client.get(reverse("submission", args=[draft.pk])).status_code == 404
        assert client.get(reverse("submission_move", args=[draft.pk, "submit"])).status_code == 404
        assert client.post(reverse("submission_move", args=[draft.pk, "withdraw"])).status_code == 404


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("who", ["drafter", "city_office", "regional_office", "auditor"])
def test_each_move_of_ones_own_is_a_button_or_the_sentence_why_not_and_one_button_is_primary(cast, who, status):
    from submissions.workflow import choices

    submission, user = cast.submission_in(status), getattr(cast, who)
    submission.refresh_from_db()
    response = desk(user).get(reverse("submission", args=[submission.pk]))
    content = response.content.decode()
    mine = choices(submission, user)
    assert content.count("/moves/") == sum(why_not is None for _name, _step, why_not in mine)
    sentences = [str(why_not) for _name, _step, why_not in mine if why_not]
    assert [page(response).count(sentence) >= 1 for sentence in sentences] == [True] * len(sentences)
    assert content.count('class="button "') <= 1
    assert content.count("disabled") == len(sentences)


# --- what it costs ---


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "who", "queries"),
    [
        ("submission_list", "regional_office", 10),
        ("workbench", "regional_office", 19),
        ("workbench", "drafter", 15),
        ("workbench", "city_office", 16),
    ],
)
def test_lists_cost_the_same_for_one_row_and_for_three(cast, django_assert_num_queries, name, who, queries, count):
    for status in ("draft", "returned", "submitted", "recommended", "under_review"):
        for _number in range(count):
            cast.submission_in(status)
    client = desk(getattr(cast, who))
    client.get(reverse(name))
    with django_assert_num_queries(queries):
        client.get(reverse(name))


@pytest.mark.parametrize("times", [1, 3])
def test_a_submissions_page_costs_the_same_for_a_short_and_a_long_history(cast, django_assert_num_queries, times):
    submission = cast.submission_in("under_review")
    for _number in range(times):
        cast.play(submission, "send_back", "resubmit")
    client = desk(cast.drafter)
    url = reverse("submission", args=[submission.pk])
    client.get(url)
    with django_assert_num_queries(22):
        client.get(url)


MENUS = {
    "drafter": ["待办事项", "申报", "消息", "批量导入", "还缺什么", "核验", "批次规则"],
    "city_office": ["待办事项", "申报", "消息", "还缺什么", "核验", "排序推荐", "复核", "批次规则"],
    "regional_office": [
        *("待办事项", "申报", "消息", "还缺什么", "核验", "结果登记", "异议", "文件", "发布", "典型经验", "复核"),
        "批次规则",
    ],
    "auditor": [
        *("待办事项", "申报", "消息", "还缺什么", "核验", "异议", "文件", "发布", "典型经验", "复核", "批次规则")
    ],
}


@pytest.mark.parametrize("who", MENUS)
def test_the_menu_leads_only_where_one_may_go(cast, who):
    client = desk(getattr(cast, who))
    menu = re.findall(r'<nav class="desk-nav".*?</nav>', client.get("/workbench/").content.decode(), re.S)[0]
    links = re.findall(r'<a href="([^"]*)" [^>]*>(.*?)</a>', menu)
    assert [heading for _address, heading in links] == MENUS[who]
    assert {client.get(address).status_code for address, _heading in links} == {200}


@pytest.mark.parametrize(
    ("sent_from", "leads_to"),
    [
        ("http://testserver/workbench/ranking/demo/", "/workbench/ranking/demo/"),
        ("http://testserver/workbench/ranking/demo/single/", "/workbench/"),
        ("http://testserver/nowhere/", "/workbench/"),
        ("https://elsewhere.example/workbench/ranking/demo/", "/workbench/"),
        ("http://[", "/workbench/"),
        (None, "/workbench/"),
    ],
)
def test_who_presses_a_button_after_the_session_ended_comes_back_to_its_page(cast, sent_from, leads_to):
    sender = {} if sent_from is None else {"HTTP_REFERER": sent_from}
    response = Client().post(reverse("ranking_set", args=["demo", "single"]), {}, **sender)
    assert (response.status_code, response.url) == (302, f"{reverse('login')}?next={leads_to}")


def test_a_long_list_has_pages_and_ways_between_them(cast):
    for number in range(51):
        cast.draft(title=f"第{number}个")
    first, second = listed(cast.drafter), listed(cast.drafter, page=2)
    assert (len(names(first)), len(names(second))) == (50, 1)
    told = [all_of(response, "span") for response in (first, second)]
    assert ["第1页，共2页" in told[0], "第2页，共2页" in told[1]] == [True, True]
    assert re.findall(r'<a href="\?[^"]*page=2" rel="next">下一页</a>', first.content.decode()) != []
    assert re.findall(r'<a href="\?[^"]*page=1" rel="prev">上一页</a>', second.content.decode()) != []
