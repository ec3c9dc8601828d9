"""Uploads that resume: a file arrives in chunks, each with the place it belongs to, over hours or days if it must.

The chunks lie in one file in the shared folder `incoming`, so that any worker can take the next. The row says how
much of it counts: what a killed worker wrote beyond is cut off by the next chunk, and should the disk have less than
the row says, the disk is believed. The sender compares checksums before it goes on with a file it began earlier.
"""

import zlib
from datetime import timedelta
from functools import wraps

from django.db import transaction
from django.utils import timezone

from ..models import Upload
from . import naming
from .checking import Watch
from .holding import Open, add
from .kinds import MB
from .receiving import arrived_at, incoming, keep, lost
from .refusal import Refused
from .signatures import EMPTY, HEAD

CHUNK = 512 * 1024  # what a sender is asked to send at a time
LARGEST_CHUNK = 1 * MB
KEPT_DAYS = 7
PIECE = 64 * 1024


class Misplaced(Exception):
    """The chunk does not begin where the file ends so far: `received` bytes."""

    def __init__(self, received):
        super().__init__(received)
        self.received = received


class Gone(Exception):
    """The upload was finished, dropped or cleared meanwhile."""


def begin(submission, by, name, size, requirement="", task=None, anew=False):
    """The upload of this file: the unfinished one of the same name and size, if there is one and not `anew`."""
    limits = Open(submission, by).limits(requirement)
    naming.refuse_secret(name)
    if size == 0:
        raise Refused(EMPTY)
    limits.refuse_size(size)
    facts = {"requirement": requirement, "task": task, "name": naming.clean(name), "size": size, "created_by": by}
    found = submission.uploads.filter(**facts).first()
    if found and anew:
        drop(found)
    return found if found and not anew else submission.uploads.create(**facts)


def path_of(upload):
    return incoming() / f"{upload.pk.hex}.part"


def received(upload):
    """How many bytes of it are there and count."""
    return min(upload.received, arrived_at(path_of(upload)))


def checksum(upload):
    """CRC-32 of what is there, for the sender to compare with its own file before it goes on."""
    value, count = 0, received(upload)
    for piece in _pieces(path_of(upload), count) if count else ():
        value = zlib.crc32(piece, value)
    return value


def _dropped_when_refused(step):
    """What is refused for its content will not get better by sending more of it."""

    @wraps(step)
    def carry_out(upload, *args):
        try:
            return step(upload, *args)
        except Refused:
            drop(upload)
            raise

    return carry_out


@_dropped_when_refused
def write(upload, offset, chunk):
    """Append a chunk; how many bytes are there now. Raises Misplaced, Gone, Refused (then the upload is dropped)."""
    with transaction.atomic():
        locked = _still_there(upload, lock=True)
        there = received(locked)
        if offset != there:
            raise Misplaced(there)
        if there + len(chunk) > locked.size:
            raise lost()
        _append(path_of(locked), there, chunk)
        locked.received = there + len(chunk)
        locked.save(update_fields=["received", "updated_at"])
    if _is_a_milestone(there, locked.received):
        _watched(locked)
    return locked.received


def _append(path, place, chunk):
    with open(path, "r+b" if path.exists() else "w+b") as file:
        file.truncate(place)
        file.seek(place)
        file.write(chunk)


def _is_a_milestone(before, after):
    """The head, and 1, 2, 4, 8 … MB: looking at all of it there costs no more than reading it twice over."""
    return before < HEAD or (after // MB).bit_length() > (before // MB).bit_length()


def _watched(upload):
    watch = Watch(Open(upload.submission, upload.created_by).limits(upload.requirement))
    for piece in _pieces(path_of(upload), upload.received):
        watch.feed(piece)
    return watch


def _pieces(path, count):
    with open(path, "rb") as file:
        while count and (piece := file.read(min(PIECE, count))):
            count -= len(piece)
            yield piece


@_dropped_when_refused
def finish(upload, by, checksum_of_sender=None):
    """The material that the whole upload becomes. Raises Misplaced, Gone, Refused (then the upload is dropped)."""
    upload = _still_there(upload)
    if received(upload) < upload.size:
        raise Misplaced(received(upload))
    try:
        if checksum_of_sender is not None and checksum_of_sender != checksum(upload):
            raise lost()
        stored = keep(path_of(upload), _watched(upload), upload.name)
    except FileNotFoundError:  # another worker has just finished it
        raise Gone from None
    with transaction.atomic():
        _still_there(upload, lock=True)
        material = add(upload.submission, by, stored, upload.name, upload.requirement, upload.task)
        drop(upload)
    return material


def _still_there(upload, lock=False):
    found = Upload.objects.select_for_update() if lock else Upload.objects.select_related("submission")
    found = found.filter(pk=upload.pk).first()
    if found is None:
        raise Gone
    return found


def drop(upload):
    """Forget it with all that arrived. The file goes last: a row without its file begins at zero."""
    Upload.objects.filter(pk=upload.pk).delete()
    transaction.on_commit(lambda: path_of(upload).unlink(missing_ok=True))


def clear(at=None):
    """Forget what nobody has gone on with for `KEPT_DAYS`, and what killed workers left; how many of each."""
    before = (at or timezone.now()) - timedelta(days=KEPT_DAYS)
    stale = list(Upload.objects.filter(updated_at__lt=before))
    for upload in stale:
        drop(upload)
    return len(stale), _clear_left_overs(before)


def _clear_left_overs(before):
    alive = {path_of(upload).name for upload in Upload.objects.only("pk")}
    old = [one for one in incoming().iterdir() if one.stat().st_mtime < before.timestamp() and one.name not in alive]
    for one in old:
        one.unlink(missing_ok=True)
    return len(old)
