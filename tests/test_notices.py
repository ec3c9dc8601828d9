"""Public notices: published with a clock, changed while they run, and no naming before they are over."""

from datetime import date, datetime, time, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.utils import timezone, translation
from django.utils.formats import date_format

from regions.version import public_version
from registry import append_only
from registry.models import CalendarDay, CalendarYear, Notice, NoticeChange, Outcome, Release, ReleaseKind
from registry.verification import verify
from registry.workdays import WorkingDays
from submissions import publishing, statements
from submissions.models import DraftRelease, Stage, StageKind
from submissions.workflow import MoveRefused

from .test_workflow import tried

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST = 6  # days after the first: 7 calendar days, first and last day counted


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def candidate(cast):
    """At the last stage, which asks a public notice."""
    Stage.objects.filter(pk=cast.field_evaluation.pk).update(needs_notice=True)
    return cast.at_last_stage()


@pytest.fixture
def notice(cast, candidate):
    """Published today: 7 calendar days, the 7th six days from now."""
    release = cast.publish(ReleaseKind.NOTICE, candidate)
    candidate.refresh_from_db()
    return release.notice


def said(day):
    return date_format(day, "DATE_FORMAT")


def noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def draft_of(cast, candidate, **term):
    facts = {"starts_on": timezone.localdate(), "days": 7, "counting": "calendar", **term}
    return publishing.start(cast.round, ReleaseKind.NOTICE, cast.document(), cast.regional_office, **facts)


def refusal(act, *args, **kwargs):
    """The sentence of a refusal that wrote nothing."""
    models = (Release, Notice, NoticeChange, DraftRelease, LogEntry)
    before = [[*model.objects.order_by("pk").values()] for model in models], public_version()
    with pytest.raises(publishing.PublishRefused) as caught:
        act(*args, **kwargs)
    assert ([[*model.objects.order_by("pk").values()] for model in models], public_version()) == before
    return str(caught.value)


def why_not(cast, candidate, move, at):
    """The sentence with which naming or advancing is refused at that instant; None if it would be made."""
    answer = tried(candidate, move, cast.regional_office, at=at, **cast.inputs_for(move, candidate))
    return str(answer) if isinstance(answer, MoveRefused) else None


# --- published with its clock ---


def test_a_notice_states_who_is_proposed_and_freezes_its_term(cast, candidate, today):
    release = cast.publish(ReleaseKind.NOTICE, candidate, starts_on=today + DAY, days=5, counting="working")
    candidate.refresh_from_db()
    assert [item.outcome for item in release.items.all()] == [Outcome.PROPOSED]
    assert candidate.entry.proposed.release == release
    notice = Notice.objects.get()
    facts = (notice.release, notice.starts_on, notice.days, notice.counting)
    assert facts == (release, today + DAY, 5, "working")
    assert verify().findings == []


def test_the_term_is_part_of_what_is_signed_off(cast, candidate, today):
    draft = draft_of(cast, candidate)
    before = statements.digest_of(draft)
    publishing.set_term(draft, cast.regional_office, today, 7, "working")
    draft.refresh_from_db()
    assert statements.digest_of(draft) != before
    publishing.set_term(draft, cast.regional_office, today, 7, "calendar")
    draft.refresh_from_db()
    assert statements.digest_of(draft) == before


def test_a_preview_has_the_term_and_writes_nothing(cast, candidate, today):
    release, _pairs = publishing.preview(draft_of(cast, candidate))
    assert (release.notice.starts_on, release.notice.days, release.notice.term.days) == (today, 7, 7)
    assert (Release.objects.count(), Notice.objects.count()) == (0, 0)


WHO = """
a stage in between that asks nothing     -
a stage in between that asks a notice    proposed
a stage in between that is a notice      proposed
the last stage                           proposed
named already                            -
proposed already                         -
"""


def test_who_stands_in_a_notice(cast):
    def found(submission):
        return "proposed" if submission in statements.unstated(cast.round, ReleaseKind.NOTICE) else "-"

    early, late = cast.submission_in("under_review"), cast.at_last_stage(title="乙")
    answers = [found(early)]
    Stage.objects.filter(pk=cast.review.pk).update(needs_notice=True)
    answers.append(found(early))
    Stage.objects.filter(pk=cast.review.pk).update(needs_notice=False, kind=StageKind.NOTICE)
    answers += [found(early), found(late), found(cast.submission_in("named", title="丙"))]
    cast.publish(ReleaseKind.NOTICE, late)
    late.refresh_from_db()
    answers.append(found(late))
    assert answers == [row.split()[-1] for row in WHO.strip().splitlines()]


