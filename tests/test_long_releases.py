"""A release longer than a page stands on several, in the order of the whole, which has a page of its own."""

import re

import pytest

from registry.models import Category, Outcome, ReleaseKind
from registry.pages import releases
from registry.record import Statement, issue

from .reading import all_of, words
from .record import DECISION, PUBLISHED, ground, make_round

pytestmark = pytest.mark.django_db
REGIONS, PROJECTS = Category.COMPREHENSIVE, Category.SINGLE
# As the document prints it: its sections take turns, and two of those who entered are not in it.
STATED = [(PROJECTS, "甲"), (REGIONS, "松山区"), (PROJECTS, "乙"), (REGIONS, "宁城县"), (PROJECTS, "丙")]
NOT_IN_IT = [(PROJECTS, "丁"), (REGIONS, "元宝山区")]
WHOLE = [
    *("全区法治政府建设示范项目", "1 甲", "2 乙", "3 丙", "全区法治政府建设示范地区", "1 松山区", "2 宁城县"),
    *("入围实地评估而未列入命名决定", "1 丁", "2 元宝山区"),
]


@pytest.fixture
def long_list(monkeypatch):
    monkeypatch.setattr(releases, "A_PAGE", 2)
    place = ground()["松山区"]
    told = [Statement(category, place, Outcome.NAMED, name) for category, name in STATED]
    told[1:1] = [Statement(category, place, Outcome.NOT_NAMED, name, printed=False) for category, name in NOT_IN_IT]
    issue(make_round(), ReleaseKind.NAMING, DECISION, told, PUBLISHED)


def listed(page):
    """Headings of a list and its lines, each with its number, as they follow one another."""
    pattern = r'<h[23]>(.*?)</h|<span class="order">(.*?)</small>'
    found = [words(heading or line) for heading, line in re.findall(pattern, page.content.decode(), re.S)]
    return [one.removesuffix(" 内蒙古自治区赤峰市松山区") for one in found]


def test_the_whole_list_is_one_page_without_others(client, long_list):
    page = client.get("/releases/1/?page=all")
    assert listed(page)[: len(WHOLE)] == WHOLE
    assert all_of(page, "nav", 'class="pages"') == []


def test_its_pages_one_after_the_other_are_the_whole_with_numbers_that_go_on(client, long_list):
    pages = [listed(client.get(f"/releases/1/?page={number}")) for number in (1, 2, 3, 4)]
    after = len(listed(client.get("/releases/1/?page=all"))) - len(WHOLE)  # headings below the list
    told = [one for page in pages for one in page[: len(page) - after]]
    assert list(dict.fromkeys(told)) == WHOLE  # a heading stands again where its section goes on
    assert [len([one for one in page if one[0].isdigit()]) for page in pages] == [2, 2, 2, 1]


def test_each_page_says_on_paper_too_that_it_is_a_part_and_leads_to_the_others(client, long_list):
    page = client.get("/releases/1/?page=2")
    assert all_of(page, "p", 'class="notice"') == ["本页为名单的一部分：第3项至第4项，全名单共7项。 查看并打印完整名单"]
    assert all_of(page, "nav", 'class="pages"') == ["第2页，共4页 上一页 下一页"]
    assert client.get("/releases/1/?page=5").status_code == 404


def test_a_list_that_fits_a_page_is_whole_without_being_asked(client, long_list, monkeypatch):
    monkeypatch.setattr(releases, "A_PAGE", 7)
    assert listed(client.get("/releases/1/"))[: len(WHOLE)] == WHOLE
    assert all_of(client.get("/releases/1/"), "p", 'class="notice"') == []
