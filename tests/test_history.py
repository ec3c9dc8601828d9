"""verify_history: every way to change the past, tried with SQL and the triggers lifted, is named."""

import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from registry import append_only
from submissions import history
from submissions.models import Letter, Message, Submission, Transition, Version, VersionFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def three(cast):
    """Three candidates with histories of 1, 4 and 5 rows."""
    return [cast.submission_in(status) for status in ("submitted", "not_shortlisted", "named")]


@pytest.fixture
def anchor(three, tmp_path, capsys):
    """What the command printed, kept elsewhere."""
    file = tmp_path / "anchor.txt"
    call_command("verify_history")
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    return file


def sql(statement, *values):
    append_only.lift()
    with connection.cursor() as cursor:
        if statement.startswith("DELETE FROM submissions_transition"):
            cursor.execute(statement.replace("DELETE", "SELECT id", 1), values)
            forget([row[0] for row in cursor.fetchall()])
        cursor.execute(statement, values)
    append_only.install()


def forget(transitions):
    """Who deletes history must delete what hangs on it first."""
    Letter.objects.filter(message__transition__in=transitions).delete()
    Message.objects.filter(transition__in=transitions).delete()
    VersionFile.objects.filter(version__transition__in=transitions).delete()
    Version.objects.filter(transition__in=transitions).delete()


def key(submission):
    """The submission's id as this database stores it."""
    return submission.pk.hex if connection.vendor == "sqlite" else submission.pk


def findings(anchor=None):
    with pytest.raises(CommandError) as refused:
        call_command("verify_history", **({"anchor": anchor} if anchor else {}))
    assert refused.value.returncode == 1
    *found, count = str(refused.value).split("\n")
    assert count == f"{len(found)} findings."
    return found


def rewrite(submission, reason):
    """Forge the whole chain from its first row on, with fitting digests and the recorded end."""
    append_only.lift()
    previous = ""
    for row in submission.transitions.order_by("sequence"):
        row.reason, row.previous = (reason if row.sequence == 1 else row.reason), previous
        previous = row.digest = history.digest_of(row)
        row.save()
    Submission.objects.filter(pk=submission.pk).update(history_head=previous)
    append_only.install()


# --- untouched ---


def test_an_untouched_history_is_printed_chain_by_chain_with_one_digest(three, capsys):
    call_command("verify_history")
    title, *chains, digest, count, verdict = capsys.readouterr().out.splitlines()
    expected = [
        f"submission {one.pk} {one.transitions.count()} {one.history_head}"
        for one in sorted(three, key=lambda one: one.pk)
    ]
    assert chains == expected
    assert digest == "sha256 " + hashlib.sha256("".join(f"{line}\n" for line in expected).encode()).hexdigest()
    assert title.startswith("# verify_history 20")
    assert (count, verdict) == ("# 10 transitions checked.", "# All as it was.")


def test_nothing_at_all_is_a_history_too(db, tmp_path, capsys):
    call_command("verify_history")
    kept = tmp_path / "anchor.txt"
    kept.write_text(capsys.readouterr().out)
    call_command("verify_history", anchor=kept)
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "# 0 transitions checked.",
        "# All as it was, and as the anchor says.",
    ]


def test_what_was_added_since_is_no_finding(cast, three, anchor, capsys):
    cast.play(three[0], "recommend")
    cast.submission_in("returned")
    cast.draft()
    call_command("verify_history", anchor=anchor)
    assert capsys.readouterr().out.splitlines()[-1] == "# All as it was, and as the anchor says."


def test_an_anchor_kept_before_anything_happened_is_an_anchor(cast, tmp_path, capsys):
    call_command("verify_history")
    kept = tmp_path / "anchor.txt"
    kept.write_text(capsys.readouterr().out)
    cast.submission_in("submitted")
    call_command("verify_history", anchor=kept)
    assert capsys.readouterr().out.splitlines()[-1] == "# All as it was, and as the anchor says."


