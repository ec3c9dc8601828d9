"""The admin under what no form of its own would send: a clear refusal, never a 500."""

from urllib.parse import quote

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from accounts.models import Unit
from submissions.models import Submission

from .test_workflow import snapshot

pytestmark = pytest.mark.django_db
LISTS = ("submissions/submission", "submissions/transition", "registry/round", "accounts/user", "axes/accessattempt")


@pytest.fixture
def browser(cast):
    client = Client(raise_request_exception=False)
    client.force_login(cast.superuser)
    return client


@pytest.mark.parametrize("words", ["\x00", "半\x00个", "字 " * 1000, "长" * 10_000])
@pytest.mark.parametrize("name", ["q", "status__exact", "p", "_changelist_filters"])
def test_what_no_database_looks_for_is_refused_in_every_list(browser, name, words):
    answers = {path: browser.get(f"/admin/{path}/", {name: words}).status_code for path in LISTS}
    assert answers == dict.fromkeys(LISTS, 400)


def test_as_many_words_as_are_taken_are_searched(browser):
    answers = {path: browser.get(f"/admin/{path}/", {"q": "字 " * 500}).status_code for path in LISTS}
    assert answers == dict.fromkeys(LISTS, 200)


@pytest.mark.parametrize("words", ["\x00", "字 " * 1000])
def test_a_field_that_searches_refuses_it_too(browser, words):
    asked = {"app_label": "accounts", "model_name": "user", "field_name": "unit", "term": words}
    assert browser.get("/admin/autocomplete/", asked).status_code == 400


def test_what_people_search_for_is_searched(browser):
    assert browser.get("/admin/accounts/user/", {"q": "松山区司法局 ‘’%_' 🧨" * 4}).status_code == 200


@pytest.mark.parametrize("key", ["\x00", "x", "9" * 30, "-1"])
def test_an_address_that_names_nothing_is_refused(browser, key):
    model = ContentType.objects.get_for_model(Submission)
    assert browser.get(f"/admin/r/{model.pk}/{quote(key)}/").status_code == 400


KEYLESS = ["", "\x00", "x", "9" * 30, "-1", "²"]


@pytest.mark.parametrize("key", ["\x00", "x", "9" * 30, "²"])
@pytest.mark.parametrize("path", ["accounts/user", "accounts/unit"])
def test_deleting_what_is_no_row_is_refused(cast, browser, path, key):
    before = snapshot()
    sent = {"action": "delete_selected", "_selected_action": key, "index": "0", "post": "yes"}
    assert browser.post(f"/admin/{path}/", sent).status_code in (302, 400)
    assert snapshot() == before


@pytest.mark.parametrize("key", ["\x00", "x", "9" * 30, "-1"])
@pytest.mark.parametrize("pick", [{}, {"pick": "x@1"}])
def test_moving_what_is_no_submission_is_refused(cast, browser, key, pick):
    cast.submission_in("recommended")
    before = snapshot()
    browser.force_login(cast.regional_office)
    sent = {"action": "move_accept", "_selected_action": key, "index": "0", **pick}
    assert browser.post("/admin/submissions/submission/", sent).status_code == 400
    assert snapshot() == before


@pytest.mark.parametrize("key", KEYLESS)
def test_a_form_with_a_key_that_is_none_is_refused_and_writes_nothing(cast, browser, key):
    known = set(Unit.objects.values_list("pk", flat=True))
    answer = browser.post("/admin/accounts/unit/add/", {"name": "某局", "region": key})
    assert answer.status_code in (200, 400)
    assert set(Unit.objects.values_list("pk", flat=True)) == known
