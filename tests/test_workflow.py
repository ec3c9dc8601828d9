"""Pictures of the workflow: what each move makes of each status, who makes which move, who sees what.

The pictures are read by the tests: a changed table shows as a changed picture.
"""

import pytest
from django.db import transaction

from submissions.models import Status, Submission, Transition
from submissions.moves import MOVES
from submissions.permissions import RULES, can
from submissions.workflow import MoveRefused, NotAllowed, UnknownMove, choices, move

pytestmark = pytest.mark.django_db

# What a move makes of a candidate standing at the row; · is refused. “1” and “2” are the first and the last stage.
# Where the way back depends on where it came from: returned from submitted, ended as in the cast's WAYS.
# `supplement` is possible where a stage asks materials and some are there: `cast.asked_for_more()`.
STATUS_BY_MOVE = """
                 submit    recommend   return   send_back resubmit  accept         advance
draft            submitted ·           ·        ·         ·         ·              ·
submitted        ·         recommended returned ·         ·         ·              ·
returned         ·         ·           returned ·         submitted ·              ·
recommended      ·         ·           ·        returned  ·         under_review/1 ·
under_review/1   ·         ·           ·        returned  ·         ·              under_review/2
under_review/2   ·         ·           ·        returned  ·         ·              ·
not_shortlisted  ·         ·           ·        ·         ·         ·              ·
named            ·         ·           ·        ·         ·         ·              ·
not_named        ·         ·           ·        ·         ·         ·              ·
withdrawn        ·         ·           ·        ·         ·         ·              ·
disqualified     ·         ·           ·        ·         ·         ·              ·

                 stop            name  decline   withdraw  disqualify   reopen
draft            ·               ·     ·         withdrawn disqualified ·
submitted        ·               ·     ·         withdrawn disqualified ·
returned         ·               ·     ·         withdrawn disqualified ·
recommended      ·               ·     ·         withdrawn disqualified ·
under_review/1   not_shortlisted ·     ·         withdrawn disqualified ·
under_review/2   not_shortlisted named not_named withdrawn disqualified ·
not_shortlisted  ·               ·     ·         ·         ·            under_review/1
named            ·               ·     ·         ·         ·            under_review/2
not_named        ·               ·     ·         ·         ·            under_review/2
withdrawn        ·               ·     ·         ·         ·            submitted
disqualified     ·               ·     ·         ·         ·            submitted

                 reserve   rank        supplement
draft            ·         ·           ·
submitted        submitted ·           ·
returned         ·         ·           ·
recommended      ·         recommended ·
under_review/1   ·         ·           ·
under_review/2   ·         ·           ·
not_shortlisted  ·         ·           ·
named            ·         ·           ·
not_named        ·         ·           ·
withdrawn        ·         ·           ·
disqualified     ·         ·           ·
"""

# Who may make a move on a candidate of 松山区司法局 that stands where the move is possible.
WHO_BY_MOVE = """
                 submit resubmit withdraw_a_draft recommend return withdraw
drafter          yes    yes      yes              ·         ·      ·
colleague        yes    yes      yes              ·         ·      ·
other_drafter    ·      ·        ·                ·         ·      ·
far_drafter      ·      ·        ·                ·         ·      ·
city_office      ·      ·        ·                yes       yes    yes
far_city_office  ·      ·        ·                ·         ·      ·
regional_office  ·      ·        ·                ·         ·      ·
second_person    ·      ·        ·                ·         ·      ·
evaluator        ·      ·        ·                ·         ·      ·
auditor          ·      ·        ·                ·         ·      ·
administrator    ·      ·        ·                ·         ·      ·
superuser        ·      ·        ·                ·         ·      ·

                 send_back accept advance stop name decline disqualify reopen
drafter          ·         ·      ·       ·    ·    ·       ·          ·
colleague        ·         ·      ·       ·    ·    ·       ·          ·
other_drafter    ·         ·      ·       ·    ·    ·       ·          ·
far_drafter      ·         ·      ·       ·    ·    ·       ·          ·
city_office      ·         ·      ·       ·    ·    ·       ·          ·
far_city_office  ·         ·      ·       ·    ·    ·       ·          ·
regional_office  yes       yes    yes     yes  yes  yes     yes        yes
second_person    yes       yes    yes     yes  yes  yes     yes        yes
evaluator        ·         ·      ·       ·    ·    ·       ·          ·
auditor          ·         ·      ·       ·    ·    ·       ·          ·
administrator    ·         ·      ·       ·    ·    ·       ·          ·
superuser        ·         ·      ·       ·    ·    ·       ·          ·

                 reserve rank supplement
drafter          ·       ·    yes
colleague        ·       ·    yes
other_drafter    ·       ·    ·
far_drafter      ·       ·    ·
city_office      yes     yes  ·
far_city_office  ·       ·    ·
regional_office  ·       ·    ·
second_person    ·       ·    ·
evaluator        ·       ·    ·
auditor          ·       ·    ·
administrator    ·       ·    ·
superuser        ·       ·    ·
"""

