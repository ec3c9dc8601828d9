"""Department tasks: who writes them, their life cycle, the list, several at once, reminders."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from submissions import tasks
from submissions.models import DepartmentTask
from submissions.workflow import NotAllowed, Stale

from .desk import desk, errors, form_of, said
from .reading import all_of, page, rows

TODAY = date.today()


@pytest.fixture
def gathered(cast):
    """A draft with two tasks of the finance bureau and one of the transport bureau; the second is overdue."""
    cast.requirement("A1", name="工作总结")
    cast.submission = cast.draft()
    content = [
        {"department": "财政局", "requirement": "A1", "person": "王芳"},
        {"department": "财政局", "indicator": "行政复议纠错率", "due_on": TODAY - timedelta(days=3)},
        {"department": "交通局", "wanted": "执法数据", "due_on": TODAY + timedelta(days=5)},
    ]
    cast.tasks = tasks.add(cast.submission, cast.drafter, content)
    return cast


def url(name, gathered, code=None):
    return reverse(name, args=[gathered.submission.pk, *([code] if code else [])])


def stored():
    return list(DepartmentTask.objects.order_by("pk").values())


# --- the life of a task ---

# What each act does to a task in each state: the state it leads to, or - where it is refused.
LIFE = """
            open      answered  accepted
