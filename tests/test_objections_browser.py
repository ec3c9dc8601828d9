"""An objector's way in a real browser: by keyboard alone, without a script, on a telephone, in both languages."""

import pytest

from submissions.models import Objection

from . import axe
from .objecting import right, url

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("aside", "in_no_hurry"),
]
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.mark.parametrize("scripts", [True, False])
def test_an_objector_goes_the_whole_way_by_keyboard(visitor, notice, scripts):
    page = visitor(java_script_enabled=scripts)
    page.goto(f"/releases/{notice.number}/")
    page.locator(f'a[href="{url(notice)}"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{url(notice)}")
    answer = right(page.locator("[name=token]").get_attribute("value"), notice)
    page.locator("[name=entry]").first.focus()
    page.keyboard.press("Space")
    fields = {"reasons": "数据与事实不符", "grounds": "见统计公报", "name": "王五", "contact": "139", "answer": answer}
    for name, text in fields.items():
        page.locator(f"[name={name}]").focus()
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_selector("#code")
    code = page.locator("#code").inner_text()
    made = Objection.objects.get()
    assert (made.reasons, made.name, made.state) == ("数据与事实不符", "王五", "received")
    page.goto("/objections/follow/")
    page.locator("[name=code]").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_selector("dl.facts")
    assert page.locator("dl.facts dd").first.inner_text() == "已收到"
    assert page.context.cookies() == []


def test_every_field_is_reached_by_the_tab_key_and_the_trap_is_not(page, notice):
    page.goto(url(notice))
    page.locator("#main").focus()
    reached = []
    for _step in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || ''"))
    named = [name for name in dict.fromkeys(reached) if name]
    assert named == ["entry", "reasons", "grounds", "name", "contact", "files", "answer"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [1366, 390, 320])
def test_no_page_of_the_way_breaks_a_rule_of_accessibility_or_is_too_wide(visitor, notice, language, width):
    page = visitor(viewport={"width": width, "height": 800})
    page.goto(f"/display/?lang={language}")
    found = {}
    for name, walk in WALKS.items():
        walk(page, notice)
        broken = [one["id"] for one in axe.broken(page)]
        found[name] = (broken, page.evaluate(TOO_WIDE))
    assert found == dict.fromkeys(WALKS, ([], 0))


def refused(page, notice):
    page.goto(url(notice))
    page.locator("form button").click()
    page.wait_for_selector(".error-summary")


def received(page, notice):
    page.goto(url(notice))
    answer = right(page.locator("[name=token]").get_attribute("value"), notice)
    page.locator("[name=entry]").first.check()
    for name, text in {"reasons": "不符", "name": "王五", "contact": "139", "answer": answer}.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("form button").click()
    page.wait_for_selector("#code")


WALKS = {
    "notice": lambda page, notice: page.goto(f"/releases/{notice.number}/"),
    "form": lambda page, notice: page.goto(url(notice)),
    "refused": refused,
    "received": received,
    "follow": lambda page, notice: page.goto("/objections/follow/"),
}
