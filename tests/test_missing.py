"""What is still missing: a submission's panel and its city's page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.models import Category
from submissions import missing, parts, workflow
from submissions.missing import State
from submissions.models import Extension, ScanState, StoredFile

from .desk import desk, move_url
from .reading import all_of, page, rows

# What a requirement reads at each status; "second" stands at the second stage. Stages are due in their order.
STATES = """
                          draft     submitted returned  recommended under_review second
required                  missing   missing   missing   missing     missing      missing
required held             there     there     there     there       to_hand_in   to_hand_in
required infected         missing   missing   missing   missing     missing      missing
optional                  optional  optional  optional  optional    optional     optional
optional held             there     there     there     there       to_hand_in   to_hand_in
required first            later     later     later     later       missing      missing
required first held       there     there     there     there       to_hand_in   to_hand_in
required second           later     later     later     later       later        missing
optional second           optional  optional  optional  optional    optional     optional
"""


def played_to(cast, status):
    return cast.at_last_stage() if status == "second" else cast.submission_in(status)


def state_of(cast, submission, facts):
    """The requirement's line, for a requirement that came to be asked after everything that was played."""
    stage = {"first": cast.review, "second": cast.field_evaluation}.get(facts[1]) if len(facts) > 1 else None
    cast.requirement("A1", required=facts[0] == "required", from_stage=stage)
    if facts[-1] in ("held", "infected"):
        cast.material(submission, "A1")
        StoredFile.objects.update(scan_state=ScanState.INFECTED if facts[-1] == "infected" else ScanState.CLEAN)
    found = missing.picture(submission, cast.auditor)
    return next(line.state.value for line in found.lines if line.part == "material:A1")


HEAD, *DRAWN = [line.split("  ") for line in STATES.strip("\n").splitlines()]
STATUSES = " ".join(HEAD).split()


@pytest.mark.parametrize("number", range(len(DRAWN)))
def test_each_requirement_reads_as_drawn(cast, number):
    from django.db import transaction

    facts = DRAWN[number][0].split()
    found = []
    for status in STATUSES:
        with transaction.atomic():
            found.append(state_of(cast, played_to(cast, status), facts))
            transaction.set_rollback(True)
    assert found == " ".join(DRAWN[number][1:]).split()


def line_states(picture):
    return {line.part: line.state.value for line in picture.lines}


def test_each_field_reads_there_missing_or_optional_and_a_region_is_asked_for_no_title(cast):
    empty = cast.draft(title="", region=cast.places["通辽市"])
    assert line_states(missing.picture(empty, cast.drafter)) == {
        "region": "missing",
        "title": "missing",
        "lead_unit": "optional",
        "summary": "optional",
        "contact": "optional",
    }
    region = cast.draft(category=Category.COMPREHENSIVE, region=cast.places["松山区"], title="", summary="概述")
    assert line_states(missing.picture(region, cast.drafter)) == {
        "region": "there",
        "lead_unit": "optional",
        "summary": "there",
        "contact": "optional",
    }


def test_what_is_missing_is_what_the_guard_names(cast):
    cast.requirement("A1")
    cast.requirement("A2", required=False)
    cast.requirement("A3", from_stage=cast.review)
    draft = cast.draft(title="")
    found = missing.picture(draft, cast.drafter)
    assert [line.label for line in found.lacking] == ["项目名称", "A1 材料A1"]
    assert found.steps[0].why_not == "尚缺：项目名称、A1 材料A1。"
    assert found.steps[0].why_not == workflow.refusal(draft, "submit", cast.drafter, timezone.now())


def test_only_what_was_returned_can_be_opened_and_carries_its_remark(cast):
    cast.requirement("A1")
    cast.requirement("A2")
    draft = cast.draft()
    cast.material(draft, "A1")
    cast.material(draft, "A2", b"other")
    cast.play(draft, "submit")
    cast.play(draft, "return", parts={"title": "与推荐表不一致", parts.material_part("A2"): "缺附件"})
    found = missing.picture(draft, cast.drafter).lines
    assert [(line.part, line.correction) for line in found if line.page] == [
        ("title", "与推荐表不一致"),
        ("material:A2", "缺附件"),
    ]
    assert [line.part for line in missing.picture(draft, cast.city_office).lines if line.page] == []


