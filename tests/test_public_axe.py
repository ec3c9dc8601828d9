"""axe on every kind of public page: normal, elder-friendly and in high contrast, in both languages.

Which pages those are is not written down here: they are found by the crawl, which must reach every public route
(test_public_crawl.py). Of each route so many pages are read that every element and class it ever shows was seen.
"""

import re
import sqlite3

import pytest
from django.db import connection

from . import axe
from .crawl import public_routes, read_everything, route_of
from .everything import everything

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

NO_PAGES = {  # public routes that answer with data or lead elsewhere
    *("/named.csv", "/named.xlsx", "/named.json", "/healthz", "/display/", "/robots.txt", "/sitemap.xml"),
    *("/sitemaps/<str:section>.xml", "/feeds/releases.atom", "/feeds/notices.atom", "/feeds/articles.atom"),
    *("/feeds/places/(?P<code>[0-9A-Z]{6})\\.atom$", "/articles/<int:number>/files/<str:name>"),
    *("/api/schema/", "/api/v1/entries/", "/api/v1/entries/<uuid:pk>/", "/api/(?:[\\s\\S]*/)?$"),
    *("/api/v1/releases/", "/api/v1/releases/<int:number>/", "/api/v1/rounds/", "/data/<slug:table>.<str:ending>"),
    *("/statistics.csv", "/statistics/qr.svg", "/articles/<int:number>/qr.svg", "/entries/<uuid:pk>/qr.svg"),
    *("/named/qr.svg", "/regions/(?P<code>[0-9A-Z]{6})/qr.svg$", "/releases/<int:number>/qr.svg"),
    "/rounds/<slug:code>/qr.svg",
}
MODES = {"normal": {}, "elder": {"mode": "large"}, "contrast": {"contrast": "high"}}
# Target sizes (WCAG 2.2, 2.5.8) are not looked at by axe unless it is asked to.
OPTIONS = {"resultTypes": ["violations"], "preload": False, "rules": {"target-size": {"enabled": True}}}
ELEMENT = re.compile(rb'<(\w+)(?:[^>]*?class="([^"]*)")?')


def kinds(client):
    """{route: addresses} of the public pages, refusals too: each brings an element or a class the others had not."""
    pages = {path: answer for path, answer in read_everything(client).items() if answer.is_page}
    shapes = {path: set(ELEMENT.findall(answer.body)) for path, answer in pages.items()}
    found, seen = {}, {}
    for path in sorted(pages, key=lambda path: (-len(shapes[path]), path)):  # the richest first: fewer are needed then
        route = route_of(path) if pages[path].status == 200 else f"{pages[path].status}"
        if not shapes[path] <= seen.setdefault(route, set()):
            seen[route] |= shapes[path]
            found.setdefault(route, []).append(path)
    return found


@pytest.fixture(scope="module")
def copies():
    """What was built once: `record`, a copy of the database, and by language the addresses of the pages in it."""
    return {}


@pytest.fixture
def record(transactional_db, copies):
    """`everything()` for real; the tests after the first find a copy of it, with the same addresses."""
    connection.ensure_connection()
    if "record" in copies:
        copies["record"].backup(connection.connection)
        return
    everything()
    copies["record"] = sqlite3.connect(":memory:")
    connection.connection.backup(copies["record"])


@pytest.fixture
def addresses(record, copies, client, language):
    if language not in copies:
        client.cookies.load({"lang": language})
        copies[language] = kinds(client)
    return copies[language]


def violations(page, addresses):
    """{address: what axe finds there, and where}, pages without a finding left out."""
    found = {}
    for address in addresses:
        page.goto(address)
        found |= {address: broken} if (broken := broken_on(page)) else {}
    return found


def broken_on(page, options=OPTIONS):
    """[(rule, where)] that axe finds broken on the page as it stands."""
    return [(one["id"], one["nodes"][0]["target"]) for one in axe.broken(page, options)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("mode", MODES)
def test_no_kind_of_public_page_breaks_a_rule_of_accessibility(page, addresses, mode, language):
    assert public_routes() - set(addresses) == NO_PAGES
    page.goto("/healthz")
    cookies = {"lang": language, **MODES[mode]}
    page.context.add_cookies([{"name": name, "value": value, "url": page.url} for name, value in cookies.items()])
    assert violations(page, [address for route in addresses.values() for address in route]) == {}
    shown = page.evaluate("[document.documentElement.lang, {...document.documentElement.dataset}]")
    expected = {"mode": cookies.get("mode", "normal"), "contrast": cookies.get("contrast", "normal")}
    assert shown == [language, expected]
