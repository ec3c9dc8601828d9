"""Guards of the moves. Each takes (submission, inputs, at) and answers with a sentence why not, or None.

A guard in `needs` speaks of the state alone and is asked for the button too; one in `checks` asks what was entered.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Category

from .models import OfficialDocument, Quota, RoundRules, Status, Submission
from .permissions import HOLDS_A_PLACE


def local(at):
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def window_is_open(submission, inputs, at):
    rules = RoundRules.objects.filter(round=submission.round_id).first()
    if rules is None:
        return _("This round is not set up yet: ask the regional office to set its window.")
    if rules.is_open(at):
        return None
    if rules.closes_at and at >= rules.closes_at:
        return _("This round closed for submissions at %(time)s (Beijing time).") % {"time": local(rules.closes_at)}
    if rules.opens_at and at < rules.opens_at:
        return _("This round opens for submissions at %(time)s (Beijing time).") % {"time": local(rules.opens_at)}
    return _("This round takes no further submissions.")


def is_complete(submission, inputs, at):
    missing = missing_fields(submission)
    return _("Still missing: %(fields)s.") % {"fields": "、".join(missing)} if missing else None


def missing_fields(submission):
    """Names of the fields without which a submission cannot be handed in, in the user's language."""
    missing = []
    if submission.category == Category.SINGLE and not submission.title and not submission.name_undisclosed:
        missing.append(_("title of the project"))
    if submission.region.city.code != submission.city.code:
        missing.append(_("a division within the city"))
    return missing


def is_not_overdue(submission, inputs, at):
    if submission.due_at and at >= submission.due_at:
        return _(
            "The time for corrections ended at %(time)s (Beijing time). "
            "Only the office that returned it can set a later one."
        ) % {"time": local(submission.due_at)}
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
    taken = Submission.objects.filter(
        round=submission.round_id, city=submission.city_id, category=submission.category, rank=rank
    ).exclude(pk=submission.pk)
    if taken.exists():
        return rank_is_taken(rank)
    return None


def rank_is_taken(rank):
    return _("Another candidate of the city already has rank %(rank)s.") % {"rank": rank}


def has_reason(submission, inputs, at):
    return None if (inputs.get("reason") or "").strip() else _("Give the reason.")


def has_corrections(submission, inputs, at):
    return None if (inputs.get("corrections") or "").strip() else _("Say what is to be corrected.")


def has_due_time(submission, inputs, at):
    due = inputs.get("due_at")
    if due is None:
        return _("Say by when it is to be corrected.")
    return None if due > at else _("The time for corrections must lie in the future.")


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
    today = timezone.localdate(at)
    notices = OfficialDocument.objects.filter(round=submission.round_id, notice_ends_on__isnull=False)
    if notices.filter(notice_ends_on__lt=today).exists():
        return None
    return _("%(stage)s asks a public notice that has run out; none has.") % {"stage": submission.stage.name}


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
