"""The admin: who enters, what is only read, candidates moved through `move()`, users with role and unit."""

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import Role, User
from registry.models import Release
from submissions.models import DraftRelease, OfficialDocument, SignOff, Submission, Transition

from .reading import all_of, page
from .test_workflow import snapshot

pytestmark = pytest.mark.django_db
OURS = ("regions", "registry", "accounts", "submissions", "evaluations")
PRIVATE = (Submission, Transition, OfficialDocument, DraftRelease, SignOff, LogEntry)


@pytest.fixture
def enter(cast):
    """`enter(who)` is a browser in which this person of the cast is signed in."""

    def sign_in(who):
        client = Client()
        client.force_login(cast.people[who])
        return client

    return sign_in


def address(model, page="changelist", *args):
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def listed(client, model):
    return client.get(address(model)).context["cl"].result_count


# --- the words ---


def test_stock_pages_have_no_english_left_in_chinese(cast, enter):
    pages = {
        "/admin/": ("Model name", "Add link", "list link"),
        "/admin/accounts/user/add/": ("After you",),
    }
    client = enter("administrator")
    assert [word for path, words in pages.items() for word in words if word in page(client.get(path))] == []
    assert "Error:" not in page(client.post("/admin/accounts/user/add/", {}))


def test_a_history_is_read_in_words_in_the_admin_too(cast, enter):
    submission = cast.submission_in("recommended")
    client = enter("auditor")
    change = client.get(address(Submission, "change", submission.pk))
    assert all_of(change, "td", "field-step") == ["提交申报", "推荐上报"]
    found = client.get(address(Transition), {"move": "recommend"})
    assert all_of(found, "td", "field-step") == ["推荐上报"]


# --- the door ---


def test_who_enters_follows_from_the_role(cast, enter):
    answers = {who: enter(who).get("/admin/").status_code for who in cast.people}
    inside = ("regional_office", "second_person", "auditor", "administrator", "superuser")
    assert answers == {who: 200 if who in inside else 302 for who in cast.people}


def test_a_stranger_is_asked_to_sign_in_once_for_the_whole_project(client):
    response = client.get("/admin/registry/round/", follow=True)
    assert response.redirect_chain == [
        ("/admin/login/?next=/admin/registry/round/", 302),
        ("/accounts/login/?next=%2Fadmin%2Fregistry%2Fround%2F", 302),
    ]


def test_who_is_signed_in_and_may_not_enter_is_told_so(enter):
    assert enter("drafter").get("/admin/", follow=True).status_code == 403


def test_every_model_of_ours_stands_in_the_admin_by_itself_or_inside_another():
    inside = {inline.model for one in admin.site._registry.values() for inline in one.inlines}
    missing = [
        model._meta.label
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if model not in admin.site._registry and model not in inside
    ]
    # One number, counted up by the code alone, and counts of what stands there anyway.
    assert missing == ["regions.PublicVersion", "registry.NamedChange", "registry.Tally"]


def test_the_admin_speaks_chinese(enter):
    page = strip_tags(enter("superuser").get("/admin/").content.decode())
    headings = ["账号与单位", "登录保护", "管理", "公开记录", "批次与申报", "行政区划"]
    assert [heading for heading in headings if heading not in page] == []
    assert [word for word in ("Axes", "access", "Sign", "Regions", "Submissions") if word in page] == []


# --- who sees what ---


@pytest.mark.parametrize("who", ["regional_office", "auditor"])
def test_who_sees_all_dossiers_sees_them_here(cast, enter, who):
    cast.publish("naming_decision", cast.submission_in("named"))
    cast.submission_in("draft", by=cast.far_drafter)
    client = enter(who)
    LogEntry.objects.log_actions(cast.second_person.pk, [cast.round], 2, change_message="x")
    shown = [model for model in PRIVATE if who == "auditor" or model is not LogEntry]
    assert [model for model in shown if listed(client, model) == 0] == []