# Whose submissions a person sees, whatever their status: the unit's, the other unit's of the city, another city's.
WHO_SEES = """
                 松山区司法局 赤峰市司法局 呼和浩特市司法局
drafter          yes          ·            ·
colleague        yes          ·            ·
other_drafter    ·            yes          ·
far_drafter      ·            ·            yes
city_office      yes          yes          ·
far_city_office  ·            ·            yes
regional_office  yes          yes          yes
second_person    yes          yes          yes
evaluator        ·            ·            ·
auditor          yes          yes          yes
administrator    ·            ·            ·
superuser        ·            ·            ·
"""

STANDS_WHERE_POSSIBLE = {
    "submit": "draft",
    "resubmit": "returned",
    "withdraw_a_draft": "draft",
    "recommend": "submitted",
    "return": "submitted",
    "withdraw": "recommended",
    "send_back": "recommended",
    "accept": "recommended",
    "advance": "under_review",
    "stop": "under_review",
    "disqualify": "recommended",
    "reopen": "not_shortlisted",
    "reserve": "submitted",
    "rank": "recommended",
}


def read(picture):
    """{row: {column: cell}} of a drawn grid; parts of one grid are drawn one below the other."""
    rows = {}
    for part in picture.strip("\n").split("\n\n"):
        columns, *lines = [line.split() for line in part.splitlines()]
        for name, *cells in lines:
            rows.setdefault(name, {}).update(zip(columns, cells, strict=True))
    return rows


def snapshot():
    submissions = list(Submission.objects.order_by("pk").values())
    return submissions, list(Transition.objects.order_by("pk").values())


def tried(submission, name, by, **inputs):
    """Where the move leads, or its refusal; after a refusal nothing may have changed. Taken back either way."""
    before, seen = snapshot(), Submission.objects.get(pk=submission.pk)
    with transaction.atomic():
        try:
            move(seen, name, by, **inputs)
            return place(seen)
        except MoveRefused as refused:
            assert snapshot() == before
            return refused
        finally:
            transaction.set_rollback(True)


def standing(cast, row):
    return cast.at_last_stage() if row == "under_review/2" else cast.submission_in(row.split("/")[0])


def place(submission):
    stage = f"/{submission.stage.order}" if submission.status == "under_review" else ""
    return submission.status + stage


def result_of(cast, submission, name):
    answer = tried(submission, name, cast.who_makes(name, submission), **cast.inputs_for(name))
    return "·" if isinstance(answer, MoveRefused) else answer


@pytest.mark.parametrize("row", read(STATUS_BY_MOVE))
def test_each_move_makes_of_each_status_what_the_picture_says(cast, row):
    submission = standing(cast, row)
    assert {name: result_of(cast, submission, name) for name in MOVES} == read(STATUS_BY_MOVE)[row]


def test_the_picture_shows_every_status_and_every_move():
    drawn = read(STATUS_BY_MOVE)
    assert {row.split("/")[0] for row in drawn} == set(Status.values)


