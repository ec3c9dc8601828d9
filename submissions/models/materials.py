"""Files: what is stored (once, by content), what a submission holds, and what is still on its way."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def material_storage():
    """Where materials lie: outside the web root, on this disk or in an S3-compatible store (settings.STORAGES)."""
    return storages["materials"]


class ScanState(models.TextChoices):
    UNSCANNED = "unscanned", _("not scanned for viruses")
    CLEAN = "clean", _("scanned, nothing found")
    INFECTED = "infected", _("a virus was found")


class StoredFile(models.Model):
    """Bytes under their SHA-256, stored once however often they are handed in. `kind` is what the content says it is,
    `size` in bytes, `pages` counted in PDF files."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True, editable=False)
    size = models.BigIntegerField(_("size"), editable=False)
    kind = models.CharField(_("format"), max_length=8, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    file = models.FileField(storage=material_storage, max_length=120, editable=False)
    scan_state = models.CharField(
        _("virus scan"), max_length=12, choices=ScanState.choices, default=ScanState.UNSCANNED, editable=False
    )
    scan_note = models.CharField(max_length=200, blank=True, editable=False)
    scanned_at = models.DateTimeField(null=True, editable=False)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="storedfile_is_not_empty")]

    def __str__(self):
        return self.sha256


class Material(models.Model):
    """A file of a submission, under the requirement with the code `requirement` (empty: another one) or for a task.
    What was handed in stays in its version, whatever happens here."""

    submission = models.ForeignKey("Submission", models.PROTECT, related_name="materials")
    requirement = models.CharField(_("requirement"), max_length=12, blank=True)
    task = models.ForeignKey("DepartmentTask", models.SET_NULL, null=True, blank=True, related_name="materials")
    name = models.CharField(_("file name"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="materials")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["submission", "requirement", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "requirement", "file"], name="material_once_a_requirement")
        ]

    def __str__(self):
        return self.name


class Upload(models.Model):
    """A file on its way: `received` of `size` bytes have arrived and lie in the folder of unfinished uploads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey("Submission", models.CASCADE, related_name="uploads")
    requirement = models.CharField(max_length=12, blank=True)
    task = models.ForeignKey("DepartmentTask", models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(received__gte=0, received__lte=F("size")), name="upload_within_its_size")
        ]

    def __str__(self):
        return self.name
