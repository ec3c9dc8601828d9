from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import waiting, workflow
from ..forms.moves import MoveForm
from ..moves import MOVES
from ..permissions import can
from . import panels
from .access import posted, visible_submission, workbench_page

# The steps onward: the first one possible is the page's one primary button.
ONWARD = ("submit", "resubmit", "recommend", "accept", "advance", "name")


@workbench_page("GET")
def submission(request, pk):
    found = visible_submission(request.user, pk)
    context = {
        "submission": found,
        "may_edit": can(request.user, "edit", found),
        "due": waiting.due(found),
        "stages": found.round.stages.order_by("order"),
        "history": found.transitions.select_related("to_stage", "document").order_by("-sequence"),
        "panels": panels.of(request.user, found),
        **choices(found, request.user),
    }
    return render(request, "workbench/submission.html", context)


def choices(submission, user):
    """The moves that are the user's: the possible ones, the step onward first, and the others with why not."""
    mine = workflow.choices(submission, user)
    possible = {name: step for name, step, why_not in mine if why_not is None}
    primary = next((name for name in ONWARD if name in possible), None)
    buttons = [(name, step, "" if name == primary else "secondary") for name, step in possible.items()]
    also = _("Not possible now") if len(possible) < len(mine) else ""
    return {
        "possible": sorted(buttons, key=lambda button: button[0] != primary),
        "impossible": [(name, step, why_not) for name, step, why_not in mine if why_not],
        "primary": primary,
        "also": also if mine else _("You can read this submission; no step on it is yours."),
    }


@workbench_page("GET", "POST")
def submission_move(request, pk, name):
    found = visible_submission(request.user, pk)
    if name not in MOVES:
        raise Http404
    form = MoveForm(posted(request), submission=found, name=name)
    # Somebody else's move may have taken the right to this one away; then that is told, not a bare refusal.
    if not can(request.user, name, found) and not form.is_outdated():
        raise PermissionDenied
    if form.is_valid() and form.carry_out(request.user):
        messages.success(request, what_happened(found, name))
        return redirect("submission", pk)
    why_not = workflow.refusal(found, name, request.user, timezone.now())
    context = {"submission": found, "form": form, "step": MOVES[name], "why_not": why_not}
    return render(request, "workbench/submission_move.html", context, status=form.status)


def what_happened(submission, name):
    facts = {"name": submission, "status": submission.get_status_display(), "move": MOVES[name].label}
    return _("“%(name)s”: “%(move)s” is done, it is now “%(status)s”.") % facts + f" {MOVES[name].consequence}"