def test_a_superuser_sees_no_dossier(cast, enter):
    submission = cast.submission_in("named")
    cast.publish("naming_decision", submission)
    client = enter("superuser")
    assert {model: listed(client, model) for model in PRIVATE} == dict.fromkeys(PRIVATE, 0)
    answers = [client.get(address(model, "change", model.objects.first().pk)).status_code for model in PRIVATE[:5]]
    assert answers == [302] * 5  # to the front page, saying that it does not exist


def test_an_administrator_does_not_even_see_the_tables(cast, enter):
    client = enter("administrator")
    assert [client.get(address(model)).status_code for model in PRIVATE] == [403] * len(PRIVATE)


def test_no_private_word_reaches_an_administrator_in_any_list(cast, enter):
    cast.play(cast.submission_in("recommended", title="只有办案人知道的标题"), "accept")
    pages = [enter("superuser").get(address(model)).content.decode() for model in admin.site._registry]
    assert [page for page in pages if "只有办案人知道的标题" in page] == []


# --- what is only read ---


@pytest.mark.parametrize("who", ["regional_office", "auditor", "superuser"])
@pytest.mark.parametrize("model", [Submission, Transition, OfficialDocument, DraftRelease, SignOff, Release])
def test_what_is_written_elsewhere_is_neither_added_changed_nor_deleted_here(cast, enter, who, model):
    cast.publish("naming_decision", cast.submission_in("named"))
    client, before = enter(who), snapshot()
    pk = model.objects.first().pk
    answers = [client.get(address(model, "add")).status_code]
    answers += [client.post(address(model, "add"), {}).status_code]
    answers += [client.post(address(model, "delete", pk), {"post": "yes"}).status_code]
    answers += [client.post(address(model, "change", pk), {"status": "draft", "title": "x"}).status_code]
    assert answers == [403] * 4
    assert snapshot() == before


def test_status_is_shown_and_is_no_field(cast, enter):
    submission = cast.submission_in("under_review")
    response = enter("regional_office").get(address(Submission, "change", submission.pk))
    assert response.context["adminform"].form.fields == {}
    assert [form.instance.move for form in response.context["inline_admin_formsets"][0].formset.forms] == [
        "submit",
        "recommend",
        "accept",
    ]


# --- the moves as actions ---


def press(client, name, *submissions, query="", **posted):
    picked = {"action": f"move_{name}", "_selected_action": [str(one.pk) for one in submissions], **posted}
    return client.post(address(Submission) + query, picked)


def confirm(client, name, *submissions, query="", **posted):
    pick = [f"{one.pk}@{one.version}" for one in submissions]
    return press(client, name, *submissions, query=query, pick=pick, **posted)


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


def test_the_actions_are_the_moves_that_are_mine(cast, enter):
    def offered(who):
        form = enter(who).get(address(Submission)).context["action_form"]
        return [value for value, _label in form.fields["action"].choices if value] if form else []

    cast.submission_in("recommended")
    assert offered("regional_office") == [
        f"move_{name}" for name in ("send_back", "accept", "advance", "stop", "name", "decline", "disqualify", "reopen")
    ]
    assert offered("auditor") == []


def test_an_action_first_shows_the_selection_and_what_stands_against_it(cast, enter):
    ready, not_yet = cast.submission_in("recommended"), cast.submission_in("submitted", by=cast.other_drafter)
    before = snapshot()
    response = press(enter("regional_office"), "accept", ready, not_yet)
    assert {one.pk: str(why_not or "") for one, why_not in response.context["rows"]} == {
        ready.pk: "",
        not_yet.pk: "当前状态为“已提交”，不能办理“受理”。",
    }
    assert snapshot() == before


def test_confirmed_it_is_made_one_by_one_with_a_result_for_each(cast, enter):
    ready, not_yet = cast.submission_in("recommended"), cast.submission_in("submitted", by=cast.other_drafter)
    response = confirm(enter("regional_office"), "accept", ready, not_yet)
    assert response.status_code == 302
    ready.refresh_from_db()
    not_yet.refresh_from_db()
    assert (ready.status, not_yet.status) == ("under_review", "submitted")
    assert ready.transitions.last().by == cast.regional_office
    assert sorted(said(response)) == sorted(
        [
            f"{ready.printed_name}（赤峰市）：评审中 · 自治区评审",
            f"{not_yet.printed_name}（赤峰市）：当前状态为“已提交”，不能办理“受理”。",
        ]
    )


