"""What comes next, for whoever sent an objection: told by its state alone, so that nothing of what was written is."""

from django.utils.translation import gettext_lazy as _

from ..models import ObjectionState

NEXT = {
    ObjectionState.RECEIVED: _(
        "Next, somebody of the office who did not evaluate the candidate is charged with looking into it. Until it is "
        "decided, the candidate is not named."
    ),
    ObjectionState.ASSIGNED: _(
        "Somebody of the office who did not evaluate the candidate is looking into it; then it is decided. Until then "
        "the candidate is not named. You may be asked for details."
    ),
    ObjectionState.VERIFIED: _(
        "It was looked into and is being decided. Until then the candidate is not named; then you get an answer."
    ),
    ObjectionState.UPHELD: _(
        "Next, the office answers you. The candidate is not named unless what was found is put right."
    ),
    ObjectionState.NOT_UPHELD: _("Next, the office answers you and gives its reasons."),
    ObjectionState.NOT_ACCEPTED: _("It is not looked into. Next, the office answers you and says why."),
    ObjectionState.ANSWERED: _(
        "The office has recorded its answer, and the matter is closed. If no answer has reached you, or you have new "
        "evidence, write to the office."
    ),
    ObjectionState.WITHDRAWN: _(
        "The matter is closed, because you withdrew the objection. If you did not, tell the office at once."
    ),
}
