"""Articles: drafts on their way to the public, and what is published."""

from django.urls import path

from ..views import article_ends, articles

DRAFT = "articles/drafts/<int:pk>/"
PUBLISHED = "articles/<int:number>/"

urlpatterns = [
    path("articles/", articles.article_list, name="article_list"),
    path("articles/new/", articles.article_new, name="article_new"),
    path(DRAFT, articles.article_draft, name="article_draft"),
    path(f"{DRAFT}edit/", articles.article_edit, name="article_edit"),
    path(f"{DRAFT}files/add/", articles.article_file_add, name="article_file_add"),
    path(f"{DRAFT}files/<int:file>/", articles.article_draft_file, name="article_draft_file"),
    path(f"{DRAFT}files/<int:file>/drop/", articles.article_file_drop, name="article_file_drop"),
    path(f"{DRAFT}review/", article_ends.article_review, name="article_review"),
    path(f"{DRAFT}confirm/", article_ends.article_confirm, name="article_confirm"),
    path(f"{DRAFT}discard/", article_ends.article_discard, name="article_discard"),
    path(PUBLISHED, article_ends.article_published, name="article_published"),
    path(f"{PUBLISHED}further/", article_ends.article_further, name="article_further"),
    path(f"{PUBLISHED}withhold/", article_ends.article_withhold, name="article_withhold"),
]
