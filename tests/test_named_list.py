"""The named list at any place, narrowed in any way, is what asking the entries one by one would give."""

import random
import re
from itertools import product

import pytest
from django.shortcuts import render
from django.utils import translation

from regions.models import Region
from regions.written import _written
from registry.cache import pages
from registry.models import Category, Entry, Outcome, ReleaseKind
from registry.pages import named
from registry.pages.facets import DIMENSIONS, facets
from registry.pages.named_rows import Rows, lean
from registry.record import Statement, issue, withhold

from .reading import all_of, rows
from .record import DECISION, PUBLISHED, again, ground, make_round

pytestmark = pytest.mark.django_db
ROUNDS = (("2021", 2021), ("2023", 2023), ("2023-b", 2023))
PLACES = ("元宝山区", "宁城县", "科尔沁区", "新城区", "赤峰市", None)


@pytest.fixture
def record(monkeypatch):
    """Some hundred candidates of three rounds in four cities and of no division, most of them named; three a page."""
    monkeypatch.setattr(named, "A_PAGE", 3)
    monkeypatch.setattr(named, "NEAR", 4)
    chance, regions = random.Random(7), ground()
    for code, year in ROUNDS:
        told = [
            Statement(
                chance.choice(Category.values),
                regions.get(chance.choice(PLACES)),
                chance.choice([Outcome.NAMED, Outcome.NAMED, Outcome.RECOMMENDED]),
                f"{code}批次第{number}项 “引号” & 记号",
            )
            for number in range(40)
        ]
        issue(make_round(code=code, year=year, regions=regions), ReleaseKind.NAMING, DECISION, told, PUBLISHED)


CHOICES = [
    dict(zip(("round", "city", "category"), choice, strict=True))
    for choice in product(("", "2023", "2023-b"), ("", "150400", "150500"), ("", *Category.values))
]


def by_hand(round="", city="", category=""):
    found = Entry.objects.filter(outcome=Outcome.NAMED)
    for name, code in (("round__code", round), ("city__code", city), ("category", category)):
        found = found.filter(**{name: code}) if code else found
    return sorted(found, key=_printed)


def _printed(entry):
    """As lists are printed; what has no division comes last."""
    places = [place.sort_order if place else 10**9 for place in (entry.city, entry.region)]
    return -entry.round.year, entry.round.code, Category.values.index(entry.category), *places, entry.current.order


