"""Feeds and sitemaps: well-formed, complete, the same words as the pages, answered 304 when nothing is new."""

import html
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from registry.article_record import withhold_article
from registry.clock import Term
from registry.models import Category, Outcome, ReleaseItem, ReleaseKind
from registry.record import Source, Statement, issue, withhold

from . import articles
from .grounds import built_once
from .record import DECISION, PROJECTS, PUBLISHED, again, ground, make_round, seed_round, synthetic_round

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RELEASES, NOTICES, PLACE = "/feeds/releases.atom", "/feeds/notices.atom", "/feeds/places/150400.atom"


@built_once
def seed():
    return seed_round()


def read(client, path, **headers):
    response = client.get(path, **headers)
    assert (response.status_code, response.headers["Content-Type"].partition(";")[0]) == (200, "application/atom+xml")
    return ElementTree.fromstring(response.content)


def titles(found):
    return [entry.findtext(f"{ATOM}title") for entry in found.findall(f"{ATOM}entry")]


def words(found):
    return "".join(entry.findtext(f"{ATOM}summary") for entry in found.findall(f"{ATOM}entry"))


def test_every_release_is_told_newest_first(seed, client):
    found = read(client, RELEASES)
    assert titles(found) == [
        "2023年全区法治政府建设示范创建 · 命名决定",
        "2023年全区法治政府建设示范创建 · 入围实地评估名单",
        "2023年全区法治政府建设示范创建 · 推荐名单",
    ]
    links = [entry.find(f"{ATOM}link").get("href") for entry in found.findall(f"{ATOM}entry")]
    assert links == [f"http://testserver/releases/{number}/" for number in (3, 2, 1)]
    assert [name for name in PROJECTS if name not in words(found)] == []


@pytest.mark.parametrize("path", [RELEASES, NOTICES, "/feeds/articles.atom", PLACE, "/feeds/places/150404.atom"])
def test_a_feed_has_what_the_standard_asks_for_and_is_the_same_until_something_is_published(seed, client, path):
    """RFC 4287: identity, title, author and time of change, also where there are no entries."""
    found = read(client, path)
    told = [found.findtext(f"{ATOM}{name}") for name in ("id", "title", f"author/{ATOM}name", "updated")]
    assert [bool(one) for one in told] == [True] * 4
    every = [entry.findtext(f"{ATOM}updated") for entry in found.findall(f"{ATOM}entry")]
    assert told[-1] == max(every, default="1970-01-01T00:00:00+00:00")
    assert client.get(path).content == client.get(path).content


def test_a_feed_of_one_place_tells_of_that_place_alone(seed, client):
    elsewhere = ground()["呼和浩特市"]
    synthetic_round(1, code="2025")
    stranger = Statement(Category.SINGLE, elsewhere, Outcome.NAMED, "呼和浩特市的项目")
    issue(seed.round, ReleaseKind.NAMING, DECISION, [stranger], PUBLISHED)
    assert "呼和浩特市的项目" in words(read(client, RELEASES))
    here, there = read(client, PLACE), read(client, "/feeds/places/150100.atom")
    assert ("呼和浩特市的项目" in words(here), len(titles(here))) == (False, 4)
    assert ("呼和浩特市的项目" in words(there), len(titles(there))) == (True, 1)


def test_notices_are_a_feed_of_their_own(seed, client):
    assert titles(read(client, NOTICES)) == []
    proposed = again(seed.entries["宁城县"], "宁城县", Outcome.PROPOSED)
    term = Term(date(2026, 11, 20), 7, "calendar")
    issue(seed.round, ReleaseKind.NOTICE, Source("document", "拟命名公示"), [proposed], PUBLISHED, term=term)
    found = read(client, NOTICES)
    assert titles(found) == ["2023年全区法治政府建设示范创建 · 拟命名公示"]
    assert "2026年11月20日至2026年11月26日" in words(found)


def test_withheld_words_leave_the_feeds_at_once(seed, client):
    before = read(client, RELEASES)
    item = ReleaseItem.objects.get(release=seed.decided, text__name=PROJECTS[0])
    withhold(item, "含个人信息", "自治区办公室", PUBLISHED.replace(day=25))
    found = read(client, RELEASES)
    assert (PROJECTS[0] in words(before), PROJECTS[0] in words(found)) == (True, False)
    assert found.find(f"{ATOM}entry").findtext(f"{ATOM}updated") == "2026-11-25T01:30:00+00:00"


def test_an_entry_of_a_feed_keeps_its_identity_under_another_host(seed, client, settings):
    def identities():
        return [entry.findtext(f"{ATOM}id") for entry in read(client, RELEASES).findall(f"{ATOM}entry")]

    before = identities()
    settings.SITE_URL = "https://shifan.example.org"
    assert identities() == before
    assert read(client, RELEASES).find(f"{ATOM}link").get("href") == "https://shifan.example.org/"


