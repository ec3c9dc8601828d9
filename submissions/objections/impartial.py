"""Who may look into an objection: somebody of the office who had no part in judging the candidate (回避)."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import Role, User
from regions.models import Level

from ..models import Transition
from ..moves import MOVES
from ..permissions import can


def why_not(user, submission):
    """Why `user` may not look into an objection to `submission`: a sentence, or None."""
    who = {"who": str(user)}
    if not user.is_active:
        return _("%(who)s no longer works here.") % who
    if user.role == Role.EVALUATOR:
        return _("%(who)s is an evaluator: objections are looked into by somebody who does not evaluate.") % who
    if user.pk == submission.created_by_id or (user.unit_id and user.unit_id == submission.unit_id):
        return _("%(who)s had a part in submitting the candidate, or belongs to the unit that did.") % who
    if user.unit_id and _is_of(user, submission.city):
        return _("%(who)s belongs to the candidate's city.") % who
    made = Transition.objects.filter(submission=submission, by=user).order_by("sequence").first()
    if made:
        facts = who | {"move": MOVES[made.move].label, "day": date_format(localtime(made.at), "DATE_FORMAT")}
        return _("%(who)s took part in judging this candidate (“%(move)s” on %(day)s).") % facts
    return None if can(user, "handle_objections") else _("%(who)s does not work in the regional office.") % who


def _is_of(user, city):
    """Whether the user's office is one of that city. What a province governs directly has the province in its city's
    place; the regional office is not meant by that."""
    return user.unit.region.level != Level.PROVINCE and user.city.code == city.code


def who_may(submission):
    """Users who may look into an objection to `submission`, for a chooser."""
    office = User.objects.filter(role=Role.REGIONAL_OFFICE, is_active=True).exclude(unit=submission.unit_id)
    judged = Transition.objects.filter(submission=submission).values("by")
    found = (
        office.exclude(pk__in=judged)
        .exclude(pk=submission.created_by_id)
        .select_related("unit__region__parent")
        .order_by("unit__name", "username")
    )
    return [user for user in found if not _is_of(user, submission.city)]
