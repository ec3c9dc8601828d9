"""A public notice on its pages: what the public reads of its clock, and the office's forms that change it."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from registry.clock import Term
from registry.models import CalendarDay, CalendarYear, Notice, NoticeChange, Outcome, ReleaseKind
from registry.pages.notices import calendar_of, running, tell
from registry.record import Statement, change_notice, issue
from registry.workdays import WorkingDays
from submissions import publishing
from submissions.models import DraftRelease, Stage

from .reading import all_of, page, story, words
from .record import BEIJING, DECISION, again, ground, make_round, seed_round, synthetic_round

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PUBLISHED = datetime(2026, 11, 20, 0, 30, tzinfo=BEIJING)  # still the 19th in London


def notice(starts_on="2026-11-20", days=7, counting="calendar", changes=(), code="2025"):
    """A notice about one candidate, written past the office: `changes` are (kind, days or first day)."""
    [entry] = synthetic_round(1, code=code)
    term = Term(date.fromisoformat(starts_on), days, counting)
    proposed = [again(entry, "合成项目1", Outcome.PROPOSED)]
    release, _items = issue(entry.round, ReleaseKind.NOTICE, DECISION, proposed, PUBLISHED, term=term)
    for kind, value in changes:
        facts = {"days": value} if kind == "extension" else {"from_day": date.fromisoformat(value)}
        change_notice(release.notice, kind, "理由", "自治区办公室", PUBLISHED, **facts)
    return release.notice


def told(day, **facts):
    one = notice(**facts)
    found = tell(one, date.fromisoformat(day), calendar_of([one]))
    return found.period, found.standing


SEVEN = "公示期：2026年11月20日至2026年11月26日（7个自然日，含首尾两日）"
TEN = "公示期：2026年11月20日至2026年11月29日（10个自然日，含首尾两日）"
OPEN = "公示期：自2026年11月20日起7个自然日，截止日待定"
PAUSED = [("pause", "2026-11-22")]
RESUMED = [*PAUSED, ("resumption", "2026-11-25")]
# on the day       of the notice                    its period and where it stands
SENTENCES = [
    ("2026-11-19", {}, SEVEN, "公示自2026年11月20日开始。"),
    ("2026-11-20", {}, SEVEN, "正在公示，至2026年11月26日24:00止。"),
    ("2026-11-26", {}, SEVEN, "正在公示，至2026年11月26日24:00止。"),
    ("2026-11-27", {}, SEVEN, "公示期已于2026年11月26日24:00届满。"),
    ("2026-11-27", {"changes": [("extension", 3)]}, TEN, "正在公示，至2026年11月29日24:00止。"),
    ("2026-11-21", {"changes": PAUSED}, OPEN, "公示将自2026年11月22日起暂停，恢复后另行确定截止日。"),
    ("2026-11-22", {"changes": PAUSED}, OPEN, "公示自2026年11月22日起暂停，恢复后另行确定截止日。"),
    (
        "2026-11-23", {"changes": RESUMED},
        "公示期：2026年11月20日至2026年11月29日（7个自然日，含首尾两日）",
        "公示暂停中，自2026年11月25日起恢复，至2026年11月29日24:00止。",
    ),
    (
        "2026-11-25", {"days": 5, "counting": "working"},
        "公示期：2026年11月20日至2026年11月26日（5个工作日，含首尾两日）",
        "正在公示，至2026年11月26日24:00止。",
    ),
    (
        "2026-11-28", {"starts_on": "2026-11-28", "days": 5, "counting": "working"},  # a Saturday
        "公示期：2026年11月28日至2026年12月4日（5个工作日，自2026年11月30日起计算）",
        "正在公示，至2026年12月4日24:00止。",
    ),
    (
        "2026-11-28", {"changes": [("pause", "2026-11-20"), ("resumption", "2026-11-24")]},
        "公示期：2026年11月20日至2026年11月30日（7个自然日，自2026年11月24日起计算）",
        "正在公示，至2026年11月30日24:00止。",
    ),
    (
        "2199-12-30", {"starts_on": "2199-12-28", "counting": "working"},
        "公示期：自2199年12月28日起7个工作日，截止日待定",
        "2199年节假日安排尚未录入，无法计算工作日。",
    ),
    (
        "2199-12-30", {"starts_on": "2199-12-28", "counting": "working", "changes": [("pause", "2199-12-29")]},
        "公示期：自2199年12月28日起7个工作日，截止日待定",
        "2199年节假日安排尚未录入，无法计算工作日。",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("day", "facts", "period", "standing"), SENTENCES)
def test_a_notice_says_how_long_it_runs_and_where_it_stands(day, facts, period, standing):
    assert told(day, **facts) == (period, standing)


def test_its_page_tells_the_clock_and_what_was_changed_of_it(client):
    one = notice(changes=[("extension", 3), ("pause", "2026-11-22"), ("resumption", "2026-11-25")])
    response = client.get(f"/releases/{one.release.number}/")
    assert all_of(response, "p", "clock-period") == ["公示期：2026年11月20日至2026年12月2日（10个自然日，含首尾两日）"]
    assert all_of(response, "ul", "clock-changes") == [
        "2026年11月20日，自治区办公室决定延长公示3个自然日。理由：理由 "
        "2026年11月20日，自治区办公室决定自2026年11月22日起暂停公示。理由：理由 "
        "2026年11月20日，自治区办公室决定自2026年11月25日起恢复公示。理由：理由 暂停期间不计入公示期。"
    ]
    assert "拟命名全区法治政府建设示范项目" in all_of(response, "h3")


def test_a_year_that_was_entered_by_hand_is_told_with_the_document_it_comes_from(client):
    year = CalendarYear.objects.create(year=2026, source="《关于调整2026年放假安排的通知》")
    CalendarDay.objects.create(year=year, day=date(2026, 11, 23))
    one = notice(days=5, counting="working")
    response = client.get(f"/releases/{one.release.number}/")
    assert all_of(response, "p", "clock-period") == ["公示期：2026年11月20日至2026年11月27日（5个工作日，含首尾两日）"]
    assert "工作日按《关于调整2026年放假安排的通知》计算。" in page(response)


def test_the_timeline_of_a_candidate_tells_the_clock(client):
    one = notice(days=5, counting="working")
    shown = page(client.get(f"/entries/{one.release.items.get().entry_id}/"))
    assert shown.count("公示期：2026年11月20日至2026年11月26日（5个工作日，含首尾两日）") == 1


def test_the_first_page_lists_those_that_run_or_are_paused(client):
    today = timezone.localdate()

    def begun(ago, code, **more):
        return notice((today - ago * DAY).isoformat(), code=code, **more)

    runs, last_day, paused = begun(0, "a"), begun(6, "b"), begun(9, "c", changes=[("pause", today.isoformat())])
    begun(7, "over")
    begun(-1, "ahead")
    assert [one.notice for one in running(today)] == [paused, last_day, runs]
    response = client.get("/")
    assert all_of(response, "h2", 'id="running"') == ["公示中"]
    assert len(all_of(response, "p", "clock-standing")) == 3
    assert f"正在公示，至{date_format(today, 'DATE_FORMAT')}24:00止。" in page(response)


def test_a_candidate_of_which_only_a_notice_is_known_is_told_as_proposed(client):
    regions = ground()
    round = make_round(regions=regions)
    statement = Statement("comprehensive", regions["松山区"], Outcome.PROPOSED, "松山区")
    issue(round, ReleaseKind.NOTICE, DECISION, [statement], PUBLISHED, term=Term(PUBLISHED.date(), 7, "calendar"))
    assert story(client.get("/regions/150404/")) == ["拟命名：松山区。"]
    assert story(client.get("/")) == ["综合示范创建地区拟命名1个；单项示范创建项目拟命名0个。"]


def test_without_a_running_notice_the_first_page_says_nothing_of_notices(client):
    seed_round()
    assert all_of(client.get("/"), "h2", 'id="running"') == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("counting", "home", "release"), [("calendar", 9, 7), ("working", 10, 8)], ids=["calendar", "working"]
)
def test_queries_do_not_grow_with_notices_nor_with_their_changes(
    client, count, counting, home, release, django_assert_num_queries
):
    changes = [("extension", 1)] * count
    today = timezone.localdate()
    CalendarYear.objects.create(year=today.year, source="通知")
    CalendarYear.objects.create(year=today.year + 1, source="通知")
    made = [notice(today.isoformat(), counting=counting, changes=changes, code=f"n{one}") for one in range(count)]
    with django_assert_num_queries(home):
        client.get("/")
    with django_assert_num_queries(release):
        client.get(f"/releases/{made[0].release.number}/")


def test_in_english_the_words_of_the_record_are_marked_as_chinese(client):
    one = notice(changes=[("extension", 3)])
    client.cookies.load({"lang": "en"})
    response = client.get(f"/releases/{one.release.number}/")
    assert all_of(response, "p", "clock-period") == [
        "Notice period: Nov. 20, 2026 to Nov. 29, 2026 (10 calendar days, first and last day counted)"
    ]
    assert '<span lang="zh-Hans">自治区办公室</span> extended the notice by 3' in response.content.decode()


# --- the office's forms ---


@pytest.fixture
def office(cast):
    client = Client()
    client.force_login(cast.regional_office, "accounts.backends.RoleBackend")
    return client


@pytest.fixture
def candidate(cast):
    Stage.objects.filter(pk=cast.field_evaluation.pk).update(needs_notice=True)
    return cast.at_last_stage()


def filled(cast, **changed):
    facts = {"round": cast.round.code, "kind": "naming_notice", "document": cast.document().pk}
    return {**facts, "starts_on": timezone.localdate().isoformat(), "days": "7", "counting": "calendar", **changed}


def test_a_notice_is_begun_with_its_term_and_previewed_with_it(cast, office, candidate):
    answer = office.post("/workbench/releases/new/", filled(cast), follow=True)
    draft = DraftRelease.objects.get()
    today = timezone.localdate()
    assert (draft.kind, draft.starts_on, draft.days, draft.counting) == ("naming_notice", today, 7, "calendar")
    first, last = (date_format(day, "DATE_FORMAT") for day in (today, today + 6 * DAY))
    assert all_of(answer, "p", "clock-period") == [f"公示期：{first}至{last}（7个自然日，含首尾两日）"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"days": "0"}, "天数应为 1 至 180 的整数。"),
        ({"days": "-1"}, "天数应为 1 至 180 的整数。"),
        ({"days": "99999999999999999999"}, "天数应为 1 至 180 的整数。"),
        ({"days": ""}, "请填写公示起始日、天数和计算方式。"),
        ({"days": "七"}, "天数 · 输入整数。"),
        ({"starts_on": ""}, "请填写公示起始日、天数和计算方式。"),
        ({"starts_on": "2026-02-30"}, "公示起始日 · 输入一个有效的日期。"),
        ({"starts_on": "0001-01-01"}, "公示起始日 · 日期太远，请核对年份。"),
        ({"counting": "weeks"}, "计算方式 · 请从列表中选择。"),
        ({"kind": "recommendation_list"}, "只有拟命名公示才设起始日和天数。"),
    ],
)
def test_a_term_that_cannot_be_is_refused_on_the_page_and_nothing_is_made(cast, office, candidate, changed, sentence):
    answer = office.post("/workbench/releases/new/", filled(cast, **changed))
    summary = answer.content.decode().partition('class="error-summary"')[2].partition("</div>")[0]
    assert [words(one) for one in re.findall("<li>(.*?)</li>", summary, re.S)] == [sentence]
    assert DraftRelease.objects.count() == 0


def test_the_term_of_a_draft_is_set_on_its_page(cast, office, candidate):
    office.post("/workbench/releases/new/", filled(cast))
    draft = DraftRelease.objects.get()
    address = f"/workbench/releases/drafts/{draft.pk}/term/"
    tomorrow = timezone.localdate() + DAY
    office.post(address, {"starts_on": tomorrow.isoformat(), "days": "5", "counting": "working"})
    draft.refresh_from_db()
    assert (draft.starts_on, draft.days, draft.counting) == (tomorrow, 5, "working")
    refused = office.post(address, {"starts_on": tomorrow.isoformat(), "days": "0", "counting": "working"})
    assert (refused.status_code, "天数应为 1 至 180 的整数。" in page(refused)) == (409, True)
    wrong = office.post(address, {"starts_on": "", "days": "5", "counting": "working"})
    assert (wrong.status_code, "该字段是必填项。" in page(wrong)) == (200, True)
    draft.refresh_from_db()
    assert (draft.starts_on, draft.days) == (tomorrow, 5)


def test_the_buttons_are_those_that_can_be_pressed_now(cast, office, candidate):
    release = cast.publish(ReleaseKind.NOTICE, candidate)

    def offered():
        shown = office.get(f"/workbench/releases/{release.number}/")
        return [one for one in all_of(shown, "a", "button secondary") if one in ("延长", "暂停", "恢复")]

    answers = [offered()]
    publishing.pause(release.notice, cast.regional_office, timezone.localdate(), "核实")
    answers.append(offered())
    assert answers == [["延长", "暂停"], ["延长", "恢复"]]
    auditor = Client()
    auditor.force_login(cast.auditor, "accounts.backends.RoleBackend")
    shown = auditor.get(f"/workbench/releases/{release.number}/")
    assert (len(all_of(shown, "p", "clock-period")), "恢复" in all_of(shown, "a", "button secondary")) == (1, False)


def test_a_notice_is_extended_paused_and_resumed_by_its_forms(cast, office, candidate):
    release = cast.publish(ReleaseKind.NOTICE, candidate)
    today = timezone.localdate()
    at = f"/workbench/releases/{release.number}/notice/"
    answers = [
        office.post(f"{at}extend/", {"days": "3", "reason": "应多个单位请求"}, follow=True),
        office.post(f"{at}pause/", {"from_day": today.isoformat(), "reason": "核实异议"}, follow=True),
        office.post(f"{at}resume/", {"from_day": (today + DAY).isoformat(), "reason": "核实完毕"}, follow=True),
    ]
    assert [answer.redirect_chain for answer in answers] == [[(f"/workbench/releases/{release.number}/", 302)]] * 3
    assert [one.kind for one in NoticeChange.objects.order_by("number")] == ["extension", "pause", "resumption"]
    last = date_format(today + 10 * DAY, "DATE_FORMAT")
    assert f"自{date_format(today + DAY, 'DATE_FORMAT')}起恢复，至{last}24:00止。" in page(answers[2])


MARKED = "文字中带有密级标志“秘密★10年”。本系统不得录入国家秘密，请删去。"
# page, what is sent, the sentence beside the field
BAD_CHANGES = [
    ("extend", {"days": "0"}, "天数应为 1 至 180 的整数。"),
    ("extend", {"days": "x"}, "输入整数。"),
    ("extend", {"days": "3", "reason": ""}, "该字段是必填项。"),
    (
        "extend",
        {"days": "3", "reason": "由\0"},
        "第 2 个字符是无法保存和刊印的字符（U+0000），请删去；其余内容均已保留。",
    ),
    ("extend", {"days": "3", "reason": "秘密★10年"}, MARKED),
    ("pause", {"from_day": ""}, "该字段是必填项。"),
    ("pause", {"from_day": "2020-01-01"}, "暂停最早自{today}起。"),
    ("pause", {"from_day": "2199-01-01"}, "公示截至{last}，暂停起始日不得晚于该日。"),
    ("resume", {"from_day": "2199-01-01"}, "公示没有暂停。"),
]


@pytest.mark.parametrize(("name", "sent", "sentence"), BAD_CHANGES)
def test_a_wrong_change_is_refused_beside_its_field_and_nothing_is_written(
    cast, office, candidate, name, sent, sentence
):
    release = cast.publish(ReleaseKind.NOTICE, candidate)
    answer = office.post(f"/workbench/releases/{release.number}/notice/{name}/", {"reason": "理由", **sent})
    errors = [str(error) for found in answer.context["form"].errors.values() for error in found]
    assert (answer.status_code, len(errors), NoticeChange.objects.count()) == (200, 1, 0)
    today = timezone.localdate()
    known = {"today": date_format(today, "DATE_FORMAT"), "last": date_format(today + 6 * DAY, "DATE_FORMAT")}
    assert errors == [sentence.format(**known)]


def test_the_button_of_naming_says_until_when_the_notice_runs(cast, office, candidate):
    cast.publish(ReleaseKind.NOTICE, candidate)
    last = date_format(timezone.localdate() + 6 * DAY, "DATE_FORMAT")
    shown = page(office.get(f"/workbench/submissions/{candidate.pk}/"))
    assert f"“实地评估”须待公示期满：公示至{last}24:00。" in shown


def test_the_calendar_is_asked_for_working_days_alone():
    one = Notice(starts_on=date(2026, 11, 20), days=7, counting="calendar")
    assert calendar_of([one]) == WorkingDays()
