"""The records of the city's desk, to be read by those who see all dossiers. All are written in the workbench."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from registry.admin import ReadOnly

from ..models import (
    DepartmentTask,
    Extension,
    Letter,
    Material,
    Message,
    Presence,
    Requirement,
    SealedScan,
    SheetImport,
    StoredFile,
    Upload,
    Version,
    VersionFile,
)
from .records import Private

# Its rows name letters by number, in English: who sees all dossiers reads the letters themselves below.
admin.site.unregister(DBTaskResult)


@admin.register(Requirement)
class RequirementAdmin(Private):
    list_display = ["code", "name", "round", "category", "required", "from_stage", "asks_seal", "since", "until"]
    list_filter = ["round", "category", "required"]
    list_select_related = ["round", "from_stage"]


@admin.register(Extension)
class ExtensionAdmin(Private):
    list_display = ["rules", "city", "closes_at", "reason", "by_name", "at"]
    list_filter = ["rules"]
    list_select_related = ["rules__round", "city"]


@admin.register(StoredFile)
class StoredFileAdmin(Private):
    list_display = ["sha256", "kind", "size", "pages", "scan_state", "stored_at"]
    list_filter = ["kind", "scan_state"]
    search_fields = ["sha256"]
    exclude = ["file"]  # handed out by the workbench, which asks who wants it


@admin.register(Material)
class MaterialAdmin(Private):
    list_display = ["name", "submission", "requirement", "file", "added_by", "added_at"]
    list_filter = ["submission__round"]
    list_select_related = ["submission__region", "file", "added_by"]
    search_fields = ["name", "file__sha256"]


@admin.register(Upload)
class UploadAdmin(Private):
    list_display = ["name", "submission", "received", "size", "created_by", "updated_at"]
    list_select_related = ["submission__region", "created_by"]


@admin.register(DepartmentTask)
class DepartmentTaskAdmin(Private):
    list_display = ["code", "submission", "department", "person", "due_on", "state"]
    list_filter = ["state", "submission__round"]
    list_select_related = ["submission__region"]
    search_fields = ["department", "indicator"]


@admin.register(Presence)
class PresenceAdmin(Private):
    list_display = ["submission", "user", "seen_at"]
    list_select_related = ["submission__region", "user"]


@admin.register(SheetImport)
class SheetImportAdmin(Private):
    list_display = ["name", "round", "unit", "by", "state", "created_at", "done_at"]
    list_filter = ["state", "round"]
    list_select_related = ["round", "unit", "by"]
    exclude = ["file"]


class VersionFileInline(ReadOnly, admin.TabularInline):
    model = VersionFile
    fields = ["order", "name", "file"]
    extra = 0


class SealedScanInline(ReadOnly, admin.TabularInline):
    model = SealedScan
    fields = ["name", "file", "read_from_paper", "by_name", "at"]
    extra = 0


@admin.register(Version)
class VersionAdmin(Private):
    list_display = ["submission", "number", "code", "digest", "at", "by_name"]
    list_filter = ["submission__round"]
    list_select_related = ["submission__region"]
    search_fields = ["code", "digest"]
    inlines = [VersionFileInline, SealedScanInline]


@admin.register(Message)
class MessageAdmin(Private):
    list_display = ["created_at", "unit", "kind", "submission", "round", "read_at"]
    list_filter = ["kind", "round"]
    list_select_related = ["unit", "submission__region", "round"]


@admin.register(Letter)
class LetterAdmin(Private):
    list_display = ["subject", "address", "state", "attempts", "next_at", "sent_at"]
    list_filter = ["state"]
    search_fields = ["address", "subject"]
