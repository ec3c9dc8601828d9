"""The end of a draft: signed off, confirmed by a second person, or discarded; and words taken back from the public."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from registry.models import Release, ReleaseItem
from registry.record import sharing_words

from .. import publishing
from ..forms.publishing import SeenForm, SignOffForm, WithholdForm
from ..models import SignOffKind
from ..permissions import can
from ..preparing import notice_panel
from .access import allow, posted, workbench_page
from .releases import attempt, draft_to_work_on, show


@workbench_page("POST")
def draft_sign_off(request, pk):
    draft, asked = draft_to_work_on(request, pk), cleaned(SignOffForm(request.POST))
    said = _("%(kind)s is given for exactly this content.") % {"kind": SignOffKind(asked["kind"]).label}
    return attempt(request, draft, said, sign_off, draft, request.user, asked)


def sign_off(draft, by, asked):
    publishing.sign_off(draft, asked["kind"], by, asked["seen_digest"], note=asked["note"])


@workbench_page("POST")
def draft_confirm(request, pk):
    draft, asked = draft_to_work_on(request, pk), cleaned(SeenForm(request.POST))
    try:
        release = publishing.confirm(draft, request.user, asked["seen_digest"])
    except publishing.PublishRefused as refused:
        return show(request, draft, refused.sentences, status=409)
    said = _("Release %(number)s is published; the public reads it from now on. It can only be corrected, not changed.")
    messages.success(request, said % {"number": release.number})
    return redirect("published", release.number)


@workbench_page("POST")
def draft_discard(request, pk):
    draft = draft_to_work_on(request, pk)
    said = _("The draft is discarded. Nothing of it became public; its candidates can be stated in a new draft.")
    return attempt(request, draft, said, publishing.discard, draft, request.user)


@workbench_page("GET", action="see_publishing")
def published(request, number):
    """A published release, for those who may have to take words back."""
    release = get_object_or_404(Release.objects.with_items(), number=number)
    may = {"may_withhold": can(request.user, "withhold"), "may_publish": can(request.user, "publish")}
    context = {"release": release, **may, **notice_panel(release, request.user)}
    return render(request, "workbench/published.html", context)


@workbench_page("GET", "POST", action="see_publishing")
def withhold(request, number, order):
    item = get_object_or_404(ReleaseItem.objects.select_related("release", "text"), release__number=number, order=order)
    allow(request.user, "withhold")
    form = WithholdForm(posted(request))
    if form.is_valid() and form.withhold(item, request.user):
        messages.success(request, form.said)
        return redirect("published", number)
    items = sharing_words(item).select_related("release", "text") if hasattr(item, "text") else []
    return render(request, "workbench/withhold.html", {"form": form, "item": item, "items": items})


def cleaned(form):
    """What a button sent along. Nobody typed it, so if it is wrong there is nothing to correct on a page."""
    if not form.is_valid():
        raise BadRequest(str(form.errors.as_text()))
    return form.cleaned_data
