"""The database itself refuses to change what was done: after the last migration the triggers are alive."""

import pytest
from django.db import DatabaseError, connection, transaction

from registry.append_only import TABLES
from submissions import publishing, statements
from submissions.models import SignOff, SignOffKind, Transition

STATEMENTS = {
    "submissions_transition": ("UPDATE submissions_transition SET reason = ''", "DELETE FROM submissions_transition"),
    "submissions_signoff": ("UPDATE submissions_signoff SET note = ''", "DELETE FROM submissions_signoff"),
}


@pytest.fixture
def row(cast):
    """One row of each table, by table."""
    submission = cast.submission_in("recommended")
    draft = publishing.start(cast.round, "recommendation_list", cast.document(), cast.regional_office)
    seen = statements.digest_of(draft)
    signed = publishing.sign_off(draft, SignOffKind.APPROVAL, cast.regional_office, seen)
    return {"submissions_transition": submission.transitions.first(), "submissions_signoff": signed}


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
    return list(Transition.objects.order_by("pk").values()), list(SignOff.objects.order_by("pk").values())


@pytest.mark.django_db
@pytest.mark.parametrize("table", STATEMENTS)
def test_rows_are_neither_changed_nor_deleted(row, table):
    one, before = row[table], snapshot()
    rows = type(one).objects.filter(pk=one.pk)
    tries = [
        lambda: rows.update(at=None),
        lambda: one.save(),
        lambda: rows.delete(),
        lambda: one.delete(),
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
