"""Evidence of many departments in one zip: its folders carry the task codes, its files become materials.

Each file stands for itself: it is taken whole, after every check an upload passes, or not at all and with the reason.
An archive that would unpack without end is refused as a whole, and then none of its files is kept.
"""

import re
import tempfile
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import materials
from ..tasks import number_of
from .archive import Bomb, Reader, entries, open_zip

CODE = re.compile(r"T0*(\d{1,6})(?![0-9A-Z])")


class Outcome(models.TextChoices):
    TAKEN = "taken", gettext_lazy("taken")
    AGAIN = "again", gettext_lazy("there already")
    REFUSED = "refused", gettext_lazy("not taken")
    UNMATCHED = "unmatched", gettext_lazy("belongs to no task")


@dataclass(frozen=True)
class Result:
    path: str
    outcome: Outcome
    task: str = ""
    why: str = ""


def take_all(submission, by, file):
    """A `Result` for each file of the zip in the open binary `file`. Raises Refused, and then nothing was taken."""
    archive = open_zip(file)
    size, tasks = file.seek(0, 2), {number_of(task.code): task for task in submission.tasks.all()}
    found = [(entry, *task_of(entry.path, tasks)) for entry in entries(archive)]
    _refuse_a_bomb(Reader(archive, size), [entry for entry, task, _why in found if task and not entry.why_not])
    reader = Reader(archive, size)
    return [_one(submission, by, reader, *one) for one in found]


def _refuse_a_bomb(reader, wanted):
    """Everything is unpacked once and forgotten before the first file is kept."""
    for entry in wanted:
        try:
            reader.read(entry)
        except Bomb:
            raise
        except materials.Refused:
            continue  # of this file alone; said when it is its turn


def _one(submission, by, reader, entry, task, why):
    path, code = shown(entry.path), task.code if task else ""
    if entry.why_not:
        return Result(path, Outcome.REFUSED, code, entry.why_not)
    if task is None:
        return Result(path, Outcome.UNMATCHED, code, why)
    try:
        with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as content:
            reader.read(entry, content)
            content.seek(0)
            name = entry.path.rsplit("/", 1)[-1]
            added = materials.add(submission, by, content, name, task.requirement, task)
    except materials.Refused as refused:
        return Result(path, Outcome.REFUSED, code, str(refused))
    return Result(path, Outcome.AGAIN if added.again else Outcome.TAKEN, code)


def task_of(path, tasks):
    """(task, "") for the task whose code one of the file's folders carries, else (None, sentence why)."""
    folders = [unicodedata.normalize("NFKC", one).strip().upper() for one in path.split("/")[:-1]]
    numbers = list(dict.fromkeys(int(found[1]) for one in folders if (found := CODE.match(one))))
    if not numbers:
        return None, _("None of its folders begins with a task code such as T01.")
    if len(numbers) > 1:
        return None, _("Its folders carry several task codes.")
    if numbers[0] not in tasks:
        return None, _("There is no task %(code)s.") % {"code": f"T{numbers[0]:02}"}
    return tasks[numbers[0]], ""


def shown(path):
    """A path as it can be stored and printed."""
    return "".join(one if one.isprintable() else "\ufffd" for one in path)[:300]
