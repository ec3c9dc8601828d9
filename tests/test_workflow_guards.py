"""Every sentence a guard can answer, one by one; a refusal changes nothing. The sentences are compared in English, the
language they are written in; that none lacks its translation is another test.
"""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from registry.models import Category
from submissions.models import OfficialDocument, RoundRules, Stage, Submission
from submissions.publishing import discard, start
from submissions.workflow import MoveRefused, choices, move

from .test_workflow import snapshot, tried

pytestmark = pytest.mark.django_db
BEIJING = timezone.get_default_timezone()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sentence(cast, submission, name, **inputs):
    """The refusal's sentence, or None if the move would be made."""
    given = {**cast.inputs_for(name, submission), **inputs}
    answer = tried(submission, name, cast.who_makes(name, submission), **given)
    return str(answer) if isinstance(answer, MoveRefused) else None


def rules(cast, **facts):
    RoundRules.objects.filter(round=cast.round).update(**facts)


# --- the window ---


def test_a_round_without_rules_takes_nothing(cast):
    draft = cast.draft()
    RoundRules.objects.all().delete()
    assert sentence(cast, draft, "submit") == (
        "This round is not set up yet: ask the regional office to set its window."
    )


def test_a_window_takes_submissions_from_its_first_instant_to_before_its_last(cast):
    """24:00 on the 15th is 00:00 on the 16th, Beijing time."""
    opens, closes = datetime(2026, 3, 1, tzinfo=BEIJING), datetime(2026, 3, 16, tzinfo=BEIJING)
    rules(cast, opens_at=opens, closes_at=closes)
    draft, moment = cast.draft(), timedelta(microseconds=1)
    early = "This round takes submissions from March 1, 2026, 00:00 (Beijing time)."
    late = "This round took submissions until March 15, 2026, 24:00 (Beijing time)."
    answers = [sentence(cast, draft, "submit", at=at) for at in (opens - moment, opens, closes - moment, closes)]
    assert answers == [early, None, None, late]


def test_a_closed_round_takes_nothing_whatever_its_window_says(cast):
    rules(cast, closed=True)
    assert sentence(cast, cast.draft(), "submit") == "This round takes no further submissions."


def test_a_round_whose_window_is_unknown_takes_submissions(cast):
    rules(cast, opens_at=None, closes_at=None)
    assert sentence(cast, cast.draft(), "submit") is None


def test_what_was_returned_is_resubmitted_also_after_the_window(cast):
    returned = cast.submission_in("returned")
    rules(cast, closed=True)
    assert sentence(cast, returned, "resubmit") is None


# --- what must be there ---


def test_a_project_needs_a_title(cast):
    assert sentence(cast, cast.draft(title=""), "submit") == "Still missing: title of the project."


def test_a_project_its_source_does_not_name_needs_none(cast):
    assert sentence(cast, cast.draft(title="", name_undisclosed=True), "submit") is None


def test_a_candidate_belongs_to_the_city(cast):
    draft = cast.draft(region=cast.places["呼和浩特市"])
    assert sentence(cast, draft, "submit") == "Still missing: a division within the city."


def test_everything_missing_is_said_at_once(cast):
    draft = cast.draft(title="", region=cast.places["新城区"])
    assert sentence(cast, draft, "submit") == "Still missing: title of the project、a division within the city."


def test_an_incomplete_correction_is_not_resubmitted(cast):
    returned = cast.submission_in("returned")
    Submission.objects.filter(pk=returned.pk).update(title="")
    assert sentence(cast, returned, "resubmit") == "Still missing: title of the project."


def test_corrections_are_taken_until_before_the_due_instant(cast):
    returned = cast.submission_in("returned")
    due = datetime(2030, 6, 1, tzinfo=BEIJING)
    Submission.objects.filter(pk=returned.pk).update(due_at=due)
    late = (
        "It could be corrected until May 31, 2030, 24:00 (Beijing time). "
        "Only the office that returned it can set a later day."
    )
    before = due - timedelta(microseconds=1)
    assert [sentence(cast, returned, "resubmit", at=at) for at in (before, due)] == [None, late]


# --- quota and rank ---


def test_a_city_recommends_within_its_quota(cast):
    cast.quota(1)
    cast.submission_in("recommended")
    one_more = cast.submission_in("submitted", by=cast.other_drafter)
    full = "The quota of 赤峰市 for single-item candidates is used up: 1 of 1."
    assert sentence(cast, one_more, "recommend") == full


