"""Lists of earlier rounds: the upload, what would become of each row, and the one button that makes the draft."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..backfill.checking import check
from ..forms.backfilling import CheckedForm, ListForm
from ..publishing.backfilling import already
from .access import workbench_page


@workbench_page("GET", "POST", action="publish")
def release_import(request):
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ListForm(*sent)
    if not form.is_valid():
        return render(request, "workbench/release_import.html", {"form": form})
    return report(request, form, form.sealed())


@workbench_page("POST", action="publish")
def release_import_draft(request):
    form = CheckedForm(request.POST)
    if not form.is_valid():
        return render(request, "workbench/release_import.html", {"form": ListForm(request.POST, request.FILES)})
    draft = form.make_draft(request.user)
    if draft is None:
        return report(request, form, form.cleaned_data["checked"])
    messages.success(request, _("The draft is made. Check its list, then have it signed off."))
    return redirect("draft", draft.pk)


def report(request, form, sealed):
    """What each row would become, and the button if nothing stands against it."""
    plan = check(form.facts, form.listing)
    context = {
        "form": form,
        "plan": plan,
        "sealed": sealed,
        "already": already(plan) if plan.already and not plan.problems else "",
        "facts": [field for field in form if field.name in form.shown and field.value() not in ("", None)],
    }
    return render(request, "workbench/release_import_check.html", context, status=getattr(form, "status", 200))
