"""Department tasks of one submission: the list, and what is done to one of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import tasks
from ..forms.gathering import PasteForm
from ..forms.tasks import EditTaskForm, RemoveForm, ReplyForm, Seen, TaskForm
from ..gathering import listing
from ..permissions import can
from .access import allow, posted, visible_submission, workbench_page


@workbench_page("GET")
def task_list(request, pk):
    return show(request, visible_submission(request.user, pk))


def show(request, submission, refused=(), status=200):
    today = timezone.localdate()
    rows = listing.rows(submission, today)
    context = {
        "submission": submission,
        "rows": rows,
        "counts": tasks.counts([row.task for row in rows], today),
        "departments": listing.departments(rows, today),
        "may_gather": can(request.user, "gather", submission),
        "refused": refused,
    }
    return render(request, "workbench/tasks.html", context, status=status)


def gathered(user, pk):
    """A submission whose tasks the user may write."""
    submission = visible_submission(user, pk)
    allow(user, "gather", submission)
    return submission


def task_of(user, pk, code):
    submission = gathered(user, pk)
    task = get_object_or_404(submission.tasks.all(), code=code)
    task.submission = submission
    return task


@workbench_page("GET", "POST")
def task_new(request, pk):
    submission = gathered(request.user, pk)
    form = TaskForm(posted(request), submission=submission)
    if form.is_valid():
        [task] = tasks.add(submission, request.user, [form.content])
        messages.success(request, _("%(task)s is added.") % {"task": task})
        return redirect("task_list", pk)
    return page(request, submission, form, _("Add a task"), _("Its code is given when it is saved."))


@workbench_page("GET", "POST")
def task_paste(request, pk):
    submission = gathered(request.user, pk)
    form = PasteForm(posted(request), submission=submission)
    if form.is_valid():
        made = tasks.add(submission, request.user, form.cleaned_data["table"])
        messages.success(request, _("%(count)s tasks are added.") % {"count": len(made)})
        return redirect("task_list", pk)
    return page(request, submission, form, _("Add several tasks"), _("All lines are added, or none."))


@workbench_page("GET", "POST")
def task_edit(request, pk, code):
    task = task_of(request.user, pk, code)
    form = EditTaskForm(posted(request), task=task)
    if form.is_valid() and form.carry_out(tasks.edit, request.user, **form.content):
        messages.success(request, _("%(task)s is changed.") % {"task": task})
        return redirect("task_list", pk)
    return page(request, task.submission, form, _("Change %(code)s") % {"code": code}, str(task))


@workbench_page("GET", "POST")
def task_reply(request, pk, code):
    task = task_of(request.user, pk, code)
    form = ReplyForm(posted(request), task=task)
    if form.is_valid() and form.carry_out(tasks.answer, request.user, reply=form.cleaned_data["reply"]):
        messages.success(request, _("The reply to %(task)s is kept.") % {"task": task})
        return redirect("task_list", pk)
    return page(request, task.submission, form, _("Reply to %(code)s") % {"code": code}, str(task))


@workbench_page("GET", "POST")
def task_remove(request, pk, code):
    task = task_of(request.user, pk, code)
    form = RemoveForm(posted(request), task=task)
    if form.is_valid() and form.carry_out(tasks.remove, request.user, reason=form.cleaned_data["reason"]):
        messages.success(request, _("%(task)s is removed; its files stay with the submission.") % {"task": task})
        return redirect("task_list", pk)
    return page(request, task.submission, form, _("Remove %(code)s") % {"code": code}, str(task), _("Remove"))


@workbench_page("POST")
def task_accept(request, pk, code):
    return attempt(request, task_of(request.user, pk, code), tasks.accept, _("The reply to %(task)s is accepted."))


@workbench_page("POST")
def task_reopen(request, pk, code):
    return attempt(request, task_of(request.user, pk, code), tasks.reopen, _("%(task)s is open again."))


def attempt(request, task, act, said):
    """Do it on the version that was seen and go back to the list, which says so; or show there why not."""
    form = Seen(request.POST, task=task)
    if form.is_valid() and form.carry_out(act, request.user):
        messages.success(request, said % {"task": task})
        return redirect("task_list", task.submission_id)
    refused = form.non_field_errors() or [_("Press the button in the list again.")]
    return show(request, task.submission, refused, status=form.status if form.status != 200 else 400)


def page(request, submission, form, heading, lead, button=None):
    """A page with one form about tasks of a submission."""
    context = {
        "submission": submission,
        "form": form,
        "heading": heading,
        "lead": lead,
        "button": button or _("Save"),
    }
    return render(request, "workbench/task_form.html", context, status=getattr(form, "status", 200))
