"""The register as it is read: filtered, and as what waits for a user."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from registry.models import Round

from ..models import Objection, ObjectionState
from ..permissions import can
from .register import may_be_objected_to

ORDER = ("-received_at", "-pk")


def visible_to(user):
    """Objections are confidential: to whoever does not see the register none exists."""
    found = Objection.objects.all() if can(user, "see_objections") else Objection.objects.none()
    return found.select_related("round", "submission__region", "submission__city", "assigned_to").order_by(*ORDER)


def waiting_for(user):
    """What the office has to do next: unassigned ones, those assigned to `user`, those to be decided or answered."""
    if not can(user, "handle_objections"):
        return Objection.objects.none()
    offices = Q(state__in=[ObjectionState.RECEIVED, ObjectionState.VERIFIED])
    to_answer = Q(state__in=[ObjectionState.UPHELD, ObjectionState.NOT_UPHELD, ObjectionState.NOT_ACCEPTED])
    own = Q(state=ObjectionState.ASSIGNED, assigned_to=user)
    return visible_to(user).filter(offices | to_answer | own).order_by("received_at", "pk")


class ObjectionFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("round"),
        queryset=Round.objects.filter(rules__isnull=False),
        to_field_name="code",
        empty_label=_("all rounds"),
        error_messages={"invalid_choice": _("There is no such round.")},
    )
    state = django_filters.ChoiceFilter(
        label=_("state"),
        choices=ObjectionState.choices,
        empty_label=_("all states"),
        error_messages={"invalid_choice": _("There is no such state.")},
    )
    assigned_to = django_filters.ModelChoiceFilter(
        label=_("verified by"),
        queryset=User.objects.filter(role=Role.REGIONAL_OFFICE).order_by("username"),
        empty_label=_("anybody"),
        null_label=_("nobody yet"),
        null_value="nobody",
        error_messages={"invalid_choice": _("There is no such person in the office.")},
    )

    class Meta:
        model = Objection
        fields = []


def panel(user, submission):
    """For the candidate's page: what has come in against it, where the user sees the register."""
    if not (can(user, "see_objections") and may_be_objected_to(submission)):
        return None
    shown = {"objections": visible_to(user).filter(submission=submission), "may_handle": can(user, "handle_objections")}
    return "workbench/_objections_panel.html", shown
