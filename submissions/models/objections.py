"""Objections (异议): what is said against naming a candidate, by whom, and what became of it. Confidential: nothing of
it is public but, where a round says so, how many there are."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.models import Release, Round

from .materials import StoredFile


class Channel(models.TextChoices):
    LETTER = "letter", _("letter by post")
    TELEPHONE = "telephone", _("telephone")
    MAIL = "mail", _("e-mail")
    VISIT = "visit", _("visit")
    FORM = "form", _("form on the notice page")


class ObjectionState(models.TextChoices):
    RECEIVED = "received", _("received")
    ASSIGNED = "assigned", _("being verified")
    VERIFIED = "verified", _("verified, not decided yet")
    UPHELD = "upheld", _("upheld")
    NOT_UPHELD = "not_upheld", _("not upheld")
    NOT_ACCEPTED = "not_accepted", _("not accepted")
    ANSWERED = "answered", pgettext_lazy("objection", "answered")
    WITHDRAWN = "withdrawn", _("withdrawn by the objector")


UNDECIDED = (ObjectionState.RECEIVED, ObjectionState.ASSIGNED, ObjectionState.VERIFIED)


class Finding(models.TextChoices):
    """What was decided, which the answer does not take away."""

    UPHELD = "upheld", _("upheld")
    REMEDIED = "remedied", _("upheld, and remedied")
    NOT_UPHELD = "not_upheld", _("not upheld")
    NOT_ACCEPTED = "not_accepted", _("not accepted")


class AnswerWay(models.TextChoices):
    LETTER = "letter", _("by letter")
    TELEPHONE = "telephone", _("by telephone")
    MAIL = "mail", _("by e-mail")
    IN_PERSON = "in_person", _("in person")


class ObjectionQuerySet(models.QuerySet):
    def undecided(self):
        return self.filter(state__in=UNDECIDED)

    def in_the_way(self):
        """Those that stand against naming their candidate: not decided, or upheld and not remedied."""
        return self.filter(Q(state__in=UNDECIDED) | Q(finding=Finding.UPHELD))


class Objection(models.Model):
    """One objection to one candidate. `release` is the notice it answers, if there is one. `state` and `finding` are
    written by `objections.step` alone; `version` rises with every step. What the round does not ask stays empty.
    `code_digest` is a keyed digest of the receipt's code, which nobody here can read."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="objections", verbose_name=_("round"))
    number = models.PositiveIntegerField(_("number"), editable=False)
    submission = models.ForeignKey(
        "Submission", models.PROTECT, related_name="objections", verbose_name=_("about the candidate")
    )
    release = models.ForeignKey(
        Release, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("public notice")
    )
    channel = models.CharField(_("came by"), max_length=12, choices=Channel.choices)
    received_at = models.DateTimeField(_("received at"))
    reasons = models.TextField(_("facts and reasons"), max_length=5000)
    grounds = models.TextField(_("grounds and evidence"), max_length=5000, blank=True)
    name = models.CharField(_("name or institution"), max_length=120, blank=True)
    contact = models.CharField(_("contact"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    identity_number = models.CharField(_("identity number"), max_length=30, blank=True)
    state = models.CharField(
        _("state"), max_length=16, choices=ObjectionState.choices, default=ObjectionState.RECEIVED, editable=False
    )
    finding = models.CharField(_("finding"), max_length=16, choices=Finding.choices, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        editable=False,
        verbose_name=_("verified by"),
    )
    changed_at = models.DateTimeField(_("last step at"), editable=False)
    code_digest = models.CharField(max_length=64, null=True, unique=True, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["submission", "state"], name="objection_submission_state")]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="objection_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "verified"]) | Q(assigned_to__isnull=False),
                name="objection_is_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(finding="") | ~Q(state__in=["received", "assigned", "verified", "withdrawn"]),
                name="objection_undecided_has_no_finding",
            ),
        ]

    def __str__(self):
        return self.register_number

    @property
    def state_since(self):
        """When it came into its state; a note does not count."""
        changes = self.steps.exclude(from_state=models.F("to_state"))
        return changes.order_by("-sequence").values_list("at", flat=True).first()

    @property
    def register_number(self):
        """As it stands on the register's paper: 2026-0007."""
        return f"{self.round.code}-{self.number:04}"


class ObjectionFile(models.Model):
    objection = models.ForeignKey(Objection, models.PROTECT, related_name="files", verbose_name=_("objection"))
    name = models.CharField(_("file name"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("file of an objection")
        verbose_name_plural = _("files of objections")
        ordering = ["objection", "pk"]
        constraints = [models.UniqueConstraint(fields=["objection", "file"], name="objectionfile_once")]

    def __str__(self):
        return self.name


class ObjectionStep(models.Model):
    """One step of one objection; append-only (trigger). `by` is empty for what came through the public form. Names of
    person, unit and whom it was assigned to are kept as they were, because posts change hands."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="steps", verbose_name=_("objection"))
    sequence = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("step"), max_length=16)
    from_state = models.CharField(_("from"), max_length=16, choices=ObjectionState.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=16, choices=ObjectionState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("by"), max_length=160, blank=True)
    by_unit = models.CharField(_("unit"), max_length=120, blank=True)
    at = models.DateTimeField(_("at"))
    opinion = models.TextField(_("opinion"), blank=True)
    assignee = models.CharField(_("verified by"), max_length=160, blank=True)
    answered_on = models.DateField(_("answered on"), null=True)
    answered_by = models.CharField(_("way of the answer"), max_length=12, choices=AnswerWay.choices, blank=True)

    class Meta:
        verbose_name = _("step of an objection")
        verbose_name_plural = _("steps of objections")
        ordering = ["objection", "sequence"]
        constraints = [models.UniqueConstraint(fields=["objection", "sequence"], name="objectionstep_sequence_once")]

    def __str__(self):
        return f"{self.objection_id}.{self.sequence} {self.name}"


class Allowance(models.Model):
    """How often something was done, for as long as it is counted. `key` is a keyed digest (of a network address, of a
    notice) that means something to nobody; the row goes when its time is over."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    used = models.PositiveIntegerField(_("used"), editable=False)
    until = models.DateTimeField(_("counted until"), db_index=True, editable=False)

    class Meta:
        verbose_name = _("count of attempts")
        verbose_name_plural = _("counts of attempts")
        ordering = ["until"]

    def __str__(self):
        return f"{self.used} until {self.until:%Y-%m-%d %H:%M}"


class SpentQuestion(models.Model):
    """A form's question that was answered: it is good for one objection. The row goes when the question is too old."""

    key = models.CharField(max_length=32, unique=True, editable=False)
    until = models.DateTimeField(_("too old from"), db_index=True, editable=False)

    class Meta:
        verbose_name = _("answered question")
        verbose_name_plural = _("answered questions")
        ordering = ["until"]

    def __str__(self):
        return self.key