def test_each_line_leads_to_the_field_that_mends_it(cast):
    cast.requirement("A1")
    draft = cast.draft(title="")
    client = desk(cast.drafter)
    content = client.get(reverse("submission", args=[draft.pk])).content.decode()
    form = reverse("submission_edit", args=[draft.pk])
    anchors = [line.anchor for line in missing.picture(draft, cast.drafter).lines if line.page == missing.FORM]
    assert anchors == ["id_region", "id_title", "id_lead_unit", "id_summary", "id_contact"]
    assert [content.count(f'href="{form}#{anchor}"') for anchor in anchors] == [1] * 5
    written = client.get(form).content.decode()
    assert [written.count(f'id="{anchor}"') for anchor in anchors] == [1] * 5


def test_the_button_stands_in_the_panel_with_the_sentence_why_not(cast):
    draft = cast.draft(title="")
    address = reverse("submission", args=[draft.pk])
    refused = desk(cast.drafter).get(address)
    assert all_of(refused, "button", 'aria-describedby="why-submit"') == ["提交申报"]
    assert all_of(refused, "p", 'id="why-submit"') == ["尚缺：项目名称。"]
    assert refused.content.decode().count(move_url(draft, "submit")) == 0
    read = desk(cast.city_office).get(address)
    assert all_of(read, "p", 'id="why-submit"') == ["目前不能“提交申报”：尚缺：项目名称。"]
    assert all_of(read, "button", 'aria-describedby="why-submit"') == []
    type(draft).objects.update(title="题目")
    ready = desk(cast.drafter).get(address)
    assert ready.content.decode().count(f'class="button " href="{move_url(draft, "submit")}"') == 1
    cast.round.rules.closed = True
    cast.round.rules.save()
    assert all_of(desk(cast.drafter).get(address), "p", 'id="why-submit"') == ["这一批次已停止申报。"]


def test_what_has_ended_has_no_panel(cast):
    assert missing.picture(cast.submission_in("withdrawn"), cast.drafter) is None
    ended = desk(cast.drafter).get(reverse("submission", args=[cast.submission_in("named").pk]))
    assert page(ended).count("还缺什么") == 1  # in the menu


def test_quota_and_hours_are_those_of_the_city_with_its_extension(cast):
    cast.quota(2)
    cast.submission_in("recommended")
    draft = cast.draft()
    now = timezone.now()
    extend(cast, "呼和浩特市", now + timedelta(days=60))
    assert missing.picture(draft, cast.drafter).due == cast.round.rules.closes_at
    extend(cast, "赤峰市", now + timedelta(days=40))
    found = missing.picture(type(draft).objects.get(pk=draft.pk), cast.drafter)
    assert (found.due, found.quota.used, found.quota.limit) == (now + timedelta(days=40), 1, 2)
    answer = desk(cast.drafter).get(reverse("submission", args=[draft.pk]))
    facts = dict(zip(all_of(answer, "dt"), all_of(answer, "dd"), strict=True))
    assert (facts["名额"], facts["截止时间"].split(" · ")[1]) == ("2 个，已用 1 个", "还有 39 天")


def extend(cast, city, at):
    Extension.objects.create(
        rules=cast.round.rules,
        city=cast.places[city],
        closes_at=at,
        reason="暴雪停电",
        by=cast.regional_office,
        by_name="tuya",
        at=timezone.now(),
    )


# --- the page of a city ---


@pytest.fixture
def city(cast):
    cast.requirement("A1")
    cast.quota(3)
    full = cast.draft(title="齐备的")
    cast.material(full)
    cast.draft(title="")
    cast.draft(cast.far_drafter, title="外市的")
    return cast


