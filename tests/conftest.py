"""The ground all tests stand on: what can run here, the database between tests, and the browser."""

import gc
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import TransactionTestCase, override_settings
from pytest_django.plugin import blocking_manager_key

from registry.cache import pages
from tests import grounds, migrated
from tests.machine import CHROMIUM, lacking

pytest_plugins = ["tests.cast", "tests.objecting"]

SCREENSHOTS = Path(settings.VAR) / "screenshots"


def pytest_collection_modifyitems(config, items):
    """Leaves out what cannot run here: left out, not skipped. tests/run.py says so aloud and how to mend it."""
    impossible = set(lacking())
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    # What no database has a part in runs in one leg only.
    impossible.add("postgresql" if on_sqlite else "once")
    left_out = {item for item in items if impossible & _marks(item) or not (on_sqlite or _asks_a_database(item))}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def pytest_collection():
    """How long an example takes says something about the machine; what it may take is asked where it matters."""
    import hypothesis

    slowly = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=slowly)
    hypothesis.settings.load_profile("patient")


def _marks(item):
    return {mark.name for mark in item.iter_markers()}


def _asks_a_database(item):
    """Whoever does not say so is refused by pytest-django: so what runs once, on SQLite, can have asked none."""
    said = {"django_db", "postgresql"} & _marks(item)
    asked = {"db", "transactional_db", "live_server"} & set(item.fixturenames)
    return bool(said or asked) or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)


def pytest_collection_finish(session):
    """Thousands of tests and all of Django stay to the end: nobody need look through them for garbage every moment."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _teardown_past_the_triggers(test_case, _plain=TransactionTestCase._fixture_teardown):
    """Emptying the tables after a test with real transactions is the one thing the append-only triggers must allow."""
    from registry import append_only

    append_only.lift(connection)
    try:
        _plain(test_case)
    finally:
        append_only.install(connection)


TransactionTestCase._fixture_teardown = _teardown_past_the_triggers


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Where workers meet, only the first of them migrates; elsewhere each process does, as pytest-django has it."""
    if migrated.MEETING:
        with django_db_blocker.unblock():
            migrated.begin(request.config.workerinput["workerid"])
    else:
        request.getfixturevalue("django_db_setup")
    yield
    with django_db_blocker.unblock():
        grounds.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Test cases as classes begin before any fixture, and on no ground."""
    if getattr(item, "cls", None):
        with item.config.stash[blocking_manager_key].unblock():
            grounds.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef, request):
    """Ahead of the transaction in which pytest-django lets each test run."""
    if fixturedef.argname == "_django_db_helper":
        with request.config.stash[blocking_manager_key].unblock():
            grounds.take_place(request.node)


@pytest.fixture(autouse=True)
def _nothing_cached():
    pages.clear()
    cache.clear()


@pytest.fixture
def aside(settings, tmp_path):
    """Files that are still on their way lie in a folder of this test's own, which is empty."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="module")
def shared(django_db_setup, django_db_blocker, tmp_path_factory):
    """What fixtures of a module put into the database on this ground is built once and all its tests find it there.

    Each test still runs in a transaction of its own, here a savepoint, and begins with exactly what was built; after
    the module all is gone. Not for tests with real transactions. Files on their way lie in a folder of the module.
    """
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock():
        grounds.clear()
        with folder, transaction.atomic():
            yield
            grounds.clear()
            transaction.set_rollback(True)


@pytest.fixture(scope="session")
def chromium(django_db_blocker):
    """While it runs an event loop runs in this thread, beside which Django finds other connections than before: what
    is open on either side must be closed first, for nobody would close it later."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # milliseconds; a machine with many tests at once is slow, not wrong
    flags = ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    if os.geteuid() == 0:  # Chromium's sandbox refuses root
        flags.append("--no-sandbox")
    _leave_the_database(django_db_blocker)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()
        _leave_the_database(django_db_blocker)


def _leave_the_database(blocker):
    with blocker.unblock():
        grounds.clear()
        connections.close_all()


@pytest.fixture
def visitor(chromium, live_server, request):
    """`visitor()` is one more person: a page of its own at 1366×768, signed in nowhere, cut off from other hosts.

    Takes the options of a browser context (`java_script_enabled=False`, `viewport=…`). Paths count from the live
    server. A script error or a breach of the content security policy fails the test; a failed test leaves pictures.
    """
    pages, problems = [], []

    def arrive(**options):
        options = {"viewport": {"width": 1366, "height": 768}, "locale": "en-US", **options}
        context = chromium.new_context(base_url=live_server.url, **options)
        context.route(lambda url: not url.startswith((live_server.url, "data:")), lambda route: route.abort())
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: "Content Security Policy" in line.text and problems.append(line.text))
        pages.append(page)
        return page

    yield arrive
    if problems or request.node.stash.get(FAILED, False):
        _photograph(pages, request.node.name)
    for page in pages:
        page.context.close()
    assert problems == []


@pytest.fixture
def page(visitor):
    return visitor()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def _photograph(pages, name):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages, 1):
        page.screenshot(path=SCREENSHOTS / f"{name}-{number}.png", full_page=True)
