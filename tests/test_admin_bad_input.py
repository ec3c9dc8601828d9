"""The admin under what no form of its own would send: a clear refusal, never a 500."""

from urllib.parse import quote

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from submissions.models import Submission

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
def test_an_address_that_names_nothing_is_not_found(browser, key):
    model = ContentType.objects.get_for_model(Submission)
    assert browser.get(f"/admin/r/{model.pk}/{quote(key)}/").status_code == 404