# --- tampered with ---


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE submissions_transition SET reason = 'x' WHERE submission_id = %s AND sequence = 2",
        "UPDATE submissions_transition SET by_name = 'x' WHERE submission_id = %s AND sequence = 2",
        "UPDATE submissions_transition SET by_unit = 'x' WHERE submission_id = %s AND sequence = 2",
        "UPDATE submissions_transition SET at = '2020-01-01 00:00:00+00' WHERE submission_id = %s AND sequence = 2",
        "UPDATE submissions_transition SET details = '{}' WHERE submission_id = %s AND sequence = 2",
        "UPDATE submissions_transition SET algorithm = 'md5' WHERE submission_id = %s AND sequence = 2",
        "UPDATE submissions_transition SET by_id = by_id + 1 WHERE submission_id = %s AND sequence = 2",
    ],
)
def test_an_altered_row_is_named(three, change):
    sql(change, key(three[2]))
    assert findings() == [
        f"submission {three[2].pk}: transition 2 (recommend) was altered: its digest does not fit its content"
    ]


@pytest.mark.parametrize("stamp", ["2026-99-99 00:00:00", "x"])
def test_a_row_that_cannot_even_be_read_is_named_instead_of_a_crash(three, stamp):
    """SQLite stores any text as a time, PostgreSQL knows an infinite one; neither can be read back."""
    row = three[1].transitions.get(sequence=2)
    stamp = stamp if connection.vendor == "sqlite" else "infinity"
    sql("UPDATE submissions_transition SET at = %s WHERE id = %s", stamp, row.pk)
    assert [found.split(" cannot be read")[0] for found in findings()] == [f"submission ?: rows {row.pk}"]


def test_a_deleted_row_in_the_middle_is_named(three):
    sql("DELETE FROM submissions_transition WHERE submission_id = %s AND sequence = 3", key(three[2]))
    assert findings() == [f"submission {three[2].pk}: transition 3 is missing"]


def test_a_deleted_last_row_is_named(three):
    sql("DELETE FROM submissions_transition WHERE submission_id = %s AND sequence = 5", key(three[2]))
    assert findings() == [
        f"submission {three[2].pk}: the last transition was deleted, or the chain rewritten: "
        "its recorded end is not in it"
    ]


def test_a_deleted_last_row_is_named_by_the_anchor_though_the_submission_was_fitted_to_it(three, anchor):
    kept = three[2].transitions.get(sequence=4)
    sql("DELETE FROM submissions_transition WHERE submission_id = %s AND sequence = 5", key(three[2]))
    sql(
        "UPDATE submissions_submission SET status = 'under_review', history_head = %s WHERE id = %s",
        kept.digest,
        key(three[2]),
    )
    call_command("verify_history")  # from inside nothing can be seen
    assert findings(anchor) == [
        f"submission {three[2].pk}: 4 transitions are left of the 5 it had when the anchor was kept"
    ]


def test_a_deleted_chain_is_named(three):
    sql("DELETE FROM submissions_transition WHERE submission_id = %s", key(three[1]))
    assert findings() == [f"submission {three[1].pk}: its whole history is missing"]


def test_a_deleted_chain_is_named_by_the_anchor_though_the_submission_went_with_it(three, anchor):
    sql("DELETE FROM submissions_transition WHERE submission_id = %s", key(three[1]))
    sql("DELETE FROM submissions_submission WHERE id = %s", key(three[1]))
    call_command("verify_history")
    assert findings(anchor) == [f"submission {three[1].pk}: its whole history of 4 rows is gone"]


def test_a_deleted_chain_is_named_by_the_anchor_though_the_submission_poses_as_a_draft(three, anchor):
    sql("DELETE FROM submissions_transition WHERE submission_id = %s", key(three[0]))
    sql("UPDATE submissions_submission SET status = 'draft', history_head = '' WHERE id = %s", key(three[0]))
    call_command("verify_history")
    assert findings(anchor) == [
        f"submission {three[0].pk}: 0 transitions are left of the 1 it had when the anchor was kept"
    ]


def test_a_rewritten_chain_is_named_by_the_anchor(three, anchor):
    rewrite(three[2], "从未说过的理由")
    call_command("verify_history")
    assert findings(anchor) == [
        f"submission {three[2].pk}: rewritten: transition 5 is not the one it was when the anchor was kept"
    ]


