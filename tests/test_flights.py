"""A page many ask for at once is made once, and nobody waits for ever."""

import threading
import time

import pytest

from registry import flights
from registry.flights import Flights

pytestmark = pytest.mark.once
MANY = 200


def everyone(ask, many=MANY):
    """What `ask(number)` gave each of so many threads that begin at the same time."""
    gate, answers = threading.Barrier(many), [None] * many

    def one(number):
        gate.wait()
        try:
            answers[number] = ask(number)
        except ZeroDivisionError as failure:
            answers[number] = failure

    threads = [threading.Thread(target=one, args=[number]) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return answers


class Kitchen:
    """Makes pages slowly and counts them. `kept` tells whether what was made may be given to others."""

    def __init__(self, kept=True, fails=False):
        self.flights, self.kept, self.fails, self.made = Flights(), kept, fails, []

    def ask(self, number):
        with self.flights.of("page") as (flight, ours):
            if ours:
                return self.make(number, flight)
            page = flight.wait()
        return page or self.make(number)

    def make(self, number, flight=None):
        self.made.append(number)
        if flight:
            time.sleep(0.3)  # everyone else has come meanwhile
            if self.fails:
                return 1 / 0
            if self.kept:
                flight.page = "the page"
        return "the page"


def test_two_hundred_who_ask_at_once_cost_one_rendering():
    kitchen = Kitchen()
    assert everyone(kitchen.ask) == ["the page"] * MANY
    assert len(kitchen.made) == 1


def test_where_making_it_fails_one_sees_the_failure_and_the_others_go_on():
    kitchen = Kitchen(fails=True)
    answers = everyone(kitchen.ask, 8)
    assert sorted(map(str, answers)) == ["division by zero", *["the page"] * 7]


def test_what_may_not_be_kept_is_made_by_each():
    kitchen = Kitchen(kept=False)
    assert everyone(kitchen.ask, 8) == ["the page"] * 8
    assert sorted(kitchen.made) == list(range(8))


def test_nobody_waits_longer_than_the_patience(monkeypatch):
    monkeypatch.setattr(flights, "PATIENCE", 0.05)
    air, stuck, let_go = Flights(), threading.Event(), threading.Event()

    def for_ever():
        with air.of("page"):
            stuck.set()
            let_go.wait(30)

    maker = threading.Thread(target=for_ever)
    maker.start()
    stuck.wait(30)
    with air.of("page") as (flight, ours):
        assert (flight.wait(), ours) == (None, False)
    let_go.set()
    maker.join(30)


def test_a_thread_does_not_wait_for_itself():
    air = Flights()
    with air.of("page") as (_flight, ours):
        assert ours
        with air.of("page") as (same, second):
            begun = time.monotonic()
            assert (same.wait(), second) == (None, False)
            assert time.monotonic() - begun < flights.PATIENCE


def test_afterwards_the_next_one_makes_it_anew():
    kitchen = Kitchen()
    assert [kitchen.ask(number) for number in range(2)] == ["the page"] * 2
    assert kitchen.made == [0, 1]
