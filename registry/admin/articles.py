"""Articles, to be read: each with its words, files, links and, where it was withheld, the act that did."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import Article, ArticleEntry, ArticleFile, ArticleText, ArticleWithholding, Series
from .records import ReadOnly


class ArticleTextInline(ReadOnly, admin.StackedInline):
    model = ArticleText
    exclude = ["salt"]


class ArticleFileInline(ReadOnly, admin.TabularInline):
    model = ArticleFile
    fields = ["order", "is_picture", "name", "caption", "alt", "size", "sha256"]


class ArticleEntryInline(ReadOnly, admin.TabularInline):
    model = ArticleEntry
    fields = ["order", "entry"]


class ArticleWithholdingInline(ReadOnly, admin.StackedInline):
    model = ArticleWithholding


@admin.register(Series)
class SeriesAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name"]
    search_fields = ["name"]


@admin.register(Article)
class ArticleAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "series", "part", "edition", "title", "published_at"]
    list_filter = ["series"]
    list_select_related = ["series", "text"]
    search_fields = ["text__title", "text__credit"]
    inlines = [ArticleTextInline, ArticleFileInline, ArticleEntryInline, ArticleWithholdingInline]

    @admin.display(description=_("title"))
    def title(self, article):
        return getattr(article, "text", None) or _("withheld")
