"""Drafts of releases. They are private; publication inserts finished rows into the public record."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regions.models import Region
from registry.models import Category, Counting, Entry, Outcome, Release, ReleaseKind, Round

from .two_persons import AnsweredFor, TwoPersonDraft, by_a_second_person, published_was_confirmed


class DraftRelease(TwoPersonDraft):
    round = models.ForeignKey(Round, models.PROTECT, related_name="draft_releases", verbose_name=_("round"))
    kind = models.CharField(_("kind"), max_length=24, choices=ReleaseKind.choices)
    document = models.ForeignKey(
        "OfficialDocument", models.PROTECT, related_name="draft_releases", verbose_name=_("source")
    )
    supersedes = models.ForeignKey(
        Release, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("corrects")
    )
    starts_on = models.DateField(_("first day of the notice"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("number of days"), null=True, blank=True)
    counting = models.CharField(_("days counted"), max_length=8, choices=Counting.choices, blank=True)
    signed_text = models.TextField(_("list as the signed document prints it"), blank=True, max_length=200_000)
    release = models.OneToOneField(
        Release, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("release")
    )

    class Meta:
        verbose_name = _("draft of a release")
        verbose_name_plural = _("drafts of releases")
        ordering = ["-drafted_at"]
        constraints = [
            by_a_second_person("release_confirmed_by_a_second_person", _("A release is confirmed by a second person.")),
            published_was_confirmed("release_published_was_confirmed", release__isnull=False),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, days__isnull=True, counting="")
                | (Q(kind="naming_notice", starts_on__isnull=False, days__gte=1) & ~Q(counting="")),
                name="draft_of_a_notice_alone_has_a_term",
            ),
        ]

    def __str__(self):
        return f"{self.round} {self.get_kind_display()}"


class DraftItem(models.Model):
    """What the release will say of one candidate; taken from the submission when the draft is made. A candidate that
    has none here (a list of an earlier round, a title given long ago) is told by category, division and entry."""

    draft = models.ForeignKey(DraftRelease, models.CASCADE, related_name="items")
    submission = models.ForeignKey("Submission", models.PROTECT, null=True, related_name="draft_items")
    category = models.CharField(_("category"), max_length=16, choices=Category.choices, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("division"))
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+", verbose_name=_("entry"))
    order = models.PositiveIntegerField(_("order"))
    printed = models.BooleanField(_("printed in the list"), default=True)
    outcome = models.CharField(_("outcome"), max_length=24, choices=Outcome.choices)
    name = models.CharField(_("printed name"), max_length=300)
    lead_unit = models.CharField(_("lead unit"), max_length=200, blank=True)
    taken_from = models.CharField(max_length=64, editable=False, blank=True)

    class Meta:
        verbose_name = _("item of a draft")
        verbose_name_plural = _("items of drafts")
        ordering = ["draft", "order"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "order"], name="draftitem_order_once"),
            models.UniqueConstraint(fields=["draft", "submission"], name="draftitem_submission_once"),
            models.UniqueConstraint(fields=["draft", "entry"], name="draftitem_entry_once"),
            models.CheckConstraint(
                condition=Q(submission__isnull=False, category="", region__isnull=True, entry__isnull=True)
                | (Q(submission__isnull=True) & ~Q(category="")),
                name="draftitem_is_told_by_one_of_both",
            ),
        ]

    def __str__(self):
        return self.name


class SignOffKind(models.TextChoices):
    SECRECY_REVIEW = "secrecy_review", _("secrecy review")
    APPROVAL = "approval", _("approval")


class SignOff(AnsweredFor):
    draft = models.ForeignKey(DraftRelease, models.PROTECT, related_name="sign_offs")
    kind = models.CharField(_("kind"), max_length=20, choices=SignOffKind.choices)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["draft", "at"]

    def __str__(self):
        return f"{self.draft} {self.get_kind_display()}"
