"""What a message says, in the reader's language: what happened, to what, and what comes next."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import deadlines
from ..models import Status
from ..moves import MOVES
from .recipients import APPLICANT, CITY_OFFICE, REGIONAL_OFFICE

REMINDER = "reminder"
HAPPENED = {
    "submit": gettext_lazy("%(what)s has been submitted."),
    "recommend": gettext_lazy("%(what)s has been recommended by %(by)s."),
    "reserve": gettext_lazy("%(what)s has been put on the reserve list by %(by)s."),
    "return": gettext_lazy("%(what)s has been returned for correction by %(by)s."),
    "send_back": gettext_lazy("%(what)s has been sent back for correction by %(by)s."),
    "resubmit": gettext_lazy("%(what)s has been corrected and submitted again."),
    "accept": gettext_lazy("%(what)s has been accepted by %(by)s; it is now at the stage “%(stage)s”."),
    "supplement": gettext_lazy("%(what)s has been supplemented with the materials of the stage “%(stage)s”."),
    "advance": gettext_lazy("%(what)s has entered the stage “%(stage)s”."),
    "stop": gettext_lazy("%(what)s has not been shortlisted; its review ends here."),
    "name": gettext_lazy("%(what)s is recorded as named."),
    "decline": gettext_lazy("%(what)s is recorded as not named."),
    "withdraw": gettext_lazy("%(what)s has been withdrawn by %(by)s."),
    "disqualify": gettext_lazy("%(what)s has been disqualified by %(by)s."),
    "reopen": gettext_lazy("%(what)s has been reopened by %(by)s; it is now “%(status)s”."),
    REMINDER: gettext_lazy("%(round)s closes at %(closes)s; %(count)s drafts of %(whose)s are not submitted yet."),
}
CORRECT = gettext_lazy(
    "Correct it and submit it again before %(due)s. After that it can no longer be corrected, unless the office sets "
    "a later day."
)
NOT_PUBLIC = gettext_lazy("Until a release states it, it is not public: do not pass it on.")
REASON = gettext_lazy("The reason stands on its page.")
NEXT = {
    ("submit", CITY_OFFICE): gettext_lazy("Check it: recommend it within the quota, or return it for correction."),
    ("recommend", APPLICANT): gettext_lazy("The regional office decides on accepting it; nothing is asked of you now."),
    ("recommend", REGIONAL_OFFICE): gettext_lazy("Accept it, or send it back for correction."),
    ("reserve", APPLICANT): gettext_lazy("It can step in for a recommended candidate that withdraws."),
    ("return", APPLICANT): CORRECT,
    ("send_back", APPLICANT): CORRECT,
    ("send_back", CITY_OFFICE): gettext_lazy(
        "The submitting unit corrects it before %(due)s; it then goes back to where it stood."
    ),
    ("resubmit", CITY_OFFICE): gettext_lazy("What was changed stands on its page."),
    ("resubmit", REGIONAL_OFFICE): gettext_lazy("What was changed stands on its page; go on with it from there."),
    ("accept", APPLICANT): gettext_lazy("Nothing is asked of you now, unless this stage asks further materials."),
    ("accept", CITY_OFFICE): gettext_lazy("Nothing is asked of you now."),
    ("supplement", CITY_OFFICE): gettext_lazy("They are kept as a further version; nothing is asked of you now."),
    ("supplement", REGIONAL_OFFICE): gettext_lazy("They are kept as a further version; go on with the review."),
    ("advance", APPLICANT): gettext_lazy("Nothing is asked of you now, unless this stage asks further materials."),
    ("advance", CITY_OFFICE): gettext_lazy("Nothing is asked of you now."),
    ("stop", APPLICANT): REASON,
    ("stop", CITY_OFFICE): REASON,
    ("name", APPLICANT): NOT_PUBLIC,
    ("name", CITY_OFFICE): NOT_PUBLIC,
    ("decline", APPLICANT): NOT_PUBLIC,
    ("decline", CITY_OFFICE): NOT_PUBLIC,
    ("withdraw", APPLICANT): REASON,
    ("withdraw", REGIONAL_OFFICE): gettext_lazy("Its place in the quota is free again; the reason stands on its page."),
    ("disqualify", APPLICANT): REASON,
    ("disqualify", CITY_OFFICE): gettext_lazy("Its place in the quota is free again; the reason stands on its page."),
    ("reopen", APPLICANT): REASON,
    ("reopen", CITY_OFFICE): REASON,
    (REMINDER, APPLICANT): gettext_lazy("A draft not submitted by then does not take part."),
    (REMINDER, CITY_OFFICE): gettext_lazy("Urge the units: a draft not submitted by then does not take part."),
}
# A letter travels unprotected: what no release has stated yet is not written into it.
OUTCOMES = ("stop", "name", "decline", "disqualify")
OUTCOME = gettext_lazy("%(what)s has an outcome. Sign in to read it.")


@dataclass(frozen=True)
class Said:
    heading: str
    happened: str
    next: str


def said(message):
    """The sentences of a message, for a page of the workbench."""
    words = _words(message.facts)
    heading = _("Reminder") if message.kind == REMINDER else MOVES[message.kind].label
    return Said(
        str(heading),
        HAPPENED[message.kind] % words,
        NEXT[message.kind, message.facts["side"]] % words,
    )


def said_by_mail(message):
    """The same for a letter, without an outcome that is not public yet."""
    if message.kind not in OUTCOMES:
        return said(message)
    return Said(_("Outcome"), OUTCOME % _words(message.facts), "")


def _words(facts):
    """The facts as they stand in a sentence; a fact that is not there stays empty."""
    return {
        "what": _what(facts) if "name" in facts else "",
        "by": facts.get("by", ""),
        "stage": facts.get("stage", ""),
        "status": Status(facts["status"]).label if "status" in facts else "",
        "due": _moment(facts.get("due_at")),
        "round": facts["round"],
        "closes": _moment(facts.get("closes_at")),
        "count": facts.get("count", ""),
        "whose": _("your unit") if facts["side"] == APPLICANT else _("units of %(city)s") % facts,
    }


def _what(facts):
    words = {**facts, "name": facts["name"] or _("(without a title)")}
    if facts["side"] == APPLICANT:
        return _("“%(name)s” (%(round)s), submitted by your unit,") % words
    return _("“%(name)s” (%(round)s), submitted by %(unit)s,") % words


def _moment(instant):
    return deadlines.last_moment(datetime.fromisoformat(instant)) if instant else ""
