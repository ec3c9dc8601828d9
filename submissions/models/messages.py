"""What is said to a unit: in its workbench, and by mail where mail is configured. Rows of their own, written in the
transaction of what they speak of: nothing leaves for a move that was rolled back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Unit
from registry.models import Round


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those to the user's unit; of them, where several roles share a unit, those about what the user may see."""
        from .submissions import Submission

        if not user.is_active or user.is_anonymous or user.role in (Role.EVALUATOR, Role.ADMINISTRATOR):
            return self.none()
        seen = Submission.objects.visible_to(user).order_by().values("pk")
        return self.filter(unit=user.unit_id).filter(Q(submission=None) | Q(submission__in=seen))

    def unread(self):
        return self.filter(read_at=None)


class Message(models.Model):
    """`kind` is the name of a move or of a reminder, `facts` what the sentence needs, in words that outlive the rows
    they came from. `key` makes a reminder come once."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="messages", verbose_name=_("unit"))
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+", verbose_name=_("round"))
    submission = models.ForeignKey("Submission", models.PROTECT, null=True, related_name="messages")
    transition = models.ForeignKey("Transition", models.PROTECT, null=True, related_name="messages")
    kind = models.CharField(_("kind"), max_length=24)
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=120, null=True, unique=True)
    created_at = models.DateTimeField(_("at"))
    read_at = models.DateTimeField(_("read at"), null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("read by")
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["unit", "-created_at"], name="message_unit_time")]

    def __str__(self):
        return f"{self.unit} {self.kind}"


class LetterState(models.TextChoices):
    WAITING = "waiting", _("waiting to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("given up")


class Letter(models.Model):
    """The outbox: one e-mail, sent by the worker. `attempts` were made; the next one not before `next_at`."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="letters")
    address = models.EmailField(_("address"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=12, choices=LetterState.choices, default=LetterState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["message", "address"], name="letter_once"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="letter_sent_has_a_time"
            ),
        ]

    def __str__(self):
        return self.subject
