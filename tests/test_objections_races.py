"""Objections by many at once, with real threads and real transactions (see test_races)."""

from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client
from django.utils import translation

from submissions import objections
from submissions.models import Allowance, Objection, ObjectionStep, SpentQuestion
from submissions.objections import limits
from submissions.workflow import MoveRefused, move

from .objecting import filled, objection, send, url
from .test_races import rivals

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("aside", "in_no_hurry"),
]


def at_once(acts):
    """The answers of all acts, begun together; more than two, so that nobody waits for anybody's first write."""
    barrier, answers = Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            with translation.override("en"):
                barrier.wait(120)
                answers[number] = act()
        except Exception as error:  # whatever it is, the test looks at it
            answers[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(cast):
    made = objection(cast, state="verified")
    seen = [Objection.objects.get(pk=made.pk) for _number in range(2)]
    answers = rivals(
        lambda: objections.step(seen[0], "uphold", cast.regional_office, opinion="属实"),
        lambda: objections.step(seen[1], "reject", cast.second_person, opinion="不实"),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["ObjectionStale", "ObjectionStep"]
    winner = next(answer for answer in answers if isinstance(answer, ObjectionStep))
    made.refresh_from_db()
    assert (made.state, made.steps.last()) == (winner.to_state, winner)
    loser = str(next(answer for answer in answers if not isinstance(answer, ObjectionStep)))
    assert loser.startswith(f"{winner.by_name} was faster: ")


def test_an_objection_and_a_naming_at_once_come_one_after_the_other(cast):
    submission = cast.at_last_stage()
    document = cast.document()
    answers = rivals(
        lambda: move(type(submission).objects.get(pk=submission.pk), "name", cast.regional_office, document=document),
        lambda: objection(cast, submission),
    )
    refused = [answer for answer in answers if isinstance(answer, MoveRefused)]
    submission.refresh_from_db()
    # Either it was named first, and the objection is to somebody named; or the objection stood in the way.
    assert (submission.status, len(refused)) in [("named", 0), ("under_review", 1)]
    assert Objection.objects.count() == 1


def test_of_many_objections_at_once_each_has_its_own_number(cast):
    submission = cast.at_last_stage()
    answers = at_once([lambda: objection(cast, submission)] * 6)
    assert sorted(one.number for one in answers) == [1, 2, 3, 4, 5, 6]


def test_of_a_flood_from_one_address_exactly_five_are_taken(notice):
    forms = [filled(Client(), notice) for _number in range(16)]
    answers = at_once([lambda form=form: Client().post(url(notice), form).status_code for form in forms])
    assert sorted(answers) == [200] * 5 + [429] * 11
    assert Objection.objects.count() == 5
    assert Allowance.objects.filter(used=5).count() == 3  # of the address this hour and this day, of the notice
    assert SpentQuestion.objects.count() == 5


def test_of_a_flood_from_everywhere_exactly_as_many_are_taken_as_a_notice_may_have(notice, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "send_to_notice", ((7, limits.HOUR),))
    people = [Client(REMOTE_ADDR=f"192.0.2.{number}") for number in range(14)]
    forms = [filled(one, notice) for one in people]
    answers = at_once(
        [lambda pair=pair: pair[0].post(url(notice), pair[1]).status_code for pair in zip(people, forms, strict=True)]
    )
    assert sorted(answers) == [200] * 7 + [429] * 7
    assert Objection.objects.count() == 7


def test_a_form_sent_twice_at_once_is_one_objection(notice):
    form = filled(Client(), notice)
    answers = at_once([lambda: Client().post(url(notice), form).status_code] * 2)
    assert sorted(answers) == [200, 422]
    assert Objection.objects.count() == 1


def test_codes_tried_at_once_are_counted_exactly(notice):
    send(Client(), notice)
    answers = at_once([lambda: Client().post("/objections/follow/", {"code": "x"}).status_code] * 30)
    assert sorted(answers) == [404] * 20 + [429] * 10