def test_a_quota_limits_its_own_category_and_city_alone(cast):
    cast.quota(0)
    region = cast.submission_in("submitted", category=Category.COMPREHENSIVE, region=cast.places["松山区"], title="")
    elsewhere = cast.submission_in("submitted", by=cast.far_drafter)
    assert [sentence(cast, one, "recommend") for one in (region, elsewhere)] == [None, None]


def test_reopening_takes_a_place_again_and_needs_one_left(cast):
    cast.quota(1)
    withdrawn = cast.submission_in("recommended")
    cast.play(withdrawn, "withdraw")
    cast.submission_in("recommended", by=cast.other_drafter)
    full = "The quota of 赤峰市 for single-item candidates is used up: 1 of 1."
    assert sentence(cast, withdrawn, "reopen") == full
    button = {name: why_not for name, _step, why_not in choices(withdrawn, cast.regional_office)}["reopen"]
    assert button == full


def test_reopening_what_kept_its_place_needs_none(cast):
    cast.quota(1)
    assert sentence(cast, cast.submission_in("not_shortlisted"), "reopen") is None


def test_a_round_may_ask_for_a_rank(cast):
    rules(cast, asks_rank=True)
    submitted = cast.submission_in("submitted")
    assert [sentence(cast, submitted, "recommend", rank=rank) for rank in (None, 1, 999)] == [
        "This round asks for a rank.",
        None,
        None,
    ]


@pytest.mark.parametrize("rank", [0, -1, 1000, "1", 1.5])
def test_a_rank_is_a_number_of_at_most_three_digits(cast, rank):
    submitted = cast.submission_in("submitted")
    assert sentence(cast, submitted, "recommend", rank=rank) == "A rank is a number from 1 to 999."


def test_two_candidates_of_a_city_do_not_share_a_rank(cast):
    cast.play(cast.submission_in("submitted"), "recommend", rank=1)
    other = cast.submission_in("submitted", by=cast.other_drafter)
    taken = "Another candidate of the city already has rank 1."
    assert [sentence(cast, other, "recommend", rank=rank) for rank in (1, 2)] == [taken, None]


def test_a_rank_is_free_again_once_its_candidate_left(cast):
    first = cast.submission_in("submitted")
    cast.play(first, "recommend", rank=1)
    cast.play(first, "withdraw")
    other = cast.submission_in("submitted", by=cast.other_drafter)
    assert sentence(cast, other, "recommend", rank=1) is None


# --- reasons and corrections ---


@pytest.mark.parametrize(
    ("status", "name"),
    [
        ("submitted", "return"),
        ("recommended", "send_back"),
        ("under_review", "stop"),
        ("draft", "withdraw"),
        ("submitted", "disqualify"),
        ("not_shortlisted", "reopen"),
    ],
)
@pytest.mark.parametrize("reason", ["", " \n　", None])
def test_a_reason_is_given_and_is_more_than_white_space(cast, status, name, reason):
    assert sentence(cast, cast.submission_in(status), name, reason=reason) == "Give the reason."


@pytest.mark.parametrize(("status", "name"), [("submitted", "return"), ("under_review", "send_back")])
def test_a_return_says_what_to_correct_and_by_when(cast, status, name):
    submission = cast.submission_in(status)
    past = timezone.now() - timedelta(seconds=1)
    answers = [sentence(cast, submission, name, corrections="  ")]
    answers += [sentence(cast, submission, name, due_at=due) for due in (None, past)]
    assert answers == [
        "Say what is to be corrected.",
        "Say by when it is to be corrected.",
        "The time for corrections must lie in the future.",
    ]


# --- stages and documents ---


def test_a_round_without_stages_accepts_nothing(cast):
    recommended = cast.submission_in("recommended")
    Stage.objects.all().delete()
    assert sentence(cast, recommended, "accept") == "This round has no stages yet: set them first."


def test_behind_the_last_stage_there_is_none(cast):
    at_last = cast.at_last_stage()
    assert sentence(cast, at_last, "advance") == "实地评估 is the last stage: name it or decline it."


