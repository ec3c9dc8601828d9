"""Signing in and out, one's own password, and who is kept out."""

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.demo import DEMO_PASSWORD
from accounts.models import Role, User

PASSWORD = "长口令-2026-示范"  # noqa: S105 - of people who exist in these tests alone
pytestmark = pytest.mark.django_db


@pytest.fixture
def official(cast):
    cast.city_office.set_password(PASSWORD)
    cast.city_office.save()
    return cast.city_office


@pytest.fixture
def demo_account(cast):
    unit = cast.units["赤峰市司法局"]
    return User.objects.create_user("drafter1", password=DEMO_PASSWORD, role=Role.DRAFTER, unit=unit, is_demo=True)


def sign_in(client, username, password=PASSWORD, **query):
    return client.post(reverse("login", query=query), {"username": username, "password": password})


def is_signed_in(client):
    return "_auth_user_id" in client.session


# --- in and out ---


def test_whoever_signs_in_comes_to_what_waits_for_them(client, official):
    response = sign_in(client, "wulan")
    assert (response.status_code, response.url) == (302, "/accounts/start/")
    assert client.get(response.url).url == "/workbench/"


def test_an_administrator_comes_to_the_admin(client, cast):
    client.force_login(cast.administrator)
    assert client.get("/accounts/start/").url == "/admin/"


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/workbench/documents/", "/workbench/documents/"),
        ("https://elsewhere.example/", "/accounts/start/"),
        ("//elsewhere.example/", "/accounts/start/"),
        ("javascript:alert(1)", "/accounts/start/"),
    ],
)
def test_after_signing_in_one_goes_on_within_this_site_alone(client, official, wanted, reached):
    assert sign_in(client, "wulan", next=wanted).url == reached


@pytest.mark.parametrize(("username", "password"), [("wulan", "wrong"), ("nobody", PASSWORD), ("wulan", PASSWORD * 99)])
def test_a_wrong_name_and_a_wrong_password_get_one_sentence(client, official, username, password):
    response = sign_in(client, username, password)
    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        "用户名或密码不正确。请注意大小写；连续输错五次，将锁定 15 分钟。"
    ]
    assert not is_signed_in(client)


def test_what_was_typed_as_a_name_stays(client, official):
    assert sign_in(client, "wulan", "wrong").context["form"]["username"].value() == "wulan"


@pytest.mark.parametrize("username", ["", "a\x00b", "名" * 10_000, "<script>alert(1)</script>"])
def test_odd_names_are_answered_by_the_form(client, official, username):
    response = sign_in(client, username)
    assert response.status_code == 200
    assert response.context["form"].is_valid() is False
    assert b"<script>alert" not in response.content


def test_a_deactivated_account_neither_signs_in_nor_stays(client, official):
    sign_in(client, "wulan")
    User.objects.filter(pk=official.pk).update(is_active=False)
    assert client.get("/accounts/start/").url == "/accounts/login/?next=/accounts/start/"
    assert sign_in(client, "wulan").status_code == 200


def test_signing_out_is_a_post_and_leads_home(client, official):
    sign_in(client, "wulan")
    assert client.get(reverse("logout")).status_code == 405
    assert is_signed_in(client)
    assert client.post(reverse("logout")).url == "/"
    assert not is_signed_in(client)


def test_the_sign_in_page_lists_no_accounts_where_there_is_no_demonstration(client, official):
    response = client.get(reverse("login"))
    assert DEMO_PASSWORD not in response.content.decode()


# --- demonstration accounts ---


def test_the_sign_in_page_of_a_demonstration_lists_its_accounts(client, demo_account, settings):
    settings.DEBUG = True
    page = client.get(reverse("login")).content.decode()
    assert (page.count("<code>drafter1</code>"), page.count(f"<code>{DEMO_PASSWORD}</code>")) == (1, 1)


def test_with_debug_on_demonstration_accounts_sign_in(client, demo_account, settings):
    settings.DEBUG = True
    assert sign_in(client, "drafter1", DEMO_PASSWORD).status_code == 302


def test_with_debug_off_they_do_not_and_are_told_why(client, demo_account):
    response = sign_in(client, "drafter1", DEMO_PASSWORD)
    assert response.context["form"].non_field_errors() == ["“drafter1”是演示账号，只能在演示系统中登录。"]
    assert not is_signed_in(client)
    assert "drafter1</code>" not in client.get(reverse("login")).content.decode()


