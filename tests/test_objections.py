"""The life of an objection: where each step leads, who may take it, who may look into it, and what it blocks."""

import pytest
from django.db import transaction
from django.utils import timezone, translation

from accounts.models import Role, User
from registry.models import ReleaseKind
from submissions import objections, publishing
from submissions.models import Objection, ObjectionState, ObjectionStep
from submissions.objections import OBJECTION_MOVES, impartial
from submissions.workflow import MoveRefused, refusal

from .objecting import objection, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


# "=" the state stays, "." refused
GRID = """
from          assign   verify   uphold reject     refuse       answer   remedy withdraw  note reopen
received      assigned .        .      .          not_accepted .        .      withdrawn =    .
assigned      =        verified .      .          not_accepted .        .      withdrawn =    .
verified      .        .        upheld not_upheld .            .        .      withdrawn =    .
upheld        .        .        .      .          .            answered =      .         =    received
not_upheld    .        .        .      .          .            answered .      .         =    received
not_accepted  .        .        .      .          .            answered .      .         =    received
answered      .        .        .      .          .            .        .      .         =    received
withdrawn     .        .        .      .          .            .        .      .         =    received
"""
WHO = """
who              steps
drafter          0
city_office      0
regional_office  10
second_person    10
evaluator        0
auditor          0
administrator    0
superuser        0
"""


def snapshot():
    return list(Objection.objects.order_by("pk").values()), list(ObjectionStep.objects.order_by("pk").values())


def outcome(cast, state, name):
    made = objection(cast, state=state)
    before = snapshot()
    try:
        with transaction.atomic():
            take(cast, made, name)
    except objections.ObjectionRefused:
        assert snapshot() == before
        return "."
    return "=" if made.state == state else made.state


def test_each_step_leads_where_the_grid_says(cast):
    head, *rows = [line.split() for line in GRID.strip().splitlines()]
    assert head[1:] == list(OBJECTION_MOVES)
    assert [row[0] for row in rows] == ObjectionState.values
    found = {}
    for row in rows:
        for name in head[1:]:
            with transaction.atomic():
                found[row[0], name] = outcome(cast, row[0], name)
                transaction.set_rollback(True)
    expected = {(row[0], name): cell for row in rows for name, cell in zip(head[1:], row[1:], strict=True)}
    assert found == expected


def test_only_the_regional_office_takes_steps(cast):
    _head, *rows = [line.split() for line in WHO.strip().splitlines()]
    made = objection(cast)
    assert {who: len(objections.choices(made, cast.people[who])) for who, _count in rows} == {
        who: int(count) for who, count in rows
    }
    before = snapshot()
    for who in ("drafter", "city_office", "evaluator", "auditor", "superuser"):
        with pytest.raises(objections.StepNotAllowed):
            objections.step(made, "refuse", cast.people[who], opinion="x")
        with pytest.raises(objections.StepNotAllowed):
            objections.receive(made.submission, cast.people[who], channel="letter", reasons="x")
    assert snapshot() == before


def test_the_history_tells_who_when_from_where_and_in_what_words(cast):
    made = objection(cast, state="answered")
    told = list(made.steps.values_list("sequence", "name", "from_state", "to_state", "by_name", "by_unit", "opinion"))
    office = "自治区党委依法治区办"
    assert told == [
        (1, "receive", "", "received", "tuya", office, ""),
        (2, "assign", "received", "assigned", "tuya", office, "已核查"),
        (3, "verify", "assigned", "verified", "chaolu", office, "已核查"),
        (4, "reject", "verified", "not_upheld", "tuya", office, "已核查"),
        (5, "answer", "not_upheld", "answered", "tuya", office, "已核查"),
    ]
    assert (made.state, made.finding, made.assigned_to) == ("answered", "not_upheld", cast.second_person)


