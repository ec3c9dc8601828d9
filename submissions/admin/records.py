"""The private records, to be read by those who see all dossiers: history, sources, drafts of releases, sign-offs, and
the admin's own log.
"""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext_lazy as _

from registry.admin import ReadOnly

from ..models import DraftItem, DraftRelease, OfficialDocument, SignOff, Transition
from ..moves import MOVES
from ..permissions import can


class Private(ReadOnly, admin.ModelAdmin):
    """Superusers and administrators hold the stock permission and still see no row: they keep no dossiers."""

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found if can(request.user, "see_publishing") else found.none()


class MoveFilter(admin.SimpleListFilter):
    """By the moves' names, which the rows do not carry."""

    title = _("move")
    parameter_name = "move"

    def lookups(self, request, model_admin):
        return [(name, step.label) for name, step in MOVES.items()]

    def queryset(self, request, queryset):
        return queryset.filter(move=self.value()) if self.value() in MOVES else queryset


@admin.register(Transition)
class TransitionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "submission", "step", "from_status", "to_status", "to_stage", "by_name", "by_unit"]
    list_filter = [MoveFilter, "to_status", "submission__round"]
    list_select_related = ["submission__region", "to_stage"]
    search_fields = ["submission__title", "submission__region__name", "by_name", "by_unit", "reason"]
    ordering = ["-at", "-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description=_("move"), ordering="move")
    def step(self, transition):
        return MOVES[transition.move].label


@admin.register(OfficialDocument)
class OfficialDocumentAdmin(Private):
    list_display = ["title", "kind", "organ", "number", "issued_on", "round"]
    list_filter = ["round", "kind"]
    list_select_related = ["round"]
    search_fields = ["title", "number", "organ"]
    exclude = ["scan"]  # handed out by the workbench, which asks who wants it


class DraftItemInline(ReadOnly, admin.TabularInline):
    model = DraftItem
    fields = ["order", "printed", "name", "lead_unit", "outcome"]
    extra = 0


class SignOffInline(ReadOnly, admin.TabularInline):
    model = SignOff
    fields = ["kind", "by", "at", "note", "seen_digest"]
    extra = 0


@admin.register(DraftRelease)
class DraftReleaseAdmin(Private):
    list_display = ["kind", "round", "state", "drafted_by", "drafted_at", "confirmed_by"]
    list_filter = ["round", "kind", "state"]
    list_select_related = ["round", "drafted_by", "confirmed_by"]
    inlines = [DraftItemInline, SignOffInline]


@admin.register(SignOff)
class SignOffAdmin(Private):
    list_display = ["draft", "kind", "by", "at", "note"]
    list_filter = ["kind"]
    list_select_related = ["draft__round", "by"]


@admin.register(LogEntry)
class LogEntryAdmin(Private):
    list_display = ["action_time", "user", "content_type", "object_repr", "action_flag", "get_change_message"]
    list_filter = ["action_flag"]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "change_message"]
