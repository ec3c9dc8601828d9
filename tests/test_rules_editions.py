"""What a submission was judged under never changes under it: requirements in editions, and the race with handing in."""

from threading import Event, Thread

import pytest
from django.db import connection, connections
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry.digests import digest
from submissions import requirements
from submissions.models import Requirement, RoundRules, Submission
from submissions.rules import editions, holding, limits
from submissions.workflow import MoveRefused, move

from .cast import Cast
from .test_races import MEETING, STUCK

pytestmark = pytest.mark.django_db
FACTS = {
    "order": 1,
    "name": "申报书",
    "wanted": "",
    "required": True,
    "formats": ["pdf"],
    "largest_mb": 20,
    "most_pages": None,
    "template": None,
    "template_name": "",
    "from_stage": None,
    "asks_seal": False,
}


def rules_of(cast):
    return RoundRules.objects.select_related("round").get(round=cast.round)


def add(cast, code="A1", **facts):
    return editions.add(rules_of(cast), cast.regional_office, "single", code, **{**FACTS, **facts})


def change(cast, row, **facts):
    rules = rules_of(cast)
    facts = {name: getattr(row, name) for name in editions.FIELDS} | facts
    return editions.change(rules, cast.regional_office, digest(editions.row_of(row)(rules)), row, **facts)


def remove(cast, row):
    rules = rules_of(cast)
    editions.remove(rules, cast.regional_office, digest(editions.row_of(row)(rules)), row)


def rows():
    """(code, name, since, until) of every requirement, and the edition of the round."""
    kept = Requirement.objects.order_by("pk").values_list("code", "name", "since", "until")
    return list(kept), RoundRules.objects.get().edition


def asked_of(submission):
    return [str(one) for one in requirements.requirements_of(Submission.objects.get(pk=submission.pk))]


def hand_in(cast, *codes):
    submission = cast.draft()
    for code in codes:
        cast.material(submission, code)
    cast.play(submission, "submit")
    return submission


def test_before_anybody_hands_in_requirements_are_changed_in_place(cast):
    row = add(cast)
    cast.draft()
    assert change(cast, row, name="申报表").pk == row.pk
    assert rows() == ([("A1", "申报表", 1, None)], 1)
    remove(cast, row)
    assert rows() == ([], 1)


def test_afterwards_they_are_ended_and_succeeded_under_the_same_code(cast):
    row, other = add(cast), add(cast, "A2", required=False)
    early = hand_in(cast, "A1")
    successor = change(cast, row, name="申报表")
    assert rows() == ([("A1", "申报书", 1, 2), ("A2", "申报书", 1, None), ("A1", "申报表", 2, None)], 2)
    change(cast, successor, name="申报文本")  # nobody handed in under edition 2 yet
    remove(cast, other)
    add(cast, "A3")
    after = [("A1", "申报书", 1, 2), ("A2", "申报书", 1, 2), ("A1", "申报文本", 2, None), ("A3", "申报书", 2, None)]
    assert rows() == (after, 2)
    draft = cast.draft()
    assert (asked_of(early), asked_of(draft)) == (["A1 申报书", "A2 申报书"], ["A1 申报文本", "A3 申报书"])


def test_what_was_returned_is_corrected_under_the_edition_it_was_handed_in_under(cast):
    row = add(cast)
    early = hand_in(cast, "A1")
    add(cast, "A2")
    change(cast, row, name="申报表")
    cast.play(early, "return", "resubmit")
    assert asked_of(early) == ["A1 申报书"]
    assert [version.content["edition"] for version in early.versions.all()] == [1, 1]
    late = cast.draft()
    with pytest.raises(MoveRefused) as missing:
        move(late, "submit", cast.drafter)
    assert str(missing.value) == "尚缺\uff1aA1 申报表、A2 申报书。"


def test_where_it_stands_on_the_page_judges_nobody(cast):
    row = add(cast)
    hand_in(cast, "A1")
    assert change(cast, row, order=7).pk == row.pk
    assert rows() == ([("A1", "申报书", 1, None)], 1)


def test_saving_without_a_change_makes_no_edition(cast):
    row = add(cast)
    hand_in(cast, "A1")
    assert change(cast, row).pk == row.pk
    assert rows() == ([("A1", "申报书", 1, None)], 1)


def test_a_code_stands_once_among_those_in_force_and_may_return(cast):
    row = add(cast)
    with pytest.raises(holding.RulesRefused) as twice:
        add(cast)
    assert str(twice.value) == "本类别已有同一编号的材料要求。"
    hand_in(cast, "A1")
    remove(cast, row)
    add(cast, name="又要了")
    assert rows() == ([("A1", "申报书", 1, 2), ("A1", "又要了", 2, None)], 2)


