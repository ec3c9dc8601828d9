"""A submission: one candidate of one city in one round, and where it stands."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from regions.models import Region
from registry.models import NAME_UNDISCLOSED, Category, Entry, Round

from ..permissions import SubmissionQuerySet


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned for correction")
    RECOMMENDED = "recommended", _("recommended")
    UNDER_REVIEW = "under_review", _("under review")
    NOT_SHORTLISTED = "not_shortlisted", _("not shortlisted")
    NAMED = "named", _("named")
    NOT_NAMED = "not_named", _("not named")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DISQUALIFIED = "disqualified", _("disqualified")


class Submission(models.Model):
    """`status` and `stage` are written by `workflow.move` alone. `version` rises with every edit and every move: a
    form carries the version its user saw; what was handed in is a numbered `Version`. `history_head` is the digest of
    the last transition, `edition` that of the requirements it was first handed in under (None before)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions", verbose_name=_("round"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions", verbose_name=_("submitting unit"))
    city = models.ForeignKey(Region, models.PROTECT, related_name="submissions", editable=False, verbose_name=_("city"))
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("division of the candidate"))
    title = models.CharField(_("title of the project"), max_length=300, blank=True)
    name_undisclosed = models.BooleanField(
        _("the source does not name this project"),
        default=False,
        help_text=_("Only for entering earlier rounds from a source that counts a project without naming it."),
    )
    lead_unit = models.CharField(_("lead unit"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=5000, blank=True)
    contact = models.CharField(_("contact person and telephone"), max_length=120, blank=True)

    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.DRAFT, editable=False)
    stage = models.ForeignKey(
        "Stage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("stage"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True, editable=False)
    reserve = models.PositiveSmallIntegerField(_("place on the reserve list"), null=True, blank=True, editable=False)
    edition = models.PositiveSmallIntegerField(_("edition of the requirements"), null=True, blank=True, editable=False)
    returned_from = models.CharField(max_length=16, choices=Status.choices, blank=True, editable=False)
    due_at = models.DateTimeField(_("to be corrected before"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    history_head = models.CharField(max_length=64, blank=True, editable=False)
    entry = models.OneToOneField(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("public entry"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("drafted by"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["round", "city__sort_order", "category", "region__sort_order", "created_at"]
        indexes = [models.Index(fields=["round", "city", "status"], name="submission_round_city")]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "city", "category", "rank"],
                condition=Q(rank__isnull=False),
                name="submission_rank_once",
                violation_error_message=_("Another candidate of the city already has this rank."),
            ),
            models.UniqueConstraint(
                fields=["round", "city", "category", "reserve"],
                condition=Q(reserve__isnull=False),
                name="submission_reserve_once",
                violation_error_message=_("Another candidate of the city already has this place on the reserve list."),
            ),
            models.CheckConstraint(
                condition=Q(reserve__isnull=True) | Q(status="submitted"),
                name="submission_reserve_waits",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["under_review", "not_shortlisted", "named", "not_named"])
                | Q(stage__isnull=False),
                name="submission_under_review_has_a_stage",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["named", "not_named"]) | Q(decided_at__isnull=False),
                name="submission_decided_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | (~Q(returned_from="") & Q(due_at__isnull=False)),
                name="submission_returned_has_a_due_time",
            ),
            models.CheckConstraint(
                condition=Q(category="single") | Q(name_undisclosed=False),
                name="submission_regions_have_names",
            ),
        ]

    def __str__(self):
        return self.printed_name

    @property
    def printed_name(self):
        """The candidate's name as a list prints it: a region's own name, a project's title verbatim."""
        if self.category == Category.COMPREHENSIVE:
            return self.region.name
        return NAME_UNDISCLOSED if self.name_undisclosed else self.title