def test_numbers_count_within_the_round(cast):
    submission = cast.at_last_stage()
    made = [objection(cast, submission) for _number in range(2)]
    other = cast.make_round("2027")
    elsewhere = cast.draft(round=other)
    cast.play(elsewhere, "submit", "recommend")
    made.append(objection(cast, elsewhere))
    assert [one.register_number for one in made] == ["2026-0001", "2026-0002", "2027-0001"]


def test_whoever_comes_second_is_told_who_was_faster(cast):
    made = objection(cast, state="verified")
    seen = Objection.objects.get(pk=made.pk)
    take(cast, made, "uphold")
    before = snapshot()
    with pytest.raises(objections.ObjectionStale) as refused:
        objections.step(seen, "reject", cast.second_person, opinion="x")
    last = made.steps.last()
    at = timezone.localtime(last.at).strftime("%Y-%m-%d %H:%M")
    assert str(refused.value) == (f"tuya was faster: at {at} “Uphold” made it “upheld”. Nothing of yours was done.")
    assert snapshot() == before


@pytest.mark.parametrize(
    ("state", "name", "inputs", "sentence"),
    [
        ("received", "assign", {"assignee": None}, "Choose who looks into it."),
        ("assigned", "verify", {"opinion": "  "}, "Still missing: what was looked into, and what was found."),
        ("verified", "uphold", {"opinion": ""}, "Still missing: reasons of the decision."),
        ("received", "refuse", {"opinion": ""}, "Still missing: why it is not accepted."),
        ("upheld", "answer", {"answered_on": None}, "Say on which day and in which way it was answered."),
        ("upheld", "answer", {"answered_by": ""}, "Say on which day and in which way it was answered."),
        ("upheld", "answer", {"opinion": ""}, "Still missing: the answer, as it was given."),
        ("answered", "remedy", {}, "Only what was upheld can be remedied."),
        ("received", "answer", {}, "“Record the answer” is not possible while the objection is “received”."),
    ],
)
def test_a_refusal_is_a_sentence_and_writes_nothing(cast, state, name, inputs, sentence):
    made = objection(cast, state=state)
    before = snapshot()
    with pytest.raises(objections.ObjectionRefused) as refused:
        take(cast, made, name, **inputs)
    assert str(refused.value) == sentence
    assert snapshot() == before


def test_only_whom_it_is_assigned_to_records_what_was_found(cast):
    made = objection(cast, state="assigned")
    with pytest.raises(objections.ObjectionRefused) as refused:
        objections.step(made, "verify", cast.regional_office, opinion="已核查")
    assert str(refused.value) == "It is assigned to chaolu, who records what was found."


def test_a_candidate_nobody_has_heard_of_cannot_be_objected_to(cast):
    for status in ("draft", "submitted"):
        with pytest.raises(objections.ObjectionRefused) as refused:
            objection(cast, cast.submission_in(status))
        assert str(refused.value) == "It has not been recommended yet, so nobody can object to it."
    assert snapshot() == ([], [])


# --- who looks into it ---


def newcomer(cast, name, role=Role.REGIONAL_OFFICE, unit="自治区党委依法治区办", **facts):
    return User.objects.create(username=name, role=role, unit=cast.units[unit], **facts)


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("evaluator", "suhe is an evaluator: objections are looked into by somebody who does not evaluate."),
        ("drafter", "qiqige had a part in submitting the candidate, or belongs to the unit that did."),
        ("other_drafter", "bateer belongs to the candidate's city."),
        ("city_office", "wulan belongs to the candidate's city."),
        ("far_city_office", "gaowa does not work in the regional office."),
        ("auditor", "ming does not work in the regional office."),
        ("administrator", "hada does not work in the regional office."),
        ("second_person", None),
    ],
)
def test_who_had_a_part_in_judging_does_not_look_into_it(cast, who, sentence):
    submission = cast.at_last_stage()
    assert impartial.why_not(cast.people[who], submission) == sentence
    made = objection(cast, submission)
    if sentence:
        with pytest.raises(objections.ObjectionRefused) as refused:
            take(cast, made, "assign", assignee=cast.people[who])
        assert (str(refused.value), made.steps.count()) == (sentence, 1)
    else:
        take(cast, made, "assign", assignee=cast.people[who])
        assert made.assigned_to == cast.people[who]


