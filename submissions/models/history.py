"""The history of submissions: append-only (trigger), each row's digest covering the one before it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .submissions import Status


class TransitionQuerySet(models.QuerySet):
    def visible_to(self, user):
        from .submissions import Submission

        return self.filter(submission__in=Submission.objects.visible_to(user).order_by().values("pk"))


class Transition(models.Model):
    """One move of one submission. `sequence` counts from 1 without gaps; `before`/`after` of the status and stage are
    kept as they were, and so are the names of person and unit, because posts change hands."""

    submission = models.ForeignKey("Submission", models.PROTECT, related_name="transitions")
    sequence = models.PositiveIntegerField(_("number"))
    move = models.CharField(_("move"), max_length=20)
    from_status = models.CharField(_("from"), max_length=16, choices=Status.choices)
    to_status = models.CharField(_("to"), max_length=16, choices=Status.choices)
    from_stage = models.ForeignKey("Stage", models.PROTECT, null=True, related_name="+")
    to_stage = models.ForeignKey("Stage", models.PROTECT, null=True, related_name="+", verbose_name=_("stage"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("by"), max_length=160)
    by_unit = models.CharField(_("unit"), max_length=120, blank=True)
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(_("details"), default=dict)
    document = models.ForeignKey(
        "OfficialDocument", models.PROTECT, null=True, related_name="+", verbose_name=_("document")
    )
    algorithm = models.CharField(max_length=12, default="sha256")
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        ordering = ["submission", "sequence"]
        constraints = [models.UniqueConstraint(fields=["submission", "sequence"], name="transition_sequence_once")]

    def __str__(self):
        return f"{self.sequence}. {self.get_to_status_display()}"
