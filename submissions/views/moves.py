from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from .. import missing, versions, waiting, workflow
from ..forms.moves import MoveForm
from ..moves import MOVES
from ..permissions import can
from . import panels
from .access import posted, visible_submission, workbench_page

# The steps onward: the first one possible is the page's one primary button.
ONWARD = ("submit", "resubmit", "supplement", "recommend", "accept", "advance", "name")


@workbench_page("GET")
def submission(request, pk):
    found = visible_submission(request.user, pk)
    mine = workflow.choices(found, request.user)
    picture = missing.picture(found, request.user, mine)
    context = {
        "submission": found,
        "may_edit": can(request.user, "edit", found),
        "due": waiting.due(found),
        "stages": found.round.stages.order_by("order"),
        "history": found.transitions.select_related("to_stage", "document").order_by("-sequence"),
        "panels": panels.of(request.user, found),
        **choices(mine, picture),
    }
    return render(request, "workbench/submission.html", context)


def choices(mine, picture):
    """The moves that are the user's: the possible ones, the step onward first, and the others with why not. How it is
    handed in stands beside what is missing."""
    handing_in = [step.name for step in picture.steps] if picture else []
    possible = {name: step for name, step, why_not in mine if why_not is None}
    primary = next((name for name in ONWARD if name in possible), None)
    buttons = [(name, step, "" if name == primary else "secondary") for name, step in possible.items()]
    impossible = [(name, step, why_not) for name, step, why_not in mine if why_not and name not in handing_in]
    also = _("Not possible now") if impossible else ""
    return {
        "missing": picture,
        "side": ["workbench/_missing.html"] * bool(picture) + ["workbench/_moves.html"],
        "possible": sorted((one for one in buttons if one[0] not in handing_in), key=lambda one: one[0] != primary),
        "impossible": impossible,
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
    said = _("“%(name)s”: “%(move)s” is done, it is now “%(status)s”.") % facts + f" {MOVES[name].consequence}"
    return with_receipt(said, submission) if MOVES[name].freezes else said


def with_receipt(said, submission):
    last = versions.current(submission)
    facts = {"number": last.number, "code": versions.grouped(last.code)}
    label = _("Receipt of version %(number)s: %(code)s") % facts
    return format_html('{} <a href="{}">{}</a>', said, reverse("receipt", args=[submission.pk, last.number]), label)
