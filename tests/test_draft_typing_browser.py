"""A drafter types, in a real browser: saved by itself, through a cut connection and a lost session, beside another."""

import pytest
from playwright.sync_api import expect

from submissions import drafts
from submissions.models import Submission

from .test_journey import PASSWORD, Person

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(cast):
    return cast.draft(title="原名")


@pytest.fixture
def writer(cast, visitor, draft):
    person = Person(visitor(), cast.drafter)
    person.go(f"/workbench/submissions/{draft.pk}/edit/")
    return person


def state(person):
    return person.page.locator("[data-state]")


def stored(draft):
    return Submission.objects.get(pk=draft.pk)


def test_what_is_typed_is_saved_by_itself_and_the_page_says_when(writer, draft):
    writer.fill(summary="写到一半的一段")
    expect(state(writer)).to_contain_text("未保存")
    expect(state(writer)).to_contain_text("已保存 ")
    assert stored(draft).summary == "写到一半的一段"
    writer.fill(title="机密★5年")
    expect(state(writer)).to_contain_text("下方标出的栏目除外")
    assert writer.page.locator(".field.invalid .errorlist").inner_text().count("密级标志") == 1
    assert stored(draft).title == "原名"


def test_a_cut_connection_loses_nothing(writer, draft):
    writer.page.context.set_offline(True)
    writer.fill(summary="断网时写的")
    expect(state(writer)).to_contain_text("离线")
    assert stored(draft).summary == ""
    writer.page.context.set_offline(False)
    expect(state(writer)).to_contain_text("已保存")
    assert stored(draft).summary == "断网时写的"


def test_a_page_closed_after_the_session_ended_gives_the_text_back_to_its_writer_alone(cast, writer, draft):
    address = writer.page.url
    writer.page.context.clear_cookies()
    writer.fill(summary="登录过期时写的")
    expect(state(writer)).to_contain_text("登录已过期")
    colleague = Person(writer.page, cast.colleague).go(address)
    assert colleague.page.get_by_role("button", name="填入表单").is_visible() is False
    colleague.press("退出登录")
    back = Person(writer.page, cast.drafter).go(address).press("填入表单")
    expect(state(back)).to_contain_text("已保存")
    assert stored(draft).summary == "登录过期时写的"
    assert back.page.evaluate("localStorage.length") == 0


def test_a_lost_session_keeps_the_text_and_saves_it_after_signing_in(writer, draft):
    writer.page.context.clear_cookies()
    writer.fill(summary="登录过期时写的")
    expect(state(writer)).to_contain_text("登录已过期")
    assert stored(draft).summary == ""
    with writer.page.context.expect_page() as opened:
        writer.page.get_by_role("link", name="重新登录").click()
    second = opened.value
    second.fill("[name=username]", "qiqige")
    second.fill("[name=password]", PASSWORD)
    second.click("main button")
    second.wait_for_url("**/edit/")
    second.close()
    writer.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(writer)).to_contain_text("已保存")
    assert stored(draft).summary == "登录过期时写的"


def test_who_presses_save_after_the_session_ended_finds_the_text_again_without_a_script(cast, visitor, draft):
    person = Person(visitor(java_script_enabled=False), cast.drafter)
    person.go(f"/workbench/submissions/{draft.pk}/edit/").fill(summary="写了一小时的")
    person.page.context.clear_cookies(name="sessionid")
    person.press("保存").reads("登录后可在表单中找回")
    person.fill(username="qiqige", password=PASSWORD).press("登录")
    person.reads("以下是登录过期时您填写的内容，尚未保存。")
    assert person.page.input_value("[name=summary]") == "写了一小时的"
    person.press("保存").reads("已保存，尚未提交")
    assert stored(draft).summary == "写了一小时的"


def test_two_writers_see_each_other_and_both_texts(cast, writer, visitor, draft):
    colleague = Person(visitor(), cast.colleague)
    colleague.go(f"/workbench/submissions/{draft.pk}/edit/").reads("正在编辑：qiqige")
    drafts.edit(stored(draft), cast.colleague, title="同事写的", lead_unit="某局")
    writer.fill(title="我写的")
    expect(state(writer)).to_contain_text("有冲突")
    writer.reads("同事写的")
    assert writer.page.input_value("[name=title]") == "我写的"
    assert writer.page.input_value("[name=lead_unit]") == "某局"
    writer.press("采用我填写的")
    expect(state(writer)).to_contain_text("已保存")
    assert (stored(draft).title, stored(draft).lead_unit) == ("我写的", "某局")


