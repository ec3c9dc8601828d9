"""The table of moves: from which statuses a move leads where, what it needs, what it asks, what follows.

It draws the buttons, the admin's actions, the diagram in the docs and the grid in the tests; `workflow.move` carries it
out. Who makes a move stands in `permissions.RULES` under the move's name. Founding text of the steps:
《关于开展法治政府建设示范创建活动的意见》 (2019); their order and names are rows of each round (`Stage`).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from . import guards
from .models import Status
from .permissions import ENDED, OPEN

BACK = "back"  # the target is where the submission came from


@dataclass(frozen=True)
class Move:
    label: str
    sources: frozenset
    target: str
    needs: tuple = ()  # guards on the state, asked for the button too
    checks: tuple = ()  # guards on what was entered
    asks: tuple = ()  # names of the inputs, in the order of the form
    consequence: str = ""  # what happens next, said before the button is pressed
    freezes: bool = False  # what is handed in by it becomes a numbered version


def _sources(*statuses):
    return frozenset(str(status) for status in statuses)


DRAFT, SUBMITTED, RETURNED = Status.DRAFT, Status.SUBMITTED, Status.RETURNED
RECOMMENDED, UNDER_REVIEW = Status.RECOMMENDED, Status.UNDER_REVIEW
# What is returned already may be returned again by the same office: so it sets another last day for corrections.
RETURN_CHECKS = (guards.has_reason, guards.has_corrections, guards.parts_exist, guards.has_due_time)
RETURN_INPUTS = ("reason", "corrections", "parts", "due_at")

MOVES = {
    "submit": Move(
        gettext_lazy("Submit"),
        _sources(DRAFT),
        Status.SUBMITTED,
        needs=(guards.window_is_open, guards.is_complete),
        consequence=gettext_lazy("The city office checks it and recommends it or returns it."),
        freezes=True,
    ),
    "recommend": Move(
        gettext_lazy("Recommend"),
        _sources(SUBMITTED),
        Status.RECOMMENDED,
        needs=(guards.quota_is_left,),
        checks=(guards.rank_is_free,),
        asks=("rank",),
        consequence=gettext_lazy("It goes to the regional office and takes one place of the quota."),
    ),
    "reserve": Move(
        gettext_lazy("Put on the reserve list"),
        _sources(SUBMITTED),
        Status.SUBMITTED,
        checks=(guards.reserve_is_free,),
        asks=("reserve",),
        consequence=gettext_lazy("It can step in for a recommended candidate that withdraws."),
    ),
    "rank": Move(
        gettext_lazy("Change the rank"),
        _sources(RECOMMENDED),
        Status.RECOMMENDED,
        checks=(guards.rank_is_free,),
        asks=("rank",),
        consequence=gettext_lazy("The regional office reads the candidates in the order of their ranks."),
    ),
    "return": Move(
        gettext_lazy("Return for correction"),
        _sources(SUBMITTED, RETURNED),
        Status.RETURNED,
        needs=(guards.was_not_sent_back,),
        checks=RETURN_CHECKS,
        asks=RETURN_INPUTS,
        consequence=gettext_lazy("The submitting unit corrects it and submits it again."),
    ),
    "send_back": Move(
        gettext_lazy("Send back for correction"),
        _sources(RECOMMENDED, UNDER_REVIEW, RETURNED),
        Status.RETURNED,
        needs=(guards.was_sent_back,),
        checks=RETURN_CHECKS,
        asks=RETURN_INPUTS,
        consequence=gettext_lazy("The submitting unit corrects it; it then comes back to where it stands now."),
    ),
    "resubmit": Move(
        gettext_lazy("Submit again"),
        _sources(RETURNED),
        BACK,
        needs=(guards.is_not_overdue, guards.is_complete),
        consequence=gettext_lazy("It goes back to the office that returned it."),
        freezes=True,
    ),
    "accept": Move(
        gettext_lazy("Accept"),
        _sources(RECOMMENDED),
        Status.UNDER_REVIEW,
        needs=(guards.has_first_stage, guards.sealed_scan_is_current),
        consequence=gettext_lazy("It enters the first stage of the review."),
    ),
    "supplement": Move(
        gettext_lazy("Hand in the materials of this stage"),
        _sources(UNDER_REVIEW),
        Status.UNDER_REVIEW,
        needs=(guards.stage_asks_materials, guards.is_complete, guards.hands_in_something_new),
        consequence=gettext_lazy("They become a further version; it stays at its stage."),
        freezes=True,
    ),
    "advance": Move(
        gettext_lazy("Advance"),
        _sources(UNDER_REVIEW),
        Status.UNDER_REVIEW,
        needs=(guards.has_next_stage, guards.notice_is_over, guards.stage_materials_are_in),
        checks=(guards.has_document,),
        asks=("document",),
        consequence=gettext_lazy("It enters the next stage of the review."),
    ),
    "stop": Move(
        gettext_lazy("Do not shortlist"),
        _sources(UNDER_REVIEW),
        Status.NOT_SHORTLISTED,
        checks=(guards.has_reason, guards.document_fits),
        asks=("reason", "document"),
        consequence=gettext_lazy("Its review ends here."),
    ),
    "name": Move(
        gettext_lazy("Name"),
        _sources(UNDER_REVIEW),
        Status.NAMED,
        needs=(
            guards.is_at_last_stage,
            guards.notice_is_over,
            guards.no_objection_stands,
            guards.stage_materials_are_in,
        ),
        checks=(guards.has_document,),
        asks=("document",),
        consequence=gettext_lazy("It is recorded as named; the public reads it once a release is confirmed."),
    ),
    "decline": Move(
        gettext_lazy("Do not name"),
        _sources(UNDER_REVIEW),
        Status.NOT_NAMED,
        needs=(guards.is_at_last_stage,),
        checks=(guards.document_fits,),
        asks=("reason", "document"),
        consequence=gettext_lazy("It is recorded as not named; the public reads it once a release is confirmed."),
    ),
    "withdraw": Move(
        gettext_lazy("Withdraw"),
        _sources(*OPEN),
        Status.WITHDRAWN,
        checks=(guards.has_reason,),
        asks=("reason",),
        consequence=gettext_lazy("It leaves the round and gives its place in the quota back."),
    ),
    "disqualify": Move(
        gettext_lazy("Disqualify"),
        _sources(*OPEN),
        Status.DISQUALIFIED,
        checks=(guards.has_reason, guards.document_fits),
        asks=("reason", "document"),
        consequence=gettext_lazy("It leaves the round and gives its place in the quota back."),
    ),
    "reopen": Move(
        gettext_lazy("Reopen"),
        _sources(*ENDED),
        BACK,
        needs=(guards.is_not_published, guards.quota_is_left_on_reopening),
        checks=(guards.has_reason,),
        asks=("reason",),
        consequence=gettext_lazy("It goes back to where it ended from; both steps stay in its history."),
    ),
}
