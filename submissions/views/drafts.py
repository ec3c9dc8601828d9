from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .. import drafts, waiting
from ..forms.drafts import EditDraftForm, NewDraftForm
from ..models import Status
from .access import allow, posted, visible_submission, workbench_page


@workbench_page("GET", "POST", action="create")
def submission_new(request):
    form = NewDraftForm(posted(request), by=request.user, open_rules=waiting.open_rules(city=request.user.city))
    if form.is_valid():
        draft = drafts.create(request.user, form.cleaned_data["round"], **form.content)
        messages.success(request, _("“%(name)s” is saved as a draft; it is not submitted yet.") % {"name": draft})
        return redirect("submission", draft.pk)
    return render(request, "workbench/submission_new.html", {"form": form})


@workbench_page("GET", "POST")
def submission_edit(request, pk):
    submission = visible_submission(request.user, pk)
    # Whoever hands it in wrote it: their words come back to them even when they may no longer be saved.
    allow(request.user, "submit" if request.method == "POST" else "edit", submission)
    form = EditDraftForm(posted(request), by=request.user, submission=submission)
    if form.is_valid() and form.save(request.user):
        messages.success(request, _("“%(name)s” is saved; it is not submitted yet.") % {"name": submission})
        return redirect("submission", pk)
    context = {
        "form": form,
        "submission": submission,
        "due": waiting.due(submission),
        "returns": last_return(submission),
    }
    return render(request, "workbench/submission_edit.html", context, status=form.status)


def last_return(submission):
    """What a returned submission is to be corrected in: the transition that says so, alone in a list, or none."""
    last = submission.transitions.select_related("document").order_by("-sequence")[:1]
    return [transition for transition in last if transition.to_status == Status.RETURNED]
