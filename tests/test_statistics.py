"""The record in numbers: the page, its tables, its map, and the same as a file."""

import csv
import io
import re

import pytest

from registry.models import Category, Outcome, Tally
from registry.pages.statistics import grid, sums, tiles

from .record import seed_round, synthetic_round

pytestmark = pytest.mark.django_db


def told(client, query=""):
    """{(table, of, category): numbers} of the file."""
    response = client.get(f"/statistics.csv{query}")
    assert response.status_code == 200
    _heading, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    return {(row[0], row[1], row[3]): tuple(row[4:]) for row in rows}


def test_the_seed_in_numbers(client):
    seed_round()
    numbers = {"综合示范": ("4", "4", "2"), "单项示范": ("5", "3", "3")}
    of = {"按年度": "2023", "按批次": "2023年全区法治政府建设示范创建", "按盟市": "赤峰市", "合计": ""}
    assert told(client) == {
        (table, name, category): row for table, name in of.items() for category, row in numbers.items()
    }


def test_what_nobody_published_is_unknown_and_not_none(client):
    synthetic_round(3)
    assert told(client)["合计", "", "单项示范"] == ("", "", "3")
    assert told(client)["合计", "", "综合示范"] == ("", "", "0")
    assert client.get("/statistics/").content.decode().count("—") > 4


def test_rounds_are_added_and_unknown_steps_add_nothing(client):
    seed_round()
    synthetic_round(3)
    assert told(client)["合计", "", "单项示范"] == ("5", "3", "6")
    assert told(client, "?year=2025")["合计", "", "单项示范"] == ("", "", "3")
    assert told(client, "?round=2023")["合计", "", "单项示范"] == ("5", "3", "3")
    assert told(client, "?level=regional&year=2023")["按年度", "2023", "综合示范"] == ("4", "4", "2")


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
    [entry] = synthetic_round(1)
    city, round = entry.city, entry.round
    other = type(city).objects.get(code="150100")
    cell, few = (
        Tally(by="rck", round=round, city=place, category=Category.SINGLE, recommended=0, entered=0, named=number)
        for place, number in ((city, 9), (other, 1))
    )
    shown = {tile.region.code: (tile.number, tile.shade) for tile in tiles(sums([cell, few], lambda one: one.city))}
    assert shown == {"150100": (1, 1), "150200": (None, 0), "150400": (9, 5), "150500": (None, 0)}


def test_a_round_without_a_naming_has_no_named(client):
    synthetic_round(2, outcome=Outcome.RECOMMENDED)
    assert told(client)["合计", "", "单项示范"] == ("2", "", "")
