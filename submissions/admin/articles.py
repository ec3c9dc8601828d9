"""Drafts of articles, to be read by those who see publishing."""

from django.contrib import admin

from registry.admin import ReadOnly

from ..models import ArticleDraft, ArticleSignOff, DraftArticleFile
from .records import Private


class DraftArticleFileInline(ReadOnly, admin.TabularInline):
    model = DraftArticleFile
    fields = ["order", "is_picture", "name", "caption", "alt", "stored"]
    extra = 0


class ArticleSignOffInline(ReadOnly, admin.TabularInline):
    model = ArticleSignOff
    fields = ["by", "at", "note", "seen_digest"]
    extra = 0


@admin.register(ArticleDraft)
class ArticleDraftAdmin(Private):
    list_display = ["title", "series", "part", "state", "drafted_by", "drafted_at", "confirmed_by"]
    list_filter = ["state"]
    list_select_related = ["drafted_by", "confirmed_by"]
    search_fields = ["title", "series"]
    inlines = [DraftArticleFileInline, ArticleSignOffInline]
