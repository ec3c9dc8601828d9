"""Checking the chains of history again: row by row, one chain in memory at a time, against a kept anchor if given."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from .history import digest_of
from .models import Submission, Transition

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
    """Primary keys of transitions that hold what the application could not have written there."""
    for pk in Transition.objects.order_by("pk").values_list("pk", flat=True):
        try:
            Transition.objects.get(pk=pk).at.timestamp()
        except UNREADABLE:
            yield pk


def _checked(known):
    for pk, submission, rows in _side_by_side():
        chain = Chain(str(pk), len(rows), rows[-1].digest if rows else "")
        chain.findings += row_findings(rows)
        chain.findings += end_findings(submission, rows)
        chain.findings += anchor_findings(known.pop(chain.submission, None), rows)
        yield chain


def _side_by_side():
    """(id, submission or None, rows): both tables read once, in the same order."""
    rows = Transition.objects.order_by("submission_id", "sequence").iterator(chunk_size=2000)
    histories = groupby(rows, key=lambda row: row.submission_id)
    pk, history = next(histories, (None, ()))
    for submission in Submission.objects.order_by("pk").iterator(chunk_size=2000):
        while pk is not None and pk < submission.pk:
            yield pk, None, list(history)
            pk, history = next(histories, (None, ()))
        if pk == submission.pk:
            yield pk, submission, list(history)
            pk, history = next(histories, (None, ()))
        else:
            yield submission.pk, submission, []
    while pk is not None:
        yield pk, None, list(history)
        pk, history = next(histories, (None, ()))


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
