"""A county of many candidates shows its numbers round by round; each leads to its candidates, page by page."""

import re

import pytest

from registry.models import Category, Outcome, ReleaseKind
from registry.pages import regions
from registry.pages import rounds as pages_of_rounds
from registry.record import Statement, issue

from .reading import rows, story
from .record import DECISION, PUBLISHED, ground, make_round, seed_round

pytestmark = pytest.mark.django_db
CODE = "150404"  # 松山区


@pytest.fixture
def long_county(monkeypatch):
    """松山区 with three candidates in 2023 and two in 2025, where no more than four are told one by one; beside it one
    of 宁城县."""
    monkeypatch.setattr(regions, "LISTED", 4)
    place, other = ground()["松山区"], ground()["宁城县"]
    for year, several in ((2023, 3), (2025, 2)):
        told = [Statement(Category.SINGLE, place, Outcome.NAMED, f"{year}项目{number}") for number in range(several)]
        told.append(Statement(Category.COMPREHENSIVE, other, Outcome.NAMED, "宁城县"))
        issue(make_round(code=str(year), year=year), ReleaseKind.NAMING, DECISION, told, PUBLISHED)


def tables(page):
    found = re.findall(r'<table class="counts.*?</table>', page.content.decode(), re.S)
    return [re.findall(r'<td class="num[^>]*>.*?</td>', one, re.S) for one in found]


def test_it_shows_its_numbers_and_no_candidates(client, long_county):
    page = client.get(f"/regions/{CODE}/")
    assert rows(page, "counts") == [["松山区", "—", "—", "0", "—", "—", "2"]]  # of 2025; 2023 stands below
    assert [len(one) for one in tables(page)] == [6, 6]
    assert b'class="candidates' not in page.content
    told = [one.partition("。")[0] for one in story(page)]
    assert told == [f"综合示范创建地区命名0个；单项示范创建项目命名{number}个" for number in (2, 3)]


def test_a_step_the_round_has_published_without_it_is_none_and_not_unknown(client, monkeypatch):
    monkeypatch.setattr(regions, "LISTED", 0)
    seed_round()
    assert rows(client.get(f"/regions/{CODE}/"), "counts") == [["松山区", "1", "1", "0", "0", "0", "0"]]


def test_its_numbers_lead_to_its_candidates_in_the_round(client, long_county):
    page = client.get(f"/regions/{CODE}/").content.decode()
    found = re.findall(r'href="(/rounds/[^"]*region=[^"]*)"', page)
    assert found == [f"/rounds/{year}/?region={CODE}#c{CODE}" for year in (2025, 2023)]
    assert [[row[0] for row in rows(client.get(one), "candidates")] for one in found] == [
        ["2025项目0", "2025项目1"],
        ["2023项目0", "2023项目1", "2023项目2"],
    ]


def test_a_county_of_few_is_told_candidate_by_candidate(client, long_county):
    page = client.get("/regions/150429/")
    assert ([row[0] for row in rows(page, "candidates")], tables(page)) == (["宁城县"], [])


def test_the_candidates_of_a_division_come_in_pages(client, long_county, monkeypatch):
    monkeypatch.setattr(pages_of_rounds, "A_PAGE", 2)
    shown = [client.get(f"/rounds/2023/?region={CODE}&page={number}") for number in (1, 2, 3)]
    assert [answer.status_code for answer in shown] == [200, 200, 404]
    names = [[row[0] for row in rows(one, "candidates")] for one in shown[:2]]
    assert names == [["2023项目0", "2023项目1"], ["2023项目2"]]
    assert f'href="?region={CODE}&amp;page=2"'.encode() in shown[0].content


@pytest.mark.parametrize("region", ["150100", "none", "x", "%00", "150404&region=150429", "%20"])
def test_a_division_without_candidates_in_the_round_is_refused(client, long_county, region):
    assert client.get(f"/rounds/2023/?region={region}").status_code == 400


@pytest.mark.parametrize("many", [1, 3])
def test_its_page_and_its_list_take_a_fixed_number_of_queries(client, monkeypatch, django_assert_num_queries, many):
    monkeypatch.setattr(regions, "LISTED", 0)
    for year in range(2020, 2020 + many):
        told = [
            Statement(Category.SINGLE, ground()["松山区"], Outcome.NAMED, f"项目{number}") for number in range(many)
        ]
        issue(make_round(code=str(year), year=year), ReleaseKind.NAMING, DECISION, told, PUBLISHED)
    with django_assert_num_queries(10):
        assert client.get(f"/regions/{CODE}/").status_code == 200
    with django_assert_num_queries(11):
        assert len(rows(client.get(f"/rounds/2020/?region={CODE}"), "candidates")) == many
