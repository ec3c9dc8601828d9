"""What the regional office decides for a round: its window, its stages, its quotas, what publishing must wait for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models import Region
from registry.models import Category, Round


class RoundRules(models.Model):
    round = models.OneToOneField(Round, models.PROTECT, primary_key=True, related_name="rules", verbose_name=_("round"))
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("closes at"),
        null=True,
        blank=True,
        help_text=_("The first instant at which it is closed: 24:00 on the 15th is 00:00 on the 16th."),
    )
    closed = models.BooleanField(
        _("closed"), default=False, help_text=_("Takes no further submissions, whatever its window says.")
    )
    asks_rank = models.BooleanField(_("recommendations are ranked"), default=False)
    asks_sealed_scan = models.BooleanField(
        _("accepting asks the sealed scan"),
        default=False,
        help_text=_("The signed and sealed submission form, scanned, of the version that is current."),
    )
    asks_secrecy_review = models.BooleanField(_("publishing asks a secrecy review"), default=True)
    asks_approval = models.BooleanField(_("publishing asks an approval"), default=True)
    asks_scan = models.BooleanField(_("publishing asks the scan of the signed text"), default=False)
    takes_objections_online = models.BooleanField(
        _("objections are also taken by a form on the notice page"),
        default=False,
        help_text=_("Goes for the notices published from now on; a published notice keeps what it announced."),
    )
    tells_objection_totals = models.BooleanField(
        _("how many objections came is public"),
        default=False,
        help_text=_("Numbers alone, beside the notice; what they say and who sent them never is. Goes as above."),
    )
    objections_ask_name = models.BooleanField(_("name or institution"), default=True)
    objections_ask_contact = models.BooleanField(_("contact"), default=True)
    objections_ask_address = models.BooleanField(_("address"), default=False)
    objections_ask_identity = models.BooleanField(
        _("identity number"),
        default=False,
        help_text=_(
            "Better not: the national notices of 2020 asked it, that of 2025 no longer did. "
            "What is not collected cannot leak."
        ),
    )
    is_demo = models.BooleanField(_("a demonstration round"), default=False)
    edition = models.PositiveSmallIntegerField(_("edition of the requirements"), default=1, editable=False)

    class Meta:
        verbose_name = _("rules of a round")
        verbose_name_plural = _("rules of rounds")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="window_ends_after_it_begins",
                violation_error_message=_("The window must close after it opens."),
            )
        ]

    def __str__(self):
        return str(self.round)

    def is_open(self, at=None, city=None):
        """Whether the window takes submissions (of `city`, a Region) at the instant `at` (now). An unknown end does
        not limit: rounds of the past are entered from documents that do not tell their window."""
        at = at or timezone.now()
        begun = self.opens_at is None or self.opens_at <= at
        closes_at = self.closes_for(city)
        return begun and not self.closed and (closes_at is None or at < closes_at)

    def closes_for(self, city):
        """The exclusive instant at which the window closes for `city` (a Region or None), or None if it has no end.
        The last extension of the city counts, unless the round itself closes later by now; a city is meant by its
        code, as everywhere."""
        mine = [one for one in self.extensions.all() if city is not None and one.city.code == city.code]
        return max(mine[-1].closes_at, self.closes_at) if mine and self.closes_at else self.closes_at

    @property
    def asked_sign_offs(self):
        """Kinds of sign-off a release of this round must have before it can be confirmed."""
        asked = [("secrecy_review", self.asks_secrecy_review), ("approval", self.asks_approval)]
        return [kind for kind, wanted in asked if wanted]


def rules_of(round):
    """The rules of a round. One that was only ever entered from its published lists has none: what publishing asks is
    then what these rules ask unless somebody sets them otherwise, a secrecy review and an approval."""
    return getattr(round, "rules", None) or RoundRules()


class StageKind(models.TextChoices):
    REVIEW = "review", _("review")
    FIELD_EVALUATION = "field_evaluation", _("field evaluation")
    SURVEY = "survey", _("public satisfaction survey")
    NOTICE = "notice", _("public notice")
    OTHER = "other", _("other")


class Stage(models.Model):
    """One step of a round's review, in order. The last one ends in named or not named."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="stages", verbose_name=_("round"))
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=20, choices=StageKind.choices)
    name = models.CharField(_("name"), max_length=60)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    needs_document = models.BooleanField(
        _("passing it asks an official document"), default=False, help_text=_("Asked by advance and by name.")
    )
    needs_notice = models.BooleanField(
        _("passing it asks a finished public notice"),
        default=False,
        help_text=_("Asked by advance and by name: an official document of this round whose notice has run out."),
    )

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["round", "order"]
        constraints = [models.UniqueConstraint(fields=["round", "order"], name="stage_order_once")]

    def __str__(self):
        return self.name

    def next(self):
        return Stage.objects.filter(round=self.round_id, order__gt=self.order).order_by("order").first()

    @property
    def is_last(self):
        return self.next() is None


class Quota(models.Model):
    """How many candidates of a category a city may recommend. No row: not limited. `used` is a counter written with
    the moves, so that two simultaneous recommendations cannot overrun the limit (CHECK)."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="quotas", verbose_name=_("round"))
    city = models.ForeignKey(Region, models.PROTECT, related_name="quotas", verbose_name=_("city"))
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    limit = models.PositiveSmallIntegerField(_("quota"))
    used = models.PositiveSmallIntegerField(_("used"), default=0, editable=False)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["round", "city__sort_order", "category"]
        constraints = [
            models.UniqueConstraint(fields=["round", "city", "category"], name="quota_once"),
            models.CheckConstraint(
                condition=Q(used__lte=F("limit")),
                name="quota_not_overrun",
                violation_error_message=_("More candidates are already recommended than this quota allows."),
            ),
        ]

    def __str__(self):
        return f"{self.city} {self.get_category_display()}: {self.used}/{self.limit}"


class Extension(models.Model):
    """A city's window closes later, for a reason every city can read. Append-only: the last one of a city counts."""

    rules = models.ForeignKey(RoundRules, models.PROTECT, related_name="extensions", verbose_name=_("round"))
    city = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("city"))
    closes_at = models.DateTimeField(_("closes at"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("by"), max_length=160)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["rules", "id"]

    def __str__(self):
        return f"{self.city} {self.closes_at:%Y-%m-%d %H:%M}"
