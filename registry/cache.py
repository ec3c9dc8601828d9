"""Public pages are cached whole under the public version and answered before session, user or CSRF is touched.

The key holds what a page may depend on and nothing else: path, the parameters its view declares, language, display
mode, and where the page depends on the clock the Beijing date. The ETag is a digest of that, the version and the code,
so it is known before the view runs. A worker trusts the version it saw for at most `PUBLIC_VERSION_TRUST_SECONDS`; when
it sees a new one everything made under the old one goes, so that withheld words do not linger in memory.

Three parts lie behind it: `kept` bounds the memory, `flights` lets many who ask for one new page wait for one
rendering, and `door` repeats what is kept without a request of Django's.
"""

import hashlib
import time
from datetime import UTC, datetime
from functools import cache as once
from functools import lru_cache
from pathlib import Path
from threading import Lock
from types import SimpleNamespace

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified, QueryDict, parse_cookie
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import parse_etags

from regions.version import public_version

from .display import chosen
from .flights import Flights
from .kept import Kept, Page

LONGEST_ADDRESS = 500  # characters of path and query; longer ones are answered and not kept
LARGEST_KEPT = 256 * 1024  # bytes
CODE = ("templates", "static", "locale", "registry", "regions", "config")
PAGE = "shifan.page"  # in the environ of a request: the page it was answered with

pages = Kept(settings.PUBLIC_CACHE_BYTES)
flights = Flights()


def public_page(*params, daily=False):
    """Mark a view as public: it may be cached, and depends on the named GET parameters (and on the day) only."""

    def mark(view):
        view.public_params, view.public_daily = params, daily
        view.csrf_exempt = True  # it writes nothing: a POST is told 405 by the view, not 403
        return view

    return mark


class SeenVersion:
    """The public version as this worker last saw it."""

    number, until = None, 0.0

    def __init__(self):
        self._asking = Lock()

    def now(self):
        if not self.is_trusted():
            with self._asking:  # one after the other, so that who asked earlier never answers last
                if not self.is_trusted():
                    self.number = public_version()
                    pages.become(self.number)
                    self.until = time.monotonic() + settings.PUBLIC_VERSION_TRUST_SECONDS
        return self.number

    def is_trusted(self):
        return time.monotonic() < self.until


seen_version = SeenVersion()


@once
def code_version():
    """Digest of everything pages are made of; every worker of one deployment computes the same."""
    found = hashlib.sha256()
    for folder in CODE:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*.*")):
            if path.is_file() and path.suffix not in (".pyc", ".po"):
                found.update(str(path.relative_to(settings.BASE_DIR)).encode() + path.read_bytes())
    return found.hexdigest()


@lru_cache(2000)
def promised(path):
    """(parameters, whether it depends on the day) of the public page at a path; None if there is none."""
    try:
        view = resolve(path).func
    except Resolver404:
        return None
    return (view.public_params, view.public_daily) if hasattr(view, "public_params") else None


@lru_cache(1)
def default_display():
    return chosen(SimpleNamespace(COOKIES={}))


def key_of(environ):
    """The key of a request for a public page; None if it is none, or its address is too long to be kept."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or len(path) + len(query) > LONGEST_ADDRESS:
        return None
    # WSGI spells other characters in another way than Django does; no public page needs them.
    promise = promised(path) if path.isascii() else None
    if promise is None:
        return None
    params, daily = promise
    known = _known(params, query) if query and params else ()
    cookies = environ.get("HTTP_COOKIE")
    display = chosen(SimpleNamespace(COOKIES=parse_cookie(cookies))) if cookies else default_display()
    day = _day(int(timezone.now().timestamp()) // 60) if daily else ""
    return bool(known), environ.get("SCRIPT_NAME", ""), path, known, display, day


@lru_cache(4)
def _day(minute):
    """The day in Beijing, by the minute since 1970: days begin with a minute."""
    return timezone.localdate(datetime.fromtimestamp(minute * 60, UTC)).isoformat()


@lru_cache(2000)
def _known(params, query):
    """What was asked for by the parameters of the page, as often as it was given; an empty value asks for nothing.
    `query` as WSGI spells it."""
    asked = QueryDict(query.encode("iso-8859-1"))
    several = ((name, tuple(asked.getlist(name))) for name in params)
    return tuple((name, values) for name, values in several if values not in ((), ("",)))


def etag_of(key, version):
    facts = repr((key, version, code_version())).encode("utf-8", "surrogatepass")
    return f'"{hashlib.sha256(facts).hexdigest()[:32]}"'


def is_known(etag, sent):
    """Whether If-None-Match names this page, alone or in a list, weakly or not (RFC 9110, 13.1.2); `*` is any page."""
    return sent in (etag, "*") or etag in {one.removeprefix("W/") for one in parse_etags(sent)}


class PublicCacheMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.get_host()  # an unknown host is refused here as everywhere, though no page depends on it
        key, sent = key_of(request.META), request.META.get("HTTP_IF_NONE_MATCH", "")
        if key is None:
            return self.get_response(request)
        version = seen_version.now()
        page = pages.get(key)
        etag = page.etag if page else etag_of(key, version)
        if sent and is_known(etag, sent) and (page or sent != "*"):
            return _not_modified(request, page, etag)
        response = _answer(request, page) if page else self._made(request, key, version)
        # Whether there is such a page could not be known before.
        return _not_modified(request, None, etag) if sent == "*" and response.status_code == 200 else response

    def _made(self, request, key, version):
        """What somebody else is making of this page just now, else our own."""
        with flights.of((key, version)) as (flight, ours):
            if ours:
                return self._from_view(request, key, version, flight)
            page = flight.wait()
        return _answer(request, page) if page else self._from_view(request, key, version)

    def _from_view(self, request, key, version, flight=None):
        response = self._as_get(request)
        if response.status_code != 200:
            return response
        etag = etag_of(key, version)
        for name, value in _headers(etag).items():
            response.headers[name] = value
        if worth_keeping(response):
            page = Page(response.content, dict(response.headers), etag)
            # A page that was being made while the version rose belongs to no version: it is served and not kept.
            if pages.put(key, page, version):
                request.META[PAGE] = page
                if flight:
                    flight.page = page
        return response

    def _as_get(self, request):
        """A page asked for by HEAD is made whole, so that it can be kept; its body is left out on the way."""
        method, request.method = request.method, "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = method


def _headers(etag):
    return {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Cookie"}


def _answer(request, page):
    request.META[PAGE] = page
    return HttpResponse(page.body, headers=page.headers)


def _not_modified(request, page, etag):
    request.META[PAGE] = page
    return HttpResponseNotModified(headers=_headers(etag))


def worth_keeping(response):
    """Large downloads are made anew, and what sets a cookie is somebody's own."""
    return not response.streaming and not response.cookies and len(response.content) <= LARGEST_KEPT
