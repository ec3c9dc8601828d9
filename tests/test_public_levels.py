"""Rounds of every level on the public pages: a national one is read by provinces; some projects have no division."""

import re
from datetime import date

import pytest
from django.urls import reverse

from registry.models import Category, Entry, Outcome, ReleaseKind, Round, SourceKind
from registry.record import Source, Statement, issue

from .places import places
from .reading import all_of, page, rows, story, words
from .record import PUBLISHED, ground, seed_round

pytestmark = pytest.mark.django_db
CATEGORIES = {"地": Category.COMPREHENSIVE, "项": Category.SINGLE}


@pytest.fixture(autouse=True)
def country():
    return ground() | places("110101", "420107", "469002")


def national(country, *lines, kind=ReleaseKind.NAMING, outcome=Outcome.NAMED, level="national", **more):
    """Publish a list of a national round; a line is `地 松山区 printed name`, a dash for a division not told."""
    facts = {"code": "n2", "year": 2021, "name": "第二批全国创建", "level": level, **more}
    titles = {"title_comprehensive": "法治政府建设示范地区", "title_single": "法治政府建设示范项目"}
    round, _made = Round.objects.get_or_create(code=facts.pop("code"), defaults={**facts, **titles})
    source = Source(SourceKind.DOCUMENT, "关于命名的决定", "中央依法治国办", issued_on=date(2022, 10, 28))
    told = [line.split(" ", 2) for line in lines]
    statements = [Statement(CATEGORIES[one], country.get(where), outcome, name) for one, where, name in told]
    issue(round, kind, source, statements, PUBLISHED)
    return round


LINES = ("地 松山区 赤峰市松山区", "地 东城区 北京市东城区", "项 赤峰市 甲", "项 呼和浩特市 乙", "项 — 丙‘＋’  丁")


def look(client, round):
    return client.get(reverse("round", args=[round.code]))


def test_a_national_round_is_read_by_provinces(client, country):
    response = look(client, national(country, *LINES))
    assert rows(response, "counts") == [
        ["北京市", "—", "—", "1", "—", "—", "0"],
        ["内蒙古自治区", "—", "—", "1", "—", "—", "2"],
        ["未标明行政区划", "—", "—", "0", "—", "—", "1"],
    ]
    assert all_of(response, "p", "kicker") == ["层级：全国"]
    assert all_of(response, "h2") == ["各省（区、市）", "北京市", "内蒙古自治区", "未标明行政区划", "本批次的发布"]
    assert page(response).count("盟市") == 0


def test_a_county_governed_by_its_province_stands_under_it(client, country):
    assert rows(look(client, national(country, "地 琼海市 琼海市")), "counts") == [
        ["海南省", "—", "—", "1", "—", "—", "0"]
    ]


def test_the_numbers_of_a_province_lead_to_its_part_of_the_page(client, country):
    content = look(client, national(country, *LINES)).content.decode()
    assert content.count('href="/rounds/n2/#c150000"') == 2
    assert content.count('href="/rounds/n2/#cnone"') == 1
    assert content.count('id="c150000"') == content.count('id="cnone"') == 1


@pytest.mark.parametrize("count", [1, 3])
def test_a_national_round_costs_the_same_queries(client, country, django_assert_num_queries, count):
    round = national(country, *LINES[:count])
    with django_assert_num_queries(8):
        look(client, round)


def test_a_provincial_round_has_no_leagues(client, country):
    organiser = {"level": "provincial", "region": country["湖北省"], "code": "hb"}
    response = look(client, national(country, "地 青山区 青山区", **organiser))
    assert all_of(response, "p", "kicker") == ["层级：省级；组织地区：湖北省"]
    assert all_of(response, "h2")[0] == "各市（州）"


def test_a_project_without_a_division_says_so(client, country):
    national(country, *LINES)
    entry = Entry.objects.get(region=None)
    response = client.get(reverse("entry", args=[entry.pk]))
    assert response.status_code == 200
    assert all_of(response, "dd") == [
        *("第二批全国创建", "全国", "单项示范", "未公开", "未公开", "● 有效", "2022年10月28日")
    ]
    [crumbs] = re.findall(r'<nav class="breadcrumbs".*?</nav>', response.content.decode(), re.S)
    told = [words(one) for one in re.findall(r"<li.*?</li>", crumbs, re.S)]
    assert told == ["首页", "历次创建", "第二批全国创建", "丙‘＋’ 丁"]


def test_the_named_list_and_its_files_hold_what_has_no_division(client, country):
    national(country, *LINES)
    assert [row[:2] for row in rows(client.get(reverse("named")), "candidates")] == [
        ["北京市东城区", "北京市"],
        ["赤峰市松山区", "赤峰市"],
        ["乙", "呼和浩特市"],
        ["甲", "赤峰市"],
        ["丙‘＋’ 丁", "未公开"],
    ]
    for name in ("named_csv", "named_xlsx", "named_json", "api_entries"):
        assert client.get(reverse(name)).status_code == 200


def test_a_countys_page_shows_its_titles_of_all_levels_together(client, country):
    seed_round()
    national(country, *LINES)
    response = client.get(reverse("region", args=["150404"]))
    assert all_of(response, "h2") == ["2023年全区法治政府建设示范创建 自治区级", "第二批全国创建 全国"]
    assert (
        story(response)[1]
        == "2022年10月28日，中央依法治国办印发《关于命名的决定》，赤峰市松山区被命名为“法治政府建设示范地区”。"
    )


def test_who_recommended_whom_in_a_national_round_is_not_said_of_the_city(client, country):
    national(country, *LINES, kind=ReleaseKind.RECOMMENDATION, outcome=Outcome.RECOMMENDED)
    response = client.get(reverse("region", args=["150404"]))
    assert story(response) == ["推荐为综合示范创建地区：赤峰市松山区。"]


def test_the_home_page_keeps_the_round_of_its_own_and_lists_all_levels(client, country):
    seed_round()
    national(country, *LINES, year=2025)
    response = client.get(reverse("home"))
    assert rows(response, "counts") == [["赤峰市", "4", "4", "2", "5", "3", "3"]]
    assert all_of(response, "h2")[:2] == ["2023年全区法治政府建设示范创建", "各级批次"]
    listed = [one for one in all_of(response, "li") if "层级" in one]
    assert listed == [
        "第二批全国创建 层级：全国",
        "2023年全区法治政府建设示范创建 层级：自治区级；组织地区：内蒙古自治区",
    ]


def test_lists_of_rounds_of_every_level_call_no_place_a_league(client, country):
    """A league or city is an autonomous region's; what a national round names may lie anywhere."""
    seed_round()
    national(country, *LINES, "地 琼海市 琼海市")
    whole, searched = client.get("/named/"), client.get("/named/?q=市")
    for response in (whole, searched):
        assert all_of(response, "th", 'scope="col"')[1] == "所属地区"
        assert 'data-label="所属地区"' in response.content.decode()
        assert 'for="id_city">所属地区</label>' in response.content.decode()
        assert "全部地区" in response.content.decode()
        assert page(response).count("盟市") == 0
    numbers = client.get("/statistics/")
    assert all_of(numbers, "th", 'scope="col"')[0] == "所属地区"
    assert [row[0] for row in rows(numbers, "by-step")] == [
        "综合示范创建地区",
        "北京市",
        "呼和浩特市",
        "赤峰市",
        "海南省",
        "未标明行政区划",
        "合计",
    ]
