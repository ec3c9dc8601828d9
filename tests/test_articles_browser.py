"""Articles in a real browser: a reader's way and an editor's way, by mouse, by keyboard and without script."""

import pytest

from registry.article_record import withhold_article
from registry.models import Article
from submissions.models import ArticleDraft

from .articles import SERIES, attachment, picture, png, published
from .made_files import pdf
from .record import PUBLISHED, seed_round
from .test_article_drafts import BODY
from .test_journey import Person
from .test_public_pages_browser import LONG, SCREENS, TOO_WIDE, violations

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
SIZE = "parseFloat(getComputedStyle(document.querySelector('.article-text')).fontSize)"
EVERYTHING = f"""
{LONG}

## {LONG[:60]}

### 三级标题

| 种类 | {LONG[:40]} |
| --- | ---: |
| {"长" * 60} | 12345678901234567890 |

> 引文

1. 一
2. 二

![](图1.png)

[链接](https://example.org/) **强调**
"""
SHOWN = ["/articles/", "/articles/favourites/", "/articles/1/", "/articles/2/", "/articles/2/diff/", "/articles/3/"]


@pytest.fixture
def shelf():
    """An article in two editions with everything in it and long words, a withheld one, and one beside it."""
    entry = seed_round().entries["松山区"]
    wide = picture(content=png(1280, 400), width=1280, height=400, caption=LONG)
    words = {"title": LONG[:190], "subtitle": LONG[:190], "source": LONG[:290], "entries": [entry], "body": EVERYTHING}
    first = published(4, files=[wide, attachment(f"{'长' * 150}.pdf")], **words)
    published(
        4, supersedes=first, note=LONG[:290], files=[wide, attachment()], **{**words, "body": "改后\n![](图1.png)"}
    )
    withhold_article([published(5)], "含有个人信息", "演示办公室", PUBLISHED)
    return published(6, title="第六篇")


def test_a_reader_chooses_a_size_that_stays(page, shelf):
    page.goto("/articles/4/")
    medium = page.evaluate(SIZE)
    page.get_by_role("button", name="大").click()
    large = page.evaluate(SIZE)
    page.reload()
    assert page.evaluate(SIZE) == large
    assert page.get_by_role("button", name="大").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="小").click()
    small = page.evaluate(SIZE)
    assert small < medium < large
    assert large >= medium * 1.25


def test_a_favourite_is_kept_by_the_browser_alone(page, shelf):
    sent = []
    page.on("request", lambda request: sent.append((request.method, request.url)))
    page.goto("/articles/4/")
    page.get_by_role("button", name="收藏").click()
    assert page.locator("[data-told]").text_content() == "已收藏在本浏览器，可在“我的收藏”中查看。"
    page.reload()
    assert page.get_by_role("button", name="已收藏").get_attribute("aria-pressed") == "true"
    page.goto("/articles/")
    page.get_by_role("link", name="我的收藏").click()
    page.get_by_role("link", name="第六篇").click()
    page.wait_for_url("**/articles/4/")
    assert page.context.cookies() == []
    assert {method for method, _url in sent} == {"GET"}
    page.goto("/articles/favourites/")
    page.get_by_role("button", name="删除 第六篇").click()
    assert page.get_by_text("尚未收藏文章。").is_visible()
    page.reload()
    assert page.locator("[data-favourites] li").count() == 0


def test_a_favourite_that_was_withheld_is_forgotten_when_it_is_opened(page, shelf):
    page.goto("/articles/4/")
    page.get_by_role("button", name="收藏").click()
    withhold_article([shelf], "含有个人信息", "演示办公室", PUBLISHED)
    page.goto("/articles/favourites/")
    page.get_by_role("link", name="第六篇").click()
    page.wait_for_url("**/articles/4/")
    page.goto("/articles/favourites/")
    assert page.locator("[data-favourites] li").count() == 0


def test_what_somebody_wrote_into_the_storage_does_no_harm(page, shelf):
    page.goto("/articles/")
    bad = """[{"number": 1, "title": "<img src=x onerror=alert(1)>", "address": "/articles/1/"},
              {"number": 2, "title": "x", "address": "javascript:alert(1)"}, {"number": "3"}, null]"""
    page.evaluate("words => localStorage.setItem('shifan.article.favourites', words)", bad)
    page.goto("/articles/favourites/")
    links = page.locator("[data-favourites] a")
    assert [one.text_content() for one in links.all()] == ["<img src=x onerror=alert(1)>"]


def test_a_browser_that_keeps_nothing_still_changes_sizes_and_says_so(visitor, shelf):
    page = visitor()
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})")
    page.goto("/articles/4/")
    medium = page.evaluate(SIZE)
    page.get_by_role("button", name="大").click()
    assert page.evaluate(SIZE) > medium
    page.get_by_role("button", name="收藏").click()
    assert page.locator("[data-told]").text_content() == "本浏览器不保存数据，未能收藏。"


def test_closing_leads_back_to_the_list(page, shelf):
    page.goto("/articles/4/")
    page.get_by_role("button", name="关闭").click()
    page.wait_for_url("**/articles/")


def test_printing_is_asked_of_the_browser_and_prints_the_article_alone(page, shelf):
    page.goto("/articles/4/")
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed") is True
    page.get_by_role("button", name="大").click()
    page.emulate_media(media="print")
    hidden = [".site-header", ".breadcrumbs", ".article-tools", ".beside", ".site-footer"]
    assert [one for one in hidden if page.locator(one).is_visible()] == []
    assert page.locator(".article-text").is_visible()
    assert page.locator(".article-credit").is_visible()
    assert page.evaluate(SIZE) == pytest.approx(11 * 96 / 72, abs=0.01)


