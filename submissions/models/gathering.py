"""Gathering from departments, two people in one draft, spreadsheets on their way in."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from registry.models import Round

from .materials import material_storage


class TaskState(models.TextChoices):
    OPEN = "open", _("not answered")
    ANSWERED = "answered", _("answered")
    ACCEPTED = "accepted", _("accepted")


class DepartmentTask(models.Model):
    """What a department is to deliver for a submission. `code` is what workbooks and folders of evidence carry;
    `version` rises with every change, so that a workbook sent out earlier does not overwrite what came since."""

    submission = models.ForeignKey("Submission", models.PROTECT, related_name="tasks")
    code = models.CharField(_("task code"), max_length=12)
    requirement = models.CharField(_("requirement"), max_length=12, blank=True)
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    wanted = models.TextField(_("what is wanted"), max_length=2000, blank=True)
    department = models.CharField(_("department"), max_length=120)
    person = models.CharField(_("person"), max_length=60, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    reply = models.TextField(_("reply"), max_length=5000, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=TaskState.choices, default=TaskState.OPEN)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("department task")
        verbose_name_plural = _("department tasks")
        ordering = ["submission", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "code"],
                name="task_code_once",
                violation_error_message=_("Another task of this submission has this code."),
            )
        ]

    def __str__(self):
        return f"{self.code} {self.department}"


class Presence(models.Model):
    """Who has a draft open, and when their page last said so."""

    submission = models.ForeignKey("Submission", models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["submission", "pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "user"], name="presence_once")]

    def __str__(self):
        return str(self.user)


class ImportState(models.TextChoices):
    CHECKED = "checked", _("checked, not imported yet")
    IMPORTED = "imported", _("imported")
    DISCARDED = "discarded", _("not imported any more")


class SheetImport(models.Model):
    """A spreadsheet that was uploaded: first checked row by row, then imported as a whole or not at all. `report` is
    what the check found, `digest` the SHA-256 of the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+", verbose_name=_("round"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    name = models.CharField(_("file name"), max_length=200)
    file = models.FileField(storage=material_storage, max_length=120)
    digest = models.CharField(max_length=64)
    report = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=12, choices=ImportState.choices, default=ImportState.CHECKED)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    class Meta:
        verbose_name = _("import of a spreadsheet")
        verbose_name_plural = _("imports of spreadsheets")
        ordering = ["-created_at"]

    def __str__(self):
        return self.name
