"""Guards of the moves. Each takes (submission, inputs, at) and answers with a sentence why not, or None.

A guard in `needs` speaks of the state alone and is asked for the button too; one in `checks` asks what was entered.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Category

from . import notices
from .deadlines import first_moment, last_moment
from .models import Quota, RoundRules, SealedScan, Status, Submission
from .parts import labels
from .permissions import HOLDS_A_PLACE
from .requirements import lacking, requirements_of


def local(at):
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def window_is_open(submission, inputs, at):
    rules = RoundRules.objects.filter(round=submission.round_id).first()
    if rules is None:
        return _("This round is not set up yet: ask the regional office to set its window.")
    closes_at = rules.closes_for(submission.city)
    if rules.is_open(at, submission.city):
        return None
    if closes_at and at >= closes_at:
        return _("This round took submissions until %(time)s (Beijing time).") % {"time": last_moment(closes_at)}
    if rules.opens_at and at < rules.opens_at:
        return _("This round takes submissions from %(time)s (Beijing time).") % {"time": first_moment(rules.opens_at)}
    return _("This round takes no further submissions.")


def is_complete(submission, inputs, at):
    missing = missing_fields(submission)
    return _("Still missing: %(fields)s.") % {"fields": "、".join(missing)} if missing else None


def missing_fields(submission):
    """Names of the fields and materials without which a submission cannot be handed in, in the user's language."""
    return [*lacking_fields(submission).values(), *(str(one) for one in lacking(submission))]


def lacking_fields(submission):
    """{field: what it lacks, in words}."""
    missing = {}
    if submission.category == Category.SINGLE and not submission.title and not submission.name_undisclosed:
        missing["title"] = _("title of the project")
    if submission.region.city.code != submission.city.code:
        missing["region"] = _("a division within the city")
    return missing


def is_not_overdue(submission, inputs, at):
    if submission.due_at and at >= submission.due_at:
        return _(
            "It could be corrected until %(time)s (Beijing time). Only the office that returned it can set a later day."
        ) % {"time": last_moment(submission.due_at)}
    return None


def was_not_sent_back(submission, inputs, at):
    if submission.status == Status.RETURNED and submission.returned_from != Status.SUBMITTED:
        return _("The regional office sent it back; a later day for corrections is its to set.")
    return None


def was_sent_back(submission, inputs, at):
    if submission.status == Status.RETURNED and submission.returned_from == Status.SUBMITTED:
        return _("The city office returned it; a later day for corrections is its to set.")
    return None


def quota_of(submission):
    return Quota.objects.filter(
        round=submission.round_id, city__code=submission.city.code, category=submission.category
    )


def quota_is_left(submission, inputs, at):
    quota = quota_of(submission).first()
    if quota and quota.used >= quota.limit:
        return quota_is_used_up(quota)
    return None


def quota_is_used_up(quota):
    return _("The quota of %(city)s for %(category)s candidates is used up: %(used)s of %(limit)s.") % {
        "city": quota.city.name,
        "category": quota.get_category_display(),
        "used": quota.used,
        "limit": quota.limit,
    }


def rank_is_free(submission, inputs, at):
    rank = inputs.get("rank")
    if rank is None:
        rules = RoundRules.objects.filter(round=submission.round_id).first()
        return _("This round asks for a rank.") if rules and rules.asks_rank else None
    if not isinstance(rank, int) or not 1 <= rank <= 999:
        return _("A rank is a number from 1 to 999.")
    return rank_is_taken(rank) if has_rank(submission, rank) else None


def has_rank(submission, rank):
    """Whether another candidate of the same city and category has this rank."""
    others = Submission.objects.filter(round=submission.round_id, category=submission.category, rank=rank)
    return others.filter(city__code=submission.city.code).exclude(pk=submission.pk).exists()


def rank_to_restore(submission):
    """The rank it had, for a candidate that comes back into its place, unless another has it by now."""
    if not holds_a_place(submission.status, submission.returned_from):
        return None
    rank = rank_given(submission)
    return None if rank is None or has_rank(submission, rank) else rank


def rank_given(submission):
    """The rank it was given last, also where it has left its place since; None if never one."""
    given = submission.transitions.order_by("-sequence").values_list("details__rank", flat=True)
    return next((one for one in given if one is not None), None)


def rank_is_taken(rank):
    return _("Another candidate of the city already has rank %(rank)s.") % {"rank": rank}


def has_reason(submission, inputs, at):
    return None if (inputs.get("reason") or "").strip() else _("Give the reason.")


def has_corrections(submission, inputs, at):
    said = (inputs.get("corrections") or "").strip() or inputs.get("parts")
    return None if said else _("Say what is to be corrected.")


def parts_exist(submission, inputs, at):
    """`parts` is {part: remark}; each must be a part of this submission."""
    known = labels(submission) if inputs.get("parts") else {}
    unknown = [part for part in inputs.get("parts") or {} if part not in known]
    return _("It has no such part: %(parts)s.") % {"parts": "、".join(unknown)} if unknown else None


