"""Rounds with their rules, to be read; they are set in the workbench, in one place. The page stands here and not in
`registry`, which names nothing private.
"""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from registry.admin import ReadOnly
from registry.models import Round

from ..deadlines import last_moment
from ..models import Quota, RoundRules, Stage
from ..permissions import can


class RulesInline(ReadOnly, admin.StackedInline):
    model = RoundRules
    fields = [
        ("opens_at", "closes_at", "closed"),
        ("asks_rank", "asks_sealed_scan"),
        ("asks_secrecy_review", "asks_approval", "asks_scan"),
        "is_demo",
    ]


class StageInline(ReadOnly, admin.TabularInline):
    model = Stage
    extra = 0


class QuotaInline(ReadOnly, admin.TabularInline):
    model = Quota
    extra = 0
    fields = ["city", "category", "limit", "used"]
    readonly_fields = ["used"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("city")


@admin.register(Round)
class RoundAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["code", "name", "year", "opens_at", "closes_at", "closed"]
    list_display_links = ["code", "name"]
    list_select_related = ["rules"]
    list_filter = ["year"]
    search_fields = ["code", "name"]
    fields = [
        "set_at",
        "code",
        "name",
        "year",
        "level",
        "region",
        "title_comprehensive",
        "title_single",
        "valid_months",
        "recheck_months",
    ]
    readonly_fields = ["set_at"]
    inlines = [RulesInline, StageInline, QuotaInline]

    def get_fields(self, request, obj=None):
        """The way to the workbench only for those it is open to."""
        return self.fields if can(request.user, "read_rules") else self.fields[1:]

    @admin.display(description=_("where it is set"))
    def set_at(self, round):
        return format_html('<a href="{}">{}</a>', reverse("rules", args=[round.code]), _("workbench"))

    @admin.display(description=_("opens at"), ordering="rules__opens_at")
    def opens_at(self, round):
        return rules_of(round).opens_at

    @admin.display(description=_("closes at"), ordering="rules__closes_at")
    def closes_at(self, round):
        return last_moment(rules_of(round).closes_at)

    @admin.display(description=_("closed"), boolean=True)
    def closed(self, round):
        return rules_of(round).closed


def rules_of(round):
    return getattr(round, "rules", None) or RoundRules()
