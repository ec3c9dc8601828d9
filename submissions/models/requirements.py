"""What a round wants of its candidates. Requirements that somebody was judged under are not changed but replaced."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.models import Category, Round


class RequirementQuerySet(models.QuerySet):
    def in_edition(self, edition):
        """Those in force in the edition with this number, which counts from 1 in each round."""
        return self.filter(Q(until=None) | Q(until__gt=edition), since__lte=edition)


class Requirement(models.Model):
    """One material a round asks of a category. In force from edition `since` until before edition `until` (None:
    still). Materials, tasks and versions name it by `code`, which its successors keep."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="requirements", verbose_name=_("round"))
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    code = models.CharField(
        _("code"),
        max_length=12,
        validators=[RegexValidator(r"^[A-Z0-9][A-Z0-9-]*$", _("Capital letters, digits and hyphens: A1, B2-3."))],
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    name = models.CharField(_("name"), max_length=120)
    wanted = models.TextField(_("what is wanted"), max_length=2000, blank=True)
    required = models.BooleanField(_("required"), default=True)
    formats = models.JSONField(_("formats"), default=list)  # kinds of `submissions.materials`; empty: all of them
    largest_mb = models.PositiveSmallIntegerField(
        _("largest file, in MB"), default=20, validators=[MinValueValidator(1)]
    )
    most_pages = models.PositiveSmallIntegerField(
        _("most pages"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Counted in PDF files.")
    )
    template = models.ForeignKey(
        "StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("template")
    )
    template_name = models.CharField(max_length=120, blank=True, editable=False)
    from_stage = models.ForeignKey(
        "Stage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("due from"),
        help_text=_("Empty: with the submission."),
    )
    asks_seal = models.BooleanField(_("a sealed scan is asked"), default=False)
    since = models.PositiveSmallIntegerField(default=1, editable=False)
    until = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["round", "category", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["round", "category", "code", "since"], name="requirement_once_an_edition"),
            models.UniqueConstraint(
                fields=["round", "category", "code"],
                condition=Q(until__isnull=True),
                name="requirement_code_once",
                violation_error_message=_("Another requirement of this category has this code."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="requirement_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    def holds_in(self, edition):
        """`in_edition` for one that is already at hand."""
        return self.since <= edition and (self.until is None or self.until > edition)
