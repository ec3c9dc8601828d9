"""The open data of the public record."""

import json
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import filters
from registry.api import pagination, views
from registry.models import NAME_UNDISCLOSED, Entry, Outcome, Release
from registry.record import withhold

from .record import PROJECTS, PUBLISHED, seed_round, synthetic_round

pytestmark = pytest.mark.django_db

LIST = "/api/v1/entries/"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def names(answer):
    return sorted(row["name"] or "" for row in answer.json()["results"])


def test_an_entry_says_exactly_what_is_promised(client):
    seed = seed_round()
    entry = seed.entries["宁城县"]
    assert client.get(f"{LIST}{entry.pk}/").json() == {
        "id": str(entry.pk),
        "round": "2023",
        "category": "comprehensive",
        "name": "宁城县",
        "region": "150429",
        "region_path": "内蒙古自治区赤峰市宁城县",
        "city": "150400",
        "lead_unit": None,
        "outcome": "named",
        "state": "valid",
        "title_since": "2023-11-01",
        "title_release": None,
        "decided_on": "2023-11-01",
        "release": 3,
    }


def test_what_the_source_does_not_say_is_null(client):
    seed = seed_round()
    row = client.get(f"{LIST}{seed.unnamed[0].pk}/").json()
    told = {name: row[name] for name in ("name", "region", "outcome", "decided_on", "lead_unit", "release")}
    assert told == {
        "name": NAME_UNDISCLOSED,
        "region": "150400",
        "outcome": "recommended",
        "decided_on": None,
        "lead_unit": None,
        "release": 1,
    }


def test_the_list_holds_the_seeds_nine_candidates_in_one_page(client):
    seed_round()
    answer = client.get(LIST).json()
    assert list(answer) == ["next", "previous", "results"]
    assert [answer["next"], answer["previous"], len(answer["results"])] == [None, None, 9]
    assert {row["outcome"] for row in answer["results"]} == {"named", "not_named", "recommended"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("round=2023&outcome=named&category=single", sorted(PROJECTS)),
        ("region=150404", ["松山区"]),
        ("city=150400&category=comprehensive&outcome=not_named", ["克什克腾旗", "松山区"]),
        ("q=智慧+交通".replace("+", "%2B"), [PROJECTS[1]]),
        ("city=150100", []),
        ("q=&round=", None),
    ],
)
def test_filters(client, query, found):
    seed_round()
    assert names(client.get(f"{LIST}?{query}")) == (found if found is not None else names(client.get(LIST)))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("round=1999", filters.NO_SUCH_ROUND),
        ("region=999999", filters.NO_SUCH_REGION),
        ("city=150404", filters.NO_SUCH_CITY),
        ("category=both", filters.NO_SUCH_CATEGORY),
        ("outcome=draft", filters.NO_SUCH_OUTCOME),
        ("q=%00", filters.UNREADABLE),
        ("q=" + "x" * 10_000, filters.TOO_MANY_WORDS),
        ("cursor=x", pagination.BAD_CURSOR),
        ("cursor=!!!!", pagination.BAD_CURSOR),
        ("cursor=%00", pagination.BAD_CURSOR),
        ("cursor=中文", pagination.BAD_CURSOR),
        ("cursor=bz0x", pagination.BAD_CURSOR),  # o=1
        ("cursor=cD1hYmM%3D", pagination.BAD_CURSOR),  # p=abc
        ("cursor=cj0yJnA9" + "A" * 10_000, pagination.BAD_CURSOR),
    ],
)
def test_what_means_nothing_is_refused_in_json_with_a_sentence(client, query, sentence):
    seed_round()
    answer = client.get(f"{LIST}?{query}")
    assert (answer.status_code, answer.json()) == (400, {"detail": str(sentence)})


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (f"{LIST}{UNKNOWN}/", views.NO_SUCH_ENTRY),
        (f"{LIST}nonsense/", views.NOTHING_HERE),
        (f"{LIST}%00/", views.NOTHING_HERE),
        ("/api/v2/", views.NOTHING_HERE),
        ("/api/v1/", views.NOTHING_HERE),
        ("/api/v1/releases/99/", views.NO_SUCH_RELEASE),
        (f"/api/v1/releases/{10**30}/", views.NO_SUCH_RELEASE),
        ("/api/v1/releases/one/", views.NOTHING_HERE),
    ],
)
def test_what_does_not_exist_is_refused_in_json(client, path, sentence):
    answer = client.get(path)
    assert (answer.status_code, answer.json()) == (404, {"detail": str(sentence)})


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_record_can_only_be_read(client, method):
    entry = synthetic_round(1)[0]
    for path in (LIST, f"{LIST}{entry.pk}/", "/api/schema/"):
        answer = getattr(client, method)(path, data="{", content_type="application/json")
        assert (answer.status_code, answer["Content-Type"]) == (405, "application/json")
    assert Entry.objects.count() == 1


