"""The page on which words are looked for in the whole record: kind by kind, with the match marked."""

import re
from datetime import datetime
from html import unescape

import pytest

from registry.article_record import Writing, publish_article, withhold_article
from registry.models import ReleaseKind
from registry.pages import search
from registry.record import Statement, issue, withhold

from .grounds import built_once
from .reading import all_of
from .record import BEIJING, DECISION, PROJECTS, PUBLISHED, ground, make_round, seed_round, synthetic_round

pytestmark = pytest.mark.django_db
KINDS = {"地区": "D", "候选对象": "C", "批次及授予的称号": "R", "典型经验": "A", "发布文件": "L"}
SECTION = re.compile(r"<section.*?<h2[^>]*>(.*?)</h2>(.*?)</section>", re.DOTALL)
LINE = re.compile(r'<li>\s*<a href="([^"]*)">(.*?)</a>', re.DOTALL)


def plain(html):
    return unescape(re.sub("<[^>]*>", "", html)).strip()


def found(client, words):
    """{kind, as one letter: [names of its lines]}"""
    page = client.get("/search/", {"q": words})
    assert page.status_code == 200
    sections = SECTION.findall(page.content.decode())
    return {KINDS[heading]: [plain(name) for _url, name in LINE.findall(lines)] for heading, lines in sections}


def an_article(part=4, title="松山区的做法", body="依法行政，‘接诉即办’。"):
    return publish_article(Writing("典型系列", part, title, "办公室", body), PUBLISHED)


# What is typed | the kinds in which something is found, in the order of the page
FOUND = """
松山           | D C A L
songshan     | D C A L
songsha      | D C A L
songsh       | D C A L
150404       | D
赤峰市          | D C
赤峰 松山        | D C
智慧交通         | C
示范项目         | C R
2023年全区       | R L
接诉·即办        | A
典型系列         | A L
依法行政         | C A
命名决定         | L
全面依法治区委员会    | L
没有这个词        |
"""


@built_once
def seed():
    made = seed_round()
    an_article()
    return made


def test_words_are_found_in_every_kind_of_thing_they_stand_in(client, seed):
    rows = [[part.strip() for part in line.split("|")] for line in FOUND.strip().splitlines()]
    assert {words: "".join(found(client, words)) for words, _kinds in rows} == {
        words: kinds.replace(" ", "") for words, kinds in rows
    }


def test_a_city_is_not_all_its_counties(client, seed):
    assert found(client, "赤峰")["D"] == ["赤峰市"]
    assert found(client, "赤峰 松山")["D"] == ["松山区"]


def test_a_title_leads_to_whom_it_was_given(client, seed):
    page = client.get("/search/", {"q": "示范地区"}).content.decode()
    assert found(client, "示范地区")["C"] == ["元宝山区", "宁城县"]
    [address] = re.findall(r'href="(/named/\?round[^"]*comprehensive)"', page)
    assert client.get(unescape(address)).status_code == 200


def test_the_named_list_is_offered_where_it_shows_somebody(client, seed):
    """松山区 was recommended and not named."""
    offered = {
        words: '"/named/?q=' in client.get("/search/", {"q": words}).content.decode() for words in ("松山", "宁城")
    }
    assert offered == {"松山": False, "宁城": True}


def test_the_match_is_marked_and_what_is_shown_of_an_article_is_where_it_stands(client, seed):
    an_article(5, "后一篇", body="## 小标题\n\n" + "前" * 60 + "**接诉即办**" + "后" * 60)
    page = client.get("/search/", {"q": "接诉即办"})
    assert all_of(page, "mark") == ["接诉即办", "接诉即办"]
    assert "…" + "前" * 24 + "<mark>接诉即办</mark>" + "后" * 24 + "…" in page.content.decode()


def test_an_article_of_the_early_morning_is_of_its_day_in_beijing(client, db):
    early = datetime(2026, 11, 20, 0, 30, tzinfo=BEIJING)
    publish_article(Writing("典型系列", 4, "清晨的文章", "办公室", "正文"), early)
    answer = client.get("/search/", {"q": "清晨"})
    assert re.findall(r"2026年\d+月\d+日", answer.content.decode()) == ["2026年11月20日"]


def test_withheld_words_are_found_nowhere(client, seed):
    withhold(seed.entries[PROJECTS[2]].decided, "含有个人信息", "演示办公室", PUBLISHED)
    withhold_article([an_article(6, "可撤下的文章", "可撤下的正文")], "含有个人信息", "演示办公室", PUBLISHED)
    assert [found(client, words) for words in ("公安机关", "可撤下")] == [{}, {}]


def test_no_more_than_a_few_of_each_kind_are_shown_and_that_there_are_more_is_said(client, db):
    synthetic_round(search.A_KIND)
    assert [len(found(client, "合成")["C"]), more(client)] == [6, 0]
    synthetic_round(search.A_KIND + 1, code="2026")
    assert [len(found(client, "合成")["C"]), more(client)] == [6, 1]


def more(client):
    return client.get("/search/", {"q": "合成"}).content.decode().count("未全部列出")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("q=,", "只有标点或空格无法查找"),
        ("q=" + "长" * 101, "勿超过 100 个字"),
        ("q=a&q=b", "请只填一次"),
        ("q=%00", "无法识别"),
    ],
)
def test_what_cannot_be_searched_is_refused_with_a_sentence(client, seed, query, sentence):
    answer = client.get(f"/search/?{query}")
    assert (answer.status_code, sentence in answer.content.decode()) == (400, True)


def test_without_words_there_is_only_the_question(client, seed):
    page = client.get("/search/").content.decode()
    assert (SECTION.findall(page), 'role="status"' in page) == ([], False)


def test_a_dissolved_division_says_until_when_it_existed(client, db):
    regions = ground()
    old = regions["松山区"]
    old.valid_to = "2024-05-01"
    old.save()
    statement = Statement("single", regions["赤峰市"], "named", "项目")
    issue(make_round(regions=regions), ReleaseKind.NAMING, DECISION, [statement], PUBLISHED)
    page = client.get("/search/", {"q": "松山"}).content.decode()
    assert "存续至 2024-05-01" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(client, db, django_assert_num_queries, rows):
    for number in range(rows):
        synthetic_round(rows, code=f"202{5 + number}")
        an_article(body=f"合成{number}") if number == 0 else None
    with django_assert_num_queries(10):
        assert client.get("/search/", {"q": "合成"}).status_code == 200
