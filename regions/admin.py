"""Stock admin for the division tables. Divisions are public at once: every write raises the public version, inside
the transaction the admin's views open."""

from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .lookup import matching
from .models import Region, RegionChange
from .naming import describe, renew_below
from .version import raise_public_version


class PublicWrites(admin.ModelAdmin):
    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        raise_public_version()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        raise_public_version()

    def delete_queryset(self, request, queryset):
        with transaction.atomic():  # the list's own view opens none
            super().delete_queryset(request, queryset)
            raise_public_version()


class ExistsFilter(admin.SimpleListFilter):
    title = _("existence")
    parameter_name = "exists"

    def lookups(self, request, model_admin):
        return [("1", _("exists today")), ("0", _("former"))]

    def queryset(self, request, queryset):
        if self.value() in ("0", "1"):
            return queryset.present() if self.value() == "1" else queryset.exclude(valid_to="")
        return queryset


@admin.register(Region)
class RegionAdmin(PublicWrites):
    list_display = ["code", "name", "path", "level", "kind", "valid_from", "valid_to"]
    list_display_links = ["code", "name"]
    list_filter = ["level", ExistsFilter]
    search_fields = ["code", "path", "pinyin", "initials"]
    search_help_text = _("Name, code, pinyin or initials (hhht)")
    autocomplete_fields = ["parent"]
    readonly_fields = ["path", "pinyin", "initials"]
    list_per_page = 50

    def get_search_results(self, request, queryset, search_term):
        return matching(queryset, search_term), False

    def save_model(self, request, obj, form, change):
        describe(obj)
        super().save_model(request, obj, form, change)
        renew_below(obj)


@admin.register(RegionChange)
class RegionChangeAdmin(PublicWrites):
    list_display = ["predecessor", "successor", "date", "kind"]
    list_select_related = ["predecessor", "successor"]
    list_filter = ["kind"]
    search_fields = ["predecessor__path", "successor__path", "predecessor__code", "successor__code"]
    search_help_text = _("Name or code of either division")
    autocomplete_fields = ["predecessor", "successor"]
    list_per_page = 50

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        met = matching(Region.objects.all(), search_term)
        return queryset.filter(predecessor__in=met) | queryset.filter(successor__in=met), False