def test_head_and_options_answer(client):
    synthetic_round(1)
    assert client.head(LIST).status_code == 200
    answer = client.options(LIST)
    assert (answer.status_code, sorted(answer["Allow"].split(", "))) == (200, ["GET", "HEAD", "OPTIONS"])


def test_chinese_stands_as_chinese_and_names_are_verbatim(client):
    synthetic_round(1, name="=cmd()|‘智慧+交通’ <script>  {}“”")
    answer = client.get(LIST)
    assert '"name":"=cmd()|‘智慧+交通’ <script>  1“”"' in answer.content.decode()


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/png", "application/json; indent=4", ""])
def test_every_reader_gets_the_same_json(client, accept):
    seed_round()
    plain = client.get(LIST).content
    answer = client.get(LIST, {"format": "html"}, HTTP_ACCEPT=accept)
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "application/json", plain)


def walk(client, path):
    pages = []
    while path:
        answer = client.get(path).json()
        pages.append(answer)
        path = answer["next"]
    return pages


def test_following_next_meets_everything_once_and_previous_leads_back(client):
    synthetic_round(120)
    pages = walk(client, f"{LIST}?q=合成&round=2025")
    met = [row["id"] for page in pages for row in page["results"]]
    assert [len(page["results"]) for page in pages] == [50, 50, 20]
    assert (met, len(set(met))) == (sorted(met), 120)
    back = client.get(pages[2]["previous"]).json()
    assert back["results"] == pages[1]["results"]
    assert client.get(back["previous"]).json()["results"] == pages[0]["results"]


def test_links_are_relative_and_repeat_only_what_the_list_depends_on(client):
    synthetic_round(51)
    link = client.get(f"{LIST}?round=2025&stranger=1&q=合成", HTTP_HOST="localhost").json()["next"]
    path, query = link.split("?")
    asked = dict(parse_qsl(query))
    assert (path, asked.pop("cursor") > "", asked) == (LIST, True, {"round": "2025", "q": "合成"})


def test_a_candidate_published_between_two_pages_changes_nothing_already_seen(client):
    synthetic_round(60)
    first = client.get(LIST).json()
    synthetic_round(60, code="2026")
    rest = [row["id"] for page in walk(client, first["next"]) for row in page["results"]]
    assert set(rest) & {row["id"] for row in first["results"]} == set()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_six_queries(client, count):
    synthetic_round(count)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(f"{LIST}?round=2025&city=150400&region=150404&category=single&outcome=named&q=合成")
    # the public version, round, city, region, the titles given, the page
    assert (len(answer.json()["results"]), len(queries)) == (count, 6)


@pytest.mark.parametrize("count", [1, 3])
def test_an_entry_takes_two_queries(client, count, django_assert_num_queries):
    entry = synthetic_round(count)[0]
    with django_assert_num_queries(2):
        client.get(f"{LIST}{entry.pk}/")


@pytest.mark.parametrize("path", [LIST, "/api/schema/"])
def test_a_warm_answer_asks_only_for_the_version(client, path, django_assert_num_queries):
    synthetic_round(1)
    cold = client.get(path)
    with django_assert_num_queries(1):
        warm = client.get(path, HTTP_ACCEPT="text/html")
    assert (warm.content, warm["Content-Type"]) == (cold.content, "application/json")
    assert client.get(path, HTTP_IF_NONE_MATCH=warm["ETag"]).status_code == 304


def test_a_correction_is_seen_at_once(client):
    entry = synthetic_round(1)[0]
    before = client.get(f"{LIST}{entry.pk}/").json()
    withhold(entry.current, "含有个人信息", "演示办公室", PUBLISHED)
    after = client.get(f"{LIST}{entry.pk}/").json()
    assert after == before | {"name": None}


def test_without_a_session_or_a_cookie(client):
    seed_round()
    assert [dict(client.get(path).cookies) for path in (LIST, "/api/schema/")] == [{}, {}]


def test_sentences_follow_the_language_of_the_reader(client):
    client.cookies["lang"] = "en"
    answer = client.get(f"{LIST}?category=both")
    assert answer.json() == {"detail": "The category is comprehensive or single."}


def test_the_description_names_every_outcome_and_both_categories(client):
    schemas = client.get("/api/schema/").json()["components"]["schemas"]
    assert schemas["OutcomeEnum"]["enum"] == list(Outcome.values)
    assert schemas["CategoryEnum"]["enum"] == ["comprehensive", "single"]
    assert sorted(schemas["Entry"]["properties"]) == schemas["Entry"]["required"]


def test_nothing_published_is_an_empty_page(client):
    assert json.loads(client.get(LIST).content) == {"next": None, "previous": None, "results": []}
    assert Release.objects.count() == 0
