"""The database itself refuses to change what was done: after the last migration the triggers are alive."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from registry.append_only import TABLES
from submissions import publishing, statements
from submissions.models import (
    Extension,
    ObjectionStep,
    SealedScan,
    SignOff,
    SignOffKind,
    Transition,
    Version,
    VersionFile,
)

from .objecting import objection

STATEMENTS = {
    "submissions_transition": ("UPDATE submissions_transition SET reason = ''", "DELETE FROM submissions_transition"),
    "submissions_signoff": ("UPDATE submissions_signoff SET note = ''", "DELETE FROM submissions_signoff"),
    "submissions_extension": ("UPDATE submissions_extension SET reason = ''", "DELETE FROM submissions_extension"),
    "submissions_version": ("UPDATE submissions_version SET code = ''", "DELETE FROM submissions_version"),
    "submissions_versionfile": ("UPDATE submissions_versionfile SET name = ''", "DELETE FROM submissions_versionfile"),
    "submissions_sealedscan": ("UPDATE submissions_sealedscan SET name = ''", "DELETE FROM submissions_sealedscan"),
    "submissions_objectionstep": (
        "UPDATE submissions_objectionstep SET opinion = ''",
        "DELETE FROM submissions_objectionstep",
    ),
}


@pytest.fixture
def row(cast):
    """One row of each table, by table."""
    submission = cast.draft()
    material = cast.material(submission)
    cast.play(submission, "submit", "recommend")
    version, file = submission.versions.get(), material.file
    by = {"by": cast.regional_office, "by_name": "tuya", "at": timezone.now()}
    extension = Extension.objects.create(
        rules=cast.round.rules, city=submission.city, closes_at=by["at"], reason="停电", **by
    )
    scan = SealedScan.objects.create(version=version, file=file, name="扫描.pdf", read_from_paper=True, **by)
    draft = publishing.start(cast.round, "recommendation_list", cast.document(), cast.regional_office)
    seen = statements.digest_of(draft)
    signed = publishing.sign_off(draft, SignOffKind.APPROVAL, cast.regional_office, seen)
    step = objection(cast, submission).steps.get()
    rows = (submission.transitions.first(), signed, extension, version, version.files.get(), scan, step)
    return {one._meta.db_table: one for one in rows}


def refused(act):
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        act()
    return str(error.value)


def sql(statement):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def snapshot():
    models = (Transition, SignOff, Extension, Version, VersionFile, SealedScan, ObjectionStep)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.django_db
@pytest.mark.parametrize("table", STATEMENTS)
def test_rows_are_neither_changed_nor_deleted(row, table):
    one, before = row[table], snapshot()
    rows = type(one).objects.filter(pk=one.pk)
    tries = [
        lambda: rows.update(id=F("id")),
        lambda: one.save(),
        lambda: rows._raw_delete(rows.db),  # past Django's own look at what hangs on it
        *map(sql, STATEMENTS[table]),
    ]
    said = [refused(act) for act in tries]
    assert [f"{table} is append-only" in sentence for sentence in said] == [True] * len(tries)
    assert snapshot() == before


@pytest.mark.django_db
@pytest.mark.postgresql
@pytest.mark.parametrize("table", STATEMENTS)
def test_tables_are_not_truncated(row, table):
    before = snapshot()
    sql("SET CONSTRAINTS ALL IMMEDIATE")()  # else pending checks of foreign keys are what refuses
    assert f"{table} is append-only" in refused(sql(f"TRUNCATE {table} CASCADE"))
    assert snapshot() == before


@pytest.mark.django_db
def test_every_append_only_table_has_its_triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
            acts = ("update", "delete")
        else:
            cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
            acts = ("update", "delete", "truncate")
        alive = set(cursor.fetchall())
    assert alive == {(table, f"{table}_no_{act}") for table in TABLES for act in acts}
