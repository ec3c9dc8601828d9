"""check_invariants: each thing that must hold is broken once, with SQL past every constraint, and named."""

from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone, translation

from registry import append_only
from registry.models import Category, Entry, Release, ReleaseItem
from submissions.models import DraftRelease, Message, Quota, Submission, Transition

from .backfill import FIRST, run, table
from .cast import WAYS
from .test_backfill_desk import check, confirm, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@contextmanager
def nothing_refused():
    """The database as its owner may handle it: no trigger, no constraint."""
    append_only.lift()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with pending checks cannot be altered
            cursor.execute(
                "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'c' "
                "AND conrelid::regclass::text LIKE 'submissions%'"
            )
            for table, name in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute("DROP INDEX submission_rank_once")
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    append_only.install()


def findings():
    with pytest.raises(CommandError) as refused:
        call_command("check_invariants")
    assert refused.value.returncode == 1
    *found, count = str(refused.value).split("\n")
    assert count == f"{len(found)} findings."
    return found


def set_past_everything(row, **facts):
    with nothing_refused():
        type(row)._base_manager.filter(pk=row.pk).update(**facts)


@pytest.fixture
def published(cast):
    """One named candidate, published step by step."""
    cast.quota(1)
    submission = cast.submission_in("recommended")
    cast.publish("recommendation_list", submission)
    cast.play(submission, "accept", "advance")
    cast.publish("field_evaluation_list", submission)
    cast.play(submission, "name")
    cast.publish("naming_decision", submission)
    submission.refresh_from_db()
    return submission


def test_everything_holds_wherever_candidates_stand(cast, capsys):
    cast.quota(9)
    for status in WAYS:
        cast.submission_in(status)
    call_command("check_invariants")
    assert capsys.readouterr().out.splitlines() == ["10 submissions checked.", "Everything holds."]


def test_everything_holds_of_what_is_published(published, capsys):
    call_command("check_invariants")
    assert capsys.readouterr().out.splitlines() == ["1 submissions checked.", "Everything holds."]


def test_everything_holds_of_what_left_while_it_was_incomplete(cast, capsys):
    draft = cast.draft(title="", region=cast.places["呼和浩特市"])
    cast.play(draft, "withdraw")
    call_command("check_invariants")
    assert capsys.readouterr().out.splitlines() == ["1 submissions checked.", "Everything holds."]


def test_a_status_its_history_does_not_lead_to(cast):
    one = cast.submission_in("submitted")
    set_past_everything(one, status="returned", returned_from="draft", due_at=timezone.now())
    assert findings() == [f"submission {one.pk}: it stands at returned, its last move led to submitted"]


def test_a_draft_with_no_history_that_is_none(cast):
    one = cast.draft()
    set_past_everything(one, status="submitted")
    assert findings() == [f"submission {one.pk}: it stands at submitted, its last move led to draft"]


def test_a_stage_its_history_does_not_lead_to(cast):
    one = cast.submission_in("under_review")
    set_past_everything(one, stage=cast.field_evaluation)
    assert findings() == [f"submission {one.pk}: it stands at under_review, its last move led to under_review"]


@pytest.mark.parametrize("field", ["title", "lead_unit", "summary", "contact"])
def test_content_changed_after_it_was_handed_in(cast, field):
    one = cast.submission_in("submitted")
    set_past_everything(one, **{field: "事后改的"})
    assert findings() == [f"submission {one.pk}: its content is not what its last move was made about"]


def test_a_version_below_the_number_of_moves(cast):
    one = cast.submission_in("recommended")
    set_past_everything(one, version=2)
    assert findings() == [f"submission {one.pk}: version 2 after 2 moves"]


def test_a_stage_of_another_round(cast):
    one = cast.submission_in("under_review")
    foreign = cast.make_round("2024").stages.get(order=1)
    set_past_everything(one, stage=foreign)
    assert findings() == [
        f"submission {one.pk}: it stands at under_review, its last move led to under_review",
        f"submission {one.pk}: its stage belongs to another round",
    ]


@pytest.mark.parametrize("lost", [{"due_at": None}, {"returned_from": ""}])
def test_returned_without_a_due_time_or_a_way_back(cast, lost):
    one = cast.submission_in("returned")
    set_past_everything(one, **lost)
    assert findings() == [f"submission {one.pk}: returned, but not by when or not from where"]


@pytest.mark.parametrize(("status", "decided"), [("named", None), ("recommended", "now")])
def test_a_time_of_decision_that_does_not_fit(cast, status, decided):
    one = cast.submission_in(status)
    set_past_everything(one, decided_at=decided and timezone.now())
    assert findings() == [f"submission {one.pk}: its status and the time of its decision do not fit"]


