"""Rounds with rules, stages and quotas on one page of the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from regions.version import public_version
from registry.models import Round
from submissions.models import Quota, RoundRules, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    client = Client()
    client.force_login(cast.regional_office)
    return client


def page_of(round):
    return reverse("admin:registry_round_change", args=[round.pk])


def management(prefix, total, initial):
    return {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}


def form_of(round, cast, stages=None, quotas=(), **facts):
    """What the page posts for a round as it stands, with changes: quotas as [(row or None, city, category, limit)]."""
    rows = list(round.stages.order_by("order")) if round.pk else []
    rules = getattr(round, "rules", None) if round.pk else None
    posted = {
        "code": round.code,
        "name": round.name,
        "year": round.year,
        "level": "regional",
        "region": cast.places["内蒙古自治区"].pk,
        "title_comprehensive": "全区法治政府建设示范地区",
        "title_single": "全区法治政府建设示范项目",
        **management("rules", 1, 1 if rules else 0),
        "rules-0-asks_secrecy_review": "on",
        "rules-0-asks_approval": "on",
        "rules-0-round": round.pk or "",
        **management("stages", len(rows), len(rows)),
        **management("quotas", len(quotas), sum(1 for row, *_facts in quotas if row)),
    }
    for number, stage in enumerate(rows):
        facts_of = {"id": stage.pk, "round": round.pk, "order": stage.order, "kind": stage.kind, "name": stage.name}
        posted |= {f"stages-{number}-{key}": value for key, value in facts_of.items()}
    for number, (row, city, category, limit) in enumerate(quotas):
        facts_of = {"id": row.pk if row else "", "city": cast.places[city].pk, "category": category, "limit": limit}
        posted |= {f"quotas-{number}-{key}": value for key, value in facts_of.items()}
    return posted | facts


def errors(response):
    """Every sentence on the answered page; none if it was saved and redirected."""
    if response.status_code == 302:
        return []
    context = response.context
    found = [*context["adminform"].form.errors.values()]
    for formset in context["inline_admin_formsets"]:
        found += [sentences for form in formset.formset.forms for sentences in form.errors.values()]
        found.append(formset.formset.non_form_errors())
    return [str(sentence) for sentences in found for sentence in sentences]


def test_a_new_round_has_rules_also_where_none_was_changed(cast, office):
    new = Round(code="2028", name="2028年创建", year=2028)
    posted = form_of(new, cast)
    response = office.post(reverse("admin:registry_round_add"), posted)
    assert errors(response) == []
    rules = RoundRules.objects.get(round__code="2028")
    assert (rules.asks_secrecy_review, rules.asks_approval, rules.asks_scan, rules.is_demo) == (
        True,
        True,
        False,
        False,
    )


def test_every_change_of_a_round_raises_the_public_version(cast, office):
    before = public_version()
    assert errors(office.post(page_of(cast.round), form_of(cast.round, cast, name="改名"))) == []
    assert public_version() == before + 1
    cast.round.refresh_from_db()
    assert cast.round.name == "改名"


def test_a_refused_change_raises_nothing_and_changes_nothing(cast, office):
    before = public_version(), list(Round.objects.values()), list(RoundRules.objects.values())
    assert len(errors(office.post(page_of(cast.round), form_of(cast.round, cast, year="last year")))) == 1
    assert (public_version(), list(Round.objects.values()), list(RoundRules.objects.values())) == before


def test_a_window_ends_after_it_begins(cast, office):
    window = {
        "rules-0-opens_at_0": "2026-03-16",
        "rules-0-opens_at_1": "00:00",
        "rules-0-closes_at_0": "2026-03-01",
        "rules-0-closes_at_1": "00:00",
    }
    assert errors(office.post(page_of(cast.round), form_of(cast.round, cast, **window))) == ["截止时间须晚于开始时间。"]


@pytest.mark.parametrize("day", ["0001-01-01", "0202-03-01", "9999-12-31"])
def test_a_window_with_a_slip_in_its_year_is_refused_and_what_was_typed_stays(cast, office, day):
    before = list(RoundRules.objects.values())
    for name in ("opens_at", "closes_at"):
        window = {f"rules-0-{name}_0": day, f"rules-0-{name}_1": "00:00"}
        response = office.post(page_of(cast.round), form_of(cast.round, cast, **window))
        assert errors(response) == ["日期太远，请核对年份。"]
        assert response.content.decode().count(f'value="{day}"') == 1
    assert list(RoundRules.objects.values()) == before


def test_a_quota_that_begins_late_counts_who_is_recommended_already(cast, office):
    cast.submission_in("recommended")
    posted = form_of(cast.round, cast, quotas=[(None, "赤峰市", "single", 2)])
    assert errors(office.post(page_of(cast.round), posted)) == []
    assert list(Quota.objects.values_list("limit", "used")) == [(2, 1)]


@pytest.mark.parametrize(("limit", "sentences"), [(0, ["已推荐的数量超过这一名额。"]), (1, []), (5, [])])
@pytest.mark.parametrize("exists", [True, False])
def test_a_quota_is_not_set_below_what_is_used(cast, office, limit, sentences, exists):
    row = cast.quota(3) if exists else None
    cast.submission_in("recommended")
    before = list(Quota.objects.values("limit", "used"))
    posted = form_of(cast.round, cast, quotas=[(row, "赤峰市", "single", limit)])
    assert errors(office.post(page_of(cast.round), posted)) == sentences
    after = before if sentences else [{"limit": limit, "used": 1}]
    assert list(Quota.objects.values("limit", "used")) == after


def test_a_quota_that_changes_its_category_counts_anew(cast, office):
    row = cast.quota(3)
    cast.submission_in("recommended")
    posted = form_of(cast.round, cast, quotas=[(row, "赤峰市", "comprehensive", 3)])
    assert errors(office.post(page_of(cast.round), posted)) == []
    assert list(Quota.objects.values_list("category", "used")) == [("comprehensive", 0)]


def test_a_quota_is_given_to_a_city_and_once(cast, office):
    district = form_of(cast.round, cast, quotas=[(None, "松山区", "single", 2)])
    assert errors(office.post(page_of(cast.round), district)) == ["名额只分配给盟市（师），不分配给旗县区。"]
    twice = form_of(cast.round, cast, quotas=[(None, "赤峰市", "single", 2), (None, "赤峰市", "single", 3)])
    assert len(errors(office.post(page_of(cast.round), twice))) > 0
    assert Quota.objects.count() == 0


def test_a_stage_in_which_candidates_stand_is_not_deleted(cast, office):
    cast.submission_in("under_review")
    posted = form_of(cast.round, cast, **{"stages-0-DELETE": "on"})
    response = office.post(page_of(cast.round), posted)
    assert len(errors(response)) == 1
    assert Stage.objects.filter(pk=cast.review.pk).exists()


def test_a_stage_nobody_reached_is_deleted(cast, office):
    cast.submission_in("under_review")
    posted = form_of(cast.round, cast, **{"stages-1-DELETE": "on"})
    assert errors(office.post(page_of(cast.round), posted)) == []
    assert list(cast.round.stages.all()) == [cast.review]


def test_two_stages_do_not_share_a_place(cast, office):
    posted = form_of(cast.round, cast, **{"stages-1-order": 1})
    assert len(errors(office.post(page_of(cast.round), posted))) > 0
    assert list(cast.round.stages.values_list("order", flat=True)) == [1, 2]


def test_the_code_of_a_round_the_public_knows_stays(cast, office):
    cast.publish("naming_decision", cast.submission_in("named"))
    assert errors(office.post(page_of(cast.round), form_of(cast.round, cast, code="other"))) == []
    cast.round.refresh_from_db()
    assert cast.round.code == "2026"


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("administrator", 403), ("drafter", 302)])
def test_who_may_not_change_a_round_does_not(cast, who, status):
    client = Client()
    client.force_login(cast.people[who])
    assert client.post(page_of(cast.round), form_of(cast.round, cast, name="改名")).status_code == status
    cast.round.refresh_from_db()
    assert cast.round.name == "2026年全区法治政府建设示范创建"


def test_a_round_with_candidates_is_not_deleted_not_even_by_a_superuser(cast):
    cast.draft()
    client = Client()
    client.force_login(cast.superuser)
    client.post(reverse("admin:registry_round_delete", args=[cast.round.pk]), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [cast.round.pk], "post": "yes"}
    client.post(reverse("admin:registry_round_changelist"), chosen)
    assert Round.objects.filter(pk=cast.round.pk).exists()


def test_divisions_deleted_together_raise_the_version_in_one_transaction(cast):
    client = Client()
    client.force_login(cast.administrator)
    before, gone = public_version(), cast.places["青山区"]
    chosen = {"action": "delete_selected", "_selected_action": [gone.pk], "post": "yes"}
    assert client.post(reverse("admin:regions_region_changelist"), chosen).status_code == 302
    assert public_version() == before + 1