def test_who_moved_it_in_its_review_is_told_so_and_the_chooser_offers_the_others(cast):
    submission = cast.at_last_stage()
    day = timezone.localdate()
    said = impartial.why_not(cast.regional_office, submission)
    assert said == f"tuya took part in judging this candidate (“Accept” on {day:%b. %-d, %Y})."
    newcomer(cast, "gone", is_active=False)
    newcomer(cast, "local", unit="赤峰市委依法治市办")  # an office's account whose unit lies in the candidate's city
    came = newcomer(cast, "fresh")
    assert impartial.who_may(submission) == [cast.second_person, came]
    assert [impartial.why_not(user, submission) for user in impartial.who_may(submission)] == [None, None]


# --- what it blocks ---

BLOCKS = """
received assigned verified upheld not_upheld not_accepted answered withdrawn
yes      yes      yes      yes    no         no           no       no
"""


def test_it_blocks_the_naming_while_it_is_open_or_upheld(cast):
    states, cells = [line.split() for line in BLOCKS.strip().splitlines()]
    found = []
    for state in states:
        made = objection(cast, state=state)
        found.append("yes" if refusal(made.submission, "name", cast.regional_office, timezone.now()) else "no")
    assert (states, found) == (ObjectionState.values, cells)


def test_it_blocks_its_own_candidate_alone_and_tells_how_many(cast):
    blocked, other = cast.at_last_stage(), cast.at_last_stage(title="另一个项目")
    objection(cast, blocked)
    objection(cast, blocked, state="upheld")
    with pytest.raises(MoveRefused) as refused:
        cast.play(blocked, "name")
    assert str(refused.value) == ("2 objections to this candidate stand: not decided yet, or upheld and not remedied.")
    blocked.refresh_from_db()
    assert blocked.status == "under_review"
    cast.play(other, "name")
    assert other.status == "named"
    cast.play(blocked, "decline")  # not to name it remains possible


def test_what_was_upheld_blocks_until_it_is_remedied_answered_or_not(cast):
    made = objection(cast, state="upheld")
    take(cast, made, "answer")
    assert (made.state, made.finding) == ("answered", "upheld")
    assert refusal(made.submission, "name", cast.regional_office, timezone.now()) is not None
    take(cast, made, "remedy")
    assert (made.state, made.finding) == ("answered", "remedied")
    cast.play(made.submission, "name")
    assert made.submission.status == "named"


def test_reopened_it_blocks_again(cast):
    made = objection(cast, state="answered")
    take(cast, made, "reopen")
    assert (made.state, made.finding) == ("received", "")
    with pytest.raises(MoveRefused):
        cast.play(made.submission, "name")


def test_a_naming_that_was_prepared_before_is_not_published_over_it(cast):
    named, other = cast.submission_in("named"), cast.submission_in("named", title="另一个项目")
    late = objection(cast, named)
    with pytest.raises(publishing.PublishRefused) as refused:
        cast.publish(ReleaseKind.NAMING, named, other)
    assert refused.value.sentences == [
        f"“{named.title}”: 1 objections to this candidate stand: not decided yet, or upheld and not remedied."
    ]
    cast.publish(ReleaseKind.NAMING, other)
    for name in ("assign", "verify", "reject"):
        take(cast, late, name)
    release = cast.publish(ReleaseKind.NAMING, named)
    assert [item.text.name for item in release.items.all()] == [named.title]


def test_who_is_not_named_may_be_told_of_while_an_objection_stands(cast):
    not_named = cast.submission_in("not_named")
    objection(cast, not_named)
    assert cast.publish(ReleaseKind.NAMING, not_named).number == 1
