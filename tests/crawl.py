"""The public side as a stranger walks it: every public route of the URL configuration, every address there is a way to.

A new public page is found by itself where some page links to it, else it is knocked at here; test_public_crawl.py says
which route nobody reached.
"""

import io
import re
import zipfile
from copy import deepcopy
from typing import NamedTuple

from django.urls import Resolver404, URLPattern, get_resolver, resolve

PRIVATE_URLS = ("/workbench/", "/admin/", "/accounts/")
# Entered by hand, because no page links to them, or because they are what a stranger would try.
KNOCKED_AT = (
    "/nowhere/",
    "/named/?round=nowhere",
    "/named/?page=999",
    "/rounds/2026/",
    "/rounds/closed/",
    "/regions/999999/",
    "/api/nowhere/",
    "/api/schema/",
    "/api/v1/entries/",
    "/api/v1/entries/?q=zq7",
    "/api/v1/releases/",
    "/api/v1/rounds/",
    "/display/",
    "/healthz",
    "/objections/follow/",
    "/robots.txt",
    "/search/?q=zq7",
    "/search/?q=%E5%BB%BA%E8%AE%BE",
    "/sitemap.xml",
    "/feeds/places/150400.atom",
)
LINK = re.compile(rb'(?:(?:href|action|src)="|<loc>)(?:http://testserver)?(/[^"#<]*)')


class Answer(NamedTuple):
    status: int
    headers: dict
    body: bytes

    @property
    def is_page(self):
        return self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def links(self):
        """Addresses on this site that a page, a feed or a sitemap holds."""
        is_text = self.is_page or "xml" in self.headers.get("Content-Type", "")
        found = LINK.findall(self.body) if is_text else []
        return [link.decode().replace("&amp;", "&") for link in found if not link.startswith((b"/static/", b"//"))]

    def holds(self, words):
        """Whether the words stand in the body, in a file packed into it, or in a header, cookies included."""
        return words.encode() in unpacked(self.body) or words in str(self.headers)


def unpacked(body):
    """A workbook or an archive as the bytes of the files in it; anything else as it is."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join([*(archive.read(name) for name in archive.namelist()), *map(str.encode, archive.namelist())])


def answer_of(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(response.status_code, {**response.headers, "Set-Cookie": response.cookies.output()}, body)


def routes(resolver=None, before="/"):
    """Every route of the project but the stock admin's, as `urls.py` writes it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        elif pattern.app_name != "admin":
            yield from routes(pattern, route)


def public_routes():
    return {plain(route) for route in routes() if not route.startswith(PRIVATE_URLS)}


def plain(route):
    """A route as `resolve` and `urls.py` both write it: they differ in a leading `^`."""
    return route.replace("/^", "/")


def route_of(path):
    """The route that answers this address; nothing if none does."""
    try:
        return plain("/" + resolve(path.partition("?")[0]).route)
    except Resolver404:
        return ""


def read_everything(client, start="/", knocked_at=KNOCKED_AT):
    """Every public address there is a way to from `start`, with what was knocked at: {path: Answer}. Beside every entry
    its answer of the API is read, to which no page links."""
    seen, waiting, cookies = {}, [*reversed(knocked_at), start], client.cookies
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(PRIVATE_URLS):
            continue
        client.cookies = deepcopy(cookies)  # whoever follows the links to other languages reads on in this one
        seen[path] = answer_of(client.get(path))
        waiting.extend(seen[path].links)
        if path.startswith("/entries/"):
            waiting.append("/api/v1" + path)
    client.cookies = cookies
    return seen