def test_a_new_submission_becomes_a_draft_while_it_is_written(cast, visitor):
    person = Person(visitor(), cast.drafter)
    person.go("/workbench/submissions/new/")
    person.fill(category="single", region=str(cast.drafter.city.pk), title="边写边存")
    person.page.wait_for_url("**/edit/")
    expect(state(person)).to_contain_text("已保存")
    person.fill(summary="接着写")
    expect(state(person)).to_contain_text("未保存")
    expect(state(person)).to_contain_text("已保存")
    one = Submission.objects.get()
    assert (one.title, one.summary) == ("边写边存", "接着写")


SLOW_ANSWERS = """() => {
  const real = window.fetch;
  window.fetch = (...sent) => real(...sent).then((answer) => new Promise((go) => setTimeout(() => go(answer), 1500)));
}"""
HIDDEN = """() => {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_what_is_typed_while_a_saving_is_under_way_is_not_called_saved(writer, draft):
    writer.page.evaluate(SLOW_ANSWERS)
    writer.fill(summary="一")
    expect(state(writer)).to_contain_text("保存中")
    writer.fill(summary="一二")
    writer.page.wait_for_timeout(1600)
    assert (state(writer).inner_text(), stored(draft).summary) == ("未保存", "一")
    assert writer.page.evaluate("localStorage.length") == 1
    expect(state(writer)).to_contain_text("已保存")
    assert stored(draft).summary == "一二"


def test_a_refused_text_does_not_hide_that_a_colleague_changed_the_same_field(cast, writer, draft):
    writer.fill(title="机密★5年")
    expect(state(writer)).to_contain_text("下方标出的栏目除外")
    drafts.edit(stored(draft), cast.colleague, title="同事写的")
    writer.fill(summary="接着写")
    expect(state(writer)).to_contain_text("未保存")
    expect(state(writer)).to_contain_text("下方标出的栏目除外")
    writer.fill(title="我写的")
    expect(state(writer)).to_contain_text("有冲突")
    assert stored(draft).title == "同事写的"


def test_going_to_another_window_and_back_is_no_conflict_with_oneself(writer, draft):
    writer.fill(summary="写到一半")
    writer.page.evaluate(HIDDEN)
    expect(state(writer)).to_contain_text("已保存", timeout=1500)
    assert stored(draft).summary == "写到一半"
    writer.fill(summary="写到一半又接着写")
    expect(state(writer)).to_contain_text("未保存")
    expect(state(writer)).to_contain_text("已保存")
    assert stored(draft).summary == "写到一半又接着写"


def test_a_server_that_fails_is_not_asked_without_pause(writer, draft):
    asked = []
    broken = {"status": 500, "content_type": "text/html", "body": "<h1>500</h1>"}
    writer.page.route("**/autosave/", lambda route: asked.append(1) and None or route.fulfill(**broken))
    writer.fill(summary="服务器出错时写的")
    expect(state(writer)).to_contain_text("离线")
    writer.page.wait_for_timeout(1000)
    assert (len(asked) <= 2, stored(draft).summary) == (True, "")
    writer.page.unroute("**/autosave/")
    writer.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(state(writer)).to_contain_text("已保存")
    assert stored(draft).summary == "服务器出错时写的"


def test_nothing_is_saved_under_the_name_of_who_signs_in_next(cast, writer, draft):
    address = writer.page.url
    writer.page.context.clear_cookies()
    colleague = Person(writer.page.context.new_page(), cast.colleague)
    writer.fill(summary="前一位写的")
    expect(state(writer)).to_contain_text("登录已过期")
    assert stored(draft).summary == ""
    assert writer.page.evaluate("localStorage.length") == 1
    colleague.go(address)
    assert colleague.page.input_value("[name=summary]") == ""


def test_a_draft_begins_once_its_round_is_chosen_and_nothing_stands_against_it(cast, visitor):
    cast.make_round("2027")
    person = Person(visitor(), cast.drafter)
    person.go("/workbench/submissions/new/")
    person.fill(category="single", region=str(cast.drafter.city.pk), title="边写边存")
    person.fill(summary="机密★5年")
    said = person.page.locator(".errorlist")
    expect(said).to_contain_text("密级标志")
    assert (said.count(), Submission.objects.count()) == (1, 0)
    person.fill(summary="", round="2027")
    person.page.wait_for_url("**/edit/")
    assert Submission.objects.get().round.code == "2027"
    assert person.page.locator("[name=round]").is_disabled()
