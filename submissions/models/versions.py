"""What was handed in: numbered versions, frozen (append-only by trigger), and the sealed paper that came back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .materials import StoredFile


class Version(models.Model):
    """A snapshot of a submission at the moment it was handed in; `submissions.versions` makes and verifies it.
    `number` counts from 1 in each submission; `code` (16 letters and digits) stands on the paper and in its QR code;
    `content` is what `versions.snapshot` made, `digest` the SHA-256 of its canonical JSON."""

    submission = models.ForeignKey("Submission", models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    code = models.CharField(_("receipt code"), max_length=16, unique=True)
    content = models.JSONField(_("content"))
    algorithm = models.CharField(max_length=12, default="sha256")
    digest = models.CharField(_("digest"), max_length=64)
    transition = models.OneToOneField("Transition", models.PROTECT, related_name="frozen")
    at = models.DateTimeField(_("handed in at"))
    by_name = models.CharField(_("by"), max_length=160)
    by_unit = models.CharField(_("unit"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["submission", "number"]
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="version_number_once")]

    def __str__(self):
        return f"{self.content.get('name', '')} v{self.number}"


class VersionFile(models.Model):
    """Keeps a file of a version from ever being deleted, and finds it: what it is stands in the version's content."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="files")
    order = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)

    class Meta:
        verbose_name = _("file of a version")
        verbose_name_plural = _("files of versions")
        ordering = ["version", "order"]
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="versionfile_order_once")]

    def __str__(self):
        return self.name


class SealedScan(models.Model):
    """The signed and sealed paper of one version, scanned. Append-only: a better scan is a further row, the last one
    counts. `read_from_paper`: the version's code was read in the scan itself, not typed."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="sealed_scans")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    read_from_paper = models.BooleanField(_("code read from the paper"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("by"), max_length=160)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("sealed scan")
        verbose_name_plural = _("sealed scans")
        ordering = ["version", "pk"]

    def __str__(self):
        return self.name

    @property
    def how_it_was_told(self):
        """How its version became known."""
        return _("code read from the paper") if self.read_from_paper else _("code typed by hand")
