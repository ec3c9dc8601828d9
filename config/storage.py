"""Files on this disk that survive a power cut: a name either has its whole content or does not exist."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class Written:
    """Content that lies whole in a file, ready to be moved into place."""

    def __init__(self, path):
        self.path = path

    def temporary_file_path(self):
        return self.path


class DurableStorage(FileSystemStorage):
    """Writes aside, has the disk confirm it, then renames: Django's own writes in place, and a kill leaves half a
    file under the final name."""

    def _save(self, name, content):
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=folder, prefix=".draft-")
        try:
            _write(handle, content)
            name = super()._save(name, Written(draft))
        finally:
            with suppress(FileNotFoundError):  # it was renamed
                os.unlink(draft)
        _confirm_names(folder)
        return name


def _write(handle, content):
    with open(handle, "wb") as draft:
        for chunk in content.chunks():
            draft.write(chunk)
        draft.flush()
        os.fsync(draft.fileno())


def _confirm_names(folder):
    """A rename is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