def test_everything_is_reached_by_keyboard(page, shelf):
    page.goto("/articles/2/")
    page.locator(".breadcrumbs a").last.focus()
    reached = []
    for _step in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert reached[:6] == ["大", "中", "小", "收藏", "打印", "关闭"]
    page.locator("[data-size=large]").focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-article]").get_attribute("data-shown") == "large"
    page.locator("[data-favourite]").focus()
    page.keyboard.press("Space")
    assert page.locator("[data-favourite]").get_attribute("aria-pressed") == "true"


def test_without_script_nothing_is_offered_that_needs_it(visitor, shelf):
    page = visitor(java_script_enabled=False)
    page.goto("/articles/4/")
    assert [one.text_content() for one in page.locator(".article-tools button").all() if one.is_visible()] == []
    page.locator(".sizes").get_by_role("link", name="大").click()
    assert (page.url.endswith("/articles/4/"), page.locator("html").get_attribute("data-mode")) == (True, "large")
    page.goto("/articles/")
    assert page.get_by_role("link", name="我的收藏").count() == 0
    page.goto("/articles/favourites/")
    assert page.get_by_text("收藏功能需要启用 JavaScript").is_visible()


@pytest.mark.parametrize("display", ["", "mode=large&contrast=high&lang=en"])
def test_no_page_breaks_a_rule_of_accessibility(visitor, shelf, display):
    page = visitor(viewport=SCREENS["telephone"] if display else SCREENS["office"])
    page.goto(f"/display/?{display}")
    assert violations(page, SHOWN) == {}


@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize("mode", ["normal", "large"])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_is_wider_than_the_screen(visitor, shelf, screen, mode, size):
    page = visitor(viewport=SCREENS[screen])
    page.goto(f"/display/?mode={mode}")
    page.evaluate("size => localStorage.setItem('shifan.article.size', JSON.stringify(size))", size)
    too_wide = {}
    for address in SHOWN:
        page.goto(address)
        if page.evaluate(TOO_WIDE) > 0:
            too_wide[address] = page.evaluate(TOO_WIDE)
    assert too_wide == {}


def write(page, tmp_path):
    """From an empty form to a draft with a figure and an attachment."""
    page.goto("/workbench/articles/new/")
    for label, words in {
        "系列": SERIES, "系列序号": "4", "标题": "松山区纪实", "正文": BODY, "供稿": "市局供稿", "关联条目": "松山区"
    }.items():  # fmt: skip
        page.get_by_label(label, exact=label in ("系列", "标题")).fill(words)
    page.get_by_role("button", name="保存并预览").click()
    for name, content, use in (("图1.png", png(), "正文图片"), ("名单.pdf", pdf(), "附件")):
        (tmp_path / name).write_bytes(content)
        page.get_by_role("link", name="添加图片或附件").click()
        page.get_by_label(use, exact=True).check()
        page.get_by_label("文件", exact=True).set_input_files(tmp_path / name)
        page.get_by_label("图片替代文字").fill("柱状图" if use == "正文图片" else "")
        page.get_by_role("button", name="添加", exact=True).click()


def test_an_editor_writes_a_second_person_publishes_and_what_leaked_is_withheld(cast, visitor, tmp_path):
    seed_round()
    writer, second = (Person(visitor(), one) for one in (cast.regional_office, cast.second_person))
    write(writer.page, tmp_path)
    draft = f"/workbench/articles/drafts/{ArticleDraft.objects.get().pk}/"
    figure = writer.page.locator(".article-text img")
    assert figure.evaluate("one => one.decode().then(() => [one.complete, one.naturalWidth, one.alt])") == [
        True,
        64,
        "柱状图",
    ]
    writer.page.get_by_role("button", name="完成保密审查").click()
    assert writer.page.get_by_role("button", name="确认发布").is_disabled()
    second.page.goto(draft)
    second.page.get_by_role("button", name="确认发布").click()
    second.page.get_by_role("link", name="查看公开页面").first.click()
    assert second.page.locator("h1").text_content() == "松山区纪实"
    second.page.goto("/workbench/articles/1/")
    second.page.get_by_role("button", name="撰写修订版").click()
    second.page.get_by_label("标题", exact=True).fill("松山区纪实（修订）")
    second.page.get_by_label("修订说明").fill("更正标题")
    second.page.get_by_role("button", name="保存并预览").click()
    second.page.get_by_role("button", name="完成保密审查").click()
    further = second.page.url
    writer.page.goto(further)
    writer.page.get_by_role("button", name="确认发布").click()
    assert Article.objects.count() == 2
    writer.page.get_by_role("link", name="撤下文章").click()
    writer.page.get_by_label("本文全部版次").check()
    writer.page.get_by_label("理由").fill("含有个人信息")
    writer.page.get_by_role("button", name="撤下文字和文件").click()
    reader = visitor()
    reader.goto("/articles/1/")
    assert reader.locator("h1").text_content() == "本文已撤下"


def test_no_page_of_the_desk_breaks_a_rule_or_is_wider_than_the_screen(cast, visitor, tmp_path):
    seed_round()
    writer = Person(visitor(), cast.regional_office)
    write(writer.page, tmp_path)
    published(7)
    draft = f"/workbench/articles/drafts/{ArticleDraft.objects.get().pk}/"
    pages = ["/workbench/articles/", "/workbench/articles/new/", draft, f"{draft}edit/", f"{draft}files/add/"]
    pages += ["/workbench/articles/1/", "/workbench/articles/1/withhold/"]
    assert violations(writer.page, pages) == {}
    writer.page.set_viewport_size(SCREENS["narrow"])
    too_wide = {}
    for address in pages:
        writer.page.goto(address)
        if writer.page.evaluate(TOO_WIDE) > 0:
            too_wide[address] = writer.page.evaluate(TOO_WIDE)
    assert too_wide == {}
