"""Grounds: what many tests begin with is built once, and each of them finds it exactly as it was built.

A fixture made by `@built_once` builds in a transaction that stays open while one test after another wants the same;
each of these runs in a savepoint of its own and gets objects of its own. A ground may stand on others, which its
parameters name. Before a test that wants another ground, or none, what stands is taken away. In tests with real
transactions, and beside another ground, it is built as by any other fixture.
"""

import inspect
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation

STANDING = []  # what stands in the database now, the lowest first
OWN = pytest.StashKey[dict]()  # of a test: {build: the test's own copy of what it gave}


@dataclass
class Standing:
    build: Any
    given: Any
    block: transaction.Atomic


def built_once(build):
    """A fixture that gives what `build` returns; its parameters are fixtures that are grounds as well."""
    below = list(inspect.signature(build).parameters)

    def found(request, db, **values):
        own = request.node.stash.get(OWN, {})
        return own[build] if build in own else build(**values)

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    found.__signature__ = inspect.Signature([inspect.Parameter(name, kind) for name in ("request", "db", *below)])
    found.__doc__, found.ground, found.below = build.__doc__, build, below
    return pytest.fixture(found, name=build.__name__)


def take_place(item):
    """What `item` wants stands in the database, and nothing else; called before its own transaction begins."""
    way = _way(item)
    while [level.build for level in STANDING] != way[: len(STANDING)]:
        _take_away()
    for build in way[len(STANDING) :]:
        _stand(build)
    copies = deepcopy([level.given for level in STANDING])
    item.stash[OWN] = dict(zip(way, copies, strict=True))


def clear():
    while STANDING:
        _take_away()


def _stand(build):
    known = {level.build.__name__: level.given for level in STANDING}
    block = transaction.atomic()
    block.__enter__()
    try:
        with translation.override(settings.LANGUAGE_CODE):  # whatever the test before has left
            given = build(**{name: known[name] for name in inspect.signature(build).parameters})
    except BaseException:
        transaction.set_rollback(True)
        block.__exit__(None, None, None)
        raise
    STANDING.append(Standing(build, given, block))


def _take_away():
    transaction.set_rollback(True)
    STANDING.pop().block.__exit__(None, None, None)


def _way(item):
    """The grounds `item` stands on, the lowest first: those of its first fixture that is one, and what stands on it."""
    marker = item.get_closest_marker("django_db")
    if {"transactional_db", "live_server"} & set(item.fixturenames) or (marker and marker.kwargs.get("transaction")):
        return []
    way = []
    for name in item.fixturenames:
        on = _standing_on(item, name)
        if on[: len(way)] == way:
            way = on or way
    return way


def _standing_on(item, name):
    found = [fixture.func for fixture in item._fixtureinfo.name2fixturedefs.get(name, ())[-1:]]
    if not found or not hasattr(found[0], "ground"):
        return []
    return [build for below in found[0].below for build in _standing_on(item, below)] + [found[0].ground]
