"""Writing what a check found, thousands of rows at once: PostgreSQL takes new rows by COPY, SQLite in batches of one
statement made ready once."""

import uuid
from itertools import islice
from operator import attrgetter

from django.db import connection
from django.utils import timezone

from ..models import Submission
from ..parts import FIELDS

BATCH = 1000
TABLE = Submission._meta.db_table
ALL = Submission._meta.concrete_fields
CHANGED = [Submission._meta.get_field(name) for name in (*FIELDS, "version", "updated_at")]


def create(contents, by, round):
    """Insert a draft of `by`'s unit for each of `contents`, values of `FIELDS`; yields how many are written. The
    caller has asked the rules of `drafts.create` and holds the transaction."""
    rows = _rows(contents, by, round)
    return _copy(rows, len(contents)) if connection.vendor == "postgresql" else _insert(rows, len(contents))


def _rows(contents, by, round):
    """What the database stores of each: that of a draft with nothing in it, but for the key and the content."""
    now = timezone.now()
    empty = Submission(round=round, unit=by.unit, city=by.city, created_by=by, created_at=now, updated_at=now)
    stored = [_stored(field, empty) for field in ALL]
    at = {field.name: number for number, field in enumerate(ALL)}
    key, as_stored = Submission._meta.pk, {"region": attrgetter("pk"), "category": str}
    for content in contents:
        row = stored.copy()
        row[at[key.name]] = key.get_db_prep_save(uuid.uuid4(), connection)
        for name, value in content.items():
            row[at[name]] = as_stored[name](value) if name in as_stored else value
        yield row


def change(rows):
    """Write the content of checked rows into their submissions, which the caller has locked."""
    now = timezone.now()
    changed = [_changed(row.submission, row.content, now) for row in rows]
    values = [[_stored(field, one) for field in (*CHANGED, Submission._meta.pk)] for one in changed]
    if values:
        set_to = ", ".join(f"{_quoted(field.column)} = %s" for field in CHANGED)
        where = f"{_quoted(Submission._meta.pk.column)} = %s"
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {TABLE} SET {set_to} WHERE {where}", values)  # noqa: S608 - our own names


def _changed(submission, content, now):
    for name, value in content.items():
        setattr(submission, name, value)
    submission.version += 1
    submission.updated_at = now
    return submission


def _quoted(name):
    return connection.ops.quote_name(name)


def _stored(field, submission):
    return field.get_db_prep_save(getattr(submission, field.attname), connection)


def _names():
    return ", ".join(_quoted(field.column) for field in ALL)


def _insert(rows, total):
    places = ", ".join(["%s"] * len(ALL))
    with connection.cursor() as cursor:
        for written in range(0, total, BATCH):
            batch = list(islice(rows, BATCH))
            cursor.executemany(f"INSERT INTO {TABLE} ({_names()}) VALUES ({places})", batch)  # noqa: S608 - our own names
            yield written + len(batch)


def _copy(rows, total):
    """COPY, row by row: no statement grows with the table."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {TABLE} ({_names()}) FROM STDIN") as copy:
        for number, row in enumerate(rows, 1):
            copy.write_row(row)
            if number % BATCH == 0 or number == total:
                yield number
