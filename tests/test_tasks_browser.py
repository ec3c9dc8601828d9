"""Gathering from departments in a real browser, without JavaScript: each page accessible and within every screen."""

import pytest

from submissions import tasks
from submissions.gathering import workbook
from submissions.models import DepartmentTask, Material

from .axe import broken
from .made_files import pdf, zipped
from .test_journey import Person
from .test_public_pages_browser import LONG, SCREENS, TOO_WIDE, violations

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gathered(cast):
    """A draft lacking a material, with long tasks of two departments; the first was answered and changed since it
    went out."""
    cast.requirement("A1", name="执法资格证书、培训记录和考核结果")
    cast.submission = cast.draft(title=LONG)
    content = [
        {"department": "财政局", "requirement": "A1", "wanted": LONG},
        {"department": "交通运输综合行政执法支队" * 6, "indicator": LONG, "person": "张伟0476" * 6},
    ]
    first, second = tasks.add(cast.submission, cast.drafter, content)
    first.reply, second.reply = "书面反馈" * 40, "已报送"
    cast.filled = workbook.workbook(cast.submission, [first, second])
    tasks.answer(first, cast.drafter, "电话反馈")
    return cast


def pages(cast):
    address = f"/workbench/submissions/{cast.submission.pk}/"
    below = ("", "new/", "paste/", "workbook/", "evidence/", "reminders/", "reminders/?apart=1")
    each = ("T01/edit/", "T01/reply/", "T01/remove/")
    return [address, "/workbench/city/", *(f"{address}tasks/{one}" for one in (*below, *each))]


def test_no_page_of_gathering_breaks_a_rule_of_accessibility_nor_a_screen(gathered, visitor):
    person = Person(visitor(), gathered.drafter)
    assert violations(person.page, pages(gathered)) == {}
    person.page.set_viewport_size(SCREENS["narrow"])
    assert {address for address in pages(gathered) if person.go(address).page.evaluate(TOO_WIDE) > 0} == set()


def test_a_drafter_takes_a_workbook_and_evidence_in(gathered, visitor):
    """From what is missing to what is there."""
    drafter = Person(visitor(java_script_enabled=False, viewport=SCREENS["telephone"]), gathered.drafter)
    page = drafter.page
    drafter.go(f"/workbench/submissions/{gathered.submission.pk}/")
    missing = [" ".join(line.split()) for line in page.locator(".line-missing").all_inner_texts()]
    assert missing == ["✗缺 A1 执法资格证书、培训记录和考核结果"]
    drafter.follow("查看部门任务").follow("收回任务表")
    page.set_input_files("[name=file]", {"name": "反馈.xlsx", "mimeType": "", "buffer": gathered.filled})
    drafter.press("核对")
    page.get_by_label("采用任务表中的反馈").check()
    drafter.press("确认采用")
    assert dict(DepartmentTask.objects.values_list("code", "reply")) == {"T01": "书面反馈" * 40, "T02": "已报送"}
    drafter.follow("收回佐证材料")
    evidence = zipped({"材料/T01 财政局/证书.pdf": pdf(), f"{LONG}.pdf": pdf(2)})
    page.set_input_files("[name=file]", {"name": "材料.zip", "mimeType": "application/zip", "buffer": evidence})
    drafter.press("上传")
    assert list(Material.objects.values_list("requirement", "name")) == [("A1", "证书.pdf")]
    drafter.go(f"/workbench/submissions/{gathered.submission.pk}/")
    assert page.locator(".line-missing").count() == 0


@pytest.mark.parametrize("screen", ["office", "telephone"])
def test_the_pages_between_break_no_rule_either(gathered, visitor, screen):
    drafter = Person(visitor(viewport=SCREENS[screen]), gathered.drafter)
    page = drafter.page
    for name, file, button in (
        ("workbook", {"name": "反馈.xlsx", "mimeType": "", "buffer": gathered.filled}, "核对"),
        ("evidence", {"name": "材料.zip", "mimeType": "", "buffer": zipped({f"T01/{LONG}.pdf": b"x"})}, "上传"),
    ):
        drafter.go(f"/workbench/submissions/{gathered.submission.pk}/tasks/{name}/")
        page.set_input_files("[name=file]", file)
        drafter.press(button)
        page.wait_for_selector("table")
        assert (name, broken(page), page.evaluate(TOO_WIDE) <= 0) == (name, [], True)


def test_reminders_are_printed_without_the_site_around_them(gathered, visitor):
    page = Person(visitor(), gathered.drafter).go(pages(gathered)[8]).page
    page.emulate_media(media="print")
    parts = (".site-header", ".desk-nav", ".actions", ".letter")
    seen = {name: page.locator(name).first.is_visible() for name in parts}

    assert seen == {".site-header": False, ".desk-nav": False, ".actions": False, ".letter": True}
