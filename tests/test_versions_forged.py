"""What was handed in, changed past the application with the triggers lifted: each forgery is named."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import translation

from registry import append_only
from registry.digests import digest
from submissions import history
from submissions.models import SealedScan, Submission, Version, VersionFile

from .test_history import findings, sql
from .test_invariants import findings as broken

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def twice(cast):
    """A candidate handed in twice, the second time with a second file; another one handed in once."""
    one = cast.draft(summary="第一稿")
    cast.material(one, "A1", b"%PDF-1.7 one", "一.pdf")
    cast.play(one, "submit", "return")
    cast.material(one, "A1", b"%PDF-1.7 two", "二.pdf")
    cast.play(one, "resubmit")
    cast.submission_in("submitted")
    return one


def forge(row, **facts):
    append_only.lift()
    type(row)._base_manager.filter(pk=row.pk).update(**facts)
    append_only.install()


def second(submission):
    return submission.versions.get(number=2)


def test_what_nobody_touched_fits(twice, capsys):
    call_command("verify_history", files=True)
    assert capsys.readouterr().out.splitlines()[-2:] == ["# 2 files read.", "# All as it was."]
    call_command("check_invariants")


def test_a_changed_word_is_named(twice):
    forge(second(twice), content={**second(twice).content, "summary": "事后改的"})
    assert findings() == [f"submission {twice.pk}: version 2 was altered: its digest does not fit its content"]


def test_a_changed_word_with_a_fitting_digest_is_named(twice):
    forged = {**second(twice).content, "summary": "事后改的"}
    forge(second(twice), content=forged, digest=digest(forged))
    assert findings() == [f"submission {twice.pk}: version 2 is not the one its submission's history tells of"]


def test_a_version_that_fits_a_transition_forged_with_it_is_named_by_the_chain(twice):
    forged = {**second(twice).content, "summary": "事后改的"}
    row = second(twice).transition
    told = {**row.details, "frozen": {**row.details["frozen"], "digest": digest(forged)}}
    forge(second(twice), content=forged, digest=digest(forged))
    forge(row, details=told)
    assert findings() == [
        f"submission {twice.pk}: transition 3 (resubmit) was altered: its digest does not fit its content"
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "0" * 16}, "version 2 is not the one its submission's history tells of"),
        ({"digest": "x"}, "version 2 was altered: its digest does not fit its content"),
        ({"at": LONG_AGO}, "version 2 was not handed in when or by whom its history tells"),
        ({"by_name": "x"}, "version 2 was not handed in when or by whom its history tells"),
        ({"by_unit": "x"}, "version 2 was not handed in when or by whom its history tells"),
        ({"content": []}, "version 2 has the content of another one"),
    ],
)
def test_each_changed_fact_is_named(twice, change, sentence):
    forge(second(twice), **change)
    assert f"submission {twice.pk}: {sentence}" in findings()


def test_a_version_put_under_another_candidate_is_named(twice):
    other = Submission.objects.exclude(pk=twice.pk).get()
    forge(second(twice), submission=other)
    assert sorted(findings()) == sorted(
        [
            f"submission {twice.pk}: version 2, handed in by transition 3, is gone",
            f"submission {other.pk}: version 2 is not the one its submission's history tells of",
            f"submission {other.pk}: version 2 has the content of another one",
        ]
    )


def test_a_version_that_is_gone_is_named(twice):
    sql("DELETE FROM submissions_versionfile WHERE version_id = %s", second(twice).pk)
    sql("DELETE FROM submissions_version WHERE id = %s", second(twice).pk)
    sentence = f"submission {twice.pk}: version 2, handed in by transition 3, is gone"
    assert findings() == [sentence]
    assert broken() == [sentence]


def test_a_version_nobody_handed_in_is_named(twice):
    """Number 4, made from what was handed in first and hung on the return."""
    step = twice.transitions.get(move="return")
    first = twice.versions.get(number=1)
    content = {**first.content, "number": 4}
    Version.objects.create(
        submission=twice,
        number=4,
        code="Z" * 16,
        content=content,
        digest=digest(content),
        transition=step,
        at=step.at,
        by_name=step.by_name,
        by_unit=step.by_unit,
    )
    assert sorted(findings()) == sorted(
        [
            f"submission {twice.pk}: version 3 is missing",
            f"submission {twice.pk}: version 4 is not the one its submission's history tells of",
            f"submission {twice.pk}: version 4 does not hold the files its content lists",
        ]
    )
    assert broken() == [
        f"submission {twice.pk}: version 3 is missing",
        f"submission {twice.pk}: no move handed in version 4",
    ]


def test_a_file_exchanged_or_renamed_in_a_version_is_named(twice):
    first, last = second(twice).files.order_by("order")
    sentence = f"submission {twice.pk}: version 2 does not hold the files its content lists"
    forge(last, file=first.file)
    assert findings() == [sentence]
    forge(last, file=last.file, name="x")
    assert findings() == [sentence]
    assert findings() == [f"submission {twice.pk}: version 2 does not hold the files its content lists"]


def test_a_file_taken_out_of_a_version_is_named(twice):
    sql('DELETE FROM submissions_versionfile WHERE version_id = %s AND "order" = 1', second(twice).pk)
    assert findings() == [f"submission {twice.pk}: version 2 does not hold the files its content lists"]


def test_bytes_changed_in_the_storage_are_named_when_the_files_are_read(twice):
    first, last = (one.file for one in second(twice).files.order_by("order"))
    with first.file.storage.open(first.file.name, "wb") as file:
        file.write(b"%PDF-1.7 ten")
    last.file.storage.delete(last.file.name)
    call_command("verify_history")  # the records themselves fit

    with pytest.raises(CommandError) as refused:
        call_command("verify_history", files=True)
    assert str(refused.value).split("\n") == [
        f"file {first.sha256}: its bytes are not those that were handed in",
        f"file {last.sha256}: it is not in the storage any more",
        "2 findings.",
    ]


def test_what_was_handed_in_before_there_were_versions_is_no_finding(cast):
    """Histories of that time tell of no version, and there is none."""
    old = cast.submission_in("submitted")
    append_only.lift()
    Version.objects.filter(submission=old).delete()
    row = old.transitions.get()
    row.details = {name: told for name, told in row.details.items() if name != "frozen"}
    row.digest = history.digest_of(row)
    row.save()
    Submission.objects.filter(pk=old.pk).update(history_head=row.digest)
    append_only.install()
    call_command("verify_history")
    call_command("check_invariants")


def test_a_sealed_scan_that_is_no_scan_or_too_old_is_named(cast, twice):

    version = second(twice)
    stored = version.files.first().file
    scan = SealedScan.objects.create(
        version=version, file=stored, name="x", read_from_paper=True, by=cast.city_office, by_name="x", at=version.at
    )
    name = f"sealed scan {scan.pk} of submission {twice.pk}"
    forge(scan, at=LONG_AGO)
    assert broken() == [f"{name}: older than version 2, which it is of"]
    forge(stored, kind="docx")
    assert f"{name}: no scan, but docx" in broken()


def test_the_tables_refuse_all_of_this_while_their_triggers_stand(twice):
    for model in (Version, VersionFile):
        rows = model.objects.all()
        for act in (lambda rows=rows: rows.update(id=F("id")), lambda rows=rows: rows._raw_delete(rows.db)):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()
    assert (Version.objects.count(), VersionFile.objects.count()) == (3, 3)
