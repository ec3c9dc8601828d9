"""Any sequence of edits and moves, by anybody, with good and bad inputs: nothing but the table's moves happens, chains
verify and every invariant holds.
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.models import Category
from submissions import drafts, invariants
from submissions.models import Quota, Submission
from submissions.moves import BACK, MOVES
from submissions.verification import chains
from submissions.workflow import MoveRefused, move

from .cast import PEOPLE

pytestmark = pytest.mark.django_db
LEAVING = ("withdraw", "disqualify")
WHICH = st.integers(0, 2)  # which of three candidates
# One step a sensible office would take, or anything at all by anybody with good or bad inputs.
SENSIBLE = st.tuples(st.just("sensible"), WHICH, st.integers(0, 59), st.sampled_from([None, None, 1, 2]))
ANYTHING = st.tuples(
    st.just("anything"),
    WHICH,
    st.sampled_from(sorted(PEOPLE)),
    st.sampled_from([*MOVES, "edit", "edit_category"]),
    st.booleans(),
    st.sampled_from([None, 1, 2]),
)
STEPS = st.one_of(SENSIBLE, SENSIBLE, ANYTHING)


def three_candidates(cast):
    cast.quota(1)
    cast.quota(1, Category.COMPREHENSIVE)
    whole = {"category": Category.COMPREHENSIVE, "region": cast.places["松山区"], "title": ""}
    return [cast.draft(), cast.draft(by=cast.colleague), cast.draft(**whole)]


def inputs_for(cast, name, submission, good, rank):
    inputs = cast.inputs_for(name, submission) if good else dict.fromkeys(MOVES[name].asks)
    return {**inputs, "rank": rank} if "rank" in MOVES[name].asks else inputs


def sensible(cast, submission, number, rank):
    """A move that fits where the candidate stands, by whom it belongs to; leaving is tried more seldom."""
    fitting = [name for name in MOVES if submission.status in MOVES[name].sources]
    likely = [name for name in fitting if name not in LEAVING] * 4 + fitting + ["edit"] * 2 + ["edit_category"]
    name = likely[number % len(likely)]
    who = cast.drafter if name.startswith("edit") else cast.who_makes(name, submission)
    return who, name, True, rank


def anything(cast, submission, who, name, good, rank):
    return cast.people[who], name, good, rank


WAYS_TO_CHOOSE = {"sensible": sensible, "anything": anything}


def step(cast, submission, way, *drawn):
    """Do it or be refused; the submission is looked at afresh before, as whoever opens its page does."""
    submission.refresh_from_db()
    by, name, good, rank = WAYS_TO_CHOOSE[way](cast, submission, *drawn)
    before = submission.status
    try:
        if name.startswith("edit"):
            drafts.edit(submission, by, **edit_of(submission, name, good))
        else:
            move(submission, name, by, **inputs_for(cast, name, submission, good, rank))
            assert before in MOVES[name].sources
            assert MOVES[name].target in (submission.status, BACK)
    except MoveRefused:
        submission.refresh_from_db()
        assert submission.status == before


def edit_of(submission, name, good):
    if name == "edit":
        return {"title": "改过的标题" if good else ""}
    other = {Category.SINGLE: Category.COMPREHENSIVE, Category.COMPREHENSIVE: Category.SINGLE}
    return {"category": other[submission.category], "title": "另一个标题"}


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=20, max_size=80))
def test_whatever_is_pressed_in_whatever_order_everything_holds(cast, steps):
    with transaction.atomic():
        candidates = three_candidates(cast)
        for way, which, *drawn in steps:
            step(cast, candidates[which], way, *drawn)
        assert [chain.findings for chain in chains()] == [[]] * 3
        assert [found for _one, found in invariants.submissions()] == [[]] * 3
        assert [found for check in invariants.BESIDE for found in check()] == []
        assert all(quota.used <= quota.limit for quota in Quota.objects.all())
        assert Submission.objects.count() == 3
        transaction.set_rollback(True)
