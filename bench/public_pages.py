"""What public pages cost, beside an empty Django view on the same server, with a thousand and a million entries.

    .venv/bin/python -m bench.public_pages [--small]

A throw-away PostgreSQL; gunicorn as deployed (gthread, two workers, reuse_port) serves the record, warm and cold, and
beside it an empty view behind Django's default middleware that answers with the same bytes. The client is a process of
its own on the same machine. Rounds of everything are interleaved and medians taken: read the ratios, not the times.
`--small` takes fifty thousand for the million.
"""

import os
import random
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from urllib.parse import quote

from tests.machine import CAREFREE, cluster
from tests.servers import copied_project, free_port, wait_until_listening

from .asking import Connection, answers_a_second, request, seconds
from .desk_server import children, of_tree

ROUNDS, COLD_REQUESTS, HOSTILE = 7, 5, 1000
WARM = ("list", "filtered", "middle page", "entry", "statistics", "1 char", "2 common", "4 common")
SIZES = {"1k": 1_000, "1M": 1_000_000}
SMALL = {"1k": 1_000, "1M": 50_000}
# Sessions of the database stay, so that their CPU time can be told.
COLD = """
from config.settings import *
PUBLIC_VERSION_TRUST_SECONDS, DATABASES["default"]["CONN_MAX_AGE"] = 0, None
"""
FLOOR = """
from pathlib import Path
from django.http import HttpResponse
from django.urls import path
SECRET_KEY, ALLOWED_HOSTS, ROOT_URLCONF = "of the bench alone" * 4, ["127.0.0.1"], "floor_settings"
INSTALLED_APPS = ["django.contrib." + name for name in ("auth", "contenttypes", "sessions", "messages")]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
urlpatterns = [path("<int:length>", lambda request, length: HttpResponse(b"x" * length))]
"""
FLOOR_WSGI = 'import os\nos.environ["DJANGO_SETTINGS_MODULE"] = "floor_settings"\n'
FLOOR_WSGI += "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n"


def environment(url, folder, settings="config.settings"):
    variables = {"DATABASE_URL": url, "SECRET_KEY": "of the bench alone " * 4, "DEBUG": "0", "HTTPS": "0"}
    variables |= {"ALLOWED_HOSTS": "127.0.0.1", "MEDIA_ROOT": f"{folder}/media", "DJANGO_SETTINGS_MODULE": settings}
    return {**os.environ, **variables}


def serve(kept, folder, module, variables):
    """Starts gunicorn as deployed; it ends with `kept`. Returns its port and process."""
    port, log = free_port(), (folder / "gunicorn.log").open("ab")
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--max-requests", "0"]
    command += ["--access-logfile", "/dev/null", "--bind", f"127.0.0.1:{port}", module]
    running = subprocess.Popen(command, cwd=folder / "app", env=variables, stdout=log, stderr=log)
    kept.callback(lambda: (running.terminate(), running.wait(30), log.close()))
    wait_until_listening(port, running)
    return SimpleNamespace(port=port, process=running, sessions=lambda: sessions(variables["DATABASE_URL"]))


def sessions(url):
    """The processes of PostgreSQL that serve this database."""
    folder, name = Path(url.rpartition("host=")[2]), url.partition("?")[0].rpartition("/")[2]
    postmaster = int((folder / "data/postmaster.pid").read_text().split()[0])
    return [pid for pid in children(postmaster) if f" {name} " in title_of(pid)]


