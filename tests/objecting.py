"""Objections for tests: played to any state through the same steps the office takes."""

from django.utils import timezone

from submissions import objections
from submissions.objections import files

REASONS = "该项目的数据与事实不符"
WAYS = {
    "received": (),
    "assigned": ("assign",),
    "verified": ("assign", "verify"),
    "upheld": ("assign", "verify", "uphold"),
    "not_upheld": ("assign", "verify", "reject"),
    "not_accepted": ("refuse",),
    "answered": ("assign", "verify", "reject", "answer"),
    "withdrawn": ("withdraw",),
}


def objection(cast, submission=None, state="received", **facts):
    """An objection by letter to `submission` (a candidate under review), in this state. Its verifier is the second
    person, who had no part in the candidate."""
    submission = submission or cast.at_last_stage()
    known = {"channel": "letter", "reasons": REASONS, "name": "王五", "contact": "13900000000", **facts}
    made = objections.receive(submission, cast.regional_office, **known)
    for name in WAYS[state]:
        take(cast, made, name)
    return made


def take(cast, made, name, **inputs):
    by = cast.second_person if name == "verify" else cast.regional_office
    return objections.step(made, name, by, **{**inputs_for(cast, name), **inputs})


def inputs_for(cast, name):
    ready = {
        "opinion": "已核查",
        "assignee": cast.second_person,
        "answered_on": timezone.localdate(),
        "answered_by": "letter",
    }
    return {ask: ready[ask] for ask in objections.OBJECTION_MOVES[name].asks}


def objection_file(cast, submission=None, name="来信.pdf"):
    """A file of an objection by letter, put there past all checks."""
    made = objection(cast, submission)
    return files.add(made, cast.stored("%PDF-1.7 来信".encode()), name, cast.regional_office)
