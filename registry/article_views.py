"""Public pages of articles, and their files. What a reader likes stays in the reader's own browser."""

from django.http import FileResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .cache import public_page
from .models import Article, ArticleFile, Series
from .pages.articles import article_context, articles_context
from .pages.editions import changes_between
from .views import refuse, refusing


@public_page("series", "page")
@require_safe
@refusing
def articles(request):
    try:
        return render(request, "registry/articles.html", articles_context(request.GET))
    except Series.DoesNotExist:
        return refuse(request, 404, _("There is no such series."))


@public_page()
@require_safe
def favourites(request):
    return render(request, "registry/favourites.html")


@public_page()
@require_safe
def article(request, number):
    found = Article.objects.with_words().filter(number=number).first()
    if found is None:
        return refuse(request, 404, _("There is no article with this number."))
    context = article_context(found)
    template = "article" if context["reading"] else "article_withheld"
    return render(request, f"registry/{template}.html", context)


@public_page()
@require_safe
def article_changes(request, number):
    """What this edition changed in the one it supersedes, as far as both can still be read."""
    found = Article.objects.with_words().select_related("supersedes__text", "supersedes__series")
    after = found.prefetch_related("files", "supersedes__files").filter(number=number, supersedes__isnull=False).first()
    if after is None:
        return refuse(request, 404, _("There is no further edition with this number."))
    is_readable = hasattr(after, "text") and hasattr(after.supersedes, "text")
    parts = changes_between(after.supersedes, after) if is_readable else []
    return render(
        request, "registry/article_changes.html", {"article": after, "parts": parts, "is_readable": is_readable}
    )


@require_safe
def article_file(request, number, name):
    """A picture is shown inside the page; all else is only handed out. Its digest is its ETag: bytes of a megabyte have
    no place among the pages kept in memory."""
    file = ArticleFile.objects.filter(article__number=number, name=name).first()
    if file is None or not file.file.storage.exists(file.file.name):
        return refuse(request, 404, _("There is no such file; it may have been withheld with its article."))
    etag = f'"{file.sha256}"'
    response = get_conditional_response(request, etag)
    if response is None:
        response = _handed_out(file)
    response["ETag"], response["Cache-Control"] = etag, "no-cache"
    return response


def _handed_out(file):
    response = FileResponse(file.file.open(), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(not file.is_picture, file.name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
