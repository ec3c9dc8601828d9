"""Tasks as a page lists them: each with what came in, by department, and what an archive brought."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from .. import tasks
from ..models import DepartmentTask
from ..requirements import requirements_of
from .evidence import Outcome


@dataclass(frozen=True)
class Row:
    task: DepartmentTask
    requirement: str
    files: int
    days_late: int

    @property
    def subjects(self):
        return [words for words in (self.requirement, self.task.indicator) if words]


def names(submission):
    return {one.code: str(one) for one in requirements_of(submission)}


def rows(submission, today, department=""):
    """A `Row` for each task, or for each of the department asked for."""
    known = names(submission)
    found = submission.tasks.annotate(files=Count("materials")).select_related("updated_by").order_by("pk")
    found = found.filter(department=department) if department else found
    return [
        Row(task, known.get(task.requirement, task.requirement), task.files, days_late(task, today)) for task in found
    ]


def days_late(task, today):
    return (today - task.due_on).days if tasks.is_overdue(task, today) else 0


def departments(found, today):
    """(department, counts of its tasks) for each among the rows, in the order they come."""
    by_name = {}
    for row in found:
        by_name.setdefault(row.task.department, []).append(row.task)
    return [(name, tasks.counts(its, today)) for name, its in by_name.items()]


def plain(results):
    """Results as a session keeps them."""
    return [[one.path, one.outcome.value, one.task, one.why] for one in results]


def told(kept, submission):
    """What the page about an archive shows: its files, how many of each outcome, tasks that still have no file."""
    counted = Counter(outcome for _path, outcome, _task, _why in kept)
    without = submission.tasks.filter(materials=None).order_by("pk")
    return {
        "results": [(path, Outcome(outcome), task, why) for path, outcome, task, why in kept],
        "counts": [(outcome.label, counted[outcome.value]) for outcome in Outcome if counted[outcome.value]],
        "without": list(without),
    }
