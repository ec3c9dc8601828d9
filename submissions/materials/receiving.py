"""A file on its way in: watched while it arrives, lying aside until it is known to be taken."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ..models.materials import ScanState
from . import naming, scanning, storing
from .checking import Limits, Watch
from .refusal import Refused

PIECE = 64 * 1024


def incoming():
    """The folder of what is not whole or not judged yet; shared by all workers, and never served."""
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Receiving:
    """`write` every piece as it comes, then `keep`. Both raise Refused. Closing it removes what lies aside."""

    def __init__(self, limits):
        self.watch = Watch(limits)
        self.file = tempfile.NamedTemporaryFile(dir=incoming(), prefix="receiving-")  # noqa: SIM115  closed by close

    def write(self, piece):
        self.watch.feed(piece)
        self.file.write(piece)

    def keep(self, name):
        self.file.flush()
        return keep(self.file.name, self.watch, name)

    def close(self):
        self.file.close()

    def __enter__(self):
        return self

    def __exit__(self, *_problem):
        self.close()


def take(file, name, *, formats=(), largest_mb=Limits.largest_mb, most_pages=None):
    """Check an open binary file of which nothing was judged yet, and keep it as a `StoredFile`. Raises Refused."""
    with Receiving(Limits(tuple(formats), largest_mb, most_pages)) as receiving:
        while piece := file.read(PIECE):
            receiving.write(piece)
        return receiving.keep(name)


def keep(path, watch, name):
    """The `StoredFile` of a file that `watch` has followed to its end: checked whole, scanned, stored."""
    naming.refuse_secret(name)
    checked = watch.finish(path, name)
    with open(path, "rb") as file:
        sha256, _size = storing.digest_of(file)
        known = storing.find(sha256)
        if known and known.scan_state == ScanState.INFECTED:
            raise Refused(scanning.infected(known.scan_note))
        verdict = None if known and known.scan_state == ScanState.CLEAN else scanning.refuse_infected(file)
        stored = storing.store(file, checked.kind, checked.pages)
    if verdict and verdict.state != ScanState.UNSCANNED:
        scanning.record(stored, verdict)
    stored.taken_as = checked.kind
    return stored


def arrived_at(path):
    """Bytes of a file that lies aside; 0 if there is none."""
    try:
        return os.path.getsize(path)
    except FileNotFoundError:
        return 0


def lost():
    return Refused(_("It did not arrive whole. Upload it again."))
