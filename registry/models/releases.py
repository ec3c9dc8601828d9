"""Releases and what they say of each candidate; append-only, but for words that are withheld."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models import Region

from ..querysets import ItemQuerySet, ReleaseQuerySet
from .kinds import Category, Outcome, ReleaseKind, SourceKind
from .rounds import Round

# What is entered later than this after its date of issue is marked 补录: a month covers the way from signature to page.
LATE = timedelta(days=30)


class Release(models.Model):
    number = models.PositiveIntegerField(_("number"), unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=ReleaseKind.choices)
    round = models.ForeignKey(Round, models.PROTECT, related_name="releases", verbose_name=_("round"))
    source_kind = models.CharField(_("kind of source"), max_length=12, choices=SourceKind.choices)
    source_title = models.CharField(_("title of the source"), max_length=300)
    source_organ = models.CharField(_("issuing organ"), max_length=200, blank=True)
    source_number = models.CharField(_("document number"), max_length=60, blank=True)
    source_issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    source_scan_digest = models.CharField(_("SHA-256 of the signed scan"), max_length=64, blank=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    published_at = models.DateTimeField(_("published at"))
    effective_on = models.DateField(
        _("counts from"),
        db_index=True,
        editable=False,
        help_text=_("The date of issue, else the day of publication; of a correction not before what it corrects."),
    )
    at_console = models.BooleanField(_("published at the console"), default=False, editable=False)
    algorithm = models.CharField(_("digest algorithm"), max_length=12, default="sha256")
    digest = models.CharField(_("digest"), max_length=64)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="correction", supersedes__isnull=False)
                | (~models.Q(kind="correction") & models.Q(supersedes__isnull=True)),
                name="release_correction_names_what_it_corrects",
            )
        ]

    def __str__(self):
        return f"{self.number} {self.get_kind_display()}"

    @property
    def stated_on(self):
        """The date of issue, None where the source's date is not public."""
        return self.source_issued_on

    @property
    def published_on(self):
        """The day of publication in Beijing."""
        return timezone.localdate(self.published_at)

    @property
    def is_backfilled(self):
        """Whether it was entered long after its date of issue (补录)."""
        return self.source_issued_on is not None and self.published_on - self.source_issued_on > LATE


class ReleaseItem(models.Model):
    """What one release says of one candidate. `printed`: stands in the list itself; a candidate that entered and is
    not in the naming decision is stated by the same release without being printed in its list."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="items", verbose_name=_("release"))
    entry = models.ForeignKey("Entry", models.PROTECT, related_name="items", verbose_name=_("entry"))
    order = models.PositiveIntegerField(_("order"))
    printed = models.BooleanField(_("printed in the list"), default=True)
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    outcome = models.CharField(_("outcome"), max_length=24, choices=Outcome.choices)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("division"))
    region_path = models.CharField(_("division as of that day"), max_length=120, blank=True)
    text_digest = models.CharField(_("digest of the words"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a release")
        verbose_name_plural = _("items of a release")
        ordering = ["release", "order"]
        constraints = [
            models.UniqueConstraint(fields=["release", "order"], name="releaseitem_order_once"),
            models.UniqueConstraint(fields=["release", "entry"], name="releaseitem_entry_once"),
        ]

    def __str__(self):
        return f"{self.release_id}.{self.order}"


class ItemText(models.Model):
    """The words of an item. Never changed; removed only after a `Withholding` of the item is recorded (trigger)."""

    item = models.OneToOneField(ReleaseItem, models.PROTECT, primary_key=True, related_name="text")
    name = models.CharField(_("printed name"), max_length=300)
    lead_unit = models.CharField(_("lead unit"), max_length=200, blank=True)
    salt = models.CharField(max_length=32, editable=False)

    class Meta:
        verbose_name = _("words of an item")
        verbose_name_plural = _("words of items")

    def __str__(self):
        return self.name


class Withholding(models.Model):
    """The recorded act by which an item's words were removed. The reason is public; the words are gone."""

    item = models.OneToOneField(ReleaseItem, models.PROTECT, related_name="withholding")
    reason = models.CharField(_("reason"), max_length=300)
    decided_by = models.CharField(_("decided by"), max_length=120)
    at = models.DateTimeField(_("withheld at"))

    class Meta:
        verbose_name = _("withholding")
        verbose_name_plural = _("withholdings")

    def __str__(self):
        return str(self.item)
