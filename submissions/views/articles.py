"""Articles being written: the list, the words, the files, and the draft's page. What ends a draft stands in
`article_ends`."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.models import Article

from .. import article_drafts
from ..forms.articles import ArticleFileForm, ArticleForm
from ..materials import Refused, serving
from ..models import ArticleDraft, DraftArticleFile
from ..models.two_persons import DraftState
from ..permissions import can
from ..publishing import PublishRefused, articles
from .access import allow, posted, workbench_page


@workbench_page("GET", action="see_publishing")
def article_list(request):
    drafts = ArticleDraft.objects.select_related("drafted_by", "supersedes")
    context = {
        "open_drafts": drafts.filter(state=DraftState.OPEN),
        "discarded": drafts.filter(state=DraftState.DISCARDED),
        "articles": Article.objects.with_words().newest_first(),
        "may_publish": can(request.user, "publish"),
    }
    return render(request, "workbench/article_list.html", context)


@workbench_page("GET", "POST", action="publish")
def article_new(request):
    form = ArticleForm(posted(request))
    draft = form.is_valid() and form.write(request.user)
    if draft:
        messages.success(request, _("The draft is kept. Add its pictures and attachments, then look at the preview."))
        return redirect("article_draft", draft.pk)
    context = {"form": form, "back": reverse("article_list")}
    return render(request, "workbench/article_form.html", context, status=form.status)


@workbench_page("GET")
def article_draft(request, pk):
    return show(request, visible_article_draft(request.user, pk))


@workbench_page("GET", "POST")
def article_edit(request, pk):
    draft = article_to_work_on(request, pk)
    form = ArticleForm(posted(request), instance=draft)
    if form.is_valid() and form.write(request.user):
        messages.success(request, _("The words are changed. A secrecy review given before is void."))
        return redirect("article_draft", pk)
    context = {"form": form, "draft": draft, "back": reverse("article_draft", args=[pk])}
    return render(request, "workbench/article_form.html", context, status=form.status)


@workbench_page("GET", "POST")
def article_file_add(request, pk):
    draft = article_to_work_on(request, pk)
    form = ArticleFileForm(posted(request), request.FILES or None)
    added = form.is_valid() and form.add(draft, request.user)
    if added:
        messages.success(request, told(added))
        return redirect("article_draft", pk)
    return render(request, "workbench/article_file.html", {"form": form, "draft": draft}, status=form.status)


def told(file):
    if not file.is_picture:
        return _("“%(name)s” is added to the attachments.") % {"name": file.name}
    return _("“%(name)s” is added. To show it, put %(mark)s on a line of its own in the text.") % {
        "name": file.name,
        "mark": f"![]({file.name})",
    }


@workbench_page("GET")
def article_draft_file(request, pk, file):
    """A draft's file for its preview: pictures alone are shown, and to those alone who see the draft."""
    draft = visible_article_draft(request.user, pk)
    found = get_object_or_404(DraftArticleFile.objects.select_related("stored"), draft=draft, pk=file)
    try:
        response = serving.answer(found.stored, found.name)
    except Refused as refused:
        return show(request, draft, [str(refused)], status=422)
    if found.is_picture:
        response["Content-Disposition"] = "inline"
    return response


@workbench_page("POST")
def article_file_drop(request, pk, file):
    draft = article_to_work_on(request, pk)
    found = get_object_or_404(DraftArticleFile, draft=draft, pk=file)
    said = _("“%(name)s” is removed from this draft. A secrecy review given before is void.") % {"name": found.name}
    return attempt(request, draft, said, articles.drop_file, found, request.user)


def visible_article_draft(user, pk):
    """To those who do not see publishing it does not exist."""
    if not can(user, "see_publishing"):
        raise Http404
    found = ArticleDraft.objects.select_related("drafted_by", "confirmed_by", "supersedes", "article")
    return get_object_or_404(found, pk=pk)


def article_to_work_on(request, pk):
    draft = visible_article_draft(request.user, pk)
    allow(request.user, "publish")
    return draft


def attempt(request, draft, said, act, *args):
    """Do it and go back to the draft's page, which says so; a refusal is shown there, and nothing was written."""
    try:
        act(*args)
    except PublishRefused as refused:
        return show(request, visible_article_draft(request.user, draft.pk), refused.sentences, status=409)
    messages.success(request, said)
    return redirect("article_draft", draft.pk)


def show(request, draft, refused=(), status=200):
    """The draft's page: the article as the public would read it, its files, and what it still needs."""
    is_open = draft.state == DraftState.OPEN
    context = {
        "draft": draft,
        "refused": refused,
        "may_work": is_open and can(request.user, "publish"),
        "files": article_drafts.files_of(draft),
        "reading": article_drafts.preview(draft, lambda one: reverse("article_draft_file", args=[draft.pk, one.pk])),
        **(standing(draft, request.user) if is_open else {}),
    }
    return render(request, "workbench/article_draft.html", context, status=status)


def standing(draft, user):
    return {
        "digest": article_drafts.digest_of(draft),
        "asks_review": article_drafts.asks_secrecy_review(draft),
        "review": article_drafts.secrecy_review(draft),
        "blockers": articles.blockers(draft, user),
    }
