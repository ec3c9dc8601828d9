"""A round's rules for objections: what is asked, what of it is public, and when that may still change."""

import pytest

from submissions.models import RoundRules
from submissions.rules import rounds

from .desk import desk, errors, form_of
from .objecting import objection
from .reading import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    return desk(cast.regional_office)


URL = "/workbench/rounds/2026/objections/"
DEFAULTS = {
    "takes_objections_online": False,
    "tells_objection_totals": False,
    "objections_ask_name": True,
    "objections_ask_contact": True,
    "objections_ask_address": False,
    "objections_ask_identity": False,
}


def stored():
    return RoundRules.objects.values(*DEFAULTS).get(round__code="2026")


def save(office, **changes):
    form = form_of(office.get(URL))
    wanted = {name: "on" for name, value in {**DEFAULTS, **changes}.items() if value}
    return office.post(URL, {"seen": form["seen"], **wanted})


def test_online_totals_and_identity_numbers_are_off_until_the_office_says_so(cast, office):
    assert stored() == DEFAULTS
    assert save(office, takes_objections_online=True, objections_ask_address=True).status_code == 302
    assert stored() == DEFAULTS | {"takes_objections_online": True, "objections_ask_address": True}
    text = page(office.get(URL))
    assert text.count("2020年国家公示曾要求填写，2025年公示已不再要求。") == 1


def test_no_more_is_asked_after_somebody_was_asked_less_and_less_at_any_time(cast, office):
    objection(cast)
    response = save(office, objections_ask_identity=True)
    assert errors(response) == ["身份证号码 · 已收到1件异议，当时未要求填写此项，本批次不得再增加。"]
    assert stored() == DEFAULTS
    save(office, objections_ask_contact=False)
    assert stored() == DEFAULTS | {"objections_ask_contact": False}


def test_a_round_begun_after_another_takes_its_rules_for_objections_over(cast, office):
    save(office, tells_objection_totals=True)
    facts = {"code": "2028", "name": "x", "year": 2028, "level": "regional", "region": cast.places["内蒙古自治区"]}
    facts |= {"title_comprehensive": "", "title_single": ""}
    begun = rounds.begin(cast.regional_office, RoundRules.objects.get(), **facts)
    assert begun.tells_objection_totals is True