SAY = "Say from which day the notice runs, for how many days, and how they are counted."
MOST = "The number of days is from 1 to 180."
# what is wrong: what is given instead, and the sentence
BAD_TERMS = {
    "no first day": ({"starts_on": None}, SAY),
    "no number": ({"days": None}, SAY),
    "no kind": ({"counting": ""}, SAY),
    "an unknown kind": ({"counting": "weeks"}, SAY),
    "no day at all": ({"days": 0}, MOST),
    "less than none": ({"days": -7}, MOST),
    "more than half a year": ({"days": 181}, MOST),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD_TERMS)
def test_a_term_that_is_none_is_refused(cast, candidate, what):
    term, sentence = BAD_TERMS[what]
    assert refusal(draft_of, cast, candidate, **term) == sentence
    draft = draft_of(cast, candidate)
    facts = {"starts_on": draft.starts_on, "days": 7, "counting": "calendar", **term}
    assert refusal(publishing.set_term, draft, cast.regional_office, **facts) == sentence


def test_a_notice_does_not_begin_before_it_is_published(cast, candidate, today):
    early = f"A notice cannot begin before the day it is published: {said(today)} at the earliest."
    assert refusal(draft_of, cast, candidate, starts_on=today - DAY) == early
    assert refusal(draft_of, cast, candidate, starts_on=today + 367 * DAY) == ("That is too far away; check the year.")


def test_a_draft_that_lay_about_is_not_confirmed_after_its_first_day(cast, candidate, today):
    draft = draft_of(cast, candidate)
    late = f"A notice cannot begin before the day it is published: {said(today + DAY)} at the earliest."
    assert late in publishing.blockers(draft, cast.second_person, at=midnight(today + DAY))
    assert late not in publishing.blockers(draft, cast.second_person, at=midnight(today + DAY) - timedelta(seconds=1))


def test_working_days_of_a_year_nobody_knows_are_refused_by_name(cast, candidate, today):
    sentence = refusal(draft_of, cast, candidate, starts_on=today + 366 * DAY, days=180, counting="working")
    assert sentence.endswith("is not entered yet, so its working days cannot be counted.")


def test_only_a_notice_has_a_term(cast, today):
    cast.submission_in("recommended")
    start = (cast.round, ReleaseKind.RECOMMENDATION, cast.document(), cast.regional_office)
    sentence = "Only a public notice has a first day and a number of days."
    assert refusal(publishing.start, *start, starts_on=today, days=7, counting="calendar") == sentence
    draft = publishing.start(*start)
    assert refusal(publishing.set_term, draft, cast.regional_office, today, 7, "calendar") == sentence


# --- changed while it runs ---


def test_a_notice_is_extended_paused_and_resumed_in_public(cast, notice, today):
    office, version = cast.regional_office, public_version()
    publishing.extend(notice, office, 3, " 应多个单位请求 ")
    publishing.pause(notice, office, today, "核实异议")
    assert notice_now(notice).term.last_day(None) is None
    publishing.resume(notice, office, today + 2 * DAY, "核实完毕")
    told = [(one.number, one.kind, one.days, one.from_day, one.reason, one.organ) for one in changes(notice)]
    assert told == [
        (1, "extension", 3, None, "应多个单位请求", "自治区党委依法治区办"),
        (2, "pause", None, today, "核实异议", "自治区党委依法治区办"),
        (3, "resumption", None, today + 2 * DAY, "核实完毕", "自治区党委依法治区办"),
    ]
    assert notice_now(notice).term.last_day(None) == today + (LAST + 3 + 2) * DAY
    assert public_version() == version + 6  # asked and written under the same lock: twice for each
    logged = LogEntry.objects.values_list("user__username", "change_message")
    assert sorted(logged) == [
        ("tuya", "extension: 应多个单位请求"), ("tuya", "pause: 核实异议"), ("tuya", "resumption: 核实完毕")
    ]  # fmt: skip
    assert verify().findings == []


def notice_now(notice):
    return Notice.objects.get(pk=notice.pk)


def changes(notice):
    return notice.changes.order_by("number")


def act(name, cast, notice, value, at=None, by=None, reason="理由"):
    return getattr(publishing, name)(notice, by or cast.regional_office, value, reason, at=at)


