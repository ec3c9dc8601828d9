"""Sources: what a move or a release rests on."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.models import Round, SourceKind


class OfficialDocument(models.Model):
    """An official document, or a publication cited in its place. Number, date and scan may be unknown."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="documents", verbose_name=_("round"))
    kind = models.CharField(_("kind of source"), max_length=12, choices=SourceKind.choices, default=SourceKind.DOCUMENT)
    title = models.CharField(_("title"), max_length=300)
    organ = models.CharField(_("issuing organ"), max_length=200, blank=True)
    number = models.CharField(_("document number"), max_length=60, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    notice_ends_on = models.DateField(
        _("last day of the public notice"),
        null=True,
        blank=True,
        help_text=_("Only for a public notice."),
    )
    scan = models.FileField(_("signed scan"), upload_to="documents/", blank=True)
    scan_digest = models.CharField(_("SHA-256 of the signed scan"), max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")
        ordering = ["-issued_on", "-id"]

    def __str__(self):
        return f"《{self.title}》"
