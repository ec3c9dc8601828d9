"""Files under their SHA-256, each content once, however often and by whomever it is handed in.

The bytes are written first and the row after: a crash between the two leaves a file without a row, which the next one
with the same content takes over; a row without its file cannot come to be.
"""

import hashlib

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ..models import StoredFile
from ..models.materials import material_storage

PIECE = 256 * 1024


def digest_of(file):
    """(SHA-256, bytes) of an open file, which is left at its beginning."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    return digest.hexdigest(), size


def find(sha256):
    return StoredFile.objects.filter(sha256=sha256).first()


def store(file, kind, pages=None):
    """The `StoredFile` of what an open binary file holds, made or found. The caller has checked the content: this is
    the last step of `take`, and for files of our own making."""
    sha256, size = digest_of(file)
    found = find(sha256)
    if found is None:
        name = _written(file, f"{sha256[:2]}/{sha256}", size)
        return _row(sha256=sha256, size=size, kind=kind, pages=pages, file=name)
    if not found.file.storage.exists(found.file.name):  # lost, and here it is again
        found.file.storage.save(found.file.name, File(file))
    return found


def _written(file, name, size):
    """The name in the storage. A file without a row is one left by a crash, whole, since it was moved into place."""
    storage = material_storage()
    if storage.exists(name) and storage.size(name) == size:
        return name
    return storage.save(name, File(file))


def _row(**facts):
    """Two who hand in the same at the same instant both have written the same file; one of them makes the row."""
    try:
        with transaction.atomic():
            return StoredFile.objects.create(**facts)
    except IntegrityError:
        return StoredFile.objects.get(sha256=facts["sha256"])


def findings(stored):
    """Sentences that stand against a stored file: it is gone, or no longer what was stored."""
    where = {"sha256": stored.sha256}
    storage = stored.file.storage
    if not storage.exists(stored.file.name):
        return [_("%(sha256)s is missing in the store") % where]
    with storage.open(stored.file.name) as file:
        sha256, size = digest_of(file)
    if (sha256, size) != (stored.sha256, stored.size):
        return [_("%(sha256)s was changed: it is now %(now)s, %(size)s bytes") % {**where, "now": sha256, "size": size}]
    return []
