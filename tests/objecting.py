"""Objections for tests: played to any state through the same steps the office takes, or sent by the public form."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.models import ReleaseKind
from submissions import objections
from submissions.models import Objection, ObjectionFile, RoundRules, SpentQuestion
from submissions.objections import files, questions

from .desk import form_of
from .reading import all_of

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


# --- the public form ---


def publish(cast, *submissions, **facts):
    for one in submissions:
        one.round.refresh_from_db()
        one.round.rules.refresh_from_db()
    return cast.publish(ReleaseKind.NOTICE, *submissions, **facts)


def url(release):
    return f"/objections/{release.number}/"


def right(token, release):
    """The answer to the question of a form."""
    asked = questions.read(token, release.number)
    return next(str(number) for number in range(21) if asked.is_answered_by(str(number)))


def filled(client, release, **facts):
    token = form_of(client.get(url(release)))["token"]
    entry = release.items.order_by("order").first().entry_id
    known = {"entry": entry, "reasons": REASONS, "grounds": "见附件", "name": "王五", "contact": "13900000000"}
    return {**known, "token": token, "answer": right(token, release), **facts}


def send(client, release, **facts):
    return client.post(url(release), filled(client, release, **facts))


def code_of(response):
    [code] = all_of(response, "code")
    return code


def nothing_taken():
    return Objection.objects.count(), ObjectionFile.objects.count(), SpentQuestion.objects.count()


@pytest.fixture
def in_no_hurry(monkeypatch):
    """Forms may be sent at once; the tests of haste say themselves what is too soon."""
    monkeypatch.setattr(questions, "SOONEST", timedelta(0))


@pytest.fixture
def notice(cast):
    """A notice about two candidates that takes objections by its form and tells how many came."""
    RoundRules.objects.update(takes_objections_online=True, tells_objection_totals=True)
    return publish(cast, cast.at_last_stage(title="甲项目"), cast.at_last_stage(title="乙项目"))
