"""Checking the chains of history and what was handed in again: row by row, one chain in memory at a time, against a
kept anchor if given."""

import heapq
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter, itemgetter

from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from . import versions
from .history import digest_of
from .materials.storing import digest_of as digest_of_bytes
from .models import SealedScan, StoredFile, Submission, Transition, Version, VersionFile

UNREADABLE = (ValueError, AttributeError, DatabaseError)  # what SQL wrote past the application may raise


@dataclass
class Chain:
    """One submission's chain: how many rows, the last digest, and the sentences that stand against it."""

    submission: str
    length: int
    head: str
    findings: list = field(default_factory=list)


@contextmanager
def one_moment():
    """All queries inside see the database as of one moment, while others go on moving candidates. On SQLite the first
    open cursor already holds such a view; inside a transaction it is the caller's to have begun one."""
    if connection.vendor == "sqlite" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def chains(anchor=None):
    """Every chain, checked, in the order of the submissions' ids. `anchor` is a kept `Anchor`: what it holds must still
    be there, unchanged; what was added since is no finding."""
    known = dict(anchor.chains) if anchor else {}
    with one_moment():
        try:
            yield from _checked(known)
        except UNREADABLE as error:
            facts = {"rows": ", ".join(map(str, _unreadable())), "why": error}
            yield Chain("?", 0, "", [_("rows %(rows)s cannot be read (%(why)s); not all was checked") % facts])
            return
    for gone, (length, _head) in known.items():
        yield Chain(gone, 0, "", [_("its whole history of %(count)s rows is gone") % {"count": length}])


def _unreadable():
    """Primary keys of transitions, then of versions, that hold what the application could not have written there."""
    for model in (Transition, Version):
        for pk in model.objects.order_by("pk").values_list("pk", flat=True):
            try:
                model.objects.get(pk=pk).at.timestamp()
            except UNREADABLE:
                yield pk


def _checked(known):
    for pk, submission, rows, kept in _side_by_side():
        chain = Chain(str(pk), len(rows), rows[-1].digest if rows else "")
        chain.findings += row_findings(rows)
        chain.findings += end_findings(submission, rows)
        chain.findings += version_findings(rows, kept)
        chain.findings += anchor_findings(known.pop(chain.submission, None), rows)
        yield chain


def _side_by_side():
    """(id, submission or None, its transitions, its versions): each table read once, all in the same order."""
    kept = versions.with_files(Version.objects.select_related("transition")).order_by("submission_id", "number")
    streams = (
        _grouped(0, Submission.objects.order_by("pk").iterator(chunk_size=2000), "pk"),
        _grouped(1, Transition.objects.order_by("submission_id", "sequence").iterator(chunk_size=2000)),
        _grouped(2, kept.iterator(chunk_size=500)),
    )
    with ExitStack() as at_the_end:
        for stream in streams:  # a row that cannot be read must not leave the others' cursors open
            at_the_end.callback(stream.close)
        for pk, found in groupby(heapq.merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
            parts = {place: rows for _pk, place, rows in found}
            yield pk, parts.get(0, [None])[0], parts.get(1, []), parts.get(2, [])


def _grouped(place, rows, key="submission_id"):
    """(id of the submission, place, its rows), one group in memory at a time."""
    for pk, group in groupby(rows, key=attrgetter(key)):
        yield pk, place, list(group)


def version_findings(rows, kept):
    """What is wrong with the versions of one submission."""
    yield from versions.gaps(rows, kept)
    for version in kept:
        yield from versions.findings(version)


def files():
    """(name, sentence or None) of every file that was handed in or came back sealed, its bytes read again."""
    used = StoredFile.objects.filter(
        Exists(VersionFile.objects.filter(file=OuterRef("pk"))) | Exists(SealedScan.objects.filter(file=OuterRef("pk")))
    )
    for stored in used.order_by("pk").iterator(chunk_size=2000):
        yield f"file {stored.sha256}", _file_finding(stored)


def _file_finding(stored):
    try:
        with stored.file.open() as file:
            found = digest_of_bytes(file)
    except OSError:
        return _("it is not in the storage any more")
    if found != (stored.sha256, stored.size):
        return _("its bytes are not those that were handed in")
    return None


def row_findings(rows):
    """What is wrong inside one chain, `rows` in order of their numbers."""
    expected, previous, place = 1, "", ("draft", None)
    for row in rows:
        where = {"number": row.sequence, "move": row.move}
        if row.sequence != expected:
            yield _("transition %(missing)s is missing") % {"missing": expected}
        if row.digest != digest_of(row):
            yield _("transition %(number)s (%(move)s) was altered: its digest does not fit its content") % where
        elif row.sequence == expected and row.previous != previous:
            yield _("transition %(number)s (%(move)s) does not continue the one before it") % where
        if row.sequence == expected and (row.from_status, row.from_stage_id) != place:
            yield _("transition %(number)s (%(move)s) does not begin where the one before it ended") % where
        expected, previous, place = row.sequence + 1, row.digest, (row.to_status, row.to_stage_id)


def end_findings(submission, rows):
    """Whether the chain ends where the submission says it does."""
    if submission is None:
        yield _("the submission itself is gone, its history is still here")
    elif not rows:
        if submission.history_head or submission.status != "draft":
            yield _("its whole history is missing")
    elif submission.history_head not in [row.digest for row in rows]:
        yield _("the last transition was deleted, or the chain rewritten: its recorded end is not in it")
    elif submission.history_head != rows[-1].digest:
        yield _("there are transitions after its recorded end")
    elif (submission.status, submission.stage_id) != (rows[-1].to_status, rows[-1].to_stage_id):
        facts = {"status": submission.status, "end": rows[-1].to_status}
        yield _("it stands at %(status)s, its history ends at %(end)s") % facts


def anchor_findings(kept, rows):
    """Whether what was kept of this chain, (length, head), is still its beginning."""
    if kept is None:
        return
    length, head = kept
    if len(rows) < length:
        facts = {"count": len(rows), "kept": length}
        yield _("%(count)s transitions are left of the %(kept)s it had when the anchor was kept") % facts
    elif rows[length - 1].digest != head:
        yield _("rewritten: transition %(number)s is not the one it was when the anchor was kept") % {"number": length}
