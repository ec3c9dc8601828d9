"""One set of files for each public version, made by one process at a time.

A set is written aside in a folder of its own and appears whole, by one renaming; older sets go when one stands, so
the disk holds two at most. A set is only good while nothing was published meanwhile; else it is made again.
Words that are withheld leave at once: the act itself removes every set (`forget`), and who was just making one looks at
the version again after the renaming.
"""

import fcntl
import hashlib
import json
import logging
import os
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from regions.version import public_version
from registry.models import ReleaseItem

from .tables import TABLES
from .writing import described, write_csv, write_dictionary, write_jsonl, write_xlsx

MANIFEST = "manifest.json"
NAMES = (
    "record.xlsx",
    *(f"{table.name}.{ending}" for table in TABLES for ending in ("csv", "jsonl")),
    "dictionary.json",
)
log = logging.getLogger(__name__)
_making = threading.Lock()


class BeingMade(Exception):
    """The files of the present version are not there yet."""


def root():
    return Path(settings.MEDIA_ROOT) / "opendata"


def folder_of(version):
    return root() / f"v{edition(TABLES)}-{version}"


def edition(tables):
    """Of the form of the files: files with other tables or fields are not those of today, whatever the version."""
    form = [(table.name, [(field.name, field.type) for field in table.fields]) for table in tables]
    return hashlib.sha256(repr(form).encode()).hexdigest()[:8]


def present():
    """(folder, manifest) of the present version's files, made now if the record is short. Raises `BeingMade`, and has
    them made behind the reader's back, if it is long."""
    version = public_version()
    found = _read(folder_of(version))
    if found:
        return found
    if ReleaseItem.objects.count() > settings.OPEN_DATA_AT_ONCE:
        _begin()
        raise BeingMade
    return make()


def _read(folder):
    try:
        return folder, json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def _begin():
    """Make them in a thread of this process, unless one is at it."""
    if _making.acquire(blocking=False):
        threading.Thread(target=_make_aside, name="open data").start()


def _make_aside():
    try:
        make()
    except Exception:
        log.exception("the files of open data could not be made")
    finally:
        _making.release()
        connection.close()


def make():
    """(folder, manifest) of the present version; made unless another process was faster."""
    root().mkdir(parents=True, exist_ok=True)
    with _alone():
        while True:
            version = public_version()
            found = _read(folder_of(version)) or _written(version)
            if public_version() == version:
                _remove_but(folder_of(version))
                return found
            _remove(folder_of(version))


@contextmanager
def _alone():
    """Between the processes of this machine."""
    with open(root() / ".lock", "a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _written(version):
    """The set under a name of its own, then under that of the version."""
    aside, folder = root() / f".{os.getpid()}-{version}", folder_of(version)
    _remove(aside)
    aside.mkdir()
    try:
        manifest = _write(aside)
        (aside / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        _remove(folder)
        aside.rename(folder)
    finally:
        _remove(aside)
    return folder, manifest


def _write(folder):
    rows = {}
    for table in TABLES:
        rows[f"{table.name}.csv"] = write_csv(table, folder / f"{table.name}.csv")
        rows[f"{table.name}.jsonl"] = write_jsonl(table, folder / f"{table.name}.jsonl")
    rows["record.xlsx"] = write_xlsx(folder / "record.xlsx")
    rows["dictionary.json"] = write_dictionary(described(in_both_languages), folder / "dictionary.json")
    return {
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "files": [_described(name, rows[name], folder / name) for name in NAMES],
    }


def _described(name, rows, path):
    table, _dot, ending = name.rpartition(".")
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": name,
        "table": table,
        "ending": ending,
        "rows": rows,
        "bytes": path.stat().st_size,
        "sha256": digest,
    }


def in_both_languages(lazy):
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = str(lazy)
    return found


def forget():
    """Remove every set: words of one of them were withheld."""
    _remove_but(None)


def _remove_but(kept):
    for folder in root().glob("v*-*"):
        if folder != kept:
            _remove(folder)


def _remove(folder):
    shutil.rmtree(folder, ignore_errors=True)
