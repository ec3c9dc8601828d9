from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .. import bulk
from ..forms.outcomes import ChooseForm, OutcomesForm
from ..messages import announcing
from ..moves import MOVES
from .access import workbench_page


@workbench_page("GET", action="record_outcomes")
def outcomes(request):
    """Choose what is to be recorded, then tick on whom."""
    choose = ChooseForm(request.GET if "move" in request.GET else None)
    if not choose.is_valid():
        return render(request, "workbench/outcomes.html", {"choose": choose}, status=400 if choose.is_bound else 200)
    form = OutcomesForm(round=choose.cleaned_data["round"], name=choose.cleaned_data["move"])
    return _tick(request, choose, form)


@workbench_page("POST", action="record_outcomes")
def outcomes_check(request):
    """Show what would happen to each of the selection; nothing is written."""
    choose, form, selection = _read(request)
    if not selection:
        return _tick(request, choose, form)
    rows = bulk.look_at(selection, form.round, form.name, request.user, form.inputs)
    told = announcing.foretell([row.submission for row in rows if not row.why_not], form.name, request.user)
    context = {"choose": choose, "form": form, "step": MOVES[form.name], "rows": rows, "told": told}
    return render(request, "workbench/outcomes_check.html", context)


@workbench_page("POST", action="record_outcomes")
def outcomes_record(request):
    choose, form, selection = _read(request)
    if not selection:
        return _tick(request, choose, form)
    results = bulk.record(selection, form.name, request.user, form.inputs)
    request.session["outcomes"] = {"move": form.name, "round": form.round.name, "results": results}
    return redirect("outcomes_result")


@workbench_page("GET", action="record_outcomes")
def outcomes_result(request):
    """One result per submission of what this user recorded last."""
    last = request.session.get("outcomes")
    if not last:
        return redirect("outcomes")
    done = sum(result["done"] for result in last["results"])
    context = {**last, "step": MOVES[last["move"]], "done": done, "refused": len(last["results"]) - done}
    return render(request, "workbench/outcomes_result.html", context)


def _read(request):
    """The choice, the form and the ticked submissions; these None where the form has errors to show."""
    choose = ChooseForm(request.POST)
    if not choose.is_valid():
        raise BadRequest("what is to be recorded is not said")
    form = OutcomesForm(request.POST, round=choose.cleaned_data["round"], name=choose.cleaned_data["move"])
    if not form.is_valid():
        return choose, form, None
    selection = bulk.picked(request.user, form.round, form.cleaned_data["pick"])
    if selection is None:
        form.add_error("pick", _("One of the ticked submissions is not in this round. Tick them again."))
    return choose, form, selection


def _tick(request, choose, form):
    asked = choose.cleaned_data
    rows = bulk.candidates(request.user, asked["round"], asked["move"], asked["stage"], asked["category"])
    ticked = form.ticked() or ({bulk.tick(one) for one in rows} if request.GET.get("all") == "1" else set())
    context = {
        "choose": choose,
        "form": form,
        "step": MOVES[form.name],
        "rows": [(one, bulk.tick(one), bulk.tick(one) in ticked) for one in rows],
    }
    return render(request, "workbench/outcomes.html", context)
