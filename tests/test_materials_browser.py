"""Uploading in a real browser: several at once, dragged or chosen, through a cut connection, and without scripts."""

import base64
import os

import pytest
from playwright.sync_api import expect

from submissions.models import Upload

from . import made_files as made
from .axe import broken
from .test_journey import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("aside"),
]
LONG = made.pdf()[:-6] + b"\n%" + os.urandom(1024 * 1024).hex().encode() + b"\n%%EOF\n"
DRAG = """([selector, names, contents]) => {
    const dragged = new DataTransfer();
    names.forEach((name, at) => dragged.items.add(
        new File([Uint8Array.from(atob(contents[at]), one => one.charCodeAt(0))], name)));
    const area = document.querySelector(selector);
    for (const kind of ["dragover", "drop"]) {
        area.dispatchEvent(new DragEvent(kind, {dataTransfer: dragged, bubbles: true, cancelable: true}));
    }
}"""

HASTE = "{ const act = setTimeout; window.setTimeout = (then, wait) => then && act(then, wait / 20); }"


def file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture
def draft(cast):
    cast.requirement("A1", name="佐证材料", wanted="盖章的佐证材料")
    return cast.draft()


def at_materials(page, cast, draft):
    return Person(page, cast.drafter).go(f"/workbench/submissions/{draft.pk}/materials/").page


def choose(page, *files, code="A1"):
    page.set_input_files(f"#files-{code}", list(files))


def states(page):
    return page.locator(".queue .state")


def held(draft):
    return sorted((one.requirement, one.name) for one in draft.materials.all())


def test_several_files_are_chosen_and_dragged_and_each_says_what_became_of_it(cast, visitor, draft):
    page = at_materials(visitor(), cast, draft)
    choose(page, file("一.pdf", made.pdf(1)), file("网页.pdf", b"<!doctype html>"), file("二.docx", made.docx()))
    encoded = [base64.b64encode(made.picture()).decode()]
    page.evaluate(DRAG, ["#materials-other .drop", ["图.png"], encoded])
    told = [
        "已添加“一.pdf”。",
        "文件内容是网页\uff08HTML\uff09\uff0c与文件名无关。请将网页打印为 PDF 后上传。",
        "已添加“二.docx”。",
        "已添加“图.png”。",
    ]
    expect(states(page)).to_have_text(told)
    expect(page.locator(".files .file-name")).to_have_text(["一.pdf", "二.docx", "图.png"])
    assert held(draft) == [("", "图.png"), ("A1", "一.pdf"), ("A1", "二.docx")]
    assert broken(page) == []


class Wire:
    """The connection of one page: counts the bytes of chunks that went through, and can be cut."""

    def __init__(self, page, cut_after=None):
        self.sent, self.left = 0, cut_after
        page.context.route("**/chunk/**", self.pass_on)

    def pass_on(self, route):
        if self.left == 0:
            return route.abort("connectionreset")
        self.left = None if self.left is None else self.left - 1
        self.sent += len(route.request.post_data_buffer)
        return route.fallback()


def test_a_cut_upload_goes_on_the_next_day_without_sending_again_what_arrived(cast, visitor, draft):
    page = at_materials(visitor(), cast, draft)
    first = Wire(page, cut_after=2)
    choose(page, file("大.pdf", LONG))
    expect(states(page)).to_have_text("网络中断\uff0c正在重试。")
    assert Upload.objects.get().received == first.sent > 1024 * 1024 - 1
    page.close()

    page = at_materials(visitor(), cast, draft)
    expect(page.locator(".unfinished")).to_have_text("“大.pdf”没有传完。请重新选择同一文件\uff0c将从中断处继续。")
    second = Wire(page)
    choose(page, file("大.pdf", LONG))
    expect(states(page)).to_have_text("已添加“大.pdf”。")
    assert (first.sent + second.sent, draft.materials.get().file.file.read() == LONG) == (len(LONG), True)
    expect(page.locator(".unfinished")).to_have_count(0)


def test_another_file_of_the_same_name_and_size_is_not_mixed_with_what_arrived(cast, visitor, draft):
    page = at_materials(visitor(), cast, draft)
    wire = Wire(page, cut_after=2)
    choose(page, file("大.pdf", LONG))
    expect(states(page)).to_have_text("网络中断\uff0c正在重试。")
    page.reload()
    wire.left, other = None, LONG[:400_000] + b"X" + LONG[400_001:]
    choose(page, file("大.pdf", other))
    expect(states(page)).to_have_text("已添加“大.pdf”。")
    assert draft.materials.get().file.file.read() == other


def test_a_short_break_mends_itself_and_a_long_one_waits_for_the_button(cast, visitor, draft):
    page = at_materials(visitor(), cast, draft)
    page.evaluate(HASTE)
    wire = Wire(page, cut_after=1)
    choose(page, file("大.pdf", LONG))
    expect(states(page)).to_have_text("网络中断。已传部分已保留\uff0c网络恢复后请点击“继续上传”。")
    assert broken(page) == []
    wire.left = None
    page.get_by_role("button", name="继续上传").focus()
    page.keyboard.press("Enter")
    expect(states(page)).to_have_text("已添加“大.pdf”。")
    assert wire.sent == len(LONG)


def test_a_cancelled_upload_leaves_nothing(cast, visitor, draft):
    page = at_materials(visitor(), cast, draft)
    Wire(page, cut_after=1)
    choose(page, file("大.pdf", LONG))
    expect(states(page)).to_have_text("网络中断\uff0c正在重试。")
    with page.expect_response("**/drop/"):
        page.get_by_role("button", name="取消").click()
    expect(states(page)).to_have_text("已取消\uff0c未保留任何内容。")
    assert (Upload.objects.count(), held(draft)) == (0, [])


def test_a_session_that_ended_is_said_and_the_upload_goes_on_after_sign_in(cast, visitor, draft):
    page = at_materials(visitor(), cast, draft)
    page.context.clear_cookies()
    choose(page, file("一.pdf", made.pdf()))
    expect(states(page)).to_contain_text("登录已失效")
    assert held(draft) == []
    Person(page.context.new_page(), cast.drafter).page.close()
    page.get_by_role("button", name="继续上传").click()
    expect(states(page)).to_have_text("已添加“一.pdf”。")


def test_without_scripts_the_plain_form_does_the_same(cast, visitor, draft):
    page = at_materials(visitor(java_script_enabled=False), cast, draft)
    choose(page, file("一.pdf", made.pdf(1)), file("二.docx", made.docx()))
    page.locator("#materials-A1 button", has_text="上传").click()
    assert held(draft) == [("A1", "一.pdf"), ("A1", "二.docx")]
    choose(page, file("网页.jpg", b"<html>"), code="other")
    page.locator("#materials-other button", has_text="上传").click()
    assert page.locator(".error-summary li").inner_text().startswith("网页.jpg · 文件内容是网页")
    page.locator("#materials-A1 .files button").first.click()
    assert held(draft) == [("A1", "二.docx")]
