"""Two workers with the same file at once, with real threads and transactions; the meeting is that of test_races."""

import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from submissions import materials
from submissions.materials import uploads
from submissions.materials.receiving import incoming
from submissions.models import Material, StoredFile, Upload

from . import made_files as made
from .test_races import rivals

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("aside")]
CONTENT = made.pdf(9)


def arrived(cast, draft, name="佐证.pdf", content=CONTENT):
    upload = uploads.begin(draft, cast.drafter, name, len(content))
    uploads.write(upload, 0, content)
    return upload


def test_the_same_content_finished_in_two_submissions_at_once_is_stored_once(cast):
    drafts = [cast.draft(title="甲项目"), cast.draft(title="乙项目")]
    waiting = [arrived(cast, draft) for draft in drafts]
    answers = rivals(*(lambda one=one: uploads.finish(one, cast.drafter) for one in waiting))
    assert [type(answer) for answer in answers] == [Material, Material]
    assert (StoredFile.objects.count(), Material.objects.count(), Upload.objects.count()) == (1, 2, 0)
    assert list(incoming().iterdir()) == []
    call_command("verify_materials")


def test_one_upload_finished_by_two_workers_becomes_one_material(cast):
    upload = arrived(cast, cast.draft())
    answers = rivals(*[lambda: uploads.finish(upload, cast.drafter)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["Gone", "Material"]
    assert (StoredFile.objects.count(), Material.objects.count(), Upload.objects.count()) == (1, 1, 0)


def test_two_workers_with_the_same_chunk_write_it_once(cast):
    upload = uploads.begin(cast.draft(), cast.drafter, "佐证.pdf", len(CONTENT))
    answers = rivals(*[lambda: uploads.write(upload, 0, CONTENT[:500])] * 2)
    assert sorted(getattr(answer, "received", answer) for answer in answers) == [500, 500]
    assert sorted(type(answer).__name__ for answer in answers) == ["Misplaced", "int"]
    assert uploads.checksum(Upload.objects.get()) == zlib.crc32(CONTENT[:500])


def test_a_file_added_while_the_submission_is_handed_in_is_in_the_version_or_refused(cast):
    draft = cast.draft()
    stored = materials.take(ContentFile(CONTENT), "a.pdf")
    answers = rivals(lambda: materials.add(draft, cast.drafter, stored, "a.pdf"), lambda: cast.play(draft, "submit"))
    version = draft.versions.get()
    added = isinstance(answers[0], Material)
    assert added or isinstance(answers[0], materials.Refused)
    assert (Material.objects.count(), version.files.count()) == (added, added)
