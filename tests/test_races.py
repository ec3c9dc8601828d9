"""Two people at once, with real threads and real transactions: one wins, the other is told what happened.

On SQLite every transaction that writes takes its turn, so only PostgreSQL can show these. Whoever has passed every
guard waits, before writing, for the other to have passed them too. With the row lock the other cannot, and the first
goes on alone; without it both would write.
"""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Event, Thread

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.models import User
from registry.models import ItemText, ReleaseItem
from submissions import drafts, publishing, statements
from submissions.models import Quota, Submission, Transition
from submissions.workflow import MoveRefused, Stale, move

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
STUCK, MEETING = 120, 0.7  # seconds until a race counts as stuck; for which one waits for the other before writing


def rivals(*acts):
    """Do all of it at once; what each answered or raised."""
    barrier, answers = Barrier(len(acts)), [None] * len(acts)
    threads = [Thread(target=_run, args=(act, number, barrier, answers)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(STUCK)
    assert [thread.is_alive() for thread in threads] == [False] * len(acts)
    return answers


def _run(act, number, barrier, answers):
    waiting = [True]

    def meet_before_the_first_write(execute, sql, params, many, context):
        if waiting and sql.startswith(("INSERT", "UPDATE")):
            waiting.clear()
            with suppress(BrokenBarrierError):
                barrier.wait(MEETING)
        return execute(sql, params, many, context)

    try:
        with translation.override("en"), connection.execute_wrapper(meet_before_the_first_write):
            answers[number] = act()
    except Exception as error:  # whatever it is, the test looks at it
        answers[number] = error
    finally:
        connections.close_all()


def seen(submission):
    return Submission.objects.get(pk=submission.pk)


def everything_holds():
    call_command("verify_history")
    call_command("check_invariants")


def test_of_two_different_buttons_one_wins_and_the_other_is_told_what_happened(cast):
    submission = cast.submission_in("submitted")
    returning, recommending = seen(submission), seen(submission)
    inputs = cast.inputs_for("return")
    answers = rivals(
        lambda: move(recommending, "recommend", cast.city_office),
        lambda: move(returning, "return", cast.city_office, **inputs),
    )
    winner = next(answer for answer in answers if isinstance(answer, Transition))
    loser = next(answer for answer in answers if isinstance(answer, Stale))
    labels = {"recommend": "Recommend", "return": "Return for correction"}
    status = {"recommend": "recommended", "return": "returned for correction"}
    assert str(loser) == (
        f"wulan was faster: at {winner.at.astimezone():%Y-%m-%d %H:%M} “{labels[winner.move]}” made it "
        f"“{status[winner.move]}”. Nothing of yours was done."
    )
    assert list(submission.transitions.values_list("move", flat=True)) == ["submit", winner.move]
    everything_holds()


def test_of_two_recommendations_for_the_last_place_one_wins(cast):
    cast.quota(1)
    first, second = cast.submission_in("submitted"), cast.submission_in("submitted", by=cast.other_drafter)
    answers = rivals(*[lambda one=one: move(one, "recommend", cast.city_office) for one in (first, second)])
    assert sorted(type(answer).__name__ for answer in answers) == ["MoveRefused", "Transition"]
    refused = next(answer for answer in answers if isinstance(answer, MoveRefused))
    assert str(refused) == "The quota of 赤峰市 for single-item candidates is used up: 1 of 1."
    assert Quota.objects.get().used == 1
    everything_holds()


def test_of_two_candidates_ranked_alike_one_wins(cast):
    first, second = cast.submission_in("submitted"), cast.submission_in("submitted", by=cast.other_drafter)
    answers = rivals(*[lambda one=one: move(one, "recommend", cast.city_office, rank=1) for one in (first, second)])
    assert sorted(type(answer).__name__ for answer in answers) == ["MoveRefused", "Transition"]
    refused = next(answer for answer in answers if isinstance(answer, MoveRefused))
    assert str(refused) == "Another candidate of the city already has rank 1."
    everything_holds()


def test_what_is_edited_and_submitted_at_once_is_not_submitted_unseen(cast):
    draft = cast.draft()
    editing, submitting = seen(draft), seen(draft)
    answers = rivals(
        lambda: drafts.edit(editing, cast.colleague, title="同事改过的标题"),
        lambda: move(submitting, "submit", cast.drafter),
    )
    refused = [answer for answer in answers if isinstance(answer, MoveRefused)]
    assert len(refused) == 1
    draft.refresh_from_db()
    edited, submitted = draft.title == "同事改过的标题", draft.status == "submitted"
    assert (edited, submitted) in [(True, False), (False, True)]
    everything_holds()


def make_ready(cast, draft):
    """Nothing is lacking but a second person."""
    publishing.paste_signed_text(draft, cast.regional_office, "\n".join(statements.printed_lines(draft)))
    for kind in cast.round.rules.asked_sign_offs:
        publishing.sign_off(draft, kind, cast.regional_office, statements.digest_of(draft))


def test_of_two_confirmations_one_publishes(cast):
    cast.submission_in("recommended")
    draft = publishing.start(cast.round, "recommendation_list", cast.document(), cast.regional_office)
    make_ready(cast, draft)
    digest, second = statements.digest_of(draft), cast.second_person
    third = User.objects.create(username="third", role="regional_office", unit=second.unit)
    answers = rivals(*[lambda by=by: publishing.confirm(draft, by, digest).number for by in (second, third)])
    assert sorted(map(str, answers)) == ["1", "This draft is published."]
    everything_holds()
    call_command("verify_releases")


def test_two_releases_confirmed_at_once_get_two_numbers(cast):
    pairs = []
    for by in (cast.drafter, cast.other_drafter):
        one = cast.submission_in("recommended", by=by)
        draft = publishing.start(
            cast.round, "recommendation_list", cast.document(), cast.regional_office, submissions=[one]
        )
        make_ready(cast, draft)
        pairs.append((draft, statements.digest_of(draft)))
    answers = rivals(
        *[
            lambda draft=draft, digest=digest: publishing.confirm(draft, cast.second_person, digest).number
            for draft, digest in pairs
        ]
    )
    assert sorted(answers) == [1, 2]
    everything_holds()
    call_command("verify_releases")


def test_what_is_being_published_is_not_reopened_at_the_same_time(cast):
    named = cast.submission_in("named")
    draft = publishing.start(cast.round, "naming_decision", cast.document(), cast.regional_office)
    make_ready(cast, draft)
    digest, reopening = statements.digest_of(draft), seen(named)
    answers = rivals(
        lambda: publishing.confirm(draft, cast.second_person, digest).number,
        lambda: move(reopening, "reopen", cast.regional_office, reason="重新评定").move,
    )
    changed = "“松山区‘智慧+执法’ 改革” changed after the draft was made; discard the draft and make it anew."
    published = "Its outcome is published: mend it by a correction release."
    assert list(map(str, answers)) in [["1", published], [changed, "reopen"]]
    everything_holds()


def test_words_withheld_while_a_list_is_being_confirmed_do_not_come_back_with_it(cast):
    """Confirming has looked for withheld words and is about to write; then somebody withholds."""
    named = cast.submission_in("named", title="某项目 13900001111")
    cast.publish("recommendation_list", named)
    draft = publishing.start(cast.round, "naming_decision", cast.document(), cast.regional_office)
    make_ready(cast, draft)
    digest, leak = statements.digest_of(draft), ReleaseItem.objects.get()
    about_to_write, withheld = Event(), Event()

    def confirm():
        with connection.execute_wrapper(wait_before_the_first_public_write):
            return publishing.confirm(draft, cast.second_person, digest)

    def wait_before_the_first_public_write(execute, sql, params, many, context):
        if sql.startswith('UPDATE "regions_publicversion"'):
            about_to_write.set()
            withheld.wait(MEETING)
        return execute(sql, params, many, context)

    def withhold():
        about_to_write.wait(STUCK)
        try:
            return publishing.withhold(leak, cast.regional_office, "误登个人信息")
        finally:
            withheld.set()

    rivals(confirm, withhold)
    assert list(ItemText.objects.values_list("name", flat=True)) == []
    call_command("verify_releases")


def test_of_two_who_withhold_the_same_words_one_does_and_one_is_told(cast):
    release = cast.publish("naming_decision", cast.submission_in("named"))
    item = release.items.get()
    answers = rivals(
        *[lambda: publishing.withhold(ReleaseItem.objects.get(pk=item.pk), cast.regional_office, "误登")] * 2
    )
    assert sorted(map(str, answers)) == ["1", "These words are withheld already."]
    assert LogEntry.objects.count() == 1


def test_of_two_who_pause_a_notice_at_once_one_does_and_one_is_told(cast):
    release = cast.publish("naming_notice", cast.at_last_stage())
    today = timezone.localdate()
    answers = rivals(
        lambda: publishing.pause(release.notice, cast.regional_office, today, "核实"),
        lambda: publishing.pause(release.notice, cast.second_person, today, "核实"),
    )
    refused = [str(answer) for answer in answers if isinstance(answer, publishing.PublishRefused)]
    with translation.override("en"):
        assert refused == [f"It is paused already, from {date_format(today, 'DATE_FORMAT')} on."]
    assert [one.number for one in release.notice.changes.all()] == [1]
    call_command("verify_releases")
