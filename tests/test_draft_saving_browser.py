"""Pressing the button while the script saves too, in a browser: no conflict with oneself, nothing kept too long."""

import pytest
from playwright.sync_api import expect

from submissions import drafts
from submissions.models import Submission

from .test_journey import Person

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
KEPT_HERE = "Object.values(localStorage).join()"


@pytest.fixture
def draft(cast):
    return cast.draft(title="原名")


@pytest.fixture
def writer(cast, visitor, draft):
    return Person(visitor(), cast.drafter).go(f"/workbench/submissions/{draft.pk}/edit/")


def state(person):
    return person.page.locator("[data-state]")


def stored(draft):
    return Submission.objects.get(pk=draft.pk)


def lose_answers(page):
    """What is sent arrives and is stored; its answer never comes back."""

    def arrive(route):
        route.fetch()
        route.abort()

    page.route("**/autosave/", arrive)


def test_a_lost_answer_is_no_conflict_with_oneself(writer, draft):
    lose_answers(writer.page)
    writer.fill(summary="已经送到的")
    expect(state(writer)).to_contain_text("离线")
    assert stored(draft).summary == "已经送到的"
    writer.page.unroute("**/autosave/")
    writer.fill(summary="已经送到的，又接着写")
    expect(state(writer)).to_contain_text("已保存")
    assert (stored(draft).summary, writer.page.evaluate(KEPT_HERE)) == ("已经送到的，又接着写", "")


def test_pressing_while_typing_is_being_saved_saves_once_and_keeps_nothing_here(writer, draft):
    writer.page.route("**/autosave/", lambda route: writer.page.wait_for_timeout(300) or route.continue_())
    writer.fill(summary="一").page.wait_for_timeout(2100)
    writer.fill(summary="一二").press("保存")
    writer.page.wait_for_url(f"**/submissions/{draft.pk}/")
    assert writer.reads("已保存\uff0c尚未提交")
    assert (stored(draft).summary, writer.page.evaluate(KEPT_HERE)) == ("一二", "")


def test_a_first_page_that_was_saved_keeps_nothing_for_the_next(cast, visitor):
    person = Person(visitor(), cast.drafter).go("/workbench/submissions/new/")
    person.fill(category="single", region=str(cast.drafter.city.pk), title="按钮保存的").press("存为草稿")
    person.page.wait_for_url(lambda url: "/new/" not in url)
    assert (person.reads("已存为草稿\uff0c尚未提交"), Submission.objects.count()) == (True, 1)
    assert person.page.evaluate(KEPT_HERE) == ""


def test_a_text_that_was_refused_for_its_secrecy_mark_is_not_kept_here_either(writer, draft):
    writer.fill(summary="机密★5年", title="改名")
    expect(state(writer)).to_contain_text("下方标出的栏目除外")
    assert ("机密" in writer.page.evaluate(KEPT_HERE), stored(draft).title) == (False, "改名")


def test_nothing_is_written_before_the_writer_chose_between_both_texts(cast, writer, draft):
    writer.page.route("**/autosave/", lambda route: route.abort())
    writer.fill(title="我写的")
    drafts.edit(stored(draft), cast.colleague, title="同事写的")
    writer.page.evaluate("document.getElementById('draft').submit()")
    expect(writer.page.locator("fieldset.both")).to_be_visible()
    writer.page.unroute("**/autosave/")
    writer.fill(summary="又写了一段").page.wait_for_timeout(4000)
    assert (stored(draft).title, stored(draft).summary) == ("同事写的", "")
    writer.page.check("[name=take-title][value=theirs]")
    writer.press("保存").page.wait_for_url(f"**/submissions/{draft.pk}/")
    assert (stored(draft).title, stored(draft).summary) == ("同事写的", "又写了一段")
