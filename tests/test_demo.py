"""The demonstration: the seed's round as played, what it says and nothing more."""

import re
from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from accounts.demo import DEMO_PASSWORD
from accounts.models import Role, Unit, User
from registry.article_verification import article_findings
from registry.models import Article, Entry, Release, ReleaseItem, Round
from submissions import drafts, materials
from submissions.demo import experience
from submissions.models import ArticleDraft, DraftRelease, Quota, RoundRules, SignOff, Submission, Transition
from submissions.workflow import move

from . import made_files
from .grounds import built_once
from .places import inner_mongolia
from .record import ARTICLE, DECISION, PROJECTS, REGIONS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def debug(settings):
    settings.DEBUG = True


@built_once
def demo():
    inner_mongolia()
    with override_settings(DEBUG=True):
        call_command("load_demo")


def everything():
    """Every row of every table of ours, as plain values."""
    ours = ("regions", "registry", "accounts", "submissions", "evaluations")
    models = [model for model in apps.get_models() if model._meta.app_label in ours]
    return {model._meta.label: list(model.objects.order_by("pk").values_list()) for model in models}


def test_nine_candidates_are_public_with_the_seeds_outcomes(demo):
    assert Counter(Entry.objects.values_list("category", "outcome")) == {
        ("comprehensive", "named"): 2,
        ("comprehensive", "not_named"): 2,
        ("single", "named"): 3,
        ("single", "recommended"): 2,
    }


def test_names_and_titles_are_verbatim_and_in_the_sources_order(demo):
    printed = {
        release.kind: [item.text.name for item in release.items.filter(printed=True)]
        for release in Release.objects.order_by("number")
    }
    assert printed == {
        "recommendation_list": [*REGIONS, *PROJECTS, "名称未公开", "名称未公开"],
        "field_evaluation_list": [*REGIONS, *PROJECTS],
        "naming_decision": ["元宝山区", "宁城县", *PROJECTS],
    }


def test_who_entered_and_is_not_in_the_decision_is_stated_without_being_printed(demo):
    unprinted = ReleaseItem.objects.filter(printed=False)
    stated = sorted(unprinted.values_list("release__kind", "outcome", "text__name"))
    assert stated == [
        ("naming_decision", "not_named", "克什克腾旗"),
        ("naming_decision", "not_named", "松山区"),
    ]


def test_the_sources_are_the_article_and_the_decision_and_say_no_more_than_the_seed(demo):
    sources = list(
        Release.objects.order_by("number").values_list(
            "source_kind", "source_title", "source_organ", "source_number", "source_issued_on", "source_scan_digest"
        )
    )
    article = ("publication", ARTICLE.title, "", "", None, "")
    assert sources == [article, article, ("document", DECISION.title, DECISION.organ, "", date(2023, 11, 1), "")]


def test_what_the_seed_does_not_say_stays_empty(demo):
    candidates = Submission.objects.in_round(Round.objects.get(code="2023"))
    said = set(candidates.values_list("lead_unit", "summary", "contact", "rank"))
    assert said == {("", "", "", None)}
    assert set(candidates.filter(category="single").values_list("region__code", flat=True)) == {"150400"}
    rules = RoundRules.objects.get(round__code="2023")
    assert (rules.opens_at, rules.closes_at, rules.closed, rules.asks_rank) == (None, None, True, False)
    assert Quota.objects.filter(round__code="2023").count() == 0


def test_every_step_was_a_move_of_the_one_whose_part_it_is(demo):
    made = Counter(Transition.objects.values_list("by__role", "move"))
    assert made == {
        (Role.DRAFTER, "submit"): 9,
        (Role.CITY_OFFICE, "recommend"): 9,
        (Role.REGIONAL_OFFICE, "accept"): 9,
        (Role.REGIONAL_OFFICE, "advance"): 7,
        (Role.REGIONAL_OFFICE, "stop"): 2,
        (Role.REGIONAL_OFFICE, "name"): 5,
        (Role.REGIONAL_OFFICE, "decline"): 2,
    }


def test_each_release_was_signed_off_and_confirmed_by_a_second_person(demo):
    drafts = list(DraftRelease.objects.values_list("drafted_by__username", "confirmed_by__username", "state"))
    assert drafts == [("region1", "region2", "published")] * 3
    assert Counter(SignOff.objects.values_list("kind", flat=True)) == {"secrecy_review": 3, "approval": 3}