def test_a_rank_without_a_recommendation(cast):
    one = cast.submission_in("submitted")
    set_past_everything(one, rank=1)
    assert findings() == [f"submission {one.pk}: it has a rank but is not recommended"]


def test_two_of_the_same_rank(cast):
    first, second = cast.submission_in("submitted"), cast.submission_in("submitted")
    cast.play(first, "recommend", rank=1)
    cast.play(second, "recommend", rank=2)
    set_past_everything(second, rank=1)
    assert findings() == ["rank 2026 150400 single 1: held by 2 candidates"]


def test_a_city_that_is_not_its_units(cast):
    one = cast.submission_in("submitted")
    set_past_everything(one, city=cast.places["呼和浩特市"])
    assert findings() == [
        f"submission {one.pk}: its city is not the city of its unit",
        f"submission {one.pk}: its division does not lie in its city",
    ]


def test_a_quota_that_counts_wrongly(cast):
    cast.submission_in("recommended")
    Quota.objects.bulk_create([Quota(round=cast.round, city=cast.places["赤峰市"], category="single", limit=2)])
    assert findings() == ["quota 2026 150400 single: counts 0, 1 hold a place"]


def test_a_quota_that_is_overrun(cast):
    quota = cast.quota(1)
    cast.submission_in("recommended")
    set_past_everything(quota, limit=0)
    assert findings() == ["quota 2026 150400 single: 1 hold a place, 0 may"]


def test_a_public_entry_that_tells_another_candidate(cast, published):
    set_past_everything(published.entry, region=cast.places["宁城县"], category=Category.COMPREHENSIVE)
    assert findings() == [f"submission {published.pk}: its public entry tells another round, category or division"]


def test_a_public_outcome_that_is_not_the_candidates(published):
    set_past_everything(published.entry, outcome="not_named")
    assert findings() == [f"submission {published.pk}: the public reads not_named, it stands at named"]


def test_a_public_step_that_was_never_made(cast):
    submission = cast.submission_in("recommended")
    cast.publish("recommendation_list", submission)
    entry, item = Entry.objects.get(), ReleaseItem.objects.get()
    set_past_everything(entry, entered=item)
    assert findings() == [
        f"submission {submission.pk}: the public reads that it entered the field evaluation, its history does not"
    ]


def test_a_release_confirmed_by_who_drafted_it(cast, published):
    draft = DraftRelease.objects.get(kind="naming_decision")
    set_past_everything(draft, confirmed_by=draft.drafted_by)
    assert findings() == [f"draft {draft.pk}: published, but not confirmed by a second person"]


def test_a_release_and_an_entry_no_private_row_stands_behind(cast, published):
    draft = DraftRelease.objects.get(kind="naming_decision")
    set_past_everything(draft, release=None, state="open")
    Submission.objects.update(entry=None)
    assert findings() == [
        f"release {Entry.objects.get().current.release.number}: there is no draft it was published from",
        f"entry {published.entry_id}: no submission stands behind it",
    ]


def test_a_list_from_the_console_and_one_drafted_from_a_table_need_no_submission(cast, tmp_path):
    assert run(tmp_path, table(*FIRST))[1] == 0
    page = check(cast.regional_office, table(*FIRST), round="national-2", title="关于第二批命名的决定")
    make_draft(cast.regional_office, page)
    confirm(DraftRelease.objects.get(), cast.regional_office, cast.second_person)
    call_command("check_invariants")
    assert Entry.objects.count() == 8
    append_only.lift()
    Release.objects.update(at_console=False)  # as if it had been slipped in
    append_only.install()
    entries = Entry.objects.filter(round__code="national-1").order_by("pk")
    assert findings() == [
        "release 1: there is no draft it was published from",
        *(f"entry {entry.pk}: no submission stands behind it" for entry in entries),
    ]


def test_every_broken_thing_is_named_at_once(cast):
    one, other = cast.submission_in("submitted"), cast.submission_in("recommended")
    set_past_everything(one, title="事后改的")
    append_only.lift()
    Message.objects.filter(transition__submission=other).delete()
    Transition.objects.filter(submission=other, sequence=2).delete()
    append_only.install()
    assert sorted(findings()) == sorted(
        [
            f"submission {one.pk}: its content is not what its last move was made about",
            f"submission {other.pk}: it stands at recommended, its last move led to submitted",
        ]
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_submissions(cast, count, django_assert_num_queries):
    for _number in range(count):
        cast.submission_in("under_review")
    with django_assert_num_queries(9):
        call_command("check_invariants")
