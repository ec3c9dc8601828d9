"""Who works with the system. Posts change hands, so work belongs to a unit and names stay in the history."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Region


class Role(models.TextChoices):
    DRAFTER = "drafter", _("drafter")
    CITY_OFFICE = "city_office", _("city office")
    REGIONAL_OFFICE = "regional_office", _("regional office")
    EVALUATOR = "evaluator", _("evaluator")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


class Unit(models.Model):
    """An office or department of a region: the owner of submissions."""

    name = models.CharField(_("name"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="units", verbose_name=_("division"))
    email = models.EmailField(
        _("e-mail of the office"),
        blank=True,
        help_text=_("Messages to the unit are sent there too, if mail is set up."),
    )

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["region__sort_order", "name"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="unit_once_per_region")]

    def __str__(self):
        return self.name

    @property
    def city(self):
        return self.region.city


class ShifanUserManager(UserManager):
    def create_superuser(self, username, email=None, password=None, **extra):
        extra.setdefault("role", Role.ADMINISTRATOR)
        return super().create_superuser(username, email, password, **extra)


class User(AbstractUser):
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("unit"))
    is_demo = models.BooleanField(
        _("demonstration account"),
        default=False,
        editable=False,
        help_text=_("Cannot sign in outside a demonstration."),
    )

    objects = ShifanUserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role=Role.ADMINISTRATOR) | models.Q(unit__isnull=False),
                name="user_has_a_unit",
                violation_error_message=_("Everyone but an administrator belongs to a unit."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="user_has_a_known_role",
                violation_error_message=_("Choose a role."),
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    @property
    def city(self):
        """The city whose candidates this user works on; None for an administrator without a unit."""
        return self.unit.city if self.unit_id else None
