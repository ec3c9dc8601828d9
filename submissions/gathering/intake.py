"""A task workbook on its way in: what each row would do, then all of it at once or nothing.

Between the two the rows travel in the page, signed. What was changed in between is found by the version each row was
checked against.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import tasks
from ..models import DepartmentTask, TaskState
from ..sheets.reading import Unreadable, open_book
from ..sheets.tables import find_table
from ..sheets.text import folded
from ..workflow import Stale
from .headings import NEEDED, names, read_token
from .workbook import ID_MARK

MOST_ROWS = 2000
LONGEST_SEALED = 4 * 1024 * 1024  # what a form may still send back
SALT = "submissions.gathering.intake"


class Kind(models.TextChoices):
    TAKEN = "taken", gettext_lazy("is taken over")
    CONFLICT = "conflict", gettext_lazy("to be decided")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")
    UNKNOWN = "unknown", gettext_lazy("unknown task")
    WRONG = "wrong", gettext_lazy("of another submission")
    REFUSED = "refused", gettext_lazy("cannot be taken")


WRITTEN = (Kind.TAKEN, Kind.CONFLICT)


@dataclass(frozen=True)
class Row:
    """One row of the sheet. `number` as the spreadsheet counts, `why` a sentence where nothing is taken at once."""

    number: int
    code: str
    reply: str
    kind: Kind
    why: str = ""
    task: DepartmentTask | None = None


@dataclass(frozen=True)
class Ground:
    """What a row is judged on: tasks by code, keys of tasks of other submissions, codes with more than one reply."""

    known: dict
    elsewhere: set
    twice: set
    clean_reply: Callable


def check(submission, file, clean_reply):
    """A `Row` for each row of an uploaded table; nothing is written. `clean_reply` cleans a reply as a form would, or
    raises ValidationError. Unreadable, with a sentence, if there is no such table."""
    sheets = open_book(file)
    _refuse_another(submission, sheets)
    table = find_table(sheets, names())
    missing = [key for key in NEEDED if key not in table.columns]
    if missing:
        raise Unreadable(_("The column with the task code or that with the reply is missing. Use the task workbook."))
    if len(table.rows) > MOST_ROWS:
        raise Unreadable(_("At most %(most)s rows at once. Split the table.") % {"most": MOST_ROWS})
    found = [_cells(table.columns, number, cells) for number, cells in table.rows]
    keys = {read_token(token)[0] for *_rest, token in found if read_token(token)}
    elsewhere = DepartmentTask.objects.filter(pk__in=keys).exclude(submission=submission).values_list("pk", flat=True)
    known = {task.code: task for task in submission.tasks.all()}
    ground = Ground(known, set(elsewhere), repeated(found), clean_reply)
    return [_row(*cells, ground) for cells in found if cells[1] or cells[2]]


def _refuse_another(submission, sheets):
    marked = {cell for sheet in sheets for row in sheet.rows[:10] for cell in row if cell.startswith(ID_MARK)}
    if marked - {f"{ID_MARK}{submission.pk}"}:
        raise Unreadable(_("This workbook was sent out for another submission. Nothing was read."))


def _cells(columns, number, cells):
    """(row as the spreadsheet counts, code, reply, token)."""
    told = {key: cells[column] if column < len(cells) else "" for key, column in columns.items()}
    return number + 1, folded(told["code"]).upper(), told["reply"], folded(told.get("token", ""))


def repeated(found):
    """Codes that stand in several rows with different replies."""
    replies = {}
    for _number, code, reply, _token in found:
        replies.setdefault(code, set()).add(reply)
    return {code for code, said in replies.items() if len(said) > 1}


def _row(number, code, reply, token, ground):
    sent, task = read_token(token), ground.known.get(code)
    if sent and sent[0] in ground.elsewhere:
        return Row(number, code, reply, Kind.WRONG, _("This row belongs to a task of another submission."))
    if task is None:
        return Row(number, code, reply, Kind.UNKNOWN, _unknown(code))
    if code in ground.twice:
        why = _("%(code)s stands in several rows with different replies. Keep one.") % {"code": code}
        return Row(number, code, reply, Kind.REFUSED, why, task)
    try:
        reply = ground.clean_reply(reply)
    except ValidationError as error:
        return Row(number, code, reply, Kind.REFUSED, " ".join(error.messages), task)
    if not reply or reply == task.reply:
        return Row(number, code, reply, Kind.UNCHANGED, "" if reply else _("no reply in this row"), task)
    why = _against(task, sent)
    return Row(number, code, reply, Kind.CONFLICT if why else Kind.TAKEN, why, task)


def _unknown(code):
    return _("There is no task %(code)s.") % {"code": code} if code else _("This row has no task code.")


def _against(task, sent):
    """Why the reply must not simply be taken over, or an empty text."""
    if task.state == TaskState.ACCEPTED:
        return _("The reply to it is accepted already.")
    if sent and sent != (task.pk, task.version):
        return _("The task was changed since the workbook went out.")
    if not sent and task.reply:
        return _("The row does not say which version it answers, and there is a reply already.")
    return ""


def seal(submission, rows):
    """What the check found, for the page that asks to confirm it. Unreadable if it is more than a form can hold."""
    kept = [[row.kind.value, row.task.pk, row.task.version, row.reply] for row in rows if row.kind in WRITTEN]
    sealed = signing.dumps([str(submission.pk), kept], salt=SALT, compress=True)
    if len(sealed) > LONGEST_SEALED:
        raise Unreadable(_("The replies are too long to be taken in at once. Split the table."))
    return sealed


def unseal(submission, sealed):
    """[(kind, key of the task, version, reply)] again. BadSignature if it is not ours or of another submission."""
    pk, kept = signing.loads(sealed, salt=SALT)
    if pk != str(submission.pk):
        raise signing.BadSignature
    return [(Kind(kind), *rest) for kind, *rest in kept]


def again(submission, kept):
    """The rows of a check as things stand now, for the page that asks once more."""
    known = {task.pk: task for task in submission.tasks.all()}
    return [_again(known[key], kind, version, reply) for kind, key, version, reply in kept if key in known]


def _again(task, kind, version, reply):
    why = _against(task, (task.pk, version))
    if kind == Kind.CONFLICT:
        why = why or _("The two texts differ.")
    return Row(0, task.code, reply, Kind.CONFLICT if why else kind, why, task)


def take(submission, by, kept, chosen):
    """Write the replies of a check: those without conflict, and those conflicting whose task's key is in `chosen`.
    Returns how many. All or nothing: Stale if one of the tasks was changed since the check."""
    wanted = [row for row in kept if row[0] == Kind.TAKEN or row[1] in chosen]
    with transaction.atomic():
        for _kind, key, version, reply in wanted:
            task = submission.tasks.select_related("submission").filter(pk=key, version=version).first()
            if task is None:
                raise Stale(_("A task was changed after the check. Nothing was taken over; check the file again."))
            tasks.answer(task, by, reply, over_accepted=True)
    return len(wanted)
