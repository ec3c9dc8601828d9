"""What is written by one person, answered for by others and confirmed by a second one before it becomes public."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DraftState(models.TextChoices):
    OPEN = "open", _("being prepared")
    PUBLISHED = "published", _("published")
    DISCARDED = "discarded", _("discarded")


class TwoPersonDraft(models.Model):
    """`state` is written by `submissions.publishing` alone. Confirmer and drafter differ: the database says so, by the
    constraints of each kind of draft."""

    state = models.CharField(
        _("state"), max_length=12, choices=DraftState.choices, default=DraftState.OPEN, editable=False
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted at"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("confirmed by"),
    )

    class Meta:
        abstract = True


def by_a_second_person(name, sentence):
    """The constraint `name` of a kind of draft, and what is said where it is broken."""
    someone_else = Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("drafted_by"))
    return models.CheckConstraint(condition=someone_else, name=name, violation_error_message=sentence)


def published_was_confirmed(name, **published):
    """The constraint `name`: what is published was confirmed, and `published` is there."""
    return models.CheckConstraint(
        condition=~Q(state="published") | Q(confirmed_by__isnull=False, **published), name=name
    )


class AnsweredFor(models.Model):
    """Somebody answered for exactly what was seen: it counts only while the draft's digest is still that one."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    seen_digest = models.CharField(_("digest seen"), max_length=64)

    class Meta:
        abstract = True