WHAT_EACH_READS = {
    "drafter": [["齐备的", "—", "1 / 1"], ["（未填项目名称）", "项目名称 A1 材料A1", "0 / 1"]],
    "other_drafter": [],
    "city_office": [["齐备的", "—", "1 / 1"], ["（未填项目名称）", "项目名称 A1 材料A1", "0 / 1"]],
    "far_city_office": [["外市的", "A1 材料A1", "0 / 1"]],
}


@pytest.mark.parametrize("who", WHAT_EACH_READS)
def test_a_city_reads_what_each_of_its_submissions_lacks(city, who):
    answer = desk(getattr(city, who)).get(reverse("city_progress"))
    assert read(answer) == WHAT_EACH_READS[who]


def read(answer):
    table = rows(answer, "stack city-table")
    table = [row for row in table if len(row) > 1]
    return [[row[0].split(" 单项示范")[0], row[3], row[2]] for row in table]


@pytest.mark.parametrize("who", ["regional_office", "auditor"])
def test_those_who_see_all_cities_choose_one(city, who):
    client, address = desk(getattr(city, who)), reverse("city_progress")
    assert page(client.get(address)).count("请选择盟市。") == 1
    assert read(client.get(address, {"city": "150100"})) == WHAT_EACH_READS["far_city_office"]
    assert read(client.get(address, {"city": "150400"})) == WHAT_EACH_READS["city_office"]
    refused = [client.get(address, {"city": code}) for code in ("150402", "999999", "15\x000400", "")]
    assert [one.status_code for one in refused] == [400] * 4


def test_one_city_cannot_choose_another(city):
    answer = desk(city.city_office).get(reverse("city_progress"), {"city": "150100"})
    assert read(answer) == WHAT_EACH_READS["city_office"]


def test_who_has_not_begun_is_named_to_the_office_and_to_oneself(city):
    said = {
        who: all_of(desk(getattr(city, who)).get(reverse("city_progress")), "p", 'class="idle"')
        for who in ("drafter", "other_drafter", "city_office", "far_city_office")
    }
    assert said == {
        "drafter": [],
        "other_drafter": ["尚未开始申报的单位：赤峰市司法局"],
        "city_office": ["尚未开始申报的单位：赤峰市司法局"],
        "far_city_office": [],
    }


def test_a_city_reads_its_places_its_time_and_why_it_has_longer(city):
    extend(city, "赤峰市", timezone.now() + timedelta(days=40, hours=1))
    answer = desk(city.city_office).get(reverse("city_progress"))
    facts = dict(zip(all_of(answer, "dt"), all_of(answer, "dd"), strict=True))
    assert facts.pop("截止时间").split(" · ")[1] == "还有 40 天"
    assert facts == {"延期原因": "暴雪停电", "综合示范名额": "未设限", "单项示范名额": "3 个，已用 0 个"}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("drafter", 15), ("city_office", 14), ("regional_office", 16)])
def test_a_city_costs_the_same_for_one_of_each_and_for_three(cast, django_assert_num_queries, who, queries, count):
    for code in ("A1", "A2", "B1")[:count]:
        cast.requirement(code, from_stage=cast.review if code == "B1" else None, required=False)
    for status in ("draft", "returned", "under_review"):
        for _number in range(count):
            cast.material(cast.submission_in(status))
    client = desk(getattr(cast, who))
    address = reverse("city_progress") + ("?city=150400" if who == "regional_office" else "")
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("status", "queries"), [("draft", 10), ("returned", 7), ("under_review", 15)])
def test_the_panel_costs_the_same_for_one_line_and_for_three(cast, django_assert_num_queries, status, queries, count):
    submission = cast.submission_in(status)
    for code in ("A1", "A2", "B1")[:count]:
        cast.requirement(code, from_stage=cast.review)
        cast.material(submission, code)
    with django_assert_num_queries(queries):
        found = missing.picture(submission, cast.drafter)
    assert State.MISSING not in {line.state for line in found.lines}
