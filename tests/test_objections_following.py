"""What somebody who sent an objection is told by the code of the receipt: the state, and what comes next."""

from submissions.models import ObjectionState
from submissions.objections import receipts

from .objecting import REASONS, objection
from .reading import all_of, page

FOLLOW = "/objections/follow/"
NEXT = {
    "received": "下一步，将交由未参加该对象评审的人员核查。作出认定前，该对象不予命名。",
    "assigned": "正由未参加该对象评审的人员核查，核查后作出认定；认定前，该对象不予命名。核查期间可能与您联系。",
    "verified": "核查已结束，正在作出认定；认定前，该对象不予命名。认定后将答复您。",
    "upheld": "下一步，将向您答复。所查问题整改到位前，该对象不予命名。",
    "not_upheld": "下一步，将向您答复并说明理由。",
    "not_accepted": "本异议不予核查。下一步，将向您答复并说明原因。",
    "answered": "已记录答复，本异议办结。未收到答复或者有新的证据的，请致函公示单位。",
    "withdrawn": "因您撤回异议，本异议办结。如非您本人撤回，请立即告知公示单位。",
}


def followed(cast, client, candidate, state):
    code = receipts.new_code()
    objection(cast, candidate, state, code_digest=receipts.digest_of(code))
    return client.post(FOLLOW, {"code": code})


def test_in_every_state_it_says_what_comes_next_and_nothing_of_what_was_written(cast, client):
    candidate = cast.at_last_stage()
    told = {state: followed(cast, client, candidate, state) for state in ObjectionState.values}
    assert {state: all_of(one, "p", 'class="next"') for state, one in told.items()} == {
        state: [sentence] for state, sentence in NEXT.items()
    }
    assert [state for state, one in told.items() if REASONS in page(one) or candidate.title in page(one)] == []


def test_the_days_of_the_notice_it_answers_stand_there_too(cast, client):
    candidate = cast.at_last_stage()
    assert all_of(followed(cast, client, candidate, "received"), "p", 'class="quiet"') == []
    release = cast.publish("naming_notice", candidate)
    candidate.refresh_from_db()
    [period] = all_of(client.get(f"/releases/{release.number}/"), "p", "clock-period")
    assert all_of(followed(cast, client, candidate, "received"), "p", 'class="quiet"') == [period]