answer      answered  answered  -
take back   open      open      -
accept      -         accepted  -
reopen      -         open      open
"""
ACTS = {
    "answer": lambda task, by: tasks.answer(task, by, "已办"),
    "take back": lambda task, by: tasks.answer(task, by, " "),
    "accept": tasks.accept,
    "reopen": tasks.reopen,
}


def brought_to(state, task, by):
    if state != "open":
        task = tasks.answer(task, by, "已办")
    return tasks.accept(task, by) if state == "accepted" else task


def leads_to(task, act, by):
    before = stored()
    try:
        return ACTS[act](task, by).state
    except tasks.TaskRefused:
        assert stored() == before
        return "-"


def test_the_life_of_a_task_is_as_drawn(gathered):
    head, *drawn = LIFE.strip("\n").splitlines()
    for line in drawn:
        act, *expected = [part for part in line.split("  ") if part.strip()]
        found = []
        for state in head.split():
            [task] = tasks.add(gathered.submission, gathered.drafter, [{"department": "财政局"}])
            found.append(leads_to(brought_to(state, task, gathered.drafter), act, gathered.drafter))
        assert (act, found) == (act, [one.strip() for one in expected])


def test_codes_are_counted_on_in_each_submission(gathered):
    assert [task.code for task in gathered.tasks] == ["T01", "T02", "T03"]
    other = gathered.draft()
    assert [task.code for task in tasks.add(other, gathered.drafter, [{"department": "财政局"}])] == ["T01"]
    tasks.remove(gathered.tasks[1], gathered.drafter)
    assert [task.code for task in tasks.add(gathered.submission, gathered.drafter, [{"department": "公安局"}])] == [
        "T04"
    ]


# Who may write tasks in which status; the rest is refused and writes nothing.
WRITERS = {("drafter", status) for status in ("draft", "submitted", "returned", "recommended", "under_review")}
WRITERS |= {("colleague", status) for _drafter, status in WRITERS}


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "recommended", "under_review", "named"])
def test_only_the_unit_writes_tasks_and_only_while_it_is_open(cast, status):
    submission = cast.submission_in(status)
    allowed = set()
    for who, user in cast.people.items():
        try:
            tasks.add(submission, user, [{"department": "财政局"}])
            allowed.add((who, status))
        except NotAllowed:
            pass
    assert allowed == {pair for pair in WRITERS if pair[1] == status}
    assert DepartmentTask.objects.count() == len(allowed)


def test_who_saw_an_earlier_version_changes_nothing(gathered):
    seen = DepartmentTask.objects.get(code="T01")
    tasks.edit(gathered.tasks[0], gathered.colleague, department="审计局")
    before = stored()
    for act in (lambda: tasks.answer(seen, gathered.drafter, "x"), lambda: tasks.remove(seen, gathered.drafter)):
        with pytest.raises(Stale):
            act()
    assert stored() == before


def test_what_something_came_in_for_is_removed_with_a_reason_only_and_the_log_keeps_it(gathered):
    task = tasks.answer(gathered.tasks[0], gathered.drafter, "已办结")
    with pytest.raises(tasks.TaskRefused):
        tasks.remove(task, gathered.drafter, " ")
    assert DepartmentTask.objects.filter(code="T01").exists()
    material = gathered.material(gathered.submission)
    material.task = gathered.tasks[1]
    material.save()
    with pytest.raises(tasks.TaskRefused):
        tasks.remove(gathered.tasks[1], gathered.drafter)
    tasks.remove(task, gathered.drafter, "职责已调整")
    assert LogEntry.objects.get().get_change_message() == "T01 财政局 removed: 职责已调整 (已办结)"
    assert [one.code for one in gathered.submission.tasks.all()] == ["T02", "T03"]


# --- the pages ---


def test_the_list_shows_what_is_wanted_by_when_and_what_came_in(gathered):
    tasks.answer(gathered.tasks[0], gathered.drafter, "经费120万元")
    answer = desk(gathered.city_office).get(url("task_list", gathered))
    due = TODAY + timedelta(days=5)
    late = TODAY - timedelta(days=3)
    assert rows(answer, "stack tasks") == [
        ["T01", "A1 工作总结", "财政局 王芳", "—", "◐ 已反馈 经费120万元"],
        ["T02", "行政复议纠错率", "财政局", f"{late.year}年{late.month}月{late.day}日 逾期 3 天", "○ 未反馈"],
        ["T03", "执法数据", "交通局", f"{due.year}年{due.month}月{due.day}日", "○ 未反馈"],
    ]
    assert [row[:2] for row in rows(answer, 'class="stack"')] == [
        ["全部部门", "3 项，已反馈 1 项，逾期 1 项"],
        ["财政局", "2 项，已反馈 1 项，逾期 1 项"],
        ["交通局", "1 项，已反馈 0 项"],
    ]
    assert answer.content.decode().count("<form") == 1  # signing out


def test_the_last_day_still_counts(gathered):
    task = gathered.tasks[2]
    assert [tasks.is_overdue(task, task.due_on + timedelta(days=days)) for days in (-1, 0, 1)] == [False, False, True]
    assert not tasks.is_overdue(gathered.tasks[0], TODAY)


def test_a_drafter_adds_changes_answers_accepts_reopens_and_removes(gathered):
    client = desk(gathered.drafter)
    new = {"requirement": "A1", "department": " 大数据中心 ", "wanted": "建设情况", "due_on": "2026年11月30日"}
    assert client.post(url("task_new", gathered), new).status_code == 302
    task = DepartmentTask.objects.get(code="T04")
    assert (task.department, task.due_on, task.updated_by) == ("大数据中心", date(2026, 11, 30), gathered.drafter)
    for name, more in (
        ("task_edit", {"person": "李强"}),
        ("task_reply", {"reply": "=1+1"}),
        ("task_accept", {}),
        ("task_reopen", {}),
        ("task_remove", {"reason": "重复"}),
    ):
        address = url(name, gathered, "T04")
        values = {"version": DepartmentTask.objects.get(code="T04").version}
        if name in ("task_edit", "task_reply", "task_remove"):
            values = form_of(client.get(address))
        answer = client.post(address, {**values, **more}, follow=True)
        assert (name, answer.status_code, len(said(answer))) == (name, 200, 1)
    assert not DepartmentTask.objects.filter(code="T04").exists()


def test_a_task_asks_for_something_and_only_what_the_round_knows(gathered):
    before, client = stored(), desk(gathered.drafter)
    empty = client.post(url("task_new", gathered), {"department": "财政局"})
    assert errors(empty) == ["具体要求 · 请写明所需内容：材料要求、指标、具体要求至少填一项。"]
    wrong = client.post(url("task_new", gathered), {"department": "财政局", "requirement": "Z9", "due_on": "后天"})
    assert [line.split(" · ")[0] for line in errors(wrong)] == ["材料要求", "限期"]
    assert stored() == before


def test_a_press_on_what_changed_meanwhile_does_nothing_and_says_so(gathered):
    task = tasks.answer(gathered.tasks[0], gathered.drafter, "已办")
    before, client = stored(), desk(gathered.drafter)
    stale = client.post(url("task_accept", gathered, "T01"), {"version": task.version - 1})
    unseen = client.post(url("task_accept", gathered, "T01"), {})
    assert (stale.status_code, unseen.status_code, stored() == before) == (409, 400, True)
    assert len(errors(stale)) == 1


PASTED = """责任部门\t材料编号\t具体要求\t反馈期限
财政局\tA1 工作总结\t经费保障\t2026/11/30
"公安局"\t\t"执法数据
含附表"\t
"""


def test_several_are_added_from_a_pasted_table_with_headings_or_in_the_order_asked(gathered):
    client = desk(gathered.drafter)
    for table in (PASTED, "审计局｜A1｜指标8｜审计报告｜赵敏｜2026.12.01\n"):
        answer = client.post(url("task_paste", gathered), {"table": table})
        assert answer.status_code == 302
    read = DepartmentTask.objects.filter(code__gt="T03").order_by("code")
    assert list(read.values_list("department", "requirement", "indicator", "wanted", "person", "due_on")) == [
        ("财政局", "A1", "", "经费保障", "", date(2026, 11, 30)),
        ("公安局", "", "", "执法数据\n含附表", "", None),
        ("审计局", "A1", "指标8", "审计报告", "赵敏", date(2026, 12, 1)),
    ]


def test_of_a_pasted_table_with_a_bad_line_nothing_is_added(gathered):
    before = stored()
    answer = desk(gathered.drafter).post(
        url("task_paste", gathered), {"table": "财政局|A1\n|A1|||张伟\n公安局|Z9|||| 明天"}
    )
    assert [line.split("：")[0].split(" · ")[1] for line in errors(answer)] == [
        "第 2 行“责任部门”",
        "第 3 行“材料要求”",
        "第 3 行“限期”",
    ]
    assert stored() == before


# --- reminders ---


def test_reminders_ask_each_department_politely_for_what_is_not_answered(gathered):
    tasks.answer(gathered.tasks[0], gathered.drafter, "已办")
    client = desk(gathered.city_office)
    answer = client.get(url("task_reminders", gathered))
    due = TODAY + timedelta(days=5)
    assert all_of(answer, "h3") == ["财政局：", "交通局："]
    assert all_of(answer, "p", 'class="asked"') == [
        "贵单位承担的下列 1 项任务尚未反馈，请尽快反馈。其中 1 项已逾期，请抓紧办理。",
        f"贵单位承担的下列 1 项任务尚未反馈，请于 {due.year}年{due.month}月{due.day}日前反馈。",
    ]
    assert [row[0] for row in rows(answer, 'class="ruled"')] == ["T02"]
    assert all_of(answer, "h2", 'class="official-title"') == ["申报材料催办单"]
    one = client.get(url("task_reminders", gathered), {"department": "交通局"})
    assert all_of(one, "h3") == ["交通局："]
    apart = client.get(url("task_reminders", gathered), {"apart": "1"})
    assert len(all_of(apart, "h2", 'class="official-title"')) == 2
    assert client.get(url("task_reminders", gathered), {"department": "气象局"}).status_code == 400


def test_where_all_is_answered_nobody_is_reminded(gathered):
    for task in gathered.tasks:
        tasks.answer(task, gathered.drafter, "已办")
    assert page(desk(gathered.drafter).get(url("task_reminders", gathered))).count("无需催办") == 1


# --- what it costs ---


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("task_list", 8), ("task_reminders", 9), ("task_workbook", 7)])
def test_a_list_of_tasks_costs_the_same_for_one_and_for_three(cast, django_assert_num_queries, name, queries, count):
    submission = cast.draft()
    due = timezone.localdate() - timedelta(days=1)
    tasks.add(submission, cast.drafter, [{"department": f"部门{one}", "due_on": due} for one in range(count)])
    client = desk(cast.drafter)
    address = reverse(name, args=[submission.pk])
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
