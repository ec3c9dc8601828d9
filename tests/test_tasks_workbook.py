"""The task workbook: what goes out, and its rows on their way in again."""

import io
import subprocess
from datetime import date
from urllib.parse import unquote

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from submissions import tasks
from submissions.gathering import intake, workbook
from submissions.gathering.headings import token
from submissions.models import DepartmentTask

from .desk import desk, errors, said
from .reading import page, rows

HEADINGS = ["任务编号", "材料要求", "指标", "具体要求", "责任部门", "联系人", "限期", "反馈内容", "任务版本"]

CSV = "csv:Text - txt - csv (StarCalc):44,34,76"  # commas, quotes, UTF-8


@pytest.fixture
def sent(cast):
    """Three tasks went out; the second was changed since, the third is answered and accepted."""
    cast.requirement("A1", name="工作总结")
    cast.submission = cast.draft(title="=cmd|' /C calc'!A0")
    content = [
        {"department": "财政局", "requirement": "A1", "person": "王芳", "due_on": date(2026, 11, 30)},
        {"department": "财政局", "indicator": "+行政复议"},
        {"department": "交通局", "wanted": "=1+1"},
    ]
    cast.tasks = tasks.add(cast.submission, cast.drafter, content)
    cast.accepted = tasks.accept(tasks.answer(cast.tasks[2], cast.drafter, "已办结"), cast.drafter)
    cast.out = [token(task) for task in (*cast.tasks[:2], cast.accepted)]
    tasks.answer(cast.tasks[1], cast.drafter, "电话反馈")
    return cast


def url(name, sent):
    return reverse(name, args=[sent.submission.pk])


def sheet(*lines):
    """A workbook with these lines, as somebody typed it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False})
    page = book.add_worksheet()
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            page.write_string(row, column, cell)
    book.close()
    return target.getvalue()


def upload(sent, content, who="drafter", name="反馈.xlsx"):
    return desk(getattr(sent, who)).post(url("task_check", sent), {"file": SimpleUploadedFile(name, content)})


def found(answer):
    """{code: what would happen}, conflicts among them, as the check's page says it."""
    table = {row[1]: row[2].split(" ")[0] for row in rows(answer, 'class="stack"')}
    return table | {row.code: "待选定" for row in answer.context["conflicts"]}


def confirm(sent, answer, who="drafter", **choices):
    return desk(getattr(sent, who)).post(
        url("task_take", sent), {"checked": answer.context["sealed"], **choices}, follow=True
    )


def replies():
    return dict(DepartmentTask.objects.order_by("code").values_list("code", "reply"))


BEFORE = {"T01": "", "T02": "电话反馈", "T03": "已办结"}


# --- out ---


def test_the_workbook_asks_what_is_wanted_in_words_that_are_never_formulas(sent):
    answer = desk(sent.city_office).get(url("task_workbook", sent))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    title, _unit, _how, hidden, headings, *lines = book.get_sheet_by_index(0).to_python()
    assert (title[0], hidden[0]) == ("部门任务表：=cmd|' /C calc'!A0", f"shifan-tasks:{sent.submission.pk}")
    assert headings == HEADINGS
    changed = DepartmentTask.objects.get(code="T02")
    assert lines == [
        ["T01", "A1 工作总结", "", "", "财政局", "王芳", "2026-11-30", "", sent.out[0]],
        ["T02", "", "+行政复议", "", "财政局", "", "", "电话反馈", token(changed)],
        ["T03", "", "", "=1+1", "交通局", "", "", "已办结", sent.out[2]],
    ]
    assert book.sheet_names == ["部门任务", "填写说明"]
    assert unquote(answer["Content-Disposition"]).startswith("attachment; filename*=UTF-8''部门任务-")


def test_one_department_gets_its_own_rows(sent):
    answer = desk(sent.drafter).get(url("task_workbook", sent), {"department": "交通局"})
    lines = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()[5:]
    assert [line[0] for line in lines] == ["T03"]
    assert desk(sent.drafter).get(url("task_workbook", sent), {"department": "气象局"}).status_code == 400


# --- in ---


def test_each_row_is_told_before_anything_is_written(sent):
    other = sent.draft()
    [foreign] = tasks.add(other, sent.drafter, [{"department": "公安局"}])
    content = sheet(
        ["反馈内容", "备注", "任务编号", "任务版本"],
        ["已安排经费", "x", " ｔ01 ", sent.out[0]],
        ["书面反馈", "", "T02", sent.out[1]],
        ["改口", "", "T03", sent.out[2]],
        ["没有这项", "", "T77", ""],
        ["别人的", "", "T01", token(foreign)],
        ["", "", "", ""],
        ["无编号", "", "", ""],
    )
    before = replies()
    answer = upload(sent, content)
    assert [(row[0], row[1], row[2].split(" ")[0]) for row in rows(answer, 'class="stack"')] == [
        ("2", "T01", "不能采用"),
        ("5", "T77", "任务不存在"),
        ("6", "T01", "属于其他申报"),
        ("8", "—", "任务不存在"),
    ]
    assert [(row.code, row.why) for row in answer.context["conflicts"]] == [
        ("T02", "任务表下发后，该任务又有改动。"),
        ("T03", "原有反馈已经采用。"),
    ]
    assert replies() == before == BEFORE