def test_what_a_move_asks_is_asked_once_for_all(cast, enter):
    one, other = cast.submission_in("under_review"), cast.submission_in("under_review", by=cast.other_drafter)
    client, before = enter("regional_office"), snapshot()
    page = press(client, "stop", one, other).content.decode()
    assert [page.count(f'name="{asked}"') for asked in ("reason", "document", "pick")] == [1, 1, 2]
    response = confirm(client, "stop", one, other, reason="")
    assert list(response.context["form"].errors) == ["reason"]
    assert snapshot() == before
    document = cast.document()
    confirm(client, "stop", one, other, reason="未入围实地评估", document=document.pk)
    rows = Transition.objects.filter(move="stop").values_list("reason", "document")
    assert list(rows) == [("未入围实地评估", document.pk)] * 2


def test_a_candidate_somebody_else_moved_meanwhile_is_not_moved_again(cast, enter):
    """Also where the list's own filter has lost it by now."""
    submission = cast.submission_in("recommended")
    seen = Submission.objects.get(pk=submission.pk)
    cast.play(submission, "accept")
    before = snapshot()
    response = confirm(enter("second_person"), "accept", seen, query="?status__exact=recommended")
    assert [sentence.startswith("松山区‘智慧+执法’ 改革（赤峰市）：tuya") for sentence in said(response)] == [True]
    assert snapshot() == before


def test_candidates_of_two_rounds_are_not_moved_together(cast, enter):
    one = cast.submission_in("recommended")
    other = cast.draft(round=cast.make_round("2024"))
    before = snapshot()
    response = press(enter("regional_office"), "accept", one, other)
    assert said(response) == ["请选择同一批次的申报：可先按批次筛选。"]
    assert snapshot() == before


@pytest.mark.parametrize("pick", ["x", "1@2", "@", ""])
def test_a_selection_that_cannot_be_read_moves_nothing(cast, enter, pick):
    submission = cast.submission_in("recommended")
    before = snapshot()
    response = press(enter("regional_office"), "accept", submission, pick=[pick])
    assert list(response.context["form"].errors) == ["pick"]
    assert snapshot() == before


@pytest.mark.parametrize("who", ["auditor", "superuser"])
def test_whose_move_it_is_not_finds_no_action(cast, enter, who):
    submission = cast.submission_in("recommended")
    before = snapshot()
    confirm(enter(who), "accept", submission)
    assert snapshot() == before


# --- lists: filters, search, queries ---


def test_candidates_are_found_by_round_city_category_stage_status_and_words(cast, enter):
    cast.submission_in("under_review", title="智慧执法")
    cast.submission_in("submitted", by=cast.far_drafter, title="别处的项目")
    client = enter("regional_office")
    found = {
        query: client.get(address(Submission) + query).context["cl"].result_count
        for query in (
            "",
            f"?round__id__exact={cast.round.pk}",
            f"?city__id__exact={cast.places['赤峰市'].pk}",
            "?category__exact=comprehensive",
            f"?stage={cast.review.pk}",
            "?status__exact=submitted",
            "?q=智慧",
            "?stage=nonsense",
            "?stage=99999999999999999999",
        )
    }
    assert list(found.values()) == [2, 2, 1, 0, 1, 1, 1, 2, 2]


