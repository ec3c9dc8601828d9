"""The table of an objection's life: from which states a step leads where, what it asks, what follows.

It draws the buttons of the register and the grid in the tests; `register.step` carries it out. (Objections are heard
before a naming: 公示 → 异议 → 核查 → 答复.)
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from ..models import Finding, ObjectionState

SAME = ""  # the state stays; only the history grows
RECEIVED, ASSIGNED, VERIFIED = ObjectionState.RECEIVED, ObjectionState.ASSIGNED, ObjectionState.VERIFIED
UPHELD, NOT_UPHELD, NOT_ACCEPTED = ObjectionState.UPHELD, ObjectionState.NOT_UPHELD, ObjectionState.NOT_ACCEPTED
ANSWERED, WITHDRAWN = ObjectionState.ANSWERED, ObjectionState.WITHDRAWN


@dataclass(frozen=True)
class Step:
    label: str
    sources: frozenset
    target: str
    asks: tuple = ("opinion",)
    asked_as: str = gettext_lazy("opinion")  # what the text is called here
    must_say: bool = True  # whether the text may stay empty
    finding: str | None = None  # what it finds, "" takes a finding back, None leaves it
    consequence: str = ""


def _sources(*states):
    return frozenset(str(state) for state in states)


OBJECTION_MOVES = {
    "assign": Step(
        gettext_lazy("Assign"),
        _sources(RECEIVED, ASSIGNED),
        ASSIGNED,
        asks=("assignee", "opinion"),
        asked_as=gettext_lazy("what is to be looked into"),
        must_say=False,
        consequence=gettext_lazy(
            "It waits for whoever it is assigned to, who looks into it and records what was found."
        ),
    ),
    "verify": Step(
        gettext_lazy("Record the verification"),
        _sources(ASSIGNED),
        VERIFIED,
        asked_as=gettext_lazy("what was looked into, and what was found"),
        consequence=gettext_lazy("It can then be decided."),
    ),
    "uphold": Step(
        gettext_lazy("Uphold"),
        _sources(VERIFIED),
        UPHELD,
        asked_as=gettext_lazy("reasons of the decision"),
        finding=Finding.UPHELD,
        consequence=gettext_lazy(
            "The candidate cannot be named, unless the objection is recorded as remedied. What becomes of it otherwise "
            "is a step of its own."
        ),
    ),
    "reject": Step(
        gettext_lazy("Do not uphold"),
        _sources(VERIFIED),
        NOT_UPHELD,
        asked_as=gettext_lazy("reasons of the decision"),
        finding=Finding.NOT_UPHELD,
        consequence=gettext_lazy("It no longer stands against naming the candidate. The objector is to be answered."),
    ),
    "refuse": Step(
        gettext_lazy("Do not accept"),
        _sources(RECEIVED, ASSIGNED),
        NOT_ACCEPTED,
        asked_as=gettext_lazy("why it is not accepted"),
        finding=Finding.NOT_ACCEPTED,
        consequence=gettext_lazy(
            "It is not looked into: because it came out of time, say, or without the name asked for."
        ),
    ),
    "answer": Step(
        gettext_lazy("Record the answer"),
        _sources(UPHELD, NOT_UPHELD, NOT_ACCEPTED),
        ANSWERED,
        asks=("answered_on", "answered_by", "opinion"),
        asked_as=gettext_lazy("the answer, as it was given"),
        consequence=gettext_lazy("The objection is closed."),
    ),
    "remedy": Step(
        gettext_lazy("Record as remedied"),
        _sources(UPHELD, ANSWERED),
        SAME,
        asked_as=gettext_lazy("what was remedied, and why the candidate may be named all the same"),
        finding=Finding.REMEDIED,
        consequence=gettext_lazy("It no longer stands against naming the candidate."),
    ),
    "withdraw": Step(
        gettext_lazy("Withdrawn by the objector"),
        _sources(RECEIVED, ASSIGNED, VERIFIED),
        WITHDRAWN,
        asked_as=gettext_lazy("how and when the objector withdrew it"),
        consequence=gettext_lazy("It no longer stands against naming the candidate."),
    ),
    "note": Step(
        gettext_lazy("Add a note"),
        _sources(*ObjectionState.values),
        SAME,
        asked_as=gettext_lazy("note"),
        consequence=gettext_lazy("It stands in the history; the state stays."),
    ),
    "reopen": Step(
        gettext_lazy("Reopen"),
        _sources(UPHELD, NOT_UPHELD, NOT_ACCEPTED, ANSWERED, WITHDRAWN),
        RECEIVED,
        asked_as=gettext_lazy("why it is taken up again"),
        finding="",
        consequence=gettext_lazy(
            "It begins anew and stands against naming the candidate; every step stays in the history."
        ),
    ),
}

# The step that leads on from each state: the page's one primary button, where it is the reader's to take. What was
# verified is decided one way or the other, and no button suggests which; what was answered is over.
ONWARD = {RECEIVED: "assign", ASSIGNED: "verify", UPHELD: "answer", NOT_UPHELD: "answer", NOT_ACCEPTED: "answer"}