def test_it_stands_every_check(demo):
    for check in ("verify_history", "verify_releases", "check_invariants"):
        call_command(check)  # exits with 1 on a finding


def test_a_second_run_changes_nothing(demo, django_assert_num_queries):
    before = everything()
    with django_assert_num_queries(8):
        call_command("load_demo")
    assert everything() == before


def test_it_does_not_take_an_administrators_settings_back(demo):
    User.objects.filter(username="city").update(is_active=False)
    RoundRules.objects.filter(round__code="demo").update(closed=True)
    before = everything()
    call_command("load_demo")
    assert everything() == before


def test_there_is_an_account_for_each_part(demo):
    roles = Counter(User.objects.filter(is_demo=True).values_list("role", flat=True))
    two, one = (
        (Role.DRAFTER, Role.REGIONAL_OFFICE),
        (Role.CITY_OFFICE, Role.EVALUATOR, Role.AUDITOR, Role.ADMINISTRATOR),
    )
    assert roles == {**dict.fromkeys(two, 2), **dict.fromkeys(one, 1)}
    first, second = User.objects.filter(role=Role.DRAFTER)
    assert first.unit != second.unit
    assert {first.city.code, second.city.code} == {"150400"}
    assert all("〔演示〕" in name for name in Unit.objects.values_list("name", flat=True))


def test_a_newcomer_files_in_the_open_round_at_once_and_the_public_sees_nothing_of_it(demo):
    drafter = User.objects.get(username="drafter1")
    assert authenticate(username="drafter1", password=DEMO_PASSWORD) == drafter
    round = Round.objects.get(code="demo")
    draft = drafts.create(drafter, round, category="single", region=drafter.city, title="试一试")
    for code in ("B1", "B2"):
        materials.add(draft, drafter, BytesIO(made_files.pdf()), "材料.pdf", requirement=code)
    draft.refresh_from_db()
    move(draft, "submit", drafter)
    assert draft.status == "submitted"
    assert list(Round.objects.published().values_list("code", flat=True)) == ["2023"]


def test_the_open_round_is_plainly_marked_and_open_for_two_years(demo):
    rules = RoundRules.objects.select_related("round").get(is_demo=True)
    assert rules.round.name == "〔演示〕法治政府建设示范创建"
    assert rules.is_open(timezone.now() + timedelta(days=2 * 365))


def test_without_divisions_it_says_what_to_run_first_and_writes_nothing():
    before = everything()
    with pytest.raises(CommandError) as refused:
        call_command("load_demo")
    assert str(refused.value) == "行政区划尚未装入。请先运行：python manage.py load_regions"
    assert everything() == before


def test_with_debug_off_it_refuses(settings):
    inner_mongolia()
    settings.DEBUG = False
    before = everything()
    with pytest.raises(CommandError) as refused:
        call_command("load_demo")
    assert str(refused.value) == "DEBUG 已关闭，不装入演示数据：演示账号的密码是公开的，正式运行时不能登录。"
    assert everything() == before


def test_it_takes_over_nobodys_account():
    inner_mongolia()
    User.objects.create_user("admin", password="secret of somebody", role=Role.ADMINISTRATOR)
    before = everything()
    with pytest.raises(CommandError) as refused:
        call_command("load_demo")
    assert str(refused.value) == "已有一个名为“admin”的正式账号，未作任何改动；演示数据没有装入。"
    assert everything() == before


def test_the_article_is_marked_cites_its_source_and_was_confirmed_by_a_second_person(demo):
    [article] = Article.objects.with_words()
    assert (article.series.name, article.part, article.edition) == ("法治政府建设先进典型系列宣传", 4, 1)
    assert (article.text.subtitle, article.text.source) == ("〔演示〕据公开报道整理", ARTICLE.title)
    assert article.text.credit == "市局法治调研与督察科供稿"
    assert [entry.region.name for entry in article.entries.all()] == ["松山区"]
    assert [one.alt for one in article.files.all()] == [experience.ALT]
    [draft] = ArticleDraft.objects.all()
    assert (draft.drafted_by.username, draft.confirmed_by.username) == ("region1", "region2")
    assert list(article_findings()) == []


def test_every_number_of_the_article_stands_in_the_seed(demo):
    seed = (Path(__file__).parent / "data/songshan.txt").read_text()
    known = set(re.findall(r"[0-9]+(?:\.[0-9]+)?", seed))
    said = re.findall(r"[0-9]+(?:\.[0-9]+)?", experience.BODY + experience.ALT)
    assert sorted(set(said) - known) == []