def test_every_change_that_cannot_be_is_refused_with_its_sentence(cast, notice, today):
    last, over = today + LAST * DAY, noon(today + (LAST + 1) * DAY)
    ran_out = f"The notice ran out on {said(last)}; what follows is a new notice."
    assert [refusal(act, *facts[:1], cast, notice, *facts[1:]) for facts in [
        ("extend", 0), ("extend", -1), ("extend", 181), ("extend", None),
        ("pause", today - DAY), ("pause", last + DAY),
        ("resume", today),
        ("extend", 3, over), ("pause", last + DAY, over),
    ]] == [
        "The number of days is from 1 to 180.",
        "The number of days is from 1 to 180.",
        "The number of days is from 1 to 180.",
        "The number of days is from 1 to 180.",
        f"A pause begins on {said(today)} at the earliest.",
        f"The notice ends on {said(last)}, before that pause would begin.",
        "It is not paused.",
        ran_out,
        ran_out,
    ]  # fmt: skip


def test_a_paused_notice_is_not_paused_again_and_not_resumed_before_its_pause(cast, notice, today):
    act("pause", cast, notice, today + 2 * DAY)
    assert refusal(act, "pause", cast, notice, today + 3 * DAY) == (
        f"It is paused already, from {said(today + 2 * DAY)} on."
    )
    assert (
        refusal(act, "resume", cast, notice, today + DAY) == f"It resumes on {said(today + 2 * DAY)} at the earliest."
    )
    assert refusal(act, "resume", cast, notice, today + 3 * DAY, at=noon(today + 9 * DAY)) == (
        f"It resumes on {said(today + 9 * DAY)} at the earliest."
    )
    assert refusal(act, "resume", cast, notice, today + 999 * DAY) == "That is too far away; check the year."
    act("resume", cast, notice, today + 4 * DAY)
    assert (
        refusal(act, "pause", cast, notice, today + 3 * DAY)
        == f"A pause begins on {said(today + 4 * DAY)} at the earliest."
    )


@pytest.mark.parametrize(("name", "value"), [("extend", 3), ("pause", date(2099, 1, 1)), ("resume", date(2099, 1, 1))])
def test_a_change_needs_a_reason_and_the_regional_office(cast, notice, name, value):
    assert refusal(act, name, cast, notice, value, reason="  ") == "Give the reason; it will be public."
    for who in ("drafter", "city_office", "evaluator", "auditor", "administrator", "superuser"):
        assert refusal(act, name, cast, notice, value, by=cast.people[who]) == "Only the regional office publishes."


def test_a_notice_whose_years_table_is_gone_is_paused_and_resumed_but_not_extended(cast, candidate, today):
    """It must be possible to stop what runs, whatever the calendar knows."""
    years = [CalendarYear.objects.create(year=today.year + more, source="通知") for more in range(4)]
    release = cast.publish(ReleaseKind.NOTICE, candidate, starts_on=today + 366 * DAY, days=180, counting="working")
    CalendarYear.objects.filter(pk__in=[one.pk for one in years]).delete()
    notice = release.notice
    assert refusal(act, "extend", cast, notice, 1).endswith("its working days cannot be counted.")
    act("pause", cast, notice, today + 366 * DAY)
    act("resume", cast, notice, today + 370 * DAY)
    assert [one.kind for one in changes(notice)] == ["pause", "resumption"]


def test_a_change_that_was_altered_behind_the_triggers_is_named(cast, notice, today):
    act("extend", cast, notice, 3)
    act("pause", cast, notice, today)
    connection.check_constraints()  # PostgreSQL drops no trigger while checks are still to be made
    append_only.lift()
    changes(notice).filter(number=1).update(days=4)
    append_only.install()
    assert verify().findings == [
        "release 1, change 1 of the notice: altered (its digest does not fit)",
    ]


def test_the_term_of_a_published_notice_is_proven_by_its_releases_digest(cast, notice):
    connection.check_constraints()  # PostgreSQL drops no trigger while checks are still to be made
    append_only.lift()
    Notice.objects.update(days=5)
    append_only.install()
    assert len(verify().findings) == 1


# --- no naming before it is over ---


@pytest.mark.parametrize("move", ["name", "advance"])
def test_a_candidate_is_named_or_advanced_from_midnight_after_the_last_day(cast, today, move):
    Stage.objects.update(needs_notice=True)
    candidate = cast.submission_in("under_review")
    if move == "name":
        Stage.objects.filter(pk=cast.field_evaluation.pk).update(order=0)  # the first stage is now the last
    cast.publish(ReleaseKind.NOTICE, candidate)
    candidate.refresh_from_db()
    end = midnight(today + (LAST + 1) * DAY)
    waiting = f"自治区评审 asks a public notice that has run out; it runs until {said(today + LAST * DAY)}, 24:00."
    moment = timedelta(microseconds=1)
    assert [why_not(cast, candidate, move, at) for at in (timezone.now(), end - moment, end)] == [
        waiting, waiting, None
    ]  # fmt: skip


