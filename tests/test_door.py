"""The outermost door says what Django said, word for word, and lets nobody in whom Django would not."""

import io
import re
import threading

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction

from regions.version import raise_public_version
from registry.cache import pages, seen_version
from registry.door import Door
from registry.models import Entry

from .record import synthetic_round

pytestmark = pytest.mark.django_db


def environ(path, method="GET", query="", **headers):
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **headers,
    }


@pytest.fixture
def ask(settings, monkeypatch):
    """`ask(path, …)` of a worker that trusts its version: (status, headers, body)."""
    settings.PUBLIC_VERSION_TRUST_SECONDS = 600
    monkeypatch.setattr(seen_version, "until", 0.0)
    for signal in (request_started, request_finished):  # they would close the connection of the test's transaction
        signal.disconnect(close_old_connections)
    workers = []

    def asked(path, **how):
        workers.extend([Door()] if not workers else [])  # only now: a test may have changed the settings
        [worker], told = workers, []
        parts = worker(environ(path, **how), lambda status, headers, *_: told.extend([status, sorted(headers)]))
        body = b"".join(parts)
        return told[0], told[1], body

    yield asked
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


PAGES = ["/", "/rounds/", "/named/", "/regions/150400/", "/api/v1/entries/", "/named.csv", "entry"]


def address(page):
    return f"/entries/{Entry.objects.get().pk}/" if page == "entry" else page


@pytest.mark.parametrize("page", PAGES)
def test_the_second_answer_is_the_first_word_for_word_and_asks_the_database_nothing(
    ask, page, django_assert_num_queries
):
    synthetic_round(1)
    path = address(page)
    first = ask(path)
    with django_assert_num_queries(0):
        answers = [ask(path) for _ in range(3)]
    assert first[0] == "200 OK"
    assert answers == [first] * 3


def test_headers_of_safety_stand_in_every_answer(ask):
    names = {"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"}
    for times in range(3):
        _status, headers, _body = ask("/")
        assert names | {"Content-Security-Policy", "X-Frame-Options"} <= set(dict(headers)), times
        _status, told, _body = ask("/", HTTP_IF_NONE_MATCH=dict(headers)["ETag"])
        assert names <= set(dict(told)), times


# If-None-Match, `{}` standing for the page's own ETag -> the answer.
CONDITIONS = [
    ("{}", 304),
    ("W/{}", 304),
    ('"other", {}', 304),
    ('W/"other",W/{}', 304),
    ("*", 304),
    ('"other"', 200),
    ("{}x", 200),
    ('"*"', 200),
    ("", 200),
]


@pytest.mark.parametrize(("sent", "status"), CONDITIONS)
def test_who_has_the_page_is_told_so_by_whatever_way_it_is_said(ask, client, sent, status):
    whole = ask("/rounds/")
    etag = dict(whole[1])["ETag"]
    sent = sent.replace("{}", etag)
    answers = [ask("/rounds/", HTTP_IF_NONE_MATCH=sent) for _ in range(3)]
    assert answers == [answers[0]] * 3
    assert answers[0][0].startswith(str(status))
    assert (answers[0][2] == b"") == (status == 304)
    assert dict(answers[0][1])["ETag"] == etag
    pages.clear()
    assert client.get("/rounds/", headers={"If-None-Match": sent}).status_code == status


def test_any_page_at_all_is_no_page_where_there_is_none(ask, client):
    assert [ask("/rounds/1999/", HTTP_IF_NONE_MATCH="*")[0] for _ in range(2)] == ["404 Not Found"] * 2
    assert client.get("/rounds/1999/", headers={"If-None-Match": "*"}).status_code == 404


def test_a_head_is_the_page_without_its_body_and_keeps_the_page(ask, client, django_assert_num_queries):
    synthetic_round(1)
    assert ask("/named/", method="HEAD")[0] == "200 OK"
    with django_assert_num_queries(0):
        whole = ask("/named/")
        head = ask("/named/", method="HEAD")
    assert head == (*whole[:2], b"")
    assert int(dict(head[1])["Content-Length"]) == len(whole[2])
    assert whole[2].endswith(b"</html>\n")


def test_an_unknown_host_is_refused_also_where_the_page_is_kept(ask):
    for _ in range(2):
        assert ask("/")[0] == "200 OK"
        assert ask("/", HTTP_HOST="evil.example")[0] == "400 Bad Request"


def test_plain_http_is_led_to_https_also_where_the_page_is_kept(ask, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for _ in range(3):
        status, headers, _body = ask("/", HTTP_X_FORWARDED_PROTO="https")
        assert (status, dict(headers)["Strict-Transport-Security"]) == ("200 OK", "max-age=60")
        assert ask("/")[0] == "301 Moved Permanently"
        assert ask("/", HTTP_X_FORWARDED_PROTO="http")[0] == "301 Moved Permanently"


def test_language_and_mode_are_read_from_the_cookies(ask):
    seen = {}
    for cookie in ("", "lang=en", "lang=en; mode=large", "other=1; mode=large", "lang=xx"):
        for _ in range(2):
            shell = re.search(r'<html lang="(\S+)" data-mode="(\S+)"', ask("/", HTTP_COOKIE=cookie)[2].decode())
            seen.setdefault(cookie, set()).add(shell.groups())
    assert seen == {
        "": {("zh-hans", "normal")},
        "lang=en": {("en", "normal")},
        "lang=en; mode=large": {("en", "large")},
        "other=1; mode=large": {("zh-hans", "large")},
        "lang=xx": {("zh-hans", "normal")},
    }


def test_when_the_trust_has_ended_the_version_is_asked_for_and_old_pages_are_gone(ask, monkeypatch):
    first = ask("/")
    with transaction.atomic():
        raise_public_version()
    assert ask("/") == first
    monkeypatch.setattr(seen_version, "until", 0.0)
    assert dict(ask("/")[1])["ETag"] != dict(first[1])["ETag"]


@pytest.mark.parametrize("what", [{"method": "POST"}, {"query": "x=" + "1" * 500}, {"HTTP_HOST": "127.0.0.1"}])
def test_what_is_not_kept_or_came_another_way_is_left_to_django(ask, what):
    ask("/rounds/")
    status = "405 Method Not Allowed" if "method" in what else "200 OK"
    assert ask("/rounds/", **what)[0] == status


@pytest.mark.django_db(transaction=True)
def test_two_hundred_visitors_of_a_page_that_has_just_expired_cost_one_rendering(settings, monkeypatch):
    """Each visitor is a thread with a connection of its own; what renders the page reads the entries once."""
    settings.PUBLIC_VERSION_TRUST_SECONDS = 600
    synthetic_round(3)
    monkeypatch.setattr(seen_version, "until", 0.0)
    worker, gate, answers, renderings = Door(), threading.Barrier(200), [], []
    named = Entry.objects.all().query.get_compiler("default").connection.ops.quote_name("registry_entry")

    def count(execute, query, *rest):
        if f"FROM {named}" in query:
            renderings.append(threading.get_ident())
        return execute(query, *rest)

    def visit():
        gate.wait()
        with connection.execute_wrapper(count):
            b"".join(worker(environ("/named/"), lambda status, *_: answers.append(status)))
        connection.close()

    visitors = [threading.Thread(target=visit) for _ in range(200)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(120)
    assert answers == ["200 OK"] * 200
    assert len(set(renderings)) == 1
