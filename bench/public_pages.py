"""What a public page costs: kept in memory, answered 304, and rendered, each beside a floor measured in the same run.

    .venv/bin/python -m bench.public_pages

Everything runs in one process through the WSGI application, on a throw-away SQLite database holding the divisions and
the demonstration round. The floor is a bare WSGI callable that returns the same bytes. Rounds of the five are
interleaved and the median of each is taken, so that a busy machine slows all alike; read the ratios, not the times.
"""

import os
import statistics
import sys
import tempfile
import time
from io import BytesIO, StringIO

from django.core.cache import caches
from django.core.management import call_command

ROUNDS, REQUESTS = 15, 40
PATHS = ("/", "/rounds/2023/", "/named/", "/regions/150400/", "/api/v1/entries/")


def environ(path, **headers):
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        **headers,
    }


def call(application, path, **headers):
    """(status, headers, body) of one request."""
    told = {}
    parts = application(environ(path, **headers), lambda status, found: told.update(status=status, found=found))
    return told["status"], dict(told["found"]), b"".join(parts)


def timed(application, path, forget=None, **headers):
    """Seconds a request takes, over `REQUESTS` of them; `forget` runs before each and is not counted."""
    spent = 0.0
    for _ in range(REQUESTS):
        if forget:
            forget()
        start = time.perf_counter()
        call(application, path, **headers)
        spent += time.perf_counter() - start
    return spent / REQUESTS


def floor_for(body):
    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [body]

    return application


def prepare():
    """The WSGI application on a throw-away database with the divisions and the demonstration, and its folder."""
    folder = tempfile.TemporaryDirectory(prefix="shifan-bench-")
    os.environ.update(DATABASE_URL=f"sqlite:///{folder.name}/bench.sqlite3", DEBUG="1")
    from config.wsgi import application

    for command in ("migrate", "load_regions", "load_demo"):
        call_command(command, stdout=StringIO(), verbosity=0)
    return application, folder


def measure(application, path):
    """Medians of interleaved rounds, in seconds a request: floor, 304, kept, rendered."""
    status, headers, body = call(application, path)
    if not status.startswith("200"):
        raise SystemExit(f"{path} answers {status}")
    floor, etag = floor_for(body), {"HTTP_IF_NONE_MATCH": headers["ETag"]}
    kinds = {
        "floor": lambda: timed(floor, path),
        "304": lambda: timed(application, path, **etag),
        "kept": lambda: timed(application, path),
        "rendered": lambda: timed(application, path, forget=caches["public"].clear),
    }
    found = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name, run in kinds.items():
            found[name].append(run())
    return {name: statistics.median(times) for name, times in found.items()}


def main():
    application, folder = prepare()
    print(f"{'page':22} {'floor µs':>9} {'304':>9} {'kept':>9} {'rendered':>9}   (times the floor)")
    for path in PATHS:
        took = measure(application, path)
        ratios = [took[name] / took["floor"] for name in ("304", "kept", "rendered")]
        print(f"{path:22} {took['floor'] * 1e6:9.1f} " + " ".join(f"{ratio:9.1f}" for ratio in ratios), flush=True)
    folder.cleanup()


if __name__ == "__main__":
    main()
