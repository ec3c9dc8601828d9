"""Public pages are cached whole under the public version and answered before session, user or CSRF is touched.

The key holds what a page may depend on and nothing else: path, the parameters its view declares, language, display
mode, the version, the code, and where the page depends on the clock the Beijing date. The ETag is the key's digest, so
it is known before the view runs. A worker trusts the version it saw for at most `PUBLIC_VERSION_TRUST_SECONDS`; when it
sees a new one everything cached under the old one goes, so that withheld words do not linger in memory.
"""

import hashlib
import time
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseNotModified
from django.urls import Resolver404, resolve
from django.utils import timezone

from regions.version import public_version

from .display import chosen

LONGEST_QUERY = 500
LARGEST_KEPT = 256 * 1024  # bytes
CODE = ("templates", "static", "locale", "registry", "regions", "config")


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

    def now(self):
        if time.monotonic() >= self.until:
            known, self.number = self.number, public_version()
            if known != self.number:  # only now, so that a page put in meanwhile is either swept out or taken back
                caches["public"].clear()
            self.until = time.monotonic() + settings.PUBLIC_VERSION_TRUST_SECONDS
        return self.number


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


def key_of(request):
    """The cache key of a request for a public page; None if it is none, or too long to be kept."""
    if request.method not in ("GET", "HEAD"):
        return None
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return None
    if not hasattr(view, "public_params") or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return None
    asked = [(name, request.GET.getlist(name)) for name in view.public_params]
    known = [(name, values) for name, values in asked if values not in ([], [""])]
    day = timezone.localdate().isoformat() if view.public_daily else ""
    facts = (request.path, known, chosen(request), seen_version.now(), code_version(), day)
    return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()


class PublicCacheMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.get_host()  # an unknown host is refused here as everywhere, though no page depends on it
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        etag = f'"{key[:32]}"'
        if etag in request.headers.get("If-None-Match", ""):
            response = HttpResponseNotModified()
        else:
            response = self._from_cache(key) or self._from_view(request, key)
        if response.status_code in (200, 304):
            for name, value in (("ETag", etag), ("Cache-Control", "no-cache"), ("Vary", "Cookie")):
                response.headers[name] = value
        return response

    def _from_cache(self, key):
        kept = caches["public"].get(key)
        return kept and HttpResponse(kept[0], headers=kept[1])

    def _from_view(self, request, key):
        before = seen_version.number
        response = self.get_response(request)
        # A page that was being made while the version rose belongs to no version: it is served and not kept.
        if seen_version.number == before and worth_keeping(request, response):
            caches["public"].set(key, (response.content, dict(response.headers)), None)
            if seen_version.number != before:
                caches["public"].delete(key)
        return response


def worth_keeping(request, response):
    """Large downloads are made anew: as many of them as the cache has places would fill the memory."""
    kept = response.status_code == 200 and request.method == "GET" and not response.streaming
    return kept and len(response.content) <= LARGEST_KEPT
