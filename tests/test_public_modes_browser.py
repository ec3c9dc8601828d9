"""Whoever reads in their own way: by keyboard, with larger text, with more contrast, on paper."""

import pytest

from .everything import everything
from .test_public_pages_browser import SCREENS, TOO_WIDE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

READ = ["/", "/rounds/2023/", "/named/", "/regions/150400/", "/releases/3/", "/articles/", "/accessibility/"]
# The frame of what has the focus: its line, its distance, and whether a box around it or the screen cuts it off.
FRAME = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    if (one === document.body) return null;
    const box = one.getBoundingClientRect(), wide = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    let cut = box.left - wide < 0 || box.right + wide > document.documentElement.clientWidth;
    for (let up = one.parentElement; up !== document.documentElement; up = up.parentElement) {
        const frame = up.getBoundingClientRect();
        const clips = getComputedStyle(up).overflowX !== "visible";
        cut ||= clips && (box.left - wide < frame.left || box.top - wide < frame.top);
        cut ||= clips && (box.right + wide > frame.right || box.bottom + wide > frame.bottom);
    }
    const name = (one.getAttribute("aria-label") || one.id || one.textContent).trim();
    return [name, style.outlineStyle, style.outlineWidth, parseFloat(style.outlineOffset) >= 2, cut];
}"""


def stops(page):
    """Where Tab leads on this page, in order, with how each place is framed."""
    found = []
    while len(found) < 200:
        page.keyboard.press("Tab")
        frame = page.evaluate(FRAME)
        if frame is None:
            break
        found.append(tuple(frame))
    return found


@pytest.mark.parametrize("display", ["mode=normal", "mode=large&contrast=high"])
@pytest.mark.parametrize("address", ["/", "/rounds/2023/", "/accessibility/"])
def test_the_keyboard_reaches_everything_and_sees_where_it_is(page, display, address):
    everything()
    page.goto(f"/display/?{display}&next={address}")
    usable = page.locator("a[href], button, input:not([type=hidden]), select, textarea, [tabindex='0']").count()
    found = stops(page)
    assert len(found) == usable > 10
    assert [frame for frame in found if frame[1:] != ("solid", "3px", True, False)] == []


@pytest.mark.parametrize("screen", ["office", "telephone"])
def test_text_at_twice_its_size_stays_within_the_screen(visitor, screen):
    everything()
    page, too_wide = visitor(viewport=SCREENS[screen]), {}
    for address in READ:
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '212.5%'")
        too_wide[address] = page.evaluate(TOO_WIDE)
    assert {address: excess for address, excess in too_wide.items() if excess > 0} == {}


INK = """[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"""
BLACK, WHITE = "rgb(0, 0, 0)", "rgb(255, 255, 255)"


def test_high_contrast_is_white_on_black_on_screen_and_never_on_paper(page):
    page.goto("/display/?contrast=high&next=/named/")
    assert page.evaluate(INK) == [WHITE, BLACK]
    page.emulate_media(media="print")
    assert page.evaluate(INK) == ["rgb(27, 27, 27)", WHITE]
    page.emulate_media(media="screen")
    page.get_by_role("link", name="标准对比度").click()
    page.wait_for_load_state()
    assert page.evaluate(INK) == ["rgb(27, 27, 27)", WHITE]


def test_a_printed_list_of_what_was_named_is_the_list_alone(page):
    everything()
    page.goto("/named/")
    page.emulate_media(media="print")
    shown = {place: page.locator(place).is_visible() for place in ("h1", "tbody", ".side", ".pages", ".downloads")}
    assert shown == {"h1": True, "tbody": True, ".side": False, ".pages": False, ".downloads": False}


def test_a_form_to_search_with_is_not_printed(page):
    everything()
    shown = {}
    for address in ("/search/?q=赤峰", "/statistics/"):
        page.goto(address)
        page.emulate_media(media="print")
        shown[address] = (page.locator("main form").is_visible(), page.locator("main h2").first.is_visible())
    assert shown == {"/search/?q=赤峰": (False, True), "/statistics/": (False, True)}


def test_names_on_the_tiles_can_be_read_on_a_telephone(page):
    """In pixels of the screen: the map is drawn to scale, and its letters with it."""
    everything()
    page.set_viewport_size({"width": 390, "height": 800})
    size = "one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a"
    sizes = {}
    for chosen in ("mode=normal", "mode=large"):
        page.goto(f"/display/?{chosen}&next=/statistics/")
        sizes[chosen] = page.locator(".tile-name").first.evaluate(size)
        wide = page.locator(".tile-name").evaluate_all("all => Math.max(...all.map(one => one.getBBox().width))")
        assert wide <= 96
    assert (sizes["mode=normal"] >= 13, sizes["mode=large"] >= 14) == (True, True)


def test_who_asks_the_system_for_contrast_gets_it_without_a_choice(page):
    page.goto("/named/")
    page.emulate_media(contrast="more")
    assert page.evaluate(INK) == [BLACK, WHITE]
    assert page.locator(".lead").evaluate("one => getComputedStyle(one).color") == BLACK


def test_elder_friendly_pages_have_one_column_and_large_targets(page):
    everything()
    page.goto("/display/?mode=large&next=/named/")
    main, side = (page.locator(f".columns > .{part}").bounding_box() for part in ("main", "side"))
    assert main["y"] + main["height"] <= side["y"]
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    assert page.locator("tbody td").first.evaluate(size) == 24
    heights = page.locator("header a, .side button, .side select").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
