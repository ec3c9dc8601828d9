"""What the public is told about objections to a notice: whether they may be sent by a form, and how many came."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .releases import Release


class NoticeObjections(models.Model):
    """Written when the notice is published: what it announced stays, whatever becomes of the round's rules. The
    numbers follow what the office records, and only where `tells_totals`; they say nothing of who and what."""

    release = models.OneToOneField(
        Release, models.PROTECT, primary_key=True, related_name="objecting", verbose_name=_("release")
    )
    takes_online = models.BooleanField(_("taken by a form"))
    tells_totals = models.BooleanField(_("numbers are public"))
    received = models.PositiveIntegerField(_("received"), default=0)
    undecided = models.PositiveIntegerField(_("not decided yet"), default=0)
    upheld = models.PositiveIntegerField(_("upheld"), default=0)
    not_upheld = models.PositiveIntegerField(_("not upheld"), default=0)

    class Meta:
        verbose_name = _("objections to a notice")
        verbose_name_plural = _("objections to notices")
        ordering = ["-release"]

    def __str__(self):
        return str(self.release_id)
