"""Releases on titles that were given, and the titles that are due for a re-check."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import rechecks
from ..forms.titles import MONTHS, AboutForm, ChosenForm, RecheckForm
from ..permissions import can
from .access import posted, workbench_page


@workbench_page("GET", "POST", action="publish")
def draft_about(request):
    """First which document says what, in the address; then about whom."""
    about = AboutForm(request.GET if "kind" in request.GET else None)
    if not about.is_valid():
        return render(request, "workbench/draft_about.html", {"form": about, "about": about})
    form = ChosenForm(posted(request), about=about)
    draft = form.is_valid() and form.start(request.user)
    if draft:
        messages.success(request, _("The draft is made. Check its list, then have it signed off."))
        return redirect("draft", draft.pk)
    ticked = (request.POST or request.GET).getlist("entry")
    offered = [(one, str(one.pk) in ticked) for one in form.offered]
    context = {"form": form, "about": about, "choosing": True, "offered": offered}
    return render(request, "workbench/draft_about.html", context)


@workbench_page("GET", action="see_rechecks")
def recheck_list(request):
    form = RecheckForm(request.GET if "months" in request.GET else None, every_city=can(request.user, "choose_city"))
    asked = form.cleaned_data if form.is_valid() else {"months": MONTHS}
    wrong = form.is_bound and not form.is_valid()
    today = timezone.localdate()
    due = [] if wrong else rechecks.due_for_recheck(request.user, asked["months"], today, asked.get("city", ""))
    about = AboutForm() if can(request.user, "publish") else None
    context = {"form": form, "due": due, "about": about}
    return render(request, "workbench/recheck_list.html", context, status=400 if wrong else 200)