def test_a_rewritten_chain_is_named_also_after_it_has_grown(cast, three, anchor):
    rewrite(three[0], "从未说过的理由")
    three[0].refresh_from_db()
    cast.play(three[0], "recommend", "accept")
    assert findings(anchor) == [
        f"submission {three[0].pk}: rewritten: transition 1 is not the one it was when the anchor was kept"
    ]


def test_a_status_changed_past_the_workflow_is_named(three):
    sql("UPDATE submissions_submission SET status = 'recommended' WHERE id = %s", key(three[0]))
    assert findings() == [f"submission {three[0].pk}: it stands at recommended, its history ends at submitted"]


def test_a_row_behind_the_recorded_end_is_named(three):
    last = three[0].transitions.get()
    added = Transition(
        submission=three[0],
        sequence=2,
        move="recommend",
        from_status="submitted",
        to_status="recommended",
        by=last.by,
        by_name="nobody",
        at=last.at,
        previous=last.digest,
    )
    added.digest = history.digest_of(added)
    added.save()
    assert findings() == [f"submission {three[0].pk}: there are transitions after its recorded end"]


def test_a_forged_row_that_does_not_continue_is_named(three):
    row = three[0].transitions.get()
    row.previous, row.from_status = "0" * 64, "returned"
    row.digest = history.digest_of(row)
    append_only.lift()
    row.save()
    append_only.install()
    sql("UPDATE submissions_submission SET history_head = %s WHERE id = %s", row.digest, key(three[0]))
    name = f"submission {three[0].pk}: transition 1 (submit)"
    assert findings() == [
        f"{name} does not continue the one before it",
        f"{name} does not begin where the one before it ended",
    ]


def test_several_findings_are_all_named_and_the_chains_still_printed(three, capsys):
    sql("UPDATE submissions_transition SET reason = 'x' WHERE sequence = 1")
    assert len(findings()) == 3
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["#", "submission", "submission", "submission", "sha256", "#"]


# --- the kept file ---


def test_the_digest_alone_tells_only_equal_or_not(cast, three, anchor, capsys):
    digest = anchor.read_text().splitlines()[-3].split()[1]
    anchor.write_text(digest)
    call_command("verify_history", anchor=anchor)
    assert capsys.readouterr().out.splitlines()[-1] == "# All as it was, and as the anchor says."
    cast.play(three[0], "recommend")
    assert findings(anchor) == ["The digest is not the one kept. Only the whole saved output tells where it differs."]


def test_a_file_kept_on_windows_is_read_too(three, anchor):
    anchor.write_bytes(b"\xef\xbb\xbf" + anchor.read_bytes().replace(b"\n", b"\r\n"))
    call_command("verify_history", anchor=anchor)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda text: "", "The anchor {file} is not whole: its digest is missing."),
        (
            lambda text: "\n".join(text.splitlines()[:3]),
            "The anchor {file} is not whole: its digest is missing.",
        ),
        (
            lambda text: "\n".join([*text.splitlines()[:2], *text.splitlines()[3:]]),
            "The anchor {file} is not whole: its lines do not give its digest.",
        ),
        (lambda text: text.replace("submission", "chain"), "Line 2 of the anchor {file} is not one of verify_history."),
        (lambda text: "hello", "Line 1 of the anchor {file} is not one of verify_history."),
    ],
)
def test_a_spoilt_anchor_is_refused_with_a_sentence(three, anchor, spoil, sentence):
    anchor.write_text(spoil(anchor.read_text()))
    with pytest.raises(CommandError) as refused:
        call_command("verify_history", anchor=anchor)
    assert (str(refused.value), refused.value.returncode) == (sentence.format(file=anchor), 2)


def test_an_anchor_that_cannot_be_read_is_refused_with_a_sentence(three, tmp_path):
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    answers = []
    for name in ("missing", ".", "bytes"):
        with pytest.raises(CommandError) as refused:
            call_command("verify_history", anchor=tmp_path / name)
        answers.append((str(refused.value).split(" cannot be read: ")[0], refused.value.returncode))
    assert answers == [(f"The anchor {tmp_path / name}", 2) for name in ("missing", ".", "bytes")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(cast, count, django_assert_num_queries):
    for _number in range(count):
        cast.submission_in("recommended")
    with django_assert_num_queries(4):
        call_command("verify_history")
