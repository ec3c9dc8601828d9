"""The floor of the deadline hour: the same rows by bare psycopg and the same bytes by plain file writes, no more.

The rows are those the run has left, read beforehand; they go into tables of the same columns, checks and indexes. As
many hands as gunicorn has threads, each with its own connection, one transaction for each act as in the product.
"""

import os
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from .desk_client import CODES, pdf

HANDS = 8  # workers × threads of deploy/gunicorn.conf.py
TABLES = ("submission", "storedfile", "material", "transition", "version", "versionfile", "message")
BY_SUBMISSION = {
    "transition": "submission_id = %s",
    "version": "submission_id = %s",
    "versionfile": "version_id IN (SELECT id FROM submissions_version WHERE submission_id = %s)",
    "message": "submission_id = %s",
}


@dataclass
class Dossier:
    """What one accepted submission has written."""

    submission: str
    row: str
    files: list  # [(rows of storedfile and material)] for each file
    handed_in: list  # [(table, row)]


def read(connection, pk):
    """Everything of the submission `pk`, as JSON rows."""
    rows = "SELECT row_to_json(t)::text FROM submissions_{} t WHERE {} ORDER BY id".format

    def of(table, condition):
        return [row for (row,) in connection.execute(rows(table, condition), [pk]).fetchall()]

    [row] = of("submission", "id = %s")
    materials = of("material", "submission_id = %s")
    kept = of("storedfile", "id IN (SELECT file_id FROM submissions_material WHERE submission_id = %s)")
    handed_in = [(table, row) for table, condition in BY_SUBMISSION.items() for row in of(table, condition)]
    return Dossier(pk, row, list(zip(kept, materials, strict=True)), handed_in)


def prepare(connection, dossiers):
    for table in TABLES:
        connection.execute(f"CREATE TABLE floor_{table} (LIKE submissions_{table} INCLUDING ALL)")
    for dossier in dossiers:
        insert(connection, "submission", dossier.row)


def insert(connection, table, row):
    into = f"INSERT INTO floor_{table} SELECT * FROM json_populate_record(NULL::floor_{table}, %s::json)"  # noqa: S608
    connection.execute(into, [row])


def act(connection, folder, dossier, times):
    """Save, three uploads, submit; adds the seconds each took to `times`."""
    with timed(times, "save"), connection.transaction():
        connection.execute(
            "UPDATE floor_submission SET summary = %s, version = version + 1, updated_at = now() WHERE id = %s",
            ["第 1 号，保存。", dossier.submission],
        )
    for code, (kept, material) in zip(CODES, dossier.files, strict=True):
        content = pdf(f"{dossier.submission} {code}")
        with timed(times, "upload"):
            write(folder / f"{dossier.submission}-{code}", content)
            with connection.transaction():
                insert(connection, "storedfile", kept)
                insert(connection, "material", material)
    with timed(times, "submit"), connection.transaction():
        connection.execute("SELECT 1 FROM floor_submission WHERE id = %s FOR UPDATE", [dossier.submission])
        for table, row in dossier.handed_in:
            insert(connection, table, row)
        connection.execute("UPDATE floor_submission SET version = version + 1 WHERE id = %s", [dossier.submission])


class timed:  # noqa: N801  reads as a word
    def __init__(self, times, action):
        self.times, self.action = times, action

    def __enter__(self):
        self.began = time.perf_counter()

    def __exit__(self, *_problem):
        self.times.append((self.action, time.perf_counter() - self.began))


def write(path, content):
    with open(f"{path}.part", "wb") as file:
        file.write(content)
    os.replace(f"{path}.part", path)


def measure(url, folder, submissions):
    """{action: [seconds]} of doing it all over again."""
    Path(folder).mkdir(parents=True)
    with psycopg.connect(url, autocommit=True) as connection:
        dossiers = [read(connection, pk) for pk in submissions]
        prepare(connection, dossiers)
    waiting, times = deque(dossiers), []

    def hand():
        with psycopg.connect(url, autocommit=True) as connection, suppress(IndexError):
            while True:  # until none waits
                act(connection, Path(folder), waiting.popleft(), times)

    hands = [threading.Thread(target=hand) for _ in range(HANDS)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    return {action: [took for name, took in times if name == action] for action in ("save", "upload", "submit")}
