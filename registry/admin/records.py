"""The public record in the admin: to be read. It is written by publishing alone; rounds stand in submissions.admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import Entry, ItemText, Notice, NoticeChange, NoticeObjections, Release, ReleaseItem, Span, Withholding


class ReadOnly:
    """For model admins and inlines over rows that are written elsewhere."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ItemInline(ReadOnly, admin.TabularInline):
    model = ReleaseItem
    fields = ["order", "printed", "name", "category", "outcome", "region_path"]
    readonly_fields = ["name"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("text", "withholding")

    @admin.display(description=_("printed name"))
    def name(self, item):
        return item.text if hasattr(item, "text") else _("withheld")


@admin.register(Release)
class ReleaseAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "kind", "round", "source_title", "source_issued_on", "published_at"]
    list_filter = ["round", "kind"]
    list_select_related = ["round"]
    search_fields = ["source_title", "source_number"]
    inlines = [ItemInline]


class SpanInline(ReadOnly, admin.TabularInline):
    model = Span
    fields = ["since", "until", "outcome", "state", "city"]
    extra = 0


class NoticeChangeInline(ReadOnly, admin.TabularInline):
    model = NoticeChange
    fields = ["number", "kind", "days", "from_day", "reason", "organ", "at"]
    extra = 0


@admin.register(Notice)
class NoticeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["release", "starts_on", "days", "counting"]
    list_select_related = ["release"]
    inlines = [NoticeChangeInline]


@admin.register(NoticeObjections)
class NoticeObjectionsAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["release", "takes_online", "tells_totals", "received", "undecided", "upheld", "not_upheld"]
    list_select_related = ["release"]


@admin.register(Entry)
class EntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "category", "round", "city", "outcome", "state"]
    inlines = [SpanInline]
    list_filter = ["round", "category", "outcome", ("city", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["round", "city", "current__text"]
    search_fields = ["current__text__name", "region__path"]

    @admin.display(description=_("printed name"))
    def name(self, entry):
        return getattr(entry.current, "text", None) or _("withheld")


@admin.register(ReleaseItem)
class ReleaseItemAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["release", "order", "name", "category", "outcome", "region_path"]
    list_filter = ["release__round", "outcome"]
    list_select_related = ["release", "text"]
    search_fields = ["text__name", "region_path"]

    @admin.display(description=_("printed name"))
    def name(self, item):
        return item.text if hasattr(item, "text") else _("withheld")


@admin.register(ItemText)
class ItemTextAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "lead_unit", "item"]
    list_select_related = ["item"]
    search_fields = ["name", "lead_unit"]
    exclude = ["salt"]


@admin.register(Withholding)
class WithholdingAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["item", "reason", "decided_by", "at"]
    list_select_related = ["item"]
    search_fields = ["reason", "decided_by"]