def title_of(pid):
    """What a process says it is doing; nothing once it has ended, as those do that tidy up a database."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def prepare(kept, folder, url, name, count):
    """A database with so many entries: (its URL, what raises its version, paths of pages)."""
    import psycopg

    with psycopg.connect(f"host={url.partition('host=')[2]} user=shifan dbname=postgres", autocommit=True) as one:
        one.execute(f'CREATE DATABASE "{name}"')
    here = url.replace("/postgres?", f"/{name}?")
    made = [sys.executable, "-m", "bench.public_pages", "--fill", str(count)]
    subprocess.run(made, check=True, env=environment(here, folder))
    database = psycopg.connect(f"host={url.partition('host=')[2]} user=shifan dbname={name}", autocommit=True)
    kept.callback(database.close)
    raising = "UPDATE regions_publicversion SET number = number + 1"
    [some] = database.execute("SELECT id FROM registry_entry WHERE outcome = 'named' ORDER BY id LIMIT 1").fetchone()
    [named] = database.execute("SELECT count(*) FROM registry_entry WHERE outcome = 'named'").fetchone()
    return here, lambda: database.execute(raising), pages(some, named)


def pages(entry, named):
    def search(words):
        return f"/named/?q={quote(words)}"

    return {
        "list": "/named/",
        "filtered": "/named/?round=2015&city=150400&category=single",
        "middle page": f"/named/?page={max(1, named // 40)}",
        "as of a day": "/named/?as_of=2015-06-30",
        "entry": f"/entries/{entry}/",
        "home": "/",
        "round": "/rounds/2015/",
        "county": "/regions/150404/",
        "statistics": "/statistics/",
        "search all": f"/search/?q={quote('执法')}",
        "1 char": search("法"),
        "2 common": search("执法"),
        "2 rare": search("古驿"),
        "4 common": search("行政复议"),
        "4 rare": search("牛江古驿"),
    }


def fill(count):
    import django
    from django.core.management import call_command

    from .record_rows import fill as fill_with

    django.setup()
    for command in ("migrate", "load_regions"):
        call_command(command, verbosity=0, stdout=StringIO())
    fill_with(count)


def measure_warm(floor, warm, paths):
    """{page: (answers a second, CPU µs an answer) of the floor, of the page kept, of 304}: medians of interleaved
    rounds. The CPU time is the server's alone: it tells the same also where the client or the machine is busy."""
    found = {name: ([], [], []) for name in paths}
    for _ in range(ROUNDS):
        for name, path in paths.items():
            _status, headers, body = Connection(warm.port).ask(request(path))
            kinds = [(floor, request(f"/{len(body)}")), (warm, request(path)), (warm, request(path, headers["ETag"]))]
            for times, (server, sent) in zip(found[name], kinds, strict=True):
                before = of_tree(server.process.pid)
                answered, rate = answers_a_second(server.port, sent)
                times.append((rate, (of_tree(server.process.pid) - before) / answered * 1e6))
    return {name: [medians(times) for times in several] for name, several in found.items()}


def medians(pairs):
    return [statistics.median(one) for one in zip(*pairs, strict=True)]


def measure_cold(floor, cold, prepared):
    """{page: {size: (ms, CPU ms of server and database), "floor": the same}}, medians of interleaved rounds on one
    connection; each request comes just after the version was raised."""
    names = [name for name, path in prepared["1k"][2].items() if answers(cold["1k"].port, path)]
    found = {name: {size: [] for size in ("floor", *prepared)} for name in names}
    for _ in range(ROUNDS):
        for name in names:
            for size, (_url, raise_version, paths) in prepared.items():
                sent = request(paths[name])
                found[name][size].append(an_answer(cold[size], sent, raise_version))
            length = len(Connection(cold["1M"].port).ask(sent)[2])
            found[name]["floor"].append(an_answer(floor, request(f"/{length}")))
    return {name: {size: medians(pairs) for size, pairs in sizes.items()} for name, sizes in found.items()}


def an_answer(server, sent, before=lambda: None):
    """(ms, CPU ms of the server and of the database's sessions) of an answer."""
    busy = []

    def begin():
        before()
        busy.append(-spent(server))

    took = seconds(server.port, sent, begin, lambda: busy.append(spent(server)), COLD_REQUESTS)
    return took * 1e3, sum(busy) / COLD_REQUESTS / 1e6


