"""Releases and rounds through the interface, and the page that describes it to people."""

import json
import re

import pytest

from registry.models import ReleaseItem
from registry.record import withhold

from .reading import all_of, page
from .record import DECISION, PROJECTS, PUBLISHED, seed_round, synthetic_round

pytestmark = pytest.mark.django_db
RELEASES = "/api/v1/releases/"


def test_a_release_is_told_with_its_source_and_every_statement(client):
    seed_round()
    answer = client.get(f"{RELEASES}3/").json()
    assert {name: value for name, value in answer.items() if name not in ("digest", "statements", "published_at")} == {
        "number": 3,
        "kind": "naming_decision",
        "round": "2023",
        "source": {
            "kind": "document",
            "title": DECISION.title,
            "organ": DECISION.organ,
            "number": None,
            "issued_on": "2023-11-01",
        },
        "supersedes": None,
        "effective_on": "2023-11-01",
        "at_console": False,
        "notice": None,
    }
    told = [(one["order"], one["name"], one["region"], one["printed"]) for one in answer["statements"]]
    assert told == [
        (1, "元宝山区", "150403", True),
        (2, "宁城县", "150429", True),
        *((order, name, "150400", True) for order, name in enumerate(PROJECTS, 3)),
        (6, "克什克腾旗", "150425", False),
        (7, "松山区", "150404", False),
    ]


def test_withheld_words_are_null_with_their_public_reason(client):
    [entry] = synthetic_round(1)
    withhold(ReleaseItem.objects.get(entry=entry), "个人信息", "自治区办公室", PUBLISHED)
    [told] = client.get(f"{RELEASES}1/").json()["statements"]
    assert (told["name"], told["lead_unit"], told["withheld_because"]) == (None, None, "个人信息")


def test_releases_come_newest_first_and_of_one_round(client):
    seed_round()
    synthetic_round(1)
    assert [one["number"] for one in client.get(RELEASES).json()["results"]] == [4, 3, 2, 1]
    assert [one["number"] for one in client.get(f"{RELEASES}?round=2025").json()["results"]] == [4]
    assert client.get(f"{RELEASES}?round=1999").status_code == 400


def test_a_reader_who_follows_next_sees_every_release_once(client):
    for number in range(53):
        synthetic_round(1, code=f"r{number}")
    first = client.get(RELEASES).json()
    second = client.get(first["next"]).json()
    assert [one["number"] for one in first["results"] + second["results"]] == list(range(53, 0, -1))
    assert (second["next"], client.get(f"{RELEASES}?cursor=cD1hYmM=").status_code) == (None, 400)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [(RELEASES, 2), (f"{RELEASES}1/", 4), ("/api/v1/rounds/", 2)])
def test_answers_of_any_length_cost_the_same_queries(client, django_assert_num_queries, path, queries, count):
    synthetic_round(count)
    for number in range(count - 1):
        synthetic_round(1, code=f"r{number}")
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_rounds_are_told_with_level_and_titles(client):
    seed_round()
    assert client.get("/api/v1/rounds/").json() == {
        "results": [
            {
                "code": "2023",
                "name": "2023年全区法治政府建设示范创建",
                "year": 2023,
                "level": "regional",
                "organiser": "150000",
                "title_comprehensive": "全区法治政府建设示范地区",
                "title_single": "全区法治政府建设示范项目",
            }
        ]
    }


def test_the_page_describes_every_address_and_field_in_both_languages(client):
    seed_round()
    response = client.get("/api/")
    schema = client.get("/api/schema/").json()
    shown = all_of(response, "code")
    assert [one for one in shown if one.startswith("GET ")] == [f"GET {path}" for path in schema["paths"]]
    for described in schema["components"]["schemas"].values():
        assert set(described.get("properties", ())) <= set(shown)
    for column, letter in {'data-label="含义"': "[一-鿿]", 'data-label="Meaning"': "[A-Za-z]"}.items():
        assert [told for told in all_of(response, "td", column) if not re.search(letter, told)] == []
    told = ("Number of the release that holds the statement.", "所在发布的编号。")
    assert [page(response).count(sentence) for sentence in told] == [1, 1]


def test_its_examples_are_answers_of_the_record_itself(client):
    seed_round()
    examples = [json.loads(one) for one in all_of(client.get("/api/"), "code") if one.startswith("{")]
    address = f"/api/v1/entries/{examples[0]['id']}/"
    assert examples[0] == client.get(address).json()
    assert examples[1]["statements"] == client.get(f"{RELEASES}{examples[1]['number']}/").json()["statements"][:3]
