"""The public pages in a real browser: accessible, within every screen, usable by keyboard, printed as a list."""

import pytest

from regions.models import Region
from registry.models import Outcome, Round
from registry.record import Statement, issue, withhold

from . import axe
from .record import DECISION, PUBLISHED, again, seed_round, synthetic_round

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
LONG = "二百字的标题" * 33 + "到此"
FULL = ["/", "/rounds/", "/rounds/2023/", "/regions/150000/", "/regions/150400/", "/regions/150404/"]
FULL += ["/named/", "/named/?page=2", "/releases/1/", "/releases/3/", "/releases/4/", "/releases/5/"]
EMPTY = ["/", "/rounds/", "/named/", "/nowhere/", "/named/?round=none"]
SCREENS = {
    "office": {"width": 1366, "height": 768},
    "telephone": {"width": 390, "height": 844},
    "narrow": {"width": 320, "height": 640},  # WCAG 1.4.10
}
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture
def everything():
    """The seed's round, a correction of it, long titles of which one is withheld; the addresses of all pages."""
    seed = seed_round()
    changed = again(seed.entries["松山区"], "松山区", Outcome.NAMED)
    issue(seed.round, "correction", DECISION, [changed], PUBLISHED, supersedes=seed.decided)
    entries = synthetic_round(24, name="{}" + LONG)
    withhold(entries[3].current, "含个人信息", "自治区办公室", PUBLISHED)
    return FULL + [f"/entries/{entry.pk}/" for entry in (seed.entries["松山区"], *entries[2:4])]


def violations(page, addresses):
    """{address: what axe finds there}, pages without a finding left out."""
    found = {}
    for address in addresses:
        page.goto(address)
        names = [one["id"] for one in axe.broken(page)]
        found |= {address: names} if names else {}
    return found


def test_no_empty_page_nor_refusal_breaks_one(page):
    assert violations(page, EMPTY) == {}


def test_the_english_pages_break_none_in_large_text_on_a_telephone(visitor, everything):
    page = visitor(viewport=SCREENS["telephone"])
    page.goto("/display/?lang=en&mode=large")
    assert violations(page, everything) == {}


def test_two_holders_of_one_code_in_one_round_break_no_rule_either(page, everything):
    present = Region.objects.get(code="150404")
    Region.objects.filter(pk=present.pk).update(valid_from="2021-04")
    former = Region.objects.create(
        code="150404", name="旧松山区", path="旧松山区", level="county", parent=present.parent, valid_to="2021-04"
    )
    stated = [Statement("comprehensive", former, Outcome.NAMED, "旧松山区")]
    issue(Round.objects.get(code="2023"), "naming_decision", DECISION, stated, PUBLISHED)
    assert violations(page, ["/regions/150404/"]) == {}


def test_spaces_in_a_title_are_shown_as_they_were_printed(page):
    title = "赤峰市聚焦行政复议  充分发挥　主渠道作用"
    [entry] = synthetic_round(1, name=title)
    places = {"/named/": "tbody th a", "/releases/1/": ".official-list a", f"/entries/{entry.pk}/": "h1"}
    for address, place in places.items():
        page.goto(address)
        shown = page.locator(place)
        assert (address, shown.inner_text()) == (address, title)
        assert shown.evaluate("one => one.getClientRects().length") == 1


@pytest.mark.parametrize("official", ["/releases/1/", "/releases/3/"])
def test_cinnabar_is_for_what_is_official_alone(page, everything, official):
    """Nothing about an article is official, nor is that a number is not public."""
    page.goto(official)
    quiet = page.locator(".official-number.quiet, .official-number .quiet")
    assert quiet.evaluate("found => getComputedStyle(found).color") == "rgb(74, 79, 87)"


@pytest.mark.parametrize("display", ["mode=normal", "mode=large", "lang=en", "lang=en&mode=large"])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_is_wider_than_the_screen(visitor, everything, screen, display):
    page = visitor(viewport=SCREENS[screen])
    page.goto(f"/display/?{display}")
    too_wide = {}
    for address in everything:
        page.goto(address)
        if page.evaluate(TOO_WIDE) > 0:
            too_wide[address] = page.evaluate(TOO_WIDE)
    assert too_wide == {}


def test_large_text_is_larger_and_can_be_left_again(page, everything):
    size = "parseFloat(getComputedStyle(document.querySelector('.lead')).fontSize)"
    page.goto("/named/?round=2023")
    before = page.evaluate(size)
    page.get_by_role("link", name="长者模式").click()
    page.wait_for_load_state()
    assert page.url.endswith("/named/?round=2023")
    assert page.evaluate(size) >= before * 1.25
    page.get_by_role("link", name="标准模式").click()
    page.wait_for_load_state()
    assert page.evaluate(size) == before


def test_the_keyboard_reaches_the_content_first(page, everything):
    page.goto("/rounds/2023/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_visitor_without_script_finds_a_project_and_its_decision(visitor, everything):
    page = visitor(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("查询公开信息").fill("智慧+交通")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name="赤峰市‘智慧+交通’").click()
    page.get_by_role("link", name="第3号发布：命名决定").click()
    assert page.locator(".official-title").text_content() == DECISION.title


def test_a_printed_list_is_the_list_without_the_site_around_it(page, everything):
    page.goto("/releases/3/")
    page.emulate_media(media="print")
    assert page.locator(".site-header").is_hidden()
    assert page.locator(".breadcrumbs").is_hidden()
    assert page.locator(".official").is_visible()