def test_a_session_begun_in_a_demonstration_dies_when_debug_goes_off(client, demo_account, settings):
    settings.DEBUG = True
    sign_in(client, "drafter1", DEMO_PASSWORD)
    assert client.get("/workbench/").status_code == 200
    settings.DEBUG = False
    assert client.get("/workbench/").url == "/accounts/login/?next=/workbench/"


def test_the_public_password_is_not_changed(client, demo_account, settings):
    settings.DEBUG = True
    client.force_login(demo_account)
    new = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    response = client.post(reverse("password_change"), {"old_password": DEMO_PASSWORD, **new})
    assert response.context["form"].non_field_errors() == ["演示账号的密码是公开的，不能修改。"]
    demo_account.refresh_from_db()
    assert demo_account.check_password(DEMO_PASSWORD)


# --- one's own password ---


def test_changing_ones_password_keeps_this_session_and_ends_others(client, official):
    elsewhere = Client()
    for one in (client, elsewhere):
        sign_in(one, "wulan")
    new = "新的长口令-2027"
    asked = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    response = client.post(reverse("password_change"), asked, follow=True)
    assert (response.status_code, response.redirect_chain) == (200, [("/accounts/password/changed/", 302)])
    assert client.get("/workbench/").status_code == 200
    assert elsewhere.get("/workbench/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "repeated", "field"),
    [
        ("wrong", "新的长口令-2027", "新的长口令-2027", "old_password"),
        (PASSWORD, "新的长口令-2027", "别的长口令-2027", "new_password2"),
        (PASSWORD, "short", "short", "new_password2"),
        (PASSWORD, "1234567890", "1234567890", "new_password2"),
    ],
)
def test_a_password_that_will_not_do_is_answered_at_its_field(client, official, old, new, repeated, field):
    client.force_login(official)
    asked = {"old_password": old, "new_password1": new, "new_password2": repeated}
    response = client.post(reverse("password_change"), asked)
    assert list(response.context["form"].errors) == [field]
    official.refresh_from_db()
    assert official.check_password(PASSWORD)


# --- the lock ---


@pytest.fixture
def locking(settings):
    settings.AXES_ENABLED = True


def test_after_five_failures_the_lock_has_its_own_page(client, official, locking):
    answers = [sign_in(client, "wulan", "wrong") for _try in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    page = answers[-1].content.decode()
    assert "该账号在此处已连续 5 次输错密码。请在最后一次尝试 15 分钟之后再试。" in page
    assert sign_in(client, "wulan").status_code == 429
    assert not is_signed_in(client)


def test_the_lock_is_of_one_account_at_one_place(client, official, cast, locking):
    for _try in range(5):
        sign_in(client, "wulan", "wrong")
    cast.drafter.set_password(PASSWORD)
    cast.drafter.save()
    assert sign_in(client, "qiqige").status_code == 302
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    asked = {"username": "wulan", "password": PASSWORD}
    assert client.post(reverse("login"), asked, **elsewhere).status_code == 302


@pytest.mark.parametrize("written", ["203.0.113.7:51234", "203.0.113.7, 198.51.100.1", "[2001:db8::7]", "unknown", ""])
def test_a_proxy_that_writes_no_plain_address_locks_nobody_out_of_the_page(
    client, official, locking, settings, written
):
    settings.BEHIND_PROXY = True
    asked = {"username": "wulan", "password": "wrong"}
    assert client.post(reverse("login"), asked, headers={"X-Real-IP": written}).status_code == 200
    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"


def test_success_forgets_the_failures_before_it(client, official, locking):
    for _try in range(4):
        sign_in(client, "wulan", "wrong")
    sign_in(client, "wulan")
    client.post(reverse("logout"))
    assert sign_in(client, "wulan", "wrong").status_code == 200


# --- without the demonstration ---


def test_createsuperuser_makes_an_administrator(db, monkeypatch, client):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", username="root", email="", interactive=False)
    user = User.objects.get()
    assert (user.role, user.is_superuser, user.unit, user.is_demo) == (Role.ADMINISTRATOR, True, None, False)
    assert sign_in(client, "root").url == "/accounts/start/"
    assert client.get("/accounts/start/", follow=True).redirect_chain == [("/admin/", 302)]
    assert client.get("/admin/").status_code == 200


def test_everyone_but_an_administrator_has_a_unit(db):
    for role in Role.values:
        if role != Role.ADMINISTRATOR:
            with pytest.raises(IntegrityError), transaction.atomic():
                User.objects.create_user("someone", password=PASSWORD, role=role)
    assert User.objects.count() == 0
