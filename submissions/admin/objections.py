"""The register of objections, to be read by those who see all dossiers. It is kept in the workbench."""

from django.contrib import admin

from registry.admin import ReadOnly

from ..models import Allowance, Objection, ObjectionFile, ObjectionStep, SpentQuestion
from .records import Private


class ObjectionFileInline(ReadOnly, admin.TabularInline):
    model = ObjectionFile
    fields = ["name", "file", "added_by", "added_at"]
    extra = 0


class ObjectionStepInline(ReadOnly, admin.TabularInline):
    model = ObjectionStep
    fields = ["sequence", "name", "to_state", "by_name", "at", "opinion"]
    extra = 0


@admin.register(Objection)
class ObjectionAdmin(Private):
    list_display = ["register_number", "submission", "channel", "received_at", "state", "assigned_to"]
    list_filter = ["round", "state", "channel"]
    list_select_related = ["round", "submission__region", "assigned_to"]
    exclude = ["code_digest"]
    inlines = [ObjectionFileInline, ObjectionStepInline]


@admin.register(Allowance)
class AllowanceAdmin(Private):
    list_display = ["used", "until"]


@admin.register(SpentQuestion)
class SpentQuestionAdmin(Private):
    list_display = ["key", "until"]
