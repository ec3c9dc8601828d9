"""What a public page costs: queries that do not grow with rows, nothing while warm, and few bytes."""

import gzip
import re
from itertools import product

import pytest
from django.conf import settings
from django.db import transaction

from regions.version import raise_public_version
from registry.cache import seen_version
from registry.models import Entry

from .record import seed_round, synthetic_round

VERSION = 1  # the look at the public version, which every request makes while the tests trust it for no time
# Page -> queries of a cold one, the look at the version included; the same for one row and for three.
COLD = {
    "/": 8,
    "/articles/": 4,
    "/rounds/": 3,
    "/rounds/2025/": 9,
    "/named/": 3,
    "/named/?round=2025&city=150400&category=single": 3,
    "/named/?round=2025&city=150400&category=single&q=合成": 5,
    "/named/?q=nothing-like-it": 4,
    "/named/?as_of=2026-11-20": 6,
    "/named/?as_of=2026-11-20&round=2025&city=150400&category=single": 6,
    "/regions/150000/": 9,
    "/regions/150400/": 7,
    "/regions/150404/": 7,
    "/regions/150500/": 7,
    "/releases/1/": 5,
    "/releases/1/?page=all": 4,
    "/statistics/": 5,
    "/statistics/?level=regional&year=2025&round=2025": 5,
    "/statistics.csv": 4,
    "/accessibility/": 1,
}
PAGES = [*COLD, "entry"]


def address(page):
    return f"/entries/{Entry.objects.order_by('current__order')[0].pk}/" if page == "entry" else page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", COLD)
def test_queries_do_not_grow_with_rows(client, db, django_assert_num_queries, page, rows):
    for number in range(rows):
        synthetic_round(rows, code=f"202{5 + number}")
    with django_assert_num_queries(COLD[page]):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("lists", [1, 3])
def test_queries_of_an_entry_do_not_grow_with_its_statements(client, db, django_assert_num_queries, lists):
    entry = seed_round().entries["元宝山区"] if lists == 3 else synthetic_round(1)[0]
    assert entry.items.count() == lists
    with django_assert_num_queries(4):
        assert client.get(f"/entries/{entry.pk}/").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_warm_page_costs_one_look_at_the_version(client, db, django_assert_num_queries, page):
    synthetic_round(3)
    page = address(page)
    cold = client.get(page)
    with django_assert_num_queries(VERSION):
        warm = client.get(page)
    assert (warm.status_code, warm.content, warm.headers["ETag"]) == (200, cold.content, cold.headers["ETag"])


@pytest.mark.parametrize("page", PAGES)
def test_a_warm_page_costs_nothing_while_the_version_is_trusted(
    client, db, settings, monkeypatch, django_assert_num_queries, page
):
    monkeypatch.setattr(seen_version, "until", 0.0)
    settings.PUBLIC_VERSION_TRUST_SECONDS = 60
    synthetic_round(3)
    page = address(page)
    client.get(page)
    with django_assert_num_queries(0):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_who_has_the_page_already_is_told_so(client, db, django_assert_num_queries, page):
    synthetic_round(1)
    page = address(page)
    etag = client.get(page).headers["ETag"]
    with django_assert_num_queries(VERSION):
        again = client.get(page, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)


@pytest.mark.parametrize("sent", ["W/{}", '"other", {}', 'W/"other", W/{}'])
def test_who_has_it_compressed_or_among_others_is_told_so_too(client, db, sent):
    """A proxy that compresses a page makes its ETag a weak one."""
    etag = client.get("/named/").headers["ETag"]
    assert client.get("/named/", headers={"If-None-Match": sent.format(etag)}).status_code == 304


def test_a_public_write_makes_every_page_new(client, db):
    seed_round()
    before = client.get("/named/")
    with transaction.atomic():
        raise_public_version()
    after = client.get("/named/", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.content) == (200, before.content)
    assert after.headers["ETag"] != before.headers["ETag"]


def test_what_a_page_does_not_depend_on_is_neither_in_its_key_nor_in_it(client, db, django_assert_num_queries):
    synthetic_round(21)
    first = client.get("/named/?utm_source=somewhere&round=2025")
    assert b"utm_source" not in first.content
    with django_assert_num_queries(VERSION):
        second = client.get("/named/?round=2025&other=1", headers={"Host": "localhost"})
    assert (second.content, second.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert b"testserver" not in first.content


def test_language_mode_and_contrast_make_pages_of_their_own(client, db):
    synthetic_round(1)
    seen = set()
    for language, mode, contrast in product(("zh-hans", "en"), ("normal", "large"), ("normal", "high")):
        client.cookies.load({"lang": language, "mode": mode, "contrast": contrast})
        response = client.get("/named/")
        opening = f'<html lang="{language}" data-mode="{mode}" data-contrast="{contrast}">'
        assert re.findall("<html[^>]*>", response.content.decode()) == [opening]
        seen.add(response.headers["ETag"])
    assert len(seen) == 8


def test_no_cookie_makes_a_page_of_its_own_but_the_known_words(client, db):
    seen = set()
    for word in ("", "large ", "LARGE", "high", "en", "é", "normal", "0"):
        client.cookies.load({"lang": word if word != "en" else "EN", "mode": word, "contrast": f"{word}x"})
        seen.add(client.get("/named/").headers["ETag"])
    assert len(seen) == 1


def test_a_link_of_display_leads_back_to_the_same_list(client, db):
    synthetic_round(21)
    large = client.get("/display/?mode=large&next=%2Fnamed%2F%3Fround%3D2025%26page%3D2", follow=True)
    assert large.redirect_chain == [("/named/?round=2025&page=2", 302)]
    assert b"next=%2Fnamed%2F%3Fround%3D2025%26page%3D2" in large.content


def test_a_public_page_does_not_look_who_asks(client, db, django_assert_num_queries):
    synthetic_round(1)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-session-of-someone"
    with django_assert_num_queries(COLD["/named/"]):
        response = client.get("/named/")
    assert dict(response.cookies) == {}


def test_no_public_page_weighs_more_than_100_kb_compressed(client, db):
    seed_round()
    synthetic_round(250, name="合成项目{}" + "依法行政规范执法" * 20)
    loaded = [path.read_bytes() for path in (settings.BASE_DIR / "static").rglob("*.*")]
    heavy = {}
    for page in PAGES:
        size = sum(len(gzip.compress(body, 6)) for body in [client.get(address(page)).content, *loaded])
        if size > 100_000:
            heavy[page] = size
    assert heavy == {}


@pytest.mark.parametrize("page", ["/releases/1/", "/releases/1/verify/", "/releases/1/diff/", "/api/v1/releases/1/"])
def test_a_list_of_more_than_a_thousand_is_shown(client, db, page):
    """SQLite takes no condition of more than a thousand parts."""
    synthetic_round(1001)
    assert client.get(page).status_code == 200
