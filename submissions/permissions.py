"""Seeing is a query (`visible_to`), doing is a rule (`can`). Every view, export, search and count starts from the
first; what is not visible does not exist (404). What is visible and not allowed is refused (403).
"""

from django.db import models
from django.utils import timezone

from accounts.models import Role

OPEN = ("draft", "submitted", "returned", "recommended", "under_review")
BEING_WRITTEN = ("draft", "returned")
ENDED = ("not_shortlisted", "named", "not_named", "withdrawn", "disqualified")
WAITING = {Role.CITY_OFFICE: ("submitted",), Role.REGIONAL_OFFICE: ("recommended", "under_review")}
HOLDS_A_PLACE = ("recommended", "under_review", "not_shortlisted", "named", "not_named")


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What `user` may know of. Evaluators see what is assigned to them, which nothing is before a panel exists;
        administrators keep accounts and reference data and see no dossiers; a superuser is no exception."""
        if not user.is_active or user.is_anonymous:
            return self.none()
        if user.role in (Role.REGIONAL_OFFICE, Role.AUDITOR):
            return self
        if user.role == Role.CITY_OFFICE:
            return self.filter(city__code=user.city.code)
        if user.role == Role.DRAFTER:
            return self.filter(unit=user.unit_id)
        return self.none()

    def in_round(self, round):
        return self.filter(round=round)

    def waiting_for(self, user, at=None):
        """Submissions on which the next step is this user's at the instant `at` (now). What was not corrected in time
        waits again for the office that returned it."""
        if user.role == Role.DRAFTER:
            return self.visible_to(user).filter(status__in=BEING_WRITTEN)
        steps = WAITING.get(user.role, ())
        late = models.Q(status="returned", due_at__lte=at or timezone.now(), returned_from__in=steps)
        return self.visible_to(user).filter(models.Q(status__in=steps) | late)

    def with_names(self):
        return self.select_related("round", "unit", "city", "region", "stage")


def has_role(*roles):
    return lambda user, obj, at: user.is_active and user.role in roles


def all_of(*rules):
    return lambda user, obj, at: all(rule(user, obj, at) for rule in rules)


def any_of(*rules):
    return lambda user, obj, at: any(rule(user, obj, at) for rule in rules)


def own_unit(user, submission, at):
    return submission.unit_id == user.unit_id


def own_city(user, submission, at):
    """By code, not by row: a city that was renamed stays the same office's city."""
    return submission.city.code == user.city.code


def being_written(user, submission, at):
    """A draft; or returned for correction and not past its due time."""
    return submission.status in BEING_WRITTEN and (submission.due_at is None or at < submission.due_at)


def stage_asks_materials(user, submission, at):
    """Under review at a stage from which a requirement of the round is due."""
    asked = submission.round.requirements.filter(from_stage=submission.stage_id, category=submission.category)
    return submission.status == "under_review" and asked.exists()


def still_open(user, submission, at):
    return submission.status in OPEN


def still_a_draft(user, submission, at):
    return submission.status == "draft"


def no_longer_a_draft(user, submission, at):
    return submission.status != "draft"


def handed_in_and_open(user, submission, at):
    return submission.status in OPEN and submission.status != "draft"


drafter = has_role(Role.DRAFTER)
city_office = has_role(Role.CITY_OFFICE)
regional_office = has_role(Role.REGIONAL_OFFICE)
the_drafter = all_of(drafter, own_unit)
the_city_office = all_of(city_office, own_city)

# What may be done. The first group asks about a submission, the second about nothing in particular (obj None).
RULES = {
    "edit": all_of(the_drafter, being_written),
    "edit_materials": all_of(the_drafter, any_of(being_written, stage_asks_materials)),
    "gather": all_of(the_drafter, still_open),
    "submit": the_drafter,
    "resubmit": the_drafter,
    "supplement": the_drafter,
    "recommend": the_city_office,
    "reserve": the_city_office,
    "rank": the_city_office,
    "return": the_city_office,
    "substitute": the_city_office,
    "send_back": regional_office,
    "accept": regional_office,
    "advance": regional_office,
    "stop": regional_office,
    "name": regional_office,
    "decline": regional_office,
    "withdraw": any_of(all_of(the_drafter, still_a_draft), all_of(the_city_office, no_longer_a_draft)),
    "disqualify": regional_office,
    "reopen": regional_office,
    "bind_seal": all_of(any_of(the_drafter, the_city_office), handed_in_and_open),
    "create": drafter,
    "read_rules": has_role(Role.DRAFTER, Role.CITY_OFFICE, Role.REGIONAL_OFFICE, Role.AUDITOR),
    "set_rules": regional_office,
    "see_quota": city_office,
    "keep_ranking": city_office,
    "see_all_quotas": has_role(Role.REGIONAL_OFFICE, Role.AUDITOR),
    "see_progress": has_role(Role.DRAFTER, Role.CITY_OFFICE, Role.REGIONAL_OFFICE, Role.AUDITOR),
    "choose_city": has_role(Role.REGIONAL_OFFICE, Role.AUDITOR),
    "record_outcomes": regional_office,
    "enter_documents": regional_office,
    "publish": regional_office,
    "withhold": regional_office,
    "mark_messages": has_role(Role.DRAFTER, Role.CITY_OFFICE, Role.REGIONAL_OFFICE),
    "see_publishing": has_role(Role.REGIONAL_OFFICE, Role.AUDITOR),
    "see_objections": has_role(Role.REGIONAL_OFFICE, Role.AUDITOR),
    "handle_objections": regional_office,
    "see_rechecks": has_role(Role.CITY_OFFICE, Role.REGIONAL_OFFICE, Role.AUDITOR),
    "use_workbench": has_role(*(role for role in Role.values if role != Role.ADMINISTRATOR)),
}


def can(user, action, obj=None, at=None):
    """Whether `user` may do `action` to the visible object `obj`. An unknown action raises KeyError."""
    return RULES[action](user, obj, at or timezone.now())
