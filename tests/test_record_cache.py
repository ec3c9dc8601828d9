"""What the cache of public pages keeps, and what it must not."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import RequestFactory

from registry import cache
from registry.cache import pages
from registry.models import ReleaseKind
from registry.record import issue

from .record import DECISION, PUBLISHED, again, seed_round, synthetic_round

pytestmark = pytest.mark.django_db

LIST = "/api/v1/entries/"


def kept():
    return len(pages.pages())


def test_a_large_file_is_served_and_not_kept(client, monkeypatch):
    seed_round()
    size = len(client.get("/named.csv").content)
    for largest, places in ((size, 1), (size - 1, 0)):
        pages.clear()
        monkeypatch.setattr(cache, "LARGEST_KEPT", largest)
        assert (client.get("/named.csv").status_code, kept()) == (200, places)


@pytest.mark.parametrize(
    ("hour", "minute", "second", "day"),
    [(0, 0, 0, "2026-11-27"), (15, 59, 59, "2026-11-27"), (16, 0, 0, "2026-11-28"), (23, 59, 59, "2026-11-28")],
)
def test_a_page_that_shows_a_clock_is_kept_for_a_day_of_beijing(monkeypatch, hour, minute, second, day):
    now = datetime(2026, 11, 27, hour, minute, second, 999_999, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    days = [cache.key_of(RequestFactory().get(path).environ)[-1] for path in ("/", "/accessibility/")]
    assert days == [day, ""]


@pytest.mark.parametrize("path", [f"{LIST}?round=1999", "/named.csv?city=1", "/api/v9/", "/healthz"])
def test_a_refusal_and_what_is_never_the_same_are_not_kept(client, path):
    client.get(path)
    assert kept() == 0


def test_an_answer_is_kept_once_whatever_else_is_asked_and_however(client):
    seed_round()
    for path in (LIST, f"{LIST}?utm=1", f"{LIST}?round=&city=", f"{LIST}?q="):
        client.get(path, HTTP_ACCEPT="text/html")
    assert kept() == 1


def test_a_page_that_was_being_made_while_the_version_rose_is_served_and_not_kept(client):
    """Between two queries of the first visitor something is published, and a second visitor sees it."""
    [entry] = synthetic_round(1)
    answers = []

    def meanwhile(execute, query, *rest):
        if 'FROM "registry_entry"' in query and not answers:
            answers.append(None)
            late = [again(entry, "合成项目1", "recommended")]
            issue(entry.round, ReleaseKind.RECOMMENDATION, DECISION, late, PUBLISHED)
            answers.append(client.get(LIST))
        return execute(query, *rest)

    with connection.execute_wrapper(meanwhile):
        first = client.get(LIST)
    assert (first.status_code, answers[1].status_code, kept()) == (200, 200, 1)
    assert client.get(LIST)["ETag"] == answers[1]["ETag"]


def test_a_filter_given_twice_is_refused_also_when_the_page_without_it_is_kept(client):
    seed_round()
    assert client.get("/named/").status_code == 200
    assert client.get("/named/?round=2023").status_code == 200
    for query in ("round=2023&round=", "round=&round=2023", "city=%20"):
        assert (query, client.get(f"/named/?{query}").status_code) == (query, 400)
        assert (query, client.get(f"/api/v1/entries/?{query}").status_code) == (query, 400)