def has_due_time(submission, inputs, at):
    due = inputs.get("due_at")
    if due is None:
        return _("Say by when it is to be corrected.")
    return None if due > at else _("The time for corrections must lie in the future.")


def reserve_is_free(submission, inputs, at):
    place = inputs.get("reserve")
    if place is None:
        return None if submission.reserve else _("Say which place on the reserve list it takes.")
    if not isinstance(place, int) or not 1 <= place <= 999:
        return _("A place on the reserve list is a number from 1 to 999.")
    taken = Submission.objects.filter(
        round=submission.round_id, city=submission.city_id, category=submission.category, reserve=place
    ).exclude(pk=submission.pk)
    return reserve_is_taken(place) if taken.exists() else None


def reserve_is_taken(place):
    return _("Another candidate of the city already has place %(place)s on the reserve list.") % {"place": place}


def sealed_scan_is_current(submission, inputs, at):
    rules = RoundRules.objects.filter(round=submission.round_id).first()
    if not rules or not rules.asks_sealed_scan:
        return None
    last = submission.versions.order_by("-number").first()
    if last and SealedScan.objects.filter(version=last).exists():
        return None
    if SealedScan.objects.filter(version__submission=submission).exists():
        return _("The sealed scan is of an earlier version; that of version %(number)s is asked.") % {
            "number": last.number
        }
    return _("This round asks the sealed scan of the submission form; it is not there yet.")


def stage_asks_materials(submission, inputs, at):
    if any(one.from_stage_id == submission.stage_id for one in requirements_of(submission)):
        return None
    return _("This stage asks no further materials.")


def hands_in_something_new(submission, inputs, at):
    """What is held now differs from what was handed in last."""
    held = sorted(submission.materials.values_list("requirement", "file__sha256"))
    return _("Nothing has been added since it was last handed in.") if held == handed_in(submission) else None


def handed_in(submission):
    """Sorted (requirement code, SHA-256) of the files of the version handed in last."""
    last = submission.versions.order_by("-number").first()
    return sorted((one["requirement"], one["sha256"]) for one in last.content["materials"]) if last else []


def stage_materials_are_in(submission, inputs, at):
    """What is due by this stage must have been handed in, not merely uploaded."""
    missing = lacking(submission, [code for code, _sha256 in handed_in(submission)])
    asked_here = [str(one) for one in missing if one.from_stage_id is not None]
    if asked_here:
        return _("Not handed in yet, though due at this stage: %(materials)s.") % {"materials": "、".join(asked_here)}
    return None


def has_first_stage(submission, inputs, at):
    if submission.round.stages.exists():
        return None
    return _("This round has no stages yet: set them first.")


def has_next_stage(submission, inputs, at):
    if submission.stage and submission.stage.is_last:
        return _("%(stage)s is the last stage: name it or decline it.") % {"stage": submission.stage.name}
    return None


def is_at_last_stage(submission, inputs, at):
    following = submission.stage.next() if submission.stage else None
    if following:
        return _("Still to pass: %(stage)s.") % {"stage": following.name}
    return None


def notice_is_over(submission, inputs, at):
    if not submission.stage or not submission.stage.needs_notice:
        return None
    return notices.why_not_over(submission, at)


def no_objection_stands(submission, inputs, at):
    """An objection blocks the naming of its candidate alone. How many there are is said, not what they say."""
    standing = submission.objections.in_the_way().count()
    return objections_stand(standing) if standing else None


def objections_stand(count):
    return _("%(count)s objections to this candidate stand: not decided yet, or upheld and not remedied.") % {
        "count": count
    }


def has_document(submission, inputs, at):
    document = inputs.get("document")
    if document is not None and document.round_id != submission.round_id:
        return _("The document belongs to another round.")
    if document is None and submission.stage and submission.stage.needs_document:
        return _("%(stage)s asks an official document.") % {"stage": submission.stage.name}
    return None


def document_fits(submission, inputs, at):
    document = inputs.get("document")
    if document is not None and document.round_id != submission.round_id:
        return _("The document belongs to another round.")
    return None


def is_not_published(submission, inputs, at):
    if submission.entry_id and submission.entry.decided_id:
        return _("Its outcome is published: mend it by a correction release.")
    return None


def holds_a_place(status, returned_from=""):
    """Whether a submission counts against its city's quota: once recommended it does, also while it is back for
    correction; withdrawing and disqualifying give the place back."""
    return (returned_from if status == "returned" else status) in HOLDS_A_PLACE


def quota_is_left_on_reopening(submission, inputs, at):
    last = submission.transitions.order_by("-sequence").first()
    needs_one = last and holds_a_place(last.from_status, submission.returned_from)
    if needs_one and not holds_a_place(submission.status):
        return quota_is_left(submission, inputs, at)
    return None
