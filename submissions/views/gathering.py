"""What goes out to departments and comes back: workbook, evidence, reminders."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ..forms.gathering import DepartmentForm, EvidenceForm, TakeForm, WorkbookForm
from ..gathering import evidence, intake, listing, reminding, workbook
from ..materials import Refused
from ..sheets.exporting import WORKBOOK
from .access import posted, visible_submission, workbench_page
from .tasks import gathered, page


def chosen(request, submission):
    form = DepartmentForm(request.GET, submission=submission)
    if not form.is_valid():
        raise BadRequest("no such department")
    return form.cleaned_data


@workbench_page("GET")
def task_workbook(request, pk):
    submission = visible_submission(request.user, pk)
    department = chosen(request, submission)["department"]
    tasks = submission.tasks.order_by("pk")
    tasks = list(tasks.filter(department=department) if department else tasks)
    disposition = f"attachment; filename*=UTF-8''{workbook.file_name(submission, department)}"
    content = workbook.workbook(submission, tasks)
    return HttpResponse(content, WORKBOOK, headers={"Content-Disposition": disposition})


@workbench_page("GET", "POST")
def task_check(request, pk):
    """Choose a filled workbook; then what each of its rows would do. Nothing is written."""
    submission = gathered(request.user, pk)
    form = WorkbookForm(posted(request), request.FILES or None, submission=submission)
    if not form.is_valid():
        lead = _("It is checked first; nothing is written before you confirm.")
        return page(request, submission, form, _("Take a filled workbook in"), lead, _("Check"))
    return decide(request, submission, form.rows)


def decide(request, submission, rows, form=None):
    """The page that shows what each row would do and asks to confirm it."""
    by_kind = [(kind, [row for row in rows if row.kind == kind]) for kind in intake.Kind]
    context = {
        "submission": submission,
        "form": form,
        "sealed": intake.seal(submission, rows),
        "counts": [(kind.label, len(found)) for kind, found in by_kind if found],
        "conflicts": [row for row in rows if row.kind == intake.Kind.CONFLICT],
        "others": [row for row in rows if row.kind != intake.Kind.CONFLICT],
        "can_take": any(row.kind in intake.WRITTEN for row in rows),
    }
    return render(request, "workbench/tasks_check.html", context, status=form.status if form else 200)


@workbench_page("POST")
def task_take(request, pk):
    submission = gathered(request.user, pk)
    form = TakeForm(request.POST, submission=submission)
    if form.is_valid() and form.carry_out(request.user):
        messages.success(request, _("%(count)s replies are taken over.") % {"count": form.taken})
        return redirect("task_list", pk)
    return decide(request, submission, intake.again(submission, form.checked), form)


@workbench_page("GET", "POST")
def task_evidence(request, pk):
    submission = gathered(request.user, pk)
    form = EvidenceForm(posted(request), request.FILES or None)
    if form.is_valid():
        try:
            results = evidence.take_all(submission, request.user, form.cleaned_data["file"])
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            request.session["evidence"] = {"submission": str(pk), "results": listing.plain(results)}
            return redirect("task_evidence_result", pk)
    lead = _("Each file is taken whole or not at all; what is not taken is listed with the reason.")
    return page(request, submission, form, _("Take evidence in"), lead, _("Upload"))


@workbench_page("GET")
def task_evidence_result(request, pk):
    """One result per file of the zip this user sent last."""
    submission, last = gathered(request.user, pk), request.session.get("evidence")
    if not last or last["submission"] != str(pk):
        return redirect("task_list", pk)
    context = {"submission": submission, **listing.told(last["results"], submission)}
    return render(request, "workbench/evidence_result.html", context)


@workbench_page("GET")
def task_reminders(request, pk):
    submission = visible_submission(request.user, pk)
    asked, today = chosen(request, submission), timezone.localdate()
    context = {
        "submission": submission,
        "letters": reminding.letters(listing.rows(submission, today, asked["department"]), today),
        "today": today,
        "apart": asked["apart"],
    }
    return render(request, "workbench/reminders.html", context)
