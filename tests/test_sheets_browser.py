"""A table with ten kinds of wrong rows in a real browser: told cell by cell, corrected in the table that comes back,
imported with one button; and the same without a script."""

import pytest

from submissions.models import Submission

from .sheets import ERROR, book, read_back, single
from .test_journey import Person
from .test_public_pages_browser import LONG, SCREENS, TOO_WIDE, violations
from .test_sheets_checking import row_of

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
# What is wrong with each row, and where and how it is corrected.
WRONG = [
    (single("一", 类别="双项"), "C", "单项示范"),
    (single("二", 类别=""), "C", "单项示范"),
    (single("三", 申报地区="新城区"), "D", "松山区"),
    (single("四", 申报地区="青山区"), "D", "红山区"),
    (single("五", 批次="2027"), "B", "2026"),
    (single("六", 申报编号="第六号"), "A", ""),
    (single(ERROR), "E", "七"),
    (single("八\n八"), "E", "八八"),
    (single("字" * 301), "E", "九"),
    (single("十", 主要内容="机密★10年"), "G", "一、做法"),
]
RIGHT = [single(LONG), single("=1+1")]


def upload(person, content, name="申报.xlsx"):
    person.go("/workbench/sheets/").page.set_input_files(
        "[name=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    return person.press("上传并核对")


def told(person):
    """{row: what stands beside it} of the page."""
    cells = person.page.locator(".sheet-rows tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").last.inner_text() for row in cells}


def corrected(content):
    """The table that came back with remarks, corrected where it says so."""
    rows = read_back(content)
    for number, (_row, column, right) in enumerate(WRONG, 3):
        rows[number]["ABCDEFGH".index(column)] = right
    return book(*rows[1:], head=rows[0])


def test_ten_kinds_of_wrong_rows_are_told_corrected_and_imported(cast, visitor):
    drafter = Person(visitor(accept_downloads=True), cast.drafter)
    drafter.follow("批量导入")
    upload(drafter, book(*RIGHT, *[row for row, _column, _right in WRONG]))
    drafter.page.wait_for_url("**/sheets/*-*/")
    assert drafter.reads("有 10 行不能导入。")
    assert drafter.page.get_by_role("button", name="确认导入").is_disabled()
    wanted = [f"{column}{number}" for number, (_row, column, _right) in enumerate(WRONG, 4)]
    assert [words.split()[0] for words in told(drafter).values()] == wanted
    assert Submission.objects.count() == 0

    with drafter.page.expect_download() as download:
        drafter.follow("下载带核对说明的表格（.xlsx）")
    with open(download.value.path(), "rb") as file:
        upload(drafter, corrected(file.read()), "改好的.xlsx")
    drafter.page.wait_for_url("**/sheets/*-*/")
    assert drafter.reads("将新建草稿 12 件，修改 0 件")
    drafter.press("确认导入")
    drafter.page.wait_for_url("**/sheets/*-*/")
    drafter.page.get_by_text("新建草稿 12 件").wait_for()
    titles = [LONG, "=1+1", "一", "二", "三", "四", "五", "六", "七", "八八", "九", "十"]
    assert sorted(Submission.objects.values_list("title", flat=True)) == sorted(titles)


def test_without_a_script_the_progress_is_read_and_followed(cast, visitor):
    drafter = Person(visitor(java_script_enabled=False, viewport=SCREENS["telephone"]), cast.drafter)
    upload(drafter, book(*RIGHT))
    drafter.page.get_by_text("已完成 100%").wait_for()
    drafter.follow("已完成，查看结果").press("确认导入").follow("已完成，查看结果")
    assert drafter.reads("新建草稿 2 件")
    drafter.follow("查看本批次草稿")
    assert drafter.reads(LONG)


@pytest.fixture
def full(cast, visitor):
    """The drafter with everything a report can show, and the addresses of its pages."""
    old = cast.draft(region=cast.places["松山区"], title=LONG)
    changed = [*row_of(old, 项目名称=LONG + "改", 主要内容="一" * 400), "已命名", "备注"]
    rows = [[*row, "", ""] for row in (*RIGHT[1:], *[row for row, _column, _right in WRONG])]
    drafter = Person(visitor(), cast.drafter)
    heads = ["申报编号", "批次", "类别", "申报地区", "项目名称", "牵头单位", "主要内容", "联系人及电话", "状态", "备注"]
    addresses = ["/workbench/sheets/"]
    for table in ([changed, *rows], [changed]):
        upload(drafter, book(*table, head=heads))
        drafter.page.wait_for_url("**/sheets/*-*/")
        addresses += [drafter.page.url, f"{drafter.page.url}?show="]
    drafter.addresses = addresses
    return drafter


def test_no_page_breaks_a_rule_of_accessibility(full):
    assert violations(full.page, full.addresses) == {}


@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_is_wider_than_the_screen(full, screen):
    full.page.set_viewport_size(SCREENS[screen])
    for mode in ("normal", "large"):
        full.go(f"/display/?mode={mode}&next=/workbench/")
        widths = {}
        for address in full.addresses:
            full.page.goto(address)
            widths[address] = full.page.evaluate(TOO_WIDE)
        assert {address: excess for address, excess in widths.items() if excess > 0} == {}
