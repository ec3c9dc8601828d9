"""The public pages of articles: what a reader finds on each, what it costs, and what is refused."""

import re

import pytest
from django.urls import reverse

from registry.article_record import withhold_article
from registry.models import Article, Series
from registry.pages.articles import in_han
from registry.record import issue

from .articles import SERIES, attachment, picture, png, published
from .reading import all_of, page, words
from .record import DECISION, PUBLISHED, again, seed_round

pytestmark = pytest.mark.django_db


def withheld(*articles):
    withhold_article(articles, "含有个人信息", "演示办公室", PUBLISHED)


def links(response, inside):
    """(address, words) of the links in the first element of this opening tag."""
    body = response.content.decode().partition(inside)[2]
    body = re.split(r"</(?:ul|nav|section|article)>", body)[0]
    return [(href, words(text)) for href, text in re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', body, re.S)]


@pytest.mark.parametrize(
    ("number", "han"),
    [(1, "一"), (4, "四"), (10, "十"), (14, "十四"), (20, "二十"), (21, "二十一"), (99, "九十九"), (100, "100")],
)
def test_the_number_in_a_series_is_written_as_an_official_text_prints_it(number, han):
    assert in_han(number) == han


def test_an_article_is_read_with_everything_the_seeds_page_has(client):
    seed = seed_round()
    before, after = published(3), published(5)
    article = published(4, subtitle="——纪实", source="公开报道", entries=[seed.entries["松山区"]])
    response = client.get(reverse("article", args=[article.number]))
    assert all_of(response, "h1") == ["第4篇 为高质量发展提供法治支撑"]
    assert all_of(response, "p", 'class="article-series"') == [f"{SERIES}（四）"]
    assert all_of(response, "p", 'class="article-subtitle"') == ["——纪实"]
    assert all_of(response, "p", 'class="article-credit"') == ["市局法治调研与督察科供稿"]
    assert all_of(response, "p", 'class="article-source"') == ["据《公开报道》整理"]
    assert all_of(response, "button") == ["大", "中", "小", "收藏", "打印", "关闭"]
    assert links(response, 'aria-labelledby="attachments"') == [
        (reverse("article_file", args=[article.number, "名单.pdf"]), "名单.pdf")
    ]
    assert "名单.pdf （PDF，15 字节）" in page(response)
    assert links(response, 'aria-labelledby="article-entries"') == [
        (f"/entries/{seed.entries['松山区'].pk}/", "松山区")
    ]
    assert links(response, 'class="pages beside"') == [
        (f"/articles/{before.number}/", "上一篇 第3篇 为高质量发展提供法治支撑"),
        (f"/articles/{after.number}/", "下一篇 第5篇 为高质量发展提供法治支撑"),
    ]
    assert f"SHA-256 {article.digest}" in page(response)


def test_breadcrumbs_lead_back_to_the_series(client):
    article = published()
    response = client.get(f"/articles/{article.number}/")
    assert links(response, '<nav class="breadcrumbs"')[1:] == [
        ("/articles/", "典型经验"),
        (f"/articles/?series={article.series_id}", SERIES),
    ]


def test_a_linked_entry_shows_what_the_record_says_of_it_today(client):
    seed = seed_round()
    entry = seed.entries["松山区"]
    article = published(entries=[entry])
    address = f"/articles/{article.number}/"
    assert "松山区 2023年全区法治政府建设示范创建 ○ 未命名" in all_of(client.get(address), "li")
    issue(seed.round, "correction", DECISION, [again(entry, "松山区", "named")], PUBLISHED, supersedes=seed.decided)
    assert "松山区 2023年全区法治政府建设示范创建 ● 已命名" in all_of(client.get(address), "li")


def test_an_article_without_attachments_says_so(client):
    article = published(files=[picture()])
    assert all_of(client.get(f"/articles/{article.number}/"), "li", 'class="quiet none"') == ["无"]


def test_sizes_work_without_script_by_the_display_mode(client):
    article = published()
    response = client.get(f"/articles/{article.number}/")
    back = f"next=%2Farticles%2F{article.number}%2F"
    assert links(response, "data-sizes-links>")[:2] == [
        (f"/display/?mode=large&amp;{back}", "大"),
        (f"/display/?mode=normal&amp;{back}", "中"),
    ]


def test_an_earlier_edition_stays_readable_and_says_that_it_is_one(client):
    first = published(title="旧题")
    second = published(title="新题", note="更正数字", supersedes=first)
    old = client.get(f"/articles/{first.number}/")
    assert all_of(old, "h1") == ["旧题"]
    [notice] = all_of(old, "p", 'class="notice"')
    assert notice.startswith("本页为较早版次，已于2026年11月20日被修订版替换。")
    assert links(old, '<p class="notice"')[:2] == [
        (f"/articles/{second.number}/", "查看最新版次"),
        (f"/articles/{second.number}/diff/", "改动"),
    ]
    new = client.get(f"/articles/{second.number}/")
    assert all_of(new, "p", 'class="notice"') == []
    assert "更正数字" in page(new)
    assert (f"/articles/{first.number}/", "第1版，2026年11月20日") in links(new, 'aria-labelledby="proof"')


def lines(response, what):
    return all_of(response, "li", f'class="{what}"')


def test_what_an_edition_changed_is_told_line_by_line_and_file_by_file(client):
    first = published(body="一\n\n二\n\n三", files=[picture(), attachment()])
    mended = picture(content=png(colour="black"))
    second = published(body="一\n\n二又\n\n三", files=[mended, attachment()], supersedes=first, note="更正")
    response = client.get(f"/articles/{second.number}/diff/")
    assert all_of(response, "h2") == ["正文", "图片和附件"]
    assert lines(response, "same")[:2] == ["一", "三"]
    assert (lines(response, "gone")[0], lines(response, "new")[0]) == ("－ 删除： 二", "＋ 新增： 二又")
    assert lines(response, "gone")[1].startswith("－ 删除： 图1.png · 调委会数量")
    assert len(lines(response, "gone")) == 2


def test_editions_of_which_one_is_withheld_are_not_compared(client):
    first = published(body="机密内容")
    second = published(supersedes=first)
    withheld(first)
    response = client.get(f"/articles/{second.number}/diff/")
    assert all_of(response, "p", 'class="empty"') == ["两个版次中有一个已撤下，无法比对。"]
    assert "机密内容" not in page(response)


def test_a_withheld_article_leaves_its_tombstone_and_nothing_else(client, django_capture_on_commit_callbacks):
    article = published(title="机密之题", body="机密内容")
    files = [reverse("article_file", args=[article.number, name]) for name in ("图1.png", "名单.pdf")]
    address = f"/articles/{article.number}/"
    assert [client.get(one).status_code for one in (address, *files)] == [200] * 3
    with django_capture_on_commit_callbacks(execute=True):
        withheld(article)
    response = client.get(address)
    assert (response.status_code, all_of(response, "h1")) == (200, ["本文已撤下"])
    assert "演示办公室于2026年11月20日 09:30撤下。 理由：含有个人信息" in page(response)
    assert [client.get(one).status_code for one in files] == [404, 404]
    everywhere = "".join(client.get(one).content.decode() for one in ("/", "/articles/", address, *files))
    assert [word for word in ("机密", "名单.pdf", "图1") if word in everywhere] == []
    assert links(client.get("/articles/"), 'class="article-list"') == [(address, "已撤下的文章")]


def test_withheld_ones_are_passed_over_by_the_neighbours_and_the_home_page(client):
    seed_round()
    first, second, third = (published(part) for part in (1, 2, 3))
    withheld(second)
    assert links(client.get(f"/articles/{third.number}/"), 'class="pages beside"')[0][0] == f"/articles/{first.number}/"
    shown = [address for address, _text in links(client.get("/"), '/articles/">典型经验</a></h2>')]
    assert shown == [f"/articles/{third.number}/", f"/articles/{first.number}/"]


def test_the_list_is_narrowed_to_a_series_and_paged(client):
    for part in range(1, 22):
        published(part, files=[])
    other = published(1, series="另一系列", files=[])
    series = Series.objects.get(name=SERIES)
    first = links(client.get("/articles/"), 'class="article-list"')
    assert (len(first), first[0][0]) == (20, f"/articles/{other.number}/")
    second = client.get(f"/articles/?series={series.pk}&page=2")
    assert links(second, 'class="article-list"') == [("/articles/1/", "第1篇 为高质量发展提供法治支撑")]
    assert all_of(second, "span")[-1] == "第2页，共2页"
    assert links(second, 'class="pages"') == [(f"?series={series.pk}&amp;page=1", "上一页")]


@pytest.mark.parametrize(
    "address",
    [
        "/articles/2/", "/articles/1/diff/", "/articles/99999999999999999999/", "/articles/?page=2",
        "/articles/?page=x", "/articles/?series=99", "/articles/?series=x",
        "/articles/?series=²", "/articles/?series=99999999999999999999",
        "/articles/1/files/nothing.png", "/articles/1/files/..%2F..%2Fetc", "/articles/2/files/图1.png",
    ],
)  # fmt: skip
def test_what_is_not_there_is_answered_with_a_sentence(client, address):
    published()
    response = client.get(address)
    assert response.status_code == 404
    assert len(all_of(response, "h1")) == 1


def test_a_picture_is_shown_and_an_attachment_is_only_handed_out(client):
    article = published(files=[picture(), attachment(), picture("图2.png", is_picture=False)])
    answers = {
        name: client.get(reverse("article_file", args=[article.number, name])).headers
        for name in ("图1.png", "名单.pdf", "图2.png")
    }
    facts = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    sandbox = ("nosniff", "sandbox; default-src 'none'")
    assert {name: tuple(told[fact] for fact in facts) for name, told in answers.items()} == {
        "图1.png": ("image/png", "inline; filename*=utf-8''%E5%9B%BE1.png", *sandbox),
        "名单.pdf": ("application/pdf", "attachment; filename*=utf-8''%E5%90%8D%E5%8D%95.pdf", *sandbox),
        "图2.png": ("image/png", "attachment; filename*=utf-8''%E5%9B%BE2.png", *sandbox),
    }


def test_a_file_is_not_sent_again_to_who_has_it(client):
    article = published()
    address = reverse("article_file", args=[article.number, "图1.png"])
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content, first.headers["Cache-Control"]) == (304, b"", "no-cache")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("address", ["/articles/", "/articles/favourites/", "article", "file", "diff"])
def test_queries_do_not_grow_with_rows(client, django_assert_num_queries, rows, address):
    entries = list(seed_round().entries.values())[:rows]
    first = published(1, entries=entries)
    for part in range(2, rows + 1):
        published(part, files=[attachment(f"{n}.pdf") for n in range(rows)])
    last = published(
        1, entries=entries, files=[picture(), *(attachment(f"{n}.pdf") for n in range(rows))], supersedes=first
    )
    cold = {  # the look at the version included
        "/articles/": ("/articles/", 4),
        "/articles/favourites/": ("/articles/favourites/", 1),
        "article": (f"/articles/{last.number}/", 7),
        "file": (f"/articles/{last.number}/files/0.pdf", 1),
        "diff": (f"/articles/{last.number}/diff/", 4),
    }
    path, queries = cold[address]
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_an_entry_lists_the_articles_about_it(client):
    entry = seed_round().entries["松山区"]
    old = published(4, entries=[entry])
    new = published(4, entries=[entry], supersedes=old)
    response = client.get(f"/entries/{entry.pk}/")
    assert f"/articles/{new.number}/" in response.content.decode()
    assert f"/articles/{old.number}/" not in response.content.decode()


def test_hostile_markup_reaches_no_page(client):
    body = "<script>alert(1)</script>\n\n[x](javascript:alert(1))\n\n![](图1.png)"
    article = published(body=body, files=[picture(alt='"><script>alert(2)</script>', caption="<img src=x onerror=y>")])
    html = client.get(f"/articles/{article.number}/").content.decode()
    assert [word for word in ("<script>", "<img src=x") if word in html] == []
    assert Article.objects.get().text.body == body
