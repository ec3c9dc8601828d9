"""Gathering from departments: what each is to deliver for a submission, by when, and what came back.

The only writer of a task's `state`. Every change raises the task's `version`, so that a workbook sent out earlier does
not overwrite what came since; every change asks the rule "gather" under the lock of the submission.
"""

from contextlib import contextmanager

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .guards import local
from .models import DepartmentTask, Submission, TaskState
from .permissions import can
from .workflow import NotAllowed, Stale

CONTENT = ("requirement", "indicator", "wanted", "department", "person", "due_on")
LONGEST_REPLY = 5000


class TaskRefused(Exception):
    """Nothing was written; `str()` is the sentence for the user."""


def is_overdue(task, today):
    """Whether it is not answered though its last day, which still counts, has passed."""
    return task.state == TaskState.OPEN and task.due_on is not None and task.due_on < today


def counts(tasks, today):
    """How many of `tasks` there are, are answered, and are overdue on the day `today`."""
    answered = [task for task in tasks if task.state != TaskState.OPEN]
    late = [task for task in tasks if is_overdue(task, today)]
    return {"all": len(tasks), "answered": len(answered), "overdue": len(late)}


def panel(user, submission):
    """What a submission's page says of its tasks."""
    return "workbench/_tasks_panel.html", counts(submission.tasks.all(), timezone.localdate())


@contextmanager
def gathering(submission, by):
    """One transaction in which the submission is locked and `by` may write its tasks; else NotAllowed."""
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        if not can(by, "gather", locked, timezone.now()):
            raise NotAllowed(_("Only the submitting unit writes its department tasks, while the submission is open."))
        yield locked


@contextmanager
def changing(task, by):
    """The same for one task; Stale if it changed since the caller saw `task.version`."""
    with gathering(task.submission, by):
        locked = DepartmentTask.objects.filter(pk=task.pk).first()
        if locked is None:
            raise Stale(_("%(code)s was removed by somebody else meanwhile.") % {"code": task.code})
        if locked.version != task.version:
            raise Stale(
                _("%(code)s was changed at %(time)s, after you opened it. Nothing of yours was saved yet.")
                % {"code": task.code, "time": local(locked.updated_at)}
            )
        yield locked


def add(submission, by, rows):
    """Further tasks of `submission`, numbered on from the highest code; `rows` hold values of `CONTENT`."""
    with gathering(submission, by) as locked:
        number = max(map(number_of, locked.tasks.values_list("code", flat=True)), default=0)
        made = [DepartmentTask(submission=locked, updated_by=by, **content) for content in rows]
        for next_one, task in enumerate(made, number + 1):
            task.code = f"T{next_one:02}"
            task.save(force_insert=True)
    return made


def number_of(code):
    return int(code.removeprefix("T"))


def edit(task, by, **content):
    unknown = set(content) - set(CONTENT)
    if unknown:
        raise TypeError(f"a task has no content {', '.join(sorted(unknown))}")
    with changing(task, by) as locked:
        return _write(locked, by, **content)


def answer(task, by, reply, over_accepted=False):
    """Keep what the department replied. An accepted reply must be reopened first, unless the user has seen both texts
    and chosen this one."""
    with changing(task, by) as locked:
        if locked.state == TaskState.ACCEPTED and not over_accepted:
            raise TaskRefused(_("The reply to %(code)s is accepted: reopen it first.") % {"code": locked.code})
        return _write(locked, by, reply=reply.strip(), state=TaskState.ANSWERED if reply.strip() else TaskState.OPEN)


def accept(task, by):
    with changing(task, by) as locked:
        if locked.state != TaskState.ANSWERED:
            raise TaskRefused(_("%(code)s has no reply that could be accepted.") % {"code": locked.code})
        return _write(locked, by, state=TaskState.ACCEPTED)


def reopen(task, by):
    """The reply stays to be read and does not count as an answer any more."""
    with changing(task, by) as locked:
        if locked.state == TaskState.OPEN:
            raise TaskRefused(_("%(code)s is open already.") % {"code": locked.code})
        return _write(locked, by, state=TaskState.OPEN)


def has_come_in(task):
    """Whether anything came back for it: a reply, or a file."""
    return bool(task.reply or task.state != TaskState.OPEN or task.materials.exists())


def remove(task, by, reason=""):
    """Take a task away. What came in for it is lost from sight, so then a reason is asked; it stays in the private log
    with the reply. Its files stay with the submission."""
    with changing(task, by) as locked:
        if has_come_in(locked):
            if not reason.strip():
                raise TaskRefused(_("Something has come in for %(code)s: give the reason.") % {"code": locked.code})
            said = f"{locked} removed: {reason.strip()} ({locked.reply})"
            LogEntry.objects.log_actions(by.pk, [locked.submission], CHANGE, change_message=said)
        locked.delete()


def _write(task, by, **values):
    for name, value in values.items():
        setattr(task, name, value)
    task.version += 1
    task.updated_by = by
    task.save(update_fields=[*values, "version", "updated_by", "updated_at"])
    return task