def spent(server):
    """CPU ns so far of a server and of the sessions of its database, as the kernel accounts them."""
    return sum(of_threads(pid) for pid in [*children(server.process.pid), *server.sessions()])


def of_threads(pid):
    return sum(int(one.read_text().split()[0]) for one in Path(f"/proc/{pid}/task").glob("*/schedstat"))


def answers(port, path):
    return Connection(port).ask(request(path))[0] == 200


def memory(server):
    """MB of the workers, together."""
    pids = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    resident = [Path(f"/proc/{pid}/statm").read_text().split()[1] for pid in pids]
    return sum(map(int, resident)) * os.sysconf("SC_PAGE_SIZE") / 1e6


def flood(warm, paths):
    """Endless pages and filters that nobody else asks for; (MB before, MB after, seconds of the plain list then)."""
    before, chance = memory(warm), random.Random(1)
    hostile = Connection(warm.port)
    for number in range(HOSTILE):
        hostile.ask(
            request(f"/named/?page={chance.randrange(1, 40)}&round={2004 + number % 23}&category=single&x={number}")
        )
    sent = request(paths["list"])
    return before, memory(warm), seconds(warm.port, sent, times=50)


def report_warm(warm):
    for place, what in enumerate(("answers a second", "CPU µs of the server")):
        print(f"warm: {what:22} (a)    kept     304   kept:(a)  304:(a)")
        for name, several in warm.items():
            floor, kept, unchanged = (one[place] for one in several)
            better = [one / floor if place == 0 else floor / one for one in (kept, unchanged)]
            print(f"{name:20} {floor:11.0f} {kept:7.0f} {unchanged:7.0f} {better[0]:9.2f} {better[1]:8.2f}", flush=True)


def report_cold(cold):
    for place, what in enumerate(("ms an answer", "CPU ms of server and database")):
        print(f"cold: {what:30} (a)      1k      1M   (a):1M    1M:1k")
        for name, took in cold.items():
            floor, small, large = (took[size][place] for size in ("floor", "1k", "1M"))
            row = f"{name:28} {floor:11.2f} {small:7.2f} {large:7.2f} {floor / large:8.2f} {large / small:8.2f}"
            print(row, flush=True)


def report_flood(before, after, list_took):
    print(f"{HOSTILE} hostile requests: workers {before:.0f} MB before, {after:.0f} MB after")
    print(f"then the list in {list_took * 1000:.2f} ms", flush=True)


def main(sizes):
    begun = time.time()
    with ExitStack() as kept:
        folder = Path(kept.enter_context(TemporaryDirectory(prefix="shifan-pages-")))
        url = kept.enter_context(cluster(CAREFREE))
        copied_project(folder / "app")
        for name, text in (("cold_settings", COLD), ("floor_settings", FLOOR), ("floor_wsgi", FLOOR_WSGI)):
            (folder / "app" / f"{name}.py").write_text(text)
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, cwd=folder / "app", check=True, env=environment(url, folder))
        prepared = {size: prepare(kept, folder, url, f"of_{size}", count) for size, count in sizes.items()}
        print(f"filled after {time.time() - begun:.0f} s", flush=True)
        floor = serve(kept, folder, "floor_wsgi", environment(url, folder, "floor_settings"))
        cold = {
            size: serve(kept, folder, "config.wsgi", environment(here, folder, "cold_settings"))
            for size, (here, *_rest) in prepared.items()
        }
        warm = serve(kept, folder, "config.wsgi", environment(prepared["1M"][0], folder))
        paths = prepared["1M"][2]
        chosen = {name: paths[name] for name in WARM}
        report_warm(measure_warm(floor, warm, chosen))
        report_flood(*flood(warm, paths))
        report_cold(measure_cold(floor, cold, prepared))
    print(f"{time.time() - begun:.0f} s in all")


if __name__ == "__main__":
    if "--fill" in sys.argv:
        fill(int(sys.argv[-1]))
    else:
        main(SMALL if "--small" in sys.argv else SIZES)
