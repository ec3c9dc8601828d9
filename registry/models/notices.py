"""Public notices: the clock a notice release was published with, and what was changed of it while it ran. Both are
append-only; the last day is computed (`registry.clock`), never stored."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..clock import Pause, Term
from .calendar import Counting
from .releases import Release

LONGEST = 180  # days; more is a slip of the pen
COUNT = [MinValueValidator(1), MaxValueValidator(LONGEST)]


class Notice(models.Model):
    """The term of a notice, frozen with its release and part of the release's digest."""

    release = models.OneToOneField(
        Release, models.PROTECT, primary_key=True, related_name="notice", verbose_name=_("release")
    )
    starts_on = models.DateField(_("first day"))
    days = models.PositiveSmallIntegerField(_("number of days"), validators=COUNT)
    counting = models.CharField(_("days counted"), max_length=8, choices=Counting.choices)

    class Meta:
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        constraints = [models.CheckConstraint(condition=Q(days__gte=1), name="notice_has_days")]

    def __str__(self):
        return f"{self.release_id} {self.starts_on} {self.days}"

    @property
    def term(self):
        """Its `clock.Term` with all changes so far."""
        changes = sorted(self.changes.all(), key=lambda change: change.number) if self.release_id else []
        added, pauses = 0, []
        for change in changes:
            if change.kind == NoticeChange.Kind.EXTENSION:
                added += change.days
            elif change.kind == NoticeChange.Kind.PAUSE:
                pauses.append(Pause(change.from_day))
            else:
                pauses[-1] = Pause(pauses[-1].since, change.from_day)
        return Term(self.starts_on, self.days, self.counting, added, tuple(pauses))


class NoticeChange(models.Model):
    """An extension by `days`, a pause (`from_day`: the first day that no longer counts) or a resumption (`from_day`:
    the first that counts again). Reason and organ are public. `digest` chains it to the change or release before."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("extension of the notice")
        PAUSE = "pause", _("pause")
        RESUMPTION = "resumption", _("resumption")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="changes", verbose_name=_("public notice"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    days = models.PositiveSmallIntegerField(_("number of days"), null=True, validators=COUNT)
    from_day = models.DateField(_("from the day"), null=True)
    reason = models.CharField(_("reason"), max_length=300)
    organ = models.CharField(_("decided by"), max_length=120)
    at = models.DateTimeField(_("at"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("change of a public notice")
        verbose_name_plural = _("changes of public notices")
        ordering = ["notice", "number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="noticechange_number_once"),
            models.CheckConstraint(
                condition=Q(kind="extension", days__gte=1, from_day__isnull=True)
                | (~Q(kind="extension") & Q(days__isnull=True, from_day__isnull=False)),
                name="noticechange_says_how_long_or_from_when",
            ),
        ]

    def __str__(self):
        return f"{self.notice_id}.{self.number}"