def test_an_extension_a_pause_and_a_resumption_move_the_day_of_naming(cast, candidate, notice, today):
    def answers(*days):
        return [why_not(cast, candidate, "name", noon(today + day * DAY)) for day in days]

    asks = "实地评估 asks a public notice that has run out; "
    act("extend", cast, notice, 3)
    assert answers(LAST + 3, LAST + 4) == [f"{asks}it runs until {said(today + (LAST + 3) * DAY)}, 24:00.", None]
    act("pause", cast, notice, today + DAY)
    assert answers(0, 1, 999) == [
        f"{asks}it pauses from {said(today + DAY)} on.",
        f"{asks}it is paused since {said(today + DAY)}.",
        f"{asks}it is paused since {said(today + DAY)}.",
    ]
    act("resume", cast, notice, today + 5 * DAY)
    assert answers(LAST + 7, LAST + 8) == [f"{asks}it runs until {said(today + (LAST + 7) * DAY)}, 24:00.", None]


def test_a_year_without_a_table_stands_against_naming(cast, candidate, today):
    years = [CalendarYear.objects.create(year=today.year + more, source="通知") for more in range(4)]
    cast.publish(ReleaseKind.NOTICE, candidate, starts_on=today + 366 * DAY, days=180, counting="working")
    candidate.refresh_from_db()
    CalendarYear.objects.filter(pk__in=[one.pk for one in years]).delete()
    sentence = why_not(cast, candidate, "name", noon(today + 3000 * DAY))
    assert sentence.startswith("实地评估 asks a public notice that has run out. The holiday arrangement of ")


def test_a_holiday_announced_meanwhile_moves_the_end(cast, candidate, today):
    """The arrangement is the official one of the day on which it is asked, not of the day of publication."""
    for year in (today.year, today.year + 1):
        CalendarYear.objects.create(year=year, source="通知")
    release = cast.publish(ReleaseKind.NOTICE, candidate, days=5, counting="working")
    candidate.refresh_from_db()
    last = release.notice.term.last_day(WorkingDays.stored())
    assert why_not(cast, candidate, "name", noon(last + DAY)) is None
    CalendarDay.objects.create(year=CalendarYear.objects.get(year=last.year), day=last)
    later = release.notice.term.last_day(WorkingDays.stored())
    assert later > last
    assert why_not(cast, candidate, "name", noon(last + DAY)) == (
        f"实地评估 asks a public notice that has run out; it runs until {said(later)}, 24:00."
    )


def test_where_no_notice_is_asked_none_is_waited_for(cast):
    candidate = cast.at_last_stage()
    cast.publish(ReleaseKind.NOTICE, candidate)
    candidate.refresh_from_db()
    assert why_not(cast, candidate, "name", timezone.now()) is None


def test_a_candidate_no_release_states_falls_back_to_a_document_whose_notice_ran_out(cast, candidate, notice, today):
    other = cast.at_last_stage(title="没有公示的项目")
    none = "实地评估 asks a public notice that has run out; none has."
    assert why_not(cast, other, "name", noon(today)) == none
    cast.document(title="公示", notice_ends_on=today - DAY)
    assert why_not(cast, other, "name", noon(today)) is None
    assert why_not(cast, candidate, "name", noon(today)).endswith(f"it runs until {said(today + LAST * DAY)}, 24:00.")


def test_a_notice_taken_back_by_a_correction_is_waited_for_anew(cast, candidate, notice, today):
    cast.document(title="公示", notice_ends_on=today - DAY)
    draft = publishing.start(
        cast.round, ReleaseKind.CORRECTION, cast.document(), cast.regional_office, supersedes=notice.release
    )
    item = draft.items.get()
    publishing.change_item(item, cast.regional_office, item.name, outcome=Outcome.ENTERED)
    publishing.paste_signed_text(draft, cast.regional_office, item.name)
    for asked in ("secrecy_review", "approval"):
        publishing.sign_off(draft, asked, cast.regional_office, statements.digest_of(draft))
    publishing.confirm(draft, cast.second_person, statements.digest_of(draft))
    candidate.refresh_from_db()
    over = noon(today + 99 * DAY)
    assert why_not(cast, candidate, "name", over) == (
        "实地评估 asks a public notice; that about this candidate was taken back by a correction."
    )
    cast.publish(ReleaseKind.NOTICE, candidate)
    candidate.refresh_from_db()
    assert why_not(cast, candidate, "name", over) is None