@pytest.mark.parametrize("chosen", CHOICES, ids=lambda chosen: "&".join(filter(None, chosen.values())) or "all")
def test_every_page_begins_where_the_one_before_ended(client, record, chosen):
    expected = [str(entry.pk) for entry in by_hand(**chosen)]
    found = []
    for number in range(1, max(1, -(-len(expected) // 3)) + 1):
        answer = client.get("/named/", {**chosen, "page": number})
        assert answer.status_code == 200
        found += re.findall(r'<th scope="row"><a href="/entries/([^/]+)/', answer.content.decode())
    assert found == expected
    assert client.get("/named/", {**chosen, "page": number + 1}).status_code == 404


@pytest.mark.parametrize("chosen", CHOICES, ids=lambda chosen: "&".join(filter(None, chosen.values())) or "all")
def test_each_choice_tells_how_many_it_would_leave(client, record, chosen):
    page = client.get("/named/", chosen)
    assert re.findall("[0-9]+", all_of(page, "h2")[0]) == [str(len(by_hand(**chosen)))]
    told = dict(re.findall(r'<option value="([^"]+)"[^>]*>[^<]*（([0-9]+)）</option>', page.content.decode()))
    expected = {code: len(by_hand(**{**chosen, "round": code})) for code, _year in ROUNDS}
    expected |= {code: len(by_hand(**{**chosen, "city": code})) for code in ("150100", "150400", "150500")}
    expected |= {code: len(by_hand(**{**chosen, "category": code})) for code in Category.values}
    assert told == {code: str(count) for code, count in expected.items()}


def test_what_was_chosen_stays_chosen(client, record):
    page = client.get("/named/?round=2023&city=150400&category=single").content.decode()
    assert re.findall(r'<option value="([^"]*)" selected>', page) == ["2023", "150400", "single"]


FRAMED = ["", "round=2023-b&page=2", "city=150400&category=single", "round=2023&unknown=1"]
FRAMED += ["q=批次", "q=批次&page=2&round=2023-b", 'q="批次"<1&category=single', "city=150400&q=+chifengshi+"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("query", FRAMED)
def test_the_frame_filled_is_the_template_rendered(client, record, monkeypatch, query, language):
    """Also by the second page that is poured into the same frame."""
    client.cookies.load({"lang": language, "mode": "large"})
    client.get("/named/?category=single")
    filled = client.get(f"/named/?{query}").content.decode()

    def whole(request):
        known = named.known_choices(request.GET)
        found = named.found_context(request.GET, known)
        form = named._form(named._choices(known, found), found["words"])
        return render(request, named.TEMPLATE, {**found, "form": form})

    monkeypatch.setattr("registry.views.named_page", whole)
    pages.clear()
    assert client.get(f"/named/?{query}").content.decode() == filled


def test_rows_of_the_lean_query_are_those_of_the_entries(record):
    """With a withheld name, a title that lives on, a division abolished and one that has an English name."""
    first, second, third = by_hand(round="2023")[:3]
    withhold(first.current, "含有个人信息", "办公室", PUBLISHED)
    issue(second.round, ReleaseKind.REVOCATION, DECISION, [again(second, "撤销", Outcome.REVOKED)], PUBLISHED)
    Region.objects.filter(pk=third.city_id).update(name_en="")
    entries, known = Entry.objects.named().in_official_order(), facets({})
    for language in ("zh-hans", "en"):
        with translation.override(language):
            lean_rows = Rows().of_values(lean(entries), known.rounds, known.cities)
            assert lean_rows == Rows().of_entries(entries.with_statements())
            searched = Rows(searched="赤峰").of_values(lean(entries, searched=True), known.rounds, known.cities)
            assert searched == Rows(searched="赤峰").of_entries(entries.with_statements())


def test_a_search_is_counted_up_to_a_bound_and_shown_no_further(client, record, monkeypatch):
    monkeypatch.setattr(named, "MOST_FOUND", 6)
    few, many = client.get("/named/?q=2021批次第1项"), client.get("/named/?q=批次&page=2")
    assert "6+" not in all_of(few, "h2")[0]
    assert "6+" in all_of(many, "h2")[0]
    assert (len(rows(many)), client.get("/named/?q=批次&page=3").status_code) == (3, 404)


def test_a_round_that_has_stated_nobody_and_a_city_without_candidates_are_empty_and_no_mistake(client, record):
    issue(make_round(code="2019", year=2019), ReleaseKind.NAMING, DECISION, [], PUBLISHED)
    for query in ("round=2019", "city=150200"):
        answer = client.get(f"/named/?{query}")
        assert (answer.status_code, len(all_of(answer, "p", 'class="empty"'))) == (200, 1)


def test_what_is_published_between_two_looks_is_in_the_list_that_follows(client, record, monkeypatch):
    """The counts were read before a round was there, the rows after: the entries alone are asked then."""
    look = named.known_choices

    def then_another_publishes(asked):
        known = look(asked)
        told = [Statement(Category.SINGLE, ground()["元宝山区"], Outcome.NAMED, "新一批次项目")]
        issue(make_round(code="2025", year=2025), ReleaseKind.NAMING, DECISION, told, PUBLISHED)
        return known

    monkeypatch.setattr(named, "known_choices", then_another_publishes)
    page = client.get("/named/")
    expected = by_hand()[:3]
    found = re.findall('<a href="/entries/([^/]+)/', page.content.decode())
    assert found == [str(entry.pk) for entry in expected]
    assert (expected[0].current.text.name, page.status_code) == ("新一批次项目", 200)


@pytest.mark.parametrize("query", ["", "round=2023", "round=2023&city=150400&category=single", "page=3"])
def test_the_sql_of_a_list_is_written_once(client, record, query):
    client.get(f"/named/?{query}")
    written = _written.cache_info().misses
    pages.clear()
    assert client.get(f"/named/?{query}").status_code == 200
    assert _written.cache_info().misses == written


@pytest.mark.parametrize("name", DIMENSIONS.values())
def test_strangers_codes_and_places_write_no_sql_of_their_own(client, record, name):
    for first in ({name: "nothing"}, *({"page": number} for number in range(2, 12))):
        client.get("/named/", first)
    written = _written.cache_info().misses
    for number in range(20):
        client.get("/named/", {name: f"{number}"})
        client.get("/named/", {"page": number + 12})
    assert _written.cache_info().misses == written
