"""What was typed is kept though session, token or both are gone; never for another site, never with a secrecy mark."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from .desk import everything, form_of
from .reading import page

pytestmark = pytest.mark.django_db
WORD = "sieben-Sachen-2026"


@pytest.fixture
def draft(cast):
    for who in (cast.drafter, cast.far_drafter):
        who.set_password(WORD)
        who.save()
    return cast.draft(title="原名")


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


def address(draft):
    return reverse("submission_edit", args=[draft.pk])


def token_of(response):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode())[1]


def signed_in(client, answer, username="qiqige"):
    typed = {"username": username, "password": WORD, "kept": answer.context["kept"]}
    return client.post(answer.context["address"], typed | {"csrfmiddlewaretoken": token_of(answer)})


def test_without_any_cookie_left_the_text_comes_back_after_signing_in(client, draft):
    before = everything()
    answer = client.post(address(draft), {"version": "1", "title": "写了一小时的", "csrfmiddlewaretoken": "x" * 32})
    assert (answer.status_code, everything(), Session.objects.count()) == (403, before, 0)
    back = signed_in(client, answer)
    assert (back.status_code, back.url) == (302, address(draft))
    assert form_of(client.get(back.url))["title"] == "写了一小时的"
    assert everything() == before


def test_who_cannot_see_the_draft_gets_404_after_signing_in(client, draft):
    answer = client.post(address(draft), {"version": "1", "title": "写了一小时的"})
    assert client.get(signed_in(client, answer, "narisu").url).status_code == 404


def test_who_signed_in_again_elsewhere_is_led_back_to_the_form_with_the_text(cast, client, draft):
    client.force_login(cast.drafter)
    before = everything()
    answer = client.post(address(draft), {"version": "1", "title": "写了一小时的", "csrfmiddlewaretoken": "x" * 32})
    assert (answer.status_code, everything()) == (403, before)
    assert f'href="{address(draft)}">回到表单' in answer.content.decode()
    assert form_of(client.get(address(draft)))["title"] == "写了一小时的"
    assert form_of(client.get(address(draft)))["title"] == "原名"


def test_what_another_site_sends_is_not_kept(cast, client, draft):
    client.force_login(cast.drafter)
    sent = {"version": "1", "title": "别处的"}
    answer = client.post(address(draft), sent, headers={"Origin": "https://elsewhere.example"})
    assert (answer.status_code, page(answer).count("回到表单")) == (403, 0)
    assert form_of(client.get(address(draft)))["title"] == "原名"
    answer = Client(enforce_csrf_checks=True).post(
        address(draft), sent, headers={"Origin": "https://elsewhere.example"}
    )
    assert answer.context.get("kept") is None


def test_a_text_with_a_secrecy_mark_is_carried_nowhere(client, draft):
    answer = client.post(address(draft), {"version": "1", "title": "写了一小时的", "summary": "机密★5年"})
    assert "机密★" not in answer.content.decode()
    assert form_of(client.get(signed_in(client, answer).url))["title"] == "写了一小时的"
    assert ["机密★" in str(one.get_decoded()) for one in Session.objects.all()] == [False]


def test_a_lock_out_does_not_lose_what_was_carried_on(client, draft, settings):
    settings.AXES_ENABLED, settings.AXES_FAILURE_LIMIT = True, 1
    answer = client.post(address(draft), {"version": "1", "title": "写了一小时的"})
    typed = {"username": "qiqige", "password": "falsch", "kept": answer.context["kept"]}
    locked = client.post(answer.context["address"], typed | {"csrfmiddlewaretoken": token_of(answer)})
    assert (locked.status_code, page(locked).count("您填写的内容仍然保留")) == (429, 1)
    again = client.post(answer.context["address"], {"kept": typed["kept"], "csrfmiddlewaretoken": token_of(locked)})
    assert again.context["kept"] == answer.context["kept"]
