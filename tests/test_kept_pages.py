"""The memory of public pages: never above its bound, and what people read outlives what strangers invent."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry import kept as kept_pages
from registry.kept import OVERHEAD, Kept, Page, Part

BODY = 7000  # a page such as these weighs 10,000 bytes
MOST = 1_000_000

pytestmark = pytest.mark.once


def page(size=BODY):
    return Page(b"x" * size, {}, '"etag"')


def ask(kept, key, size=BODY):
    """What a worker does for a request; whether the page was there."""
    if kept.get(key):
        return True
    kept.put(key, page(size), 1)
    return False


def of_version_one(most=MOST):
    kept = Kept(most)
    kept.become(1)
    return kept


def plain(number):
    return (False, f"/entries/{number}/")


def queried(number):
    return (True, "/named/", number)


KEYS = st.tuples(st.booleans(), st.integers(0, 40))
ACTS = st.one_of(
    st.tuples(st.just("ask"), KEYS, st.integers(0, 60_000)),
    st.tuples(st.just("put"), KEYS, st.integers(0, 60_000)),
    st.tuples(st.just("become"), st.integers(1, 2), st.none()),
)


@given(st.lists(ACTS, max_size=200), st.integers(0, 400_000))
@settings(max_examples=200, deadline=None)
def test_the_bytes_are_never_above_the_bound_and_always_those_of_the_pages(acts, most):
    kept = of_version_one(most)
    for act, which, size in acts:
        if act == "become":
            kept.become(which)
        elif act == "put":
            kept.put(which, page(size), 1)
        else:
            ask(kept, which, size)
        assert kept.size == sum(one.size for one in kept.pages().values())
        assert kept.size <= most


# Who asks besides the readers: (number of the request -> key). Each of them a hundred thousand times.
STRANGERS = {
    "words never asked for before": queried,
    "each of them three times over": lambda number: queried(number // 3),
    "each of them ten times over": lambda number: queried(number // 10),
    "the same five hundred again and again": lambda number: queried(number % 500),
    "a crawl over all entries": plain,
    "a crawl that asks each entry twice": lambda number: plain(number // 2),
    "entries and words by turns": lambda number: (plain if number % 2 else queried)(number),
}
READ = [(False, "/"), (False, "/named/"), *((True, "/named/", ("round", str(year))) for year in range(2019, 2025))]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_pages_people_read_survive_a_hundred_thousand_hostile_requests(stranger):
    kept, readers = of_version_one(), random.Random(4)
    for _ in range(3):
        for key in READ:
            ask(kept, key)
    missed = 0
    for number in range(100_000):
        ask(kept, STRANGERS[stranger](number))
        if number % 20 == 0:
            missed += not ask(kept, readers.choice(READ))
    assert missed == 0


@pytest.mark.parametrize("stranger", STRANGERS)
def test_pages_people_read_find_their_place_also_while_strangers_ask(stranger):
    """Just after a release everything is new, and the strangers are there already."""
    kept = of_version_one()
    for number in range(20_000):
        ask(kept, STRANGERS[stranger](number))
    found = [[ask(kept, key) for key in READ] for _time in range(4)]
    assert found == [[False] * len(READ), *[[True] * len(READ)] * 3]


def test_pages_with_a_query_never_displace_one_without():
    kept = of_version_one()
    for number in range(10):  # as many as there is room for new ones without a query, each seen once
        ask(kept, plain(number))
    for number in range(10_000):
        ask(kept, queried(number // 5))
    assert [ask(kept, plain(number)) for number in range(10)] == [True] * 10


def test_what_was_read_much_leaves_once_nobody_reads_it(monkeypatch):
    monkeypatch.setattr(kept_pages, "FADING", 500)
    part = Part(100_000)
    for _ in range(400):
        part.get("old") or part.put("old", page())
    for number in range(1000):
        for _ in range(5):
            part.get(number) or part.put(number, page())
    assert "old" not in part.pages()


def test_a_newcomer_asked_for_once_takes_no_place_of_what_is_read():
    part = Part(100_000)  # two new ones and eight among the read
    for number in range(10):
        for _ in range(4):
            part.get(number) or part.put(number, page())
    for number in range(100, 1000):
        part.get(number) or part.put(number, page())
    assert (set(part.read), set(part.new)) == (set(range(8)), {998, 999})


def test_who_was_asked_for_more_often_takes_the_place_of_the_one_longest_unread():
    part = Part(100_000)
    for number in range(10):
        part.get(number) or part.put(number, page())
    for _ in range(3):
        part.get(9)
    part.put(10, page())
    part.put(11, page())
    assert (set(part.read), set(part.new)) == ({*range(1, 8), 9}, {10, 11})


def test_a_page_larger_than_the_place_of_new_ones_is_not_kept():
    kept = of_version_one()
    largest = int(MOST * 0.6 * 0.2) - OVERHEAD
    kept.put(plain(1), page(largest + 1), 1)
    assert list(kept.pages()) == []
    kept.put(plain(1), page(largest), 1)
    assert list(kept.pages()) == [plain(1)]


def test_a_page_of_another_version_is_not_kept_and_a_new_version_empties_the_memory():
    kept = of_version_one()
    kept.put(plain(1), page(), 2)
    assert list(kept.pages()) == []
    kept.put(plain(1), page(), 1)
    kept.become(1)
    assert list(kept.pages()) == [plain(1)]
    kept.become(2)
    assert (list(kept.pages()), kept.size) == ([], 0)
