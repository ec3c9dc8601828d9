"""Who judges a candidate steps back from objections to it, and an answer comes after what it answers."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Role, User
from submissions import objections
from submissions.models import Objection, ObjectionStep
from submissions.workflow import move

from .objecting import objection, take


def snapshot():
    return list(Objection.objects.values()), list(ObjectionStep.objects.values())


def test_whoever_judged_the_candidate_after_it_was_assigned_to_them_hands_it_on(cast):
    fresh = User.objects.create(username="fresh", role=Role.REGIONAL_OFFICE, unit=cast.second_person.unit)
    made = objection(cast, state="assigned")
    facts = cast.inputs_for("send_back")
    move(made.submission, "send_back", cast.second_person, **facts)
    before = snapshot()
    with pytest.raises(objections.ObjectionRefused) as refused:
        take(cast, made, "verify")
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    assert str(refused.value) == f"chaolu参与过该对象的审核（{day}“退回补正”），应当回避。"
    assert snapshot() == before
    take(cast, made, "assign", assignee=fresh)


def test_an_answer_is_not_older_than_the_objection(cast):
    day = timezone.localdate()
    made = objection(cast, state="upheld")
    before = snapshot()
    with pytest.raises(objections.ObjectionRefused) as refused:
        take(cast, made, "answer", answered_on=day - timedelta(days=1))
    assert str(refused.value) == f"异议于{date_format(day, 'DATE_FORMAT')}收到，答复日期不得早于该日。"
    assert snapshot() == before
    take(cast, made, "answer", answered_on=day)