@pytest.mark.parametrize("path", [RELEASES, NOTICES, PLACE, "/sitemap.xml", "/sitemaps/entries.xml"])
def test_who_has_the_newest_is_told_so_and_nothing_else(seed, client, path, django_assert_num_queries):
    etag = client.get(path).headers["ETag"]
    with django_assert_num_queries(1):  # the public version
        again_ = client.get(path, HTTP_IF_NONE_MATCH=etag)
    assert (again_.status_code, again_.content) == (304, b"")
    synthetic_round(1, code="2025")
    assert client.get(path, HTTP_IF_NONE_MATCH=etag).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [(RELEASES, 3), ("/feeds/places/150400.atom", 4)])
def test_what_a_feed_costs(db, client, count, path, queries, django_assert_num_queries):
    for number in range(count):
        synthetic_round(count, code=f"r{number}")
    client.get(reverse("feeds"))
    with django_assert_num_queries(queries):
        client.get(path)


def test_control_characters_break_no_feed(db, client):
    round, place = make_round(), ground()["赤峰市"]
    issue(round, ReleaseKind.NAMING, DECISION, [Statement("single", place, "named", "甲\x08乙<丙>&丁")], PUBLISHED)
    assert "甲乙&lt;丙&gt;&amp;丁" in words(read(client, RELEASES))


def test_a_place_that_does_not_exist_has_no_feed(seed, client):
    assert client.get("/feeds/places/999999.atom").status_code == 404


def test_the_overview_links_every_feed(seed, client):
    page = client.get("/feeds/").content.decode()
    assert [path for path in (RELEASES, NOTICES, PLACE) if f'href="{path}"' not in page] == []


def test_the_sitemap_names_every_page_once(seed, client):
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    sections = [one.text.removeprefix("http://testserver") for one in index.iter(f"{MAP}loc")]
    found = [
        one.text.removeprefix("http://testserver")
        for path in sections
        for one in ElementTree.fromstring(client.get(path).content).iter(f"{MAP}loc")
    ]
    entries = [f"/entries/{entry.pk}/" for entry in [*seed.entries.values(), *seed.unnamed]]
    expected = {"/", "/rounds/", "/rounds/2023/", "/named/", "/releases/1/", "/releases/2/", "/releases/3/", *entries}
    assert (expected - set(found), len(found)) == (set(), len(set(found)))
    assert {client.get(path).status_code for path in found} == {200}


def test_robots_are_told_what_is_not_for_them(db, client, settings):
    settings.SITE_URL = "https://shifan.example.org"
    told = client.get("/robots.txt").content.decode().splitlines()
    assert told[:3] == ["User-agent: *", "Disallow: /workbench/", "Disallow: /admin/"]
    assert told[-1] == "Sitemap: https://shifan.example.org/sitemap.xml"


def preview(client, path):
    """(title, description) that other sites show of a page."""
    page = client.get(path).content.decode()
    title = re.search(r'<meta property="og:title" content="([^"]*)">', page)
    text = re.search(r'<meta name="description" property="og:description" content="([^"]*)">', page)
    return html.unescape(title[1]).strip(), html.unescape(text[1]).strip()


def test_what_other_sites_show_of_a_page_are_its_public_words(seed, client):
    entry = seed.entries["宁城县"]
    assert preview(client, f"/entries/{entry.pk}/") == (
        "宁城县",
        "2023年全区法治政府建设示范创建 · 已命名 · 内蒙古自治区赤峰市宁城县",
    )
    assert preview(client, "/releases/3/") == (
        DECISION.title,
        "2023年全区法治政府建设示范创建 · 命名决定 · "
        f"《{DECISION.title}》，{DECISION.organ}，文号未公开，2023年11月1日",
    )
    told = articles.published(part=4).text
    assert preview(client, "/articles/1/") == (told.title, articles.SERIES)
    assert preview(client, "/statistics/")[0] == "统计"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_preview_breaks_its_attribute(seed, client, language):
    client.cookies["lang"] = language
    paths = ["/", "/rounds/2023/", "/named/", "/regions/150400/", "/releases/3/", f"/entries/{seed.unnamed[0].pk}/"]
    assert [path for path in paths if "<" in "".join(preview(client, path))] == []


def test_withheld_words_leave_the_preview_too(seed, client):
    entry = seed.entries[PROJECTS[0]]
    withhold(ReleaseItem.objects.get(release=seed.decided, entry=entry), "含个人信息", "自治区办公室", PUBLISHED)
    assert PROJECTS[0] not in "".join(preview(client, f"/entries/{entry.pk}/"))


def test_the_workbench_has_nothing_to_show_elsewhere(cast, client):
    client.force_login(cast.regional_office)
    page = client.get("/workbench/").content.decode()
    assert ("og:title" in page, "atom+xml" in page) == (False, False)


def test_articles_are_a_feed_in_their_newest_editions_without_what_was_withheld(db, client):
    first, gone = articles.published(part=4), articles.published(part=5)
    articles.published(part=4, supersedes=first, title="修订后的一篇")
    withhold_article([gone], "含个人信息", "自治区办公室", PUBLISHED)
    found = read(client, "/feeds/articles.atom")
    assert titles(found) == ["法治政府建设先进典型系列宣传（四） 修订后的一篇"]
    assert "市局法治调研与督察科供稿" in words(found)
