"""The record in numbers: the page, its tables, its map, and the same as a file."""

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pytest

from registry.models import Outcome, ReleaseKind
from registry.pages.tiles import grid, tiles
from registry.record import issue

from .reading import page, rows
from .record import DECISION, PUBLISHED, again, ground, seed_round, synthetic_round

pytestmark = pytest.mark.django_db


def told(client, query=""):
    """{(table, of, category): numbers} of the file."""
    response = client.get(f"/statistics.csv{query}")
    assert response.status_code == 200
    _heading, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    return {(row[0], row[1], row[3]): tuple(row[4:]) for row in rows}


def test_the_seed_in_numbers(client):
    seed_round()
    numbers = {"综合示范": ("4", "4", "", "2", "2"), "单项示范": ("5", "3", "", "3", "3")}
    of = {"按年度": "2023", "按批次": "2023年全区法治政府建设示范创建", "按地区": "赤峰市", "合计": ""}
    assert told(client) == {
        (table, name, category): row for table, name in of.items() for category, row in numbers.items()
    }


def lived_through(seed):
    """A notice of three regions was published before two were named; since then one title was suspended."""
    proposed = [again(seed.entries[name], name, Outcome.PROPOSED) for name in ("元宝山区", "宁城县", "松山区")]
    notice = replace(DECISION, title="关于拟命名的公示", issued_on=date(2023, 10, 10))
    issue(seed.round, ReleaseKind.NOTICE, notice, proposed, PUBLISHED)
    suspended = [again(seed.entries["宁城县"], "宁城县", Outcome.SUSPENDED)]
    issue(seed.round, ReleaseKind.SUSPENSION, replace(DECISION, issued_on=date(2024, 5, 6)), suspended, PUBLISHED)


def test_who_was_proposed_and_whose_title_still_stands_is_told_beside_who_was_named(client):
    lived_through(seed_round())
    synthetic_round(3)
    assert told(client, "?round=2023")["合计", "", "综合示范"] == ("4", "4", "3", "2", "1")
    assert told(client, "?round=2023")["合计", "", "单项示范"] == ("5", "3", "0", "3", "3")
    assert told(client)["合计", "", "单项示范"] == ("5", "3", "0", "6", "6")
    assert told(client)["按年度", "2025", "单项示范"] == ("", "", "", "3", "3")


def test_the_page_tells_each_category_apart_and_its_sum(client):
    lived_through(seed_round())
    synthetic_round(3)
    answer = client.get("/statistics/")
    heads = re.findall(r'class="num">([^<]*)</th>', answer.content.decode())
    assert heads[:5] == ["推荐", "入围实地评估", "拟命名", "命名", "其中现有效"]
    assert rows(answer, "by-step") == [
        ["综合示范创建地区"],
        ["赤峰市", "4", "4", "3", "2", "1"],
        ["合计", "4", "4", "3", "2", "1"],
    ]
    assert "2025年" not in page(client.get("/statistics/?year=2023")).split("按批次")[1]


def test_a_number_leads_to_the_named_list_only_where_that_list_says_the_same(client):
    lived_through(seed_round())
    shown = client.get("/statistics/").content.decode()
    assert sorted(set(re.findall(r'<a href="(/named/[^"]*)">(\d+)</a>', shown))) == [
        ("/named/?category=comprehensive&amp;city=150400", "2"),
        ("/named/?category=comprehensive&amp;round=2023", "2"),
        ("/named/?category=single&amp;city=150400", "3"),
        ("/named/?category=single&amp;round=2023", "3"),
    ]


def test_what_nobody_published_is_unknown_and_not_none(client):
    synthetic_round(3)
    assert told(client)["合计", "", "单项示范"] == ("", "", "", "3", "3")
    assert told(client)["合计", "", "综合示范"] == ("", "", "", "0", "0")
    assert client.get("/statistics/").content.decode().count("—") > 4


def test_rounds_are_added_and_unknown_steps_add_nothing(client):
    seed_round()
    synthetic_round(3)
    assert told(client)["合计", "", "单项示范"] == ("5", "3", "", "6", "6")
    assert told(client, "?year=2025")["合计", "", "单项示范"] == ("", "", "", "3", "3")
    assert told(client, "?round=2023")["合计", "", "单项示范"] == ("5", "3", "", "3", "3")
    assert told(client, "?level=regional&year=2023")["按年度", "2023", "综合示范"] == ("4", "4", "", "2", "2")


MEANINGLESS = ["level=national", "year=1999", "year=x", "round=2030", "round=2023&round=2025", "year=%00"]


@pytest.mark.parametrize("query", MEANINGLESS)
def test_what_means_nothing_is_refused_on_the_page_and_in_the_file(client, query):
    seed_round()
    page, file = client.get(f"/statistics/?{query}"), client.get(f"/statistics.csv?{query}")
    assert (page.status_code, file.status_code) == (400, 400)
    assert file.content.decode() in page.content.decode()


def test_nothing_published_has_a_sentence(client):
    assert "没有符合条件的已发布内容。" in client.get("/statistics/").content.decode()


def test_the_map_has_a_tile_for_each_league_that_leads_to_its_page_and_says_the_tables_number(client):
    seed_round()
    page = client.get("/statistics/").content.decode()
    assert re.findall(r'<a href="/regions/(\d+)/" aria-label="([^"]*)"', page) == [
        ("150100", "呼和浩特: —"),
        ("150200", "包头: —"),
        ("150400", "赤峰: 5"),
        ("150500", "通辽: —"),
    ]
    assert 'style="' not in page
    assert "<script" not in page.split("<main")[1].split("</main")[0]


def test_twelve_tiles_stand_apart():
    places = [(column, row) for _name, column, row in grid().values()]
    assert (len(places), len(set(places)), max(map(max, places))) == (12, 12, 4)


def test_shades_go_from_the_fewest_to_the_most():
    ground()
    shown = {tile.region.code: (tile.number, tile.shade) for tile in tiles({"150400": 9, "150100": 1, "150200": None})}
    assert shown == {"150100": (1, 1), "150200": (None, 0), "150400": (9, 5), "150500": (None, 0)}


def test_a_round_without_a_naming_has_no_named(client):
    synthetic_round(2, outcome=Outcome.RECOMMENDED)
    assert told(client)["合计", "", "单项示范"] == ("2", "", "", "", "")
