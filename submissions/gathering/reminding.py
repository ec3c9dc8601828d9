"""Who has not answered: what is printed and sent to departments (催办)."""

from dataclasses import dataclass
from datetime import date

from ..models import TaskState


@dataclass(frozen=True)
class Letter:
    """What one department still owes. `reply_by` is the first last day still ahead, or None where there is none;
    `late` tasks are overdue."""

    department: str
    rows: list
    reply_by: date | None
    late: int


def letters(rows, today):
    """A `Letter` for each department with a task not answered among the rows of `listing`."""
    found = {}
    for row in rows:
        if row.task.state == TaskState.OPEN:
            found.setdefault(row.task.department, []).append(row)
    return [_letter(department, its, today) for department, its in found.items()]


def _letter(department, rows, today):
    ahead = [row.task.due_on for row in rows if row.task.due_on and row.task.due_on >= today]
    return Letter(department, rows, min(ahead, default=None), sum(row.days_late > 0 for row in rows))
