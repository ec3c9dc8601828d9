"""Rounds in the admin: read there with their rules, set in the workbench."""

import pytest
from django.test import Client
from django.urls import reverse

from regions.version import public_version
from registry.models import Round
from submissions.models import Quota, RoundRules, Stage

from .reading import all_of

pytestmark = pytest.mark.django_db


def at(cast, who):
    client = Client()
    client.force_login(cast.people[who], "accounts.backends.RoleBackend")
    return client


def page_of(round):
    return reverse("admin:registry_round_change", args=[round.pk])


def rules():
    return [list(model.objects.order_by("pk").values()) for model in (Round, RoundRules, Stage, Quota)]


@pytest.mark.parametrize(("who", "leads"), [("regional_office", 1), ("auditor", 1), ("administrator", 0)])
def test_a_rounds_page_shows_its_rules_and_leads_to_where_they_are_set(cast, who, leads):
    response = at(cast, who).get(page_of(cast.round))
    assert response.status_code == 200
    assert response.content.decode().count(f'href="/workbench/rounds/{cast.round.code}/"') == leads
    assert response.content.decode().count('name="_save"') == 0


def test_the_list_tells_the_last_day_of_the_window(cast):
    RoundRules.objects.update(closes_at="2036-03-15T16:00:00Z")
    response = at(cast, "auditor").get(reverse("admin:registry_round_changelist"))
    assert all_of(response, "td", "field-closes_at") == ["2036年3月15日24:00"]


@pytest.mark.parametrize("who", ["regional_office", "auditor", "administrator", "superuser"])
def test_nobody_writes_a_round_there(cast, who):
    before, client = rules(), at(cast, who)
    posted = {"code": "x", "name": "改名", "year": 2026, "level": "regional", "region": cast.round.region_id}
    assert client.post(page_of(cast.round), posted).status_code == 403
    assert client.post(reverse("admin:registry_round_add"), posted).status_code == 403
    assert client.post(reverse("admin:registry_round_delete", args=[cast.round.pk]), {"post": "yes"}).status_code == 403
    client.post(
        reverse("admin:registry_round_changelist"),
        {"action": "delete_selected", "_selected_action": [cast.round.pk], "post": "yes"},
    )
    assert rules() == before


def test_divisions_deleted_together_raise_the_version_in_one_transaction(cast):
    before, gone = public_version(), cast.places["青山区"]
    chosen = {"action": "delete_selected", "_selected_action": [gone.pk], "post": "yes"}
    client = at(cast, "administrator")
    assert client.post(reverse("admin:regions_region_changelist"), chosen).status_code == 302
    assert public_version() == before + 1