def test_what_is_confirmed_is_taken_over_at_once(sent):
    answer = upload(
        sent,
        sheet(
            ["任务编号", "反馈内容", "任务版本"],
            ["T01", "=SUM(A1)", sent.out[0]],
            ["T02", "书面反馈", sent.out[1]],
            ["T03", "改口", sent.out[2]],
        ),
    )
    assert found(answer) == {"T01": "将采用", "T02": "待选定", "T03": "待选定"}
    both = [f"choice-{task.pk}" for task in sent.tasks[1:]]
    undecided = confirm(sent, answer, **{both[0]: "take"})
    assert (errors(undecided), replies()) == (["请逐项选定以哪一份反馈为准。"], BEFORE)
    done = confirm(sent, answer, **{both[0]: "take", both[1]: "keep"})
    assert said(done) == ["已采用 2 项反馈。"]
    assert replies() == {"T01": "=SUM(A1)", "T02": "书面反馈", "T03": "已办结"}
    states = dict(DepartmentTask.objects.values_list("code", "state"))
    assert states == {"T01": "answered", "T02": "answered", "T03": "accepted"}


def test_a_confirmation_is_refused_whole_if_one_task_changed_since_the_check(sent):
    content = sheet(["任务编号", "反馈内容"], ["T01", "甲"], ["T02", "乙"])
    answer = upload(sent, content)
    assert found(answer) == {"T01": "将采用", "T02": "待选定"}
    tasks.edit(DepartmentTask.objects.get(code="T02"), sent.colleague, person="李强")
    choice = {f"choice-{sent.tasks[1].pk}": "take"}
    refused = confirm(sent, answer, **choice)
    assert (refused.status_code, replies()) == (409, BEFORE)
    assert found(refused) == {"T01": "将采用", "T02": "待选定"}
    again = confirm(sent, refused, **choice)
    assert (again.status_code, replies()) == (200, {"T01": "甲", "T02": "乙", "T03": "已办结"})


def test_only_what_was_checked_here_is_taken(sent):
    answer = upload(sent, sheet(["任务编号", "反馈内容"], ["T01", "甲"]))
    sealed = answer.context["sealed"]
    other = sent.draft()
    client = desk(sent.drafter)
    tries = [
        client.post(url("task_take", sent), {"checked": sealed[:-2]}),
        client.post(url("task_take", sent), {}),
        client.post(reverse("task_take", args=[other.pk]), {"checked": sealed}),
    ]
    assert [(one.status_code, len(errors(one))) for one in tries] == [(400, 1)] * 3
    assert errors(tries[1]) == ["部门填回的任务表 · 提交的内容与核对结果不符\uff0c请重新核对文件。"]
    assert replies() == BEFORE


def test_rows_that_contradict_each_other_or_cannot_be_stored_are_not_taken(sent):
    answer = upload(
        sent,
        sheet(
            ["任务编号", "反馈内容", "任务版本"],
            ["T01", "甲", sent.out[0]],
            ["T01", "乙", sent.out[0]],
            ["T03", "长" * 5001, sent.out[2]],
        ),
    )
    assert [row[2].split(" ")[0] for row in rows(answer, 'class="stack"')] == ["不能采用"] * 3
    assert page(answer).count("确认采用") == 0


WRONG_FILES = {
    "another submission's": ("theirs", "该任务表属于另一件申报，未读取任何内容。"),
    "no table": (sheet(["今天", "天气"], ["好", "好"]), None),
    "no reply": (sheet(["任务编号", "责任部门"], ["T01", "x"]), "缺少“任务编号”列或“反馈内容”列，请使用下发的任务表。"),
    "no workbook": (b"%PDF-1.7 x", None),
    "empty": (b"", None),
}


@pytest.mark.parametrize("wrong", WRONG_FILES)
def test_a_file_that_is_no_task_workbook_of_this_submission_is_refused(sent, wrong):
    content, sentence = WRONG_FILES[wrong]
    if content == "theirs":
        other = sent.draft()
        content = workbook.workbook(other, tasks.add(other, sent.drafter, [{"department": "公安局"}]))
    answer = upload(sent, content)
    [said_so] = errors(answer)
    assert sentence is None or said_so == f"部门填回的任务表 · {sentence}"
    assert replies() == BEFORE


def test_more_than_a_form_can_send_back_is_refused_at_once(sent, monkeypatch):
    monkeypatch.setattr(intake, "LONGEST_SEALED", 100)
    answer = upload(sent, sheet(["任务编号", "反馈内容"], ["T01", "甲"]))
    assert errors(answer) == ["部门填回的任务表 · 反馈内容过长，一次无法收回，请拆分后上传。"]


def test_a_table_typed_anew_in_gbk_is_matched_by_its_codes(sent):
    content = "反馈内容,任务编号\r\n已安排经费,T01\r\n".encode("gb18030")
    assert found(upload(sent, content, name="反馈.csv")) == {"T01": "将采用"}


@pytest.mark.once
@pytest.mark.parametrize("form", ["xls", "xlsx", CSV], ids=["xls", "xlsx", "csv"])
def test_a_workbook_that_went_through_another_program_comes_in_again(sent, tmp_path, form):
    """Filled by a department: here a reply is put into the cell, then LibreOffice writes the file anew."""
    sent.tasks[0].reply = "已安排专项经费\n120万元"
    filled = workbook.workbook(sent.submission, [sent.tasks[0], DepartmentTask.objects.get(code="T02"), sent.accepted])
    last = tmp_path / "out.xlsx"
    last.write_bytes(filled)
    last = convert(last, form, tmp_path)
    answer = upload(sent, last.read_bytes(), name=last.name)
    assert found(answer) == {"T01": "将采用", "T02": "不变", "T03": "不变"}
    confirm(sent, answer)
    assert replies()["T01"] == "已安排专项经费\n120万元"


def convert(source, form, folder):
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form]
    command += ["--outdir", "anew", source.name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder / "anew" / f"{source.stem}.{form.split(':')[0]}"