@pytest.mark.parametrize("name", ["name", "decline"])
def test_naming_and_declining_wait_for_the_last_stage(cast, name):
    assert sentence(cast, cast.submission_in("under_review"), name) == "Still to pass: 实地评估."


@pytest.mark.parametrize("name", ["advance", "name"])
def test_a_stage_may_ask_a_document_of_whoever_passes_it(cast, name):
    Stage.objects.update(needs_document=True)
    submission = cast.submission_in("under_review") if name == "advance" else cast.at_last_stage()
    assert sentence(cast, submission, name, document=None) == f"{submission.stage.name} asks an official document."


def test_a_stage_that_asks_none_is_passed_without(cast):
    assert sentence(cast, cast.submission_in("under_review"), "advance", document=None) is None


@pytest.mark.parametrize("name", ["advance", "stop", "name", "decline", "disqualify"])
def test_a_document_of_another_round_proves_nothing(cast, name):
    submission = cast.at_last_stage() if name in ("name", "decline") else cast.submission_in("under_review")
    foreign = cast.document(round=cast.make_round("2024"))
    assert sentence(cast, submission, name, document=foreign) == "The document belongs to another round."


@pytest.mark.parametrize("name", ["advance", "name"])
def test_a_stage_may_ask_for_a_notice_that_has_run_out(cast, name):
    """The last day counts: on the day after it the notice is over."""
    submission = cast.submission_in("under_review") if name == "advance" else cast.at_last_stage()
    Stage.objects.update(needs_notice=True)
    waiting = f"{submission.stage.name} asks a public notice that has run out; none has."
    last_day = timezone.localdate()
    answers = [sentence(cast, submission, name)]
    cast.document(title="公示", notice_ends_on=last_day)
    answers.append(sentence(cast, submission, name))
    OfficialDocument.objects.filter(title="公示").update(notice_ends_on=last_day - timedelta(days=1))
    answers.append(sentence(cast, submission, name))
    assert answers == [waiting, waiting, None]


def test_a_notice_of_another_round_does_not_count(cast):
    submission = cast.submission_in("under_review")
    Stage.objects.update(needs_notice=True)
    yesterday = timezone.localdate() - timedelta(days=1)
    cast.document(round=cast.make_round("2024"), notice_ends_on=yesterday)
    assert sentence(cast, submission, "advance") == "自治区评审 asks a public notice that has run out; none has."


def test_what_is_published_is_not_reopened_but_corrected(cast):
    named = cast.at_last_stage()
    document = cast.document()
    cast.play(named, "name", document=document)
    draft = start(cast.round, "naming_decision", document, cast.regional_office)
    assert sentence(cast, named, "reopen") is None  # a draft is not public yet
    discard(draft, cast.regional_office)
    cast.publish("naming_decision", named, document=document)
    assert sentence(cast, named, "reopen") == "Its outcome is published: mend it by a correction release."


# --- rule, status and version ---


def test_who_may_not_and_what_does_not_fit_are_said_by_name(cast):
    submitted = cast.submission_in("submitted")
    assert str(tried(submitted, "recommend", cast.drafter)) == "“Recommend” is not yours to do."
    assert sentence(cast, submitted, "accept") == "“Accept” is not possible while it is “submitted”."


def test_a_button_carries_the_sentence_of_the_state_but_asks_no_input(cast):
    cast.quota(0)
    offered = {name: why_not for name, _step, why_not in choices(cast.submission_in("submitted"), cast.city_office)}
    assert offered == {
        "recommend": "The quota of 赤峰市 for single-item candidates is used up: 0 of 0.",
        "reserve": None,
        "rank": "“Change the rank” is not possible while it is “submitted”.",
        "return": None,
        "withdraw": None,
    }


def test_on_what_has_changed_since_the_caller_looked_nothing_is_done(cast):
    submitted = cast.submission_in("submitted")
    seen = Submission.objects.get(pk=submitted.pk)
    moment = datetime(2026, 5, 6, 10, 30, tzinfo=BEIJING)
    cast.play(submitted, "return", at=moment, due_at=moment + timedelta(days=5))
    before = snapshot()
    with pytest.raises(MoveRefused) as refused:
        move(seen, "recommend", cast.city_office)
    assert str(refused.value) == (
        "wulan was faster: at 2026-05-06 10:30 “Return for correction” made it “returned for correction”. "
        "Nothing of yours was done."
    )
    assert snapshot() == before
