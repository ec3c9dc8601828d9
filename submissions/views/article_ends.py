"""The end of an article's draft: reviewed, confirmed by a second person, or discarded; further editions of what is
published, and taking it back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from registry.models import Article

from ..forms.articles import ReviewForm, WithholdArticleForm
from ..forms.publishing import SeenForm
from ..permissions import can
from ..publishing import PublishRefused, articles, withholding
from .access import allow, posted, workbench_page
from .articles import article_to_work_on, attempt, show
from .confirming import cleaned


@workbench_page("POST")
def article_review(request, pk):
    draft, asked = article_to_work_on(request, pk), cleaned(ReviewForm(request.POST))
    said = _("The secrecy review is given for exactly this content.")
    return attempt(request, draft, said, articles.sign_off, draft, request.user, asked["seen_digest"], asked["note"])


@workbench_page("POST")
def article_confirm(request, pk):
    draft, asked = article_to_work_on(request, pk), cleaned(SeenForm(request.POST))
    try:
        article = articles.confirm(draft, request.user, asked["seen_digest"])
    except PublishRefused as refused:
        draft.refresh_from_db()
        return show(request, draft, refused.sentences, status=409)
    said = _("Article %(number)s is published; the public reads it from now on. It is mended by a further edition.")
    messages.success(request, said % {"number": article.number})
    return redirect("article_published", article.number)


@workbench_page("POST")
def article_discard(request, pk):
    draft = article_to_work_on(request, pk)
    said = _("The draft is discarded. Nothing of it became public.")
    return attempt(request, draft, said, articles.discard, draft, request.user)


@workbench_page("GET", action="see_publishing")
def article_published(request, number):
    return published(request, found_article(number))


def published(request, article, refused=(), status=200):
    context = {
        "article": article,
        "refused": refused,
        "editions": withholding.editions_of(article).select_related("text", "withholding"),
        "may_publish": can(request.user, "publish"),
    }
    return render(request, "workbench/article_published.html", context, status=status)


@workbench_page("POST", action="see_publishing")
def article_further(request, number):
    allow(request.user, "publish")
    article = found_article(number)
    try:
        draft = articles.start_further(article, request.user)
    except PublishRefused as refused:
        return published(request, article, refused.sentences, status=409)
    messages.success(request, _("A draft of the further edition is made. Change the words and say what was mended."))
    return redirect("article_edit", draft.pk)


@workbench_page("GET", "POST", action="see_publishing")
def article_withhold(request, number):
    article, form = found_article(number), WithholdArticleForm(posted(request))
    allow(request.user, "withhold")
    count = form.is_valid() and form.withhold(article, request.user)
    if count:
        said = _("Words and files of %(count)s editions are withheld; a dated note stands in their place.")
        messages.success(request, said % {"count": count})
        return redirect("article_published", number)
    return render(request, "workbench/article_withhold.html", {"form": form, "article": article})


def found_article(number):
    return get_object_or_404(Article.objects.with_words(), number=number)