@pytest.mark.parametrize("row", read(STATUS_BY_MOVE))
def test_the_buttons_that_work_are_those_of_the_picture(cast, row):
    """`choices` draws the buttons from the same table `move` carries out."""
    submission = standing(cast, row)
    working = {
        name for who in cast.people.values() for name, _step, why_not in choices(submission, who) if why_not is None
    }
    assert working == {name for name, cell in read(STATUS_BY_MOVE)[row].items() if cell != "·"}


def allowed(cast, column, submission):
    """{who: yes or ·} for the move of this column. Who may not is told so by the move itself, not by its guards."""
    name = "withdraw" if column == "withdraw_a_draft" else column
    inputs = cast.inputs_for(name)
    answers = {who: tried(submission, name, user, **inputs) for who, user in cast.people.items()}
    assert [answer for answer in answers.values() if isinstance(answer, MoveRefused)] == [
        answer for answer in answers.values() if isinstance(answer, NotAllowed)
    ]
    return {who: "·" if isinstance(answer, NotAllowed) else "yes" for who, answer in answers.items()}


def placed(cast, column):
    return cast.asked_for_more() if column == "supplement" else cast.submission_in(STANDS_WHERE_POSSIBLE[column])


@pytest.mark.parametrize("column", next(iter(read(WHO_BY_MOVE).values())))
def test_each_move_is_made_by_whom_the_picture_says(cast, column):
    at_last = column in ("name", "decline")
    submission = cast.at_last_stage() if at_last else placed(cast, column)
    drawn = {who: cells[column] for who, cells in read(WHO_BY_MOVE).items()}
    assert allowed(cast, column, submission) == drawn


def test_the_second_picture_shows_every_move_and_every_move_has_a_rule():
    columns = {column.removesuffix("_a_draft") for column in next(iter(read(WHO_BY_MOVE).values()))}
    assert columns == set(MOVES) == set(MOVES) & set(RULES)


def test_who_sees_what_the_third_picture_says(cast):
    drawn = read(WHO_SEES)
    people = {"松山区司法局": cast.drafter, "赤峰市司法局": cast.other_drafter, "呼和浩特市司法局": cast.far_drafter}
    for who in people.values():
        for status in ("draft", "recommended", "named"):
            cast.submission_in(status, by=who)
    seen = {}
    for who, user in cast.people.items():
        visible = Submission.objects.visible_to(user)
        counts = {unit: visible.filter(unit__name=unit).count() for unit in people}
        assert set(counts.values()) <= {0, 3}
        seen[who] = {unit: "yes" if count else "·" for unit, count in counts.items()}
    assert seen == drawn


def test_history_is_seen_by_whoever_sees_the_submission(cast):
    for who in (cast.drafter, cast.other_drafter, cast.far_drafter):
        cast.submission_in("submitted", by=who)
    for user in cast.people.values():
        visible = set(Submission.objects.visible_to(user).values_list("pk", flat=True))
        assert set(Transition.objects.visible_to(user).values_list("submission", flat=True)) == visible


def test_who_is_deactivated_sees_nothing_and_moves_nothing(cast):
    submission = cast.submission_in("submitted")
    cast.city_office.is_active = False
    assert list(Submission.objects.visible_to(cast.city_office)) == []
    assert isinstance(tried(submission, "recommend", cast.city_office), NotAllowed)


def test_an_unknown_move_is_refused_and_an_unknown_action_raises(cast):
    submission = cast.submission_in("draft")
    assert isinstance(tried(submission, "teleport", cast.drafter), UnknownMove)
    with pytest.raises(KeyError):
        can(cast.drafter, "teleport", submission)


def test_a_move_takes_no_input_it_does_not_ask_for(cast):
    submission = cast.submission_in("draft")
    with pytest.raises(TypeError):
        move(submission, "submit", cast.drafter, rank=1)
    submission.refresh_from_db()
    assert (submission.status, submission.transitions.count()) == ("draft", 0)