LISTS = {
    "submission": (Submission, 9),
    "transition": (Transition, 5),
    "document": (OfficialDocument, 5),
    "draft": (DraftRelease, 5),
    "release": (Release, 5),
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(cast, enter, count, name, django_assert_num_queries):
    for _number in range(count):
        cast.publish("naming_decision", cast.submission_in("named"))
    client, (model, queries) = enter("auditor"), LISTS[name]
    client.get(address(model))
    with django_assert_num_queries(queries):
        assert listed(client, model) >= count


# --- users and units ---


def new_user(**facts):
    password = {"password1": "足够长的口令-2026", "password2": "足够长的口令-2026"}
    return {"username": "xinren", "first_name": "新人", "role": "drafter", "unit": "", **password, **facts}


def test_a_user_is_added_with_role_and_unit(cast, enter):
    unit = cast.units["松山区司法局"]
    response = enter("administrator").post(address(User, "add"), new_user(unit=unit.pk))
    assert response.status_code == 302
    user = User.objects.get(username="xinren")
    facts = (user.role, user.unit, str(user), user.is_demo, user.is_staff, user.is_superuser)
    assert facts == (Role.DRAFTER, unit, "新人", False, False, False)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "除系统管理员外，用户必须属于一个单位。"),
        ({"role": ""}, "该字段是必填项。"),
        ({"role": "king"}, "选择一个有效的选项。 king 不在可用的选项中。"),
    ],
)
def test_a_user_without_a_role_or_its_unit_is_not_added(cast, enter, facts, sentence):
    response = enter("administrator").post(address(User, "add"), new_user(**facts))
    errors = response.context["adminform"].form.errors
    assert [str(error) for field in errors.values() for error in field] == [sentence]
    assert not User.objects.filter(username="xinren").exists()


def test_demonstration_and_superuser_are_not_fields(cast, enter):
    response = enter("superuser").get(address(User, "change", cast.drafter.pk))
    fields = set(response.context["adminform"].form.fields)
    assert fields == {"username", "password", "first_name", "email", "role", "unit", "is_active"}


def test_an_administrator_cannot_become_superuser_by_setting_ones_password(cast, enter):
    client = enter("administrator")
    target = cast.superuser.pk
    password = reverse("admin:auth_user_password_change", args=[target])
    answers = [
        client.post(password, {"password1": "足够长的口令-2026", "password2": "足够长的口令-2026"}).status_code,
        client.post(address(User, "change", target), {"username": "mine"}).status_code,
        client.post(address(User, "delete", target), {"post": "yes"}).status_code,
    ]
    client.post(address(User), {"action": "delete_selected", "_selected_action": [target], "post": "yes"})
    assert answers == [403, 403, 403]
    stored = User.objects.get(pk=target)
    assert (stored.username, stored.password) == ("root", "!")


def test_who_has_worked_is_not_deleted_but_deactivated(cast, enter):
    cast.submission_in("submitted")
    client = enter("administrator")
    response = client.post(address(User, "delete", cast.drafter.pk), {"post": "yes"})
    assert response.status_code == 200
    assert len(response.context["protected"]) > 0
    assert User.objects.filter(pk=cast.drafter.pk).exists()


def test_a_unit_does_not_move_to_another_division(cast, enter):
    unit = cast.units["松山区司法局"]
    client = enter("administrator")
    client.post(address(type(unit), "change", unit.pk), {"name": "新名", "region": cast.places["呼和浩特市"].pk})
    unit.refresh_from_db()
    assert (unit.name, unit.region) == ("新名", cast.places["松山区"])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("accounts/user", 4), ("accounts/unit", 4)])
def test_lists_of_accounts_take_a_fixed_number_of_queries(cast, enter, count, path, queries, django_assert_num_queries):
    for number in range(count):
        User.objects.create(username=f"more{number}", role="drafter", unit=cast.units["松山区司法局"])
    client = enter("administrator")
    with django_assert_num_queries(queries):
        client.get(f"/admin/{path}/")


def test_deleting_a_failed_attempt_unlocks(cast, enter):
    attempt = AccessAttempt.objects.create(
        username="wulan", ip_address="203.0.113.7", failures_since_start=5, attempt_time=timezone.now()
    )
    page = enter("administrator").get(address(AccessAttempt)).content.decode()
    assert ("203.0.113.7" in page, "post_data" in page) == (True, False)
    client = enter("administrator")
    client.post(address(AccessAttempt), {"action": "delete_selected", "_selected_action": [attempt.pk], "post": "yes"})
    assert AccessAttempt.objects.count() == 0
