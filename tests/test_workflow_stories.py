"""What a move leaves behind: the ways back, the quota's counter, the transition and its chain."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from registry.models import Category
from submissions import drafts, history
from submissions.models import Quota, Submission, Transition
from submissions.workflow import MoveRefused, NotAllowed, Stale, move

from .test_workflow import place, snapshot

pytestmark = pytest.mark.django_db
BEIJING = timezone.get_default_timezone()


def used():
    return Quota.objects.get().used


# --- the ways back ---


@pytest.mark.parametrize("status", ["recommended", "under_review"])
def test_what_the_regional_office_sent_back_returns_to_where_it_stood(cast, status):
    submission = cast.submission_in(status)
    cast.play(submission, "send_back", "resubmit")
    assert submission.status == status


def test_what_was_sent_back_keeps_its_stage(cast):
    submission = cast.at_last_stage()
    cast.play(submission, "send_back")
    assert (submission.status, submission.stage) == ("returned", cast.field_evaluation)
    cast.play(submission, "resubmit")
    assert place(submission) == "under_review/2"


RETURNS = [("submitted", "return"), ("recommended", "send_back"), ("under_review", "send_back")]


@pytest.mark.parametrize(("status", "name"), RETURNS)
def test_what_was_not_corrected_in_time_gets_a_later_day_from_the_office_that_returned_it(cast, status, name):
    submission = cast.submission_in(status)
    cast.play(submission, name)
    Submission.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(MoveRefused):
        cast.play(submission, "resubmit")
    cast.play(submission, name, reason="疫情期间延期")
    cast.play(submission, "resubmit")
    assert (submission.status, submission.due_at, submission.returned_from) == (status, None, "")
    moves = [transition.move for transition in submission.transitions.order_by("sequence")]
    assert moves[-3:] == [name, name, "resubmit"]


@pytest.mark.parametrize(("status", "name"), RETURNS)
def test_the_other_office_sets_no_day_for_what_it_did_not_return(cast, status, name):
    submission = cast.submission_in(status)
    cast.play(submission, name)
    before = Submission.objects.values().get()
    other = {"return": "send_back", "send_back": "return"}[name]
    with pytest.raises(MoveRefused):
        cast.play(submission, other)
    assert Submission.objects.values().get() == before


def test_a_place_in_the_quota_is_held_through_a_later_day(cast):
    cast.quota(1)
    submission = cast.submission_in("recommended")
    cast.play(submission, "send_back", "send_back", "resubmit")
    assert (submission.status, used()) == ("recommended", 1)


def test_after_a_correction_nothing_is_due_any_more(cast):
    submission = cast.submission_in("returned")
    cast.play(submission, "resubmit")
    assert (submission.due_at, submission.returned_from) == (None, "")


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "recommended", "under_review"])
@pytest.mark.parametrize("end", ["withdraw", "disqualify"])
def test_what_is_reopened_stands_where_it_ended_from(cast, status, end):
    submission = cast.submission_in(status)
    before = place(submission), submission.returned_from, submission.due_at
    cast.play(submission, end, "reopen")
    assert (place(submission), submission.returned_from, submission.due_at) == before
    assert submission.decided_at is None


def test_the_way_back_from_a_correction_survives_a_withdrawal(cast):
    submission = cast.at_last_stage()
    cast.play(submission, "send_back", "withdraw", "reopen", "resubmit")
    assert place(submission) == "under_review/2"


def test_reopening_twice_goes_back_to_the_latest_end(cast):
    submission = cast.at_last_stage()
    cast.play(submission, "decline", "reopen", "name", "reopen")
    assert place(submission) == "under_review/2"


# --- who withdraws ---


def test_a_draft_is_withdrawn_by_its_unit_and_what_was_submitted_by_the_city_office(cast):
    for status, may, may_not in [
        ("draft", cast.colleague, cast.city_office),
        ("submitted", cast.city_office, cast.drafter),
        ("returned", cast.city_office, cast.drafter),
    ]:
        submission = cast.submission_in(status)
        with pytest.raises(NotAllowed):
            move(submission, "withdraw", may_not, reason="不再参加")
        move(submission, "withdraw", may, reason="不再参加")
        assert submission.status == "withdrawn"


# --- the quota's counter ---


@pytest.mark.parametrize(
    ("moves", "places"),
    [
        (["submit"], 0),
        (["submit", "recommend"], 1),
        (["submit", "return"], 0),
        (["submit", "recommend", "send_back"], 1),
        (["submit", "recommend", "send_back", "resubmit"], 1),
        (["submit", "recommend", "accept", "stop"], 1),
        (["submit", "recommend", "accept", "advance", "name"], 1),
        (["submit", "recommend", "accept", "advance", "decline"], 1),
        (["submit", "recommend", "withdraw"], 0),
        (["submit", "recommend", "disqualify"], 0),
        (["submit", "recommend", "send_back", "withdraw"], 0),
        (["submit", "recommend", "send_back", "withdraw", "reopen"], 1),
        (["submit", "recommend", "withdraw", "reopen"], 1),
        (["submit", "withdraw", "reopen"], 0),
        (["submit", "recommend", "accept", "stop", "reopen"], 1),
    ],
)
def test_a_place_is_held_from_recommendation_until_the_candidate_leaves(cast, moves, places):
    cast.quota(3)
    cast.play(cast.draft(), *moves)
    assert used() == places


def test_a_quota_counts_its_own_city_and_category(cast):
    cast.quota(3, Category.COMPREHENSIVE)
    cast.submission_in("recommended")
    cast.submission_in("recommended", by=cast.far_drafter)
    assert used() == 0
    cast.submission_in("recommended", category=Category.COMPREHENSIVE, region=cast.places["松山区"], title="")
    assert used() == 1


# --- what a move writes ---


def test_a_transition_says_who_when_from_where_to_where_why_and_upon_what(cast):
    submission = cast.at_last_stage(lead_unit="松山区司法局")
    document = cast.document("关于命名的决定", number="内法办发〔2026〕1号")
    moment = datetime(2026, 9, 1, 8, tzinfo=BEIJING)
    row = move(submission, "name", cast.regional_office, at=moment, document=document)
    stored = Transition.objects.get(pk=row.pk)
    assert (stored.sequence, stored.move, stored.from_status, stored.to_status) == (
        5,
        "name",
        "under_review",
        "named",
    )
    assert (stored.from_stage, stored.to_stage) == (cast.field_evaluation, cast.field_evaluation)
    assert (stored.by, stored.by_name, stored.by_unit) == (cast.regional_office, "tuya", "自治区党委依法治区办")
    assert (stored.at, stored.document, stored.reason, stored.algorithm) == (moment, document, "", "sha256")
    assert stored.details == {
        "version": 6,
        "content": history.content_digest(submission),
        "name": "松山区‘智慧+执法’ 改革",
        "stage": "实地评估",
        "document": ["关于命名的决定", "自治区党委依法治区办", "内法办发〔2026〕1号", ""],
    }
    assert submission.decided_at == moment


def test_a_return_keeps_what_was_asked_for_and_by_when(cast):
    submission = cast.submission_in("submitted")
    due = datetime(2030, 1, 1, tzinfo=BEIJING)
    row = move(submission, "return", cast.city_office, reason=" 材料不全\n", corrections=" 补充第3项 ", due_at=due)
    assert (row.reason, row.details["corrections"], row.details["due_at"]) == (
        "材料不全",
        "补充第3项",
        "2030-01-01T00:00:00+08:00",
    )
    assert (submission.due_at, submission.returned_from) == (due, "submitted")


def test_names_in_the_history_stay_when_people_and_units_are_renamed(cast):
    submission = cast.submission_in("submitted")
    cast.units["松山区司法局"].name = "松山区司法局(新)"
    cast.units["松山区司法局"].save()
    cast.drafter.first_name = "改名"
    cast.drafter.save()
    row = submission.transitions.get()
    assert (row.by_name, row.by_unit) == ("qiqige", "松山区司法局")


def test_each_row_continues_the_chain_and_the_submission_holds_its_end(cast):
    submission = cast.submission_in("named")
    rows = list(submission.transitions.order_by("sequence"))
    assert [row.sequence for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous for row in rows] == ["", *(row.digest for row in rows[:-1])]
    assert [row.digest for row in rows] == [history.digest_of(row) for row in rows]
    assert submission.history_head == rows[-1].digest


def test_each_move_and_each_edit_raises_the_version_by_one(cast):
    draft = cast.draft()
    drafts.edit(draft, cast.drafter, title="改过的标题")
    cast.play(draft, "submit", "recommend")
    assert draft.version == 4


def test_what_was_edited_under_ones_eyes_is_not_submitted_as_if_seen(cast):
    draft = cast.draft()
    seen = Submission.objects.get(pk=draft.pk)
    drafts.edit(draft, cast.colleague, title="同事改过的标题")
    before = snapshot()
    with pytest.raises(Stale):
        move(seen, "submit", cast.drafter)
    assert snapshot() == before


def test_a_refused_move_leaves_the_callers_object_as_it_was(cast):
    submission = cast.submission_in("submitted")
    before = vars(submission) | {"_state": None}
    with pytest.raises(MoveRefused):
        move(submission, "return", cast.city_office, reason="理由", corrections="补充", due_at=timezone.now())
    assert vars(submission) | {"_state": None} == before


def test_nothing_is_left_of_a_move_whose_caller_is_rolled_back(cast):
    submission = cast.submission_in("submitted")
    before = snapshot()
    with transaction.atomic():
        move(submission, "recommend", cast.city_office)
        transaction.set_rollback(True)
    assert snapshot() == before


def test_moves_may_be_made_as_of_another_instant(cast):
    """Rounds of the past are entered later; the instant is the caller's word and stands in the history."""
    past = timezone.now() - timedelta(days=1, minutes=-5)
    row = move(cast.draft(), "submit", cast.drafter, at=past)
    assert Transition.objects.get(pk=row.pk).at == past


# --- what stays settled ---


@pytest.mark.parametrize("status", ["recommended", "under_review"])
def test_a_correction_leaves_category_and_division_as_they_were_recommended(cast, status):
    """The quota, the rank and what is public count this candidate under them."""
    submission = cast.submission_in(status)
    cast.play(submission, "send_back")
    before = snapshot()
    for changed in ({"category": Category.COMPREHENSIVE}, {"region": cast.places["宁城县"]}):
        with pytest.raises(NotAllowed):
            drafts.edit(submission, cast.drafter, **changed)
    assert snapshot() == before
    same = {"category": submission.category, "region": submission.region, "title": "改正后的标题"}
    assert drafts.edit(submission, cast.drafter, **same).title == "改正后的标题"


def test_before_it_was_recommended_everything_may_be_corrected(cast):
    submission = cast.submission_in("returned")
    drafts.edit(submission, cast.drafter, category=Category.COMPREHENSIVE, region=cast.places["宁城县"], title="")
    assert submission.printed_name == "宁城县"