def test_who_changes_what_a_colleague_has_replaced_is_told_and_writes_nothing(cast):
    row = add(cast)
    hand_in(cast, "A1")
    rules, seen = rules_of(cast), digest(editions.row_of(row)(rules_of(cast)))
    change(cast, row, name="申报表")
    before = rows()
    for act in (
        lambda: editions.change(rules, cast.second_person, seen, row, **{**FACTS, "name": "别的"}),
        lambda: editions.remove(rules, cast.second_person, seen, row),
    ):
        with pytest.raises(holding.RulesStale):
            act()
    assert rows() == before


class NoSequenceOfChanges(TestCase):
    """Whatever is done to the rules in whatever order: everybody is asked what was asked when they handed in."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(["add", "change", "remove", "hand in"]), st.sampled_from(["A1", "A2"])),
            max_size=12,
        )
    )
    def test_changes_what_somebody_was_judged_under(self, steps):
        cast, asked = Cast(), {}
        for number, (step, code) in enumerate(steps):
            row = Requirement.objects.filter(code=code, until=None).first()
            if step == "hand in":
                submission = hand_in(cast)
                asked[submission] = asked_of(submission)
            elif step == "add" and row is None:
                add(cast, code, name=f"第{number}步", required=False)
            elif step == "change" and row:
                change(cast, row, name=f"第{number}步")
            elif step == "remove" and row:
                remove(cast, row)
            assert {one: asked_of(one) for one in asked} == asked
        in_force = Requirement.objects.in_edition(rules_of(cast).edition)
        assert sorted(in_force.values_list("pk")) == sorted(Requirement.objects.filter(until=None).values_list("pk"))


# --- at the same instant: only PostgreSQL can show it ---


def beginning(act, before_writing=lambda: None):
    """Do it in a thread of its own, and `before_writing` ahead of its first write; the answer or the exception will
    stand in the list."""
    answer, ahead = [], [before_writing]

    def meet(execute, sql, params, many, context):
        if ahead and sql.startswith(("INSERT", "UPDATE")):
            ahead.pop()()
        return execute(sql, params, many, context)

    def run():
        try:
            with connection.execute_wrapper(meet):
                answer.append(act())
        except Exception as error:  # whatever it is, the test looks at it
            answer.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread, answer


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["hand in", "change"])
def test_whoever_hands_in_while_the_rules_change_is_judged_by_one_edition_whole(cast, first):
    """The first is held up after all checks, ahead of its first write; the second must wait for it."""
    row, draft = add(cast, required=False), cast.draft()
    acts = {"hand in": lambda: move(draft, "submit", cast.drafter), "change": lambda: change(cast, row, name="申报表")}
    [second] = set(acts) - {first}
    reached, go_on = Event(), Event()
    one, answer = beginning(acts[first], lambda: (reached.set(), go_on.wait(STUCK)))
    assert reached.wait(STUCK)
    other, other_answer = beginning(acts[second])
    other.join(MEETING)
    assert (other.is_alive(), other_answer) == (True, [])
    go_on.set()
    one.join(STUCK)
    other.join(STUCK)
    assert [isinstance(found, Exception) for found in (*answer, *other_answer)] == [False, False]
    expected = {
        "hand in": (([("A1", "申报书", 1, 2), ("A1", "申报表", 2, None)], 2), ["A1 申报书"]),
        "change": (([("A1", "申报表", 1, None)], 1), ["A1 申报表"]),
    }
    assert (rows(), asked_of(draft)) == expected[first]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_many_hand_in_at_once_without_waiting_for_one_another(cast):
    """They share the rules: in the last hour nobody stands in line."""
    first, second = cast.draft(), cast.draft(cast.other_drafter)
    reached, go_on = Event(), Event()
    one, answer = beginning(lambda: move(first, "submit", cast.drafter), lambda: (reached.set(), go_on.wait(STUCK)))
    assert reached.wait(STUCK)
    move(second, "submit", cast.other_drafter)
    assert (second.status, answer) == ("submitted", [])
    go_on.set()
    one.join(STUCK)
    assert [isinstance(found, Exception) for found in answer] == [False]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_quota_that_begins_while_somebody_recommends_counts_them(cast):
    """The recommendation is held up ahead of its first write; the quota must wait for it, and not for ever."""
    submission, rules = cast.submission_in("submitted"), rules_of(cast)
    seen, wanted = digest(limits.limits_of(rules)), {("150400", "single"): 1}
    reached, go_on = Event(), Event()
    one, answer = beginning(
        lambda: move(submission, "recommend", cast.city_office), lambda: (reached.set(), go_on.wait(STUCK))
    )
    assert reached.wait(STUCK)
    other, other_answer = beginning(lambda: limits.set_limits(rules, cast.regional_office, seen, wanted))
    other.join(MEETING)
    assert (other.is_alive(), other_answer) == (True, [])
    go_on.set()
    one.join(STUCK)
    other.join(STUCK)
    assert [isinstance(found, Exception) for found in (*answer, *other_answer)] == [False, False]
    assert list(cast.round.quotas.values_list("limit", "used")) == [(1, 1)]
