"""Writing what a check found, thousands of rows at once: PostgreSQL takes new rows by COPY, SQLite in batches."""

from django.db import connection
from django.utils import timezone

from ..models import Submission
from ..parts import FIELDS

BATCH = 1000
CHANGED = (*FIELDS, "version", "updated_at")


def create(contents, by, round):
    """Insert a draft of `by`'s unit for each of `contents`, values of `FIELDS`; yields how many are written. The
    caller has asked the rules of `drafts.create` and holds the transaction."""
    now = timezone.now()
    drafts = (
        Submission(round=round, unit=by.unit, city=by.city, created_by=by, created_at=now, updated_at=now, **content)
        for content in contents
    )
    return _copy(drafts, len(contents)) if connection.vendor == "postgresql" else _insert(drafts, len(contents))


def change(rows):
    """Write the content of checked rows into their submissions, which the caller has locked."""
    now = timezone.now()
    changed = [_changed(row.submission, row.content, now) for row in rows]
    fields = [Submission._meta.get_field(name) for name in CHANGED]
    key = Submission._meta.pk
    values = [[_stored(field, one) for field in (*fields, key)] for one in changed]
    if values:
        quoted = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in fields)
        table = connection.ops.quote_name(Submission._meta.db_table)
        statement = f"UPDATE {table} SET {quoted} WHERE {connection.ops.quote_name(key.column)} = %s"  # noqa: S608 - names of columns only
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)


def _changed(submission, content, now):
    for name, value in content.items():
        setattr(submission, name, value)
    submission.version += 1
    submission.updated_at = now
    return submission


def _stored(field, submission):
    return field.get_db_prep_save(getattr(submission, field.attname), connection)


def _insert(drafts, total):
    written = 0
    while written < total:
        batch = [draft for _number, draft in zip(range(BATCH), drafts, strict=False)]
        Submission.objects.bulk_create(batch)
        written += len(batch)
        yield written


def _copy(drafts, total):
    """COPY, row by row: no statement grows with the table."""
    fields = Submission._meta.concrete_fields
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(Submission._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for number, draft in enumerate(drafts, 1):
            copy.write_row([_stored(field, draft) for field in fields])
            if number % BATCH == 0 or number == total:
                yield number
