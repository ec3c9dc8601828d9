from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.keeping import keeps_typed

from .. import drafts, earlier, flags, presence, secrecy, waiting
from ..autosaving import autosave, not_saved
from ..forms.drafts import NewDraftForm
from ..forms.earlier import AgainForm
from ..forms.editing import EditDraftForm
from ..models import Status
from ..permissions import can
from ..workflow import MoveRefused
from .access import allow, posted, visible_submission, workbench_page

FIRST_VERSION = 1


@keeps_typed(unfit=secrecy.refusal)
@workbench_page("GET", "POST", action="create")
def submission_new(request):
    open_rules = waiting.open_rules(city=request.user.city)
    form = NewDraftForm(bound(request), by=request.user, open_rules=open_rules)
    if request.method == "POST" and form.is_valid():
        draft, made = begin(form, request.user)
        if not made:
            return sent_again(request, draft)
        messages.success(request, _("“%(name)s” is saved as a draft; it is not submitted yet.") % {"name": draft})
        return redirect("submission", draft.pk)
    again = [(one, AgainForm(open_rules=open_rules)) for one in earlier.submissions_of(request.user) if open_rules]
    context = {"form": form, "again": again, "kept": request.kept}
    return render(request, "workbench/submission_new.html", context)


def bound(request):
    """What the form is bound to: the POST, even an empty one, or what was typed before signing in again."""
    return posted(request) if request.method == "POST" else request.kept


def begin(form, by):
    asked = form.cleaned_data
    return drafts.begin(by, asked["round"], asked["key"], **form.content)


def sent_again(request, draft):
    """The form of a new draft, sent once more (pressed twice, begun while typing, or gone back to): it edits the draft
    it became, and if that was changed since, both texts are shown."""
    data = request.POST.copy()
    data["version"] = FIRST_VERSION
    form = EditDraftForm(data, by=request.user, submission=draft)
    return saved_or_shown(request, draft, form, _("“%(name)s” is saved as a draft; it is not submitted yet."))


@workbench_page("POST", action="create")
def submission_begin(request):
    """The first saving while somebody writes: as soon as round, category and division are chosen there is a draft."""
    form = NewDraftForm(request.POST, by=request.user, open_rules=waiting.open_rules(city=request.user.city))
    if not form.is_valid():
        return JsonResponse({"state": "unsaved", **not_saved(form, still_to_choose=drafts.SETTLED)})
    draft, made = begin(form, request.user)
    return JsonResponse(
        {
            "state": "begun",
            "edit": reverse("submission_edit", args=[draft.pk]),
            "autosave": reverse("submission_autosave", args=[draft.pk]),
            "version": draft.version,
            # Without prints whatever differs is a conflict: this page has not seen what came after its own text.
            "base": drafts.prints_of(draft) if made or draft.version == FIRST_VERSION else {},
        }
    )


@workbench_page("POST", action="create")
def submission_again(request, pk):
    found = visible_submission(request.user, pk)
    form = AgainForm(request.POST, open_rules=waiting.open_rules(city=request.user.city))
    if not form.is_valid():
        messages.error(request, _("Choose a round that takes submissions."))
        return redirect("submission_new")
    try:
        draft, _made = earlier.begin_from(found, form.cleaned_data["round"], request.user, form.cleaned_data["key"])
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect("submission_new")
    sentence = _("“%(name)s” is a draft now, with what was submitted to “%(round)s”. Check it before you submit it.")
    messages.success(request, sentence % {"name": draft, "round": found.round})
    return redirect("submission_edit", draft.pk)


@keeps_typed(unfit=secrecy.refusal)
@workbench_page("GET", "POST")
def submission_edit(request, pk):
    submission = visible_submission(request.user, pk)
    # Whoever hands it in wrote it: their words come back to them even when they may no longer be saved.
    allow(request.user, "submit" if request.method == "POST" or request.kept else "edit", submission)
    form = EditDraftForm(bound(request), by=request.user, submission=submission)
    return saved_or_shown(request, submission, form, _("“%(name)s” is saved; it is not submitted yet."))


def saved_or_shown(request, submission, form, sentence):
    if request.method == "POST" and form.is_valid() and form.save(request.user):
        messages.success(request, sentence % {"name": submission})
        for sentence in form.too_late.values():
            messages.warning(request, sentence)
        return redirect("submission", submission.pk)
    context = edit_context(request, submission, form)
    return render(request, "workbench/submission_edit.html", context, status=form.status)


def edit_context(request, submission, form):
    now = timezone.now()
    if can(request.user, "edit", submission, now):
        presence.touch(submission, request.user, now)
    return {
        "form": form,
        "submission": submission,
        "due": waiting.due(submission),
        "returns": last_return(submission),
        "others": presence.others(submission, request.user, now),
        "flags": flags.of(submission, request.user),
        "kept": request.kept,
    }


@workbench_page("POST")
def submission_autosave(request, pk):
    submission = visible_submission(request.user, pk)
    allow(request.user, "submit", submission)
    status, facts = autosave(EditDraftForm(request.POST, by=request.user, submission=submission), request.user)
    return JsonResponse(facts, status=status)


def last_return(submission):
    """What a returned submission is to be corrected in: the transition that says so, alone in a list, or none."""
    last = submission.transitions.select_related("document").order_by("-sequence")[:1]
    return [transition for transition in last if transition.to_status == Status.RETURNED]


def flags_panel(user, submission):
    """On a submission's page, for those whose next step it is."""
    found = flags.of(submission, user) if submission.status in ("draft", "returned", "submitted") else []
    return ("workbench/_flags.html", found) if found else None
