"""A public notice in the workbench: its term while it is a draft; extended, paused and resumed once it runs."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Notice
from registry.pages.notices import told_of

from .. import publishing
from ..forms.notices import ExtendForm, PauseForm, ResumeForm, TermForm
from .access import posted, workbench_page
from .releases import attempt, draft_to_work_on, show


@workbench_page("POST")
def draft_term(request, pk):
    draft = draft_to_work_on(request, pk)
    form = TermForm(request.POST, draft=draft)
    if not form.is_valid():
        return show(request, draft, term_form=form)
    said = _("The term of the notice is set. Sign-offs given before are void.")
    return attempt(request, draft, said, publishing.set_term, draft, request.user, *form.term().values())


@workbench_page("GET", "POST", action="publish")
def notice_extend(request, number):
    return change(request, number, ExtendForm, _("The notice is extended; its page says so and why."))


@workbench_page("GET", "POST", action="publish")
def notice_pause(request, number):
    return change(request, number, PauseForm, _("The notice is paused; its page says so and why."))


@workbench_page("GET", "POST", action="publish")
def notice_resume(request, number):
    return change(request, number, ResumeForm, _("The notice is resumed; its page says so and why."))


def change(request, number, form_class, said):
    notice = get_object_or_404(Notice.objects.select_related("release__round"), release__number=number)
    form = form_class(posted(request))
    if form.is_valid() and form.write(notice, request.user):
        messages.success(request, said)
        return redirect("published", number)
    context = {"form": form, "release": notice.release, "notices": told_of(notice.release, timezone.localdate())}
    return render(request, "workbench/notice_change.html", context)
