"""Gathering from departments: what each is to deliver for a submission, by when, and what came back."""

from .models import TaskState


def is_overdue(task, today):
    """Whether it is not answered though its last day, which still counts, has passed."""
    return task.state == TaskState.OPEN and task.due_on is not None and task.due_on < today


def counts(tasks, today):
    """How many of `tasks` there are, are answered, and are overdue on the day `today`."""
    answered = [task for task in tasks if task.state != TaskState.OPEN]
    late = [task for task in tasks if is_overdue(task, today)]
    return {"all": len(tasks), "answered": len(answered), "overdue": len(late)}
