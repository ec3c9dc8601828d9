"""Releases being prepared: the list, a draft's page, its items' words. What ends a draft stands in `confirming`."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from registry.models import Release

from .. import publishing, statements
from ..forms.notices import TermForm
from ..forms.publishing import ItemForm, SignedTextForm, StartForm
from ..models import DraftItem, DraftRelease
from ..models.two_persons import DraftState
from ..permissions import can
from ..preparing import standing
from .access import allow, posted, visible_draft, workbench_page


@workbench_page("GET", action="see_publishing")
def draft_list(request):
    drafts = DraftRelease.objects.select_related("round", "drafted_by")
    context = {
        "open_drafts": drafts.filter(state=DraftState.OPEN),
        "discarded": drafts.filter(state=DraftState.DISCARDED),
        "releases": Release.objects.select_related("round", "supersedes"),
        "may_publish": can(request.user, "publish"),
    }
    return render(request, "workbench/draft_list.html", context)


@workbench_page("GET", "POST", action="publish")
def draft_new(request):
    form = StartForm(posted(request), initial=request.GET.dict())
    draft = form.is_valid() and form.start(request.user)
    if draft:
        messages.success(request, _("The draft is made. Check its list, then have it signed off."))
        return redirect("draft", draft.pk)
    return render(request, "workbench/draft_new.html", {"form": form})


@workbench_page("GET")
def draft(request, pk):
    return show(request, visible_draft(request.user, pk))


@workbench_page("GET", "POST")
def draft_item(request, pk, item):
    """An item's words, set as the signed document prints them."""
    draft, item = draft_to_work_on(request, pk), item_of(pk, item)
    form = ItemForm(posted(request), instance=item, seen=statements.digest_of(draft))
    if form.is_valid() and form.write(request.user):
        messages.success(
            request, _("Item %(order)s is changed. Sign-offs given before are void.") % {"order": item.order}
        )
        return redirect("draft", pk)
    return render(
        request, "workbench/draft_item.html", {"form": form, "draft": draft, "item": item}, status=form.status
    )


@workbench_page("POST")
def draft_item_drop(request, pk, item):
    draft, item = draft_to_work_on(request, pk), item_of(pk, item)
    said = _("“%(name)s” is left out of this draft. Sign-offs given before are void.") % {"name": item.name}
    return attempt(request, draft, said, publishing.drop_item, item, request.user)


@workbench_page("POST")
def draft_order(request, pk):
    draft = draft_to_work_on(request, pk)
    said = _("The list now stands in the order of the signed text. Sign-offs given before are void.")
    return attempt(request, draft, said, publishing.order_as_signed, draft, request.user)


@workbench_page("POST")
def draft_signed_text(request, pk):
    draft = draft_to_work_on(request, pk)
    form = SignedTextForm(request.POST, draft=draft)
    if not form.is_valid():
        return show(request, draft, text_form=form)
    said = _("The signed text is kept and compared with the list; see below what differs.")
    return attempt(
        request, draft, said, publishing.paste_signed_text, draft, request.user, form.cleaned_data["signed_text"]
    )


def draft_to_work_on(request, pk):
    draft = visible_draft(request.user, pk)
    allow(request.user, "publish")
    return draft


def item_of(draft, pk):
    return get_object_or_404(DraftItem.objects.select_related("draft", "submission"), draft=draft, pk=pk)


def attempt(request, draft, said, act, *args):
    """Do it and go back to the draft's page, which says so; a refusal is shown there, and nothing was written."""
    try:
        act(*args)
    except publishing.PublishRefused as refused:
        return show(request, visible_draft(request.user, draft.pk), refused.sentences, status=409)
    messages.success(request, said)
    return redirect("draft", draft.pk)


def show(request, draft, refused=(), text_form=None, term_form=None, status=200):
    """The draft's page: what becomes public, what it changes, what it still needs, and whether it can be confirmed."""
    is_open = draft.state == DraftState.OPEN
    context = {
        "draft": draft,
        "may_work": is_open and can(request.user, "publish"),
        "refused": refused,
        "items": statements.items_of(draft),
        "text_form": text_form or SignedTextForm(draft=draft),
        "term_forms": [term_form or TermForm(draft=draft)] if term_form or draft.starts_on else [],
        **(standing(draft, request.user) if is_open else {}),
    }
    return render(request, "workbench/draft.html", context, status=status)
