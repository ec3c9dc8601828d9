"""The outermost door: what is kept is answered word for word as Django said it before, without a request of Django's.

Django judges every way in once: the middleware inside it has refused unknown hosts and led plain HTTP to HTTPS before a
page is served to anybody. The door lets through only who comes by a way that Django has let through, and only while the
version is trusted; all else goes on to Django.
"""

from django.core.handlers.wsgi import WSGIHandler

from .cache import PAGE, is_known, key_of, pages, seen_version

MOST_WAYS = 100  # a wildcard among the allowed hosts must not let strangers fill the memory
OK, NOT_MODIFIED = "200", "304"


def way_of(environ):
    """What Django judges a request by before it looks at the page: host, scheme, and what a proxy says of it."""
    proxy = environ.get("HTTP_X_FORWARDED_PROTO")
    return environ.get("HTTP_HOST"), environ["SERVER_NAME"], environ["SERVER_PORT"], environ["wsgi.url_scheme"], proxy


class Door(WSGIHandler):
    def __init__(self):
        super().__init__()
        self.ways = set()

    def __call__(self, environ, start_response):
        if seen_version.is_trusted() and way_of(environ) in self.ways:
            said = _kept(environ)
            if said:
                status, headers, body = said
                start_response(status, list(headers))
                return [body]
        return super().__call__(environ, self._listening(environ, start_response))

    def _listening(self, environ, start_response):
        """Keeps how Django puts a page on the wire, and remembers the way it came by."""

        def listen(status, headers, *rest):
            page = environ.get(PAGE)
            if page is not None and environ["REQUEST_METHOD"] == "GET":
                page.spoken[status[:3]] = status, tuple(headers)
                if len(self.ways) >= MOST_WAYS:
                    self.ways = set()
                self.ways.add(way_of(environ))
            return start_response(status, headers, *rest)

        return listen


def _kept(environ):
    """(status, headers, body) of what can be repeated; None if Django has to speak."""
    key = key_of(environ)
    page = key and pages.get(key)
    if not page:
        return None
    sent = environ.get("HTTP_IF_NONE_MATCH")
    kind = NOT_MODIFIED if sent and is_known(page.etag, sent) else OK
    said = page.spoken.get(kind)
    return said and (*said, page.body if kind == OK and environ["REQUEST_METHOD"] == "GET" else b"")
