"""Divisions change, titles do not: an entry names the division of its day and of today, and a division's page gathers
what its predecessors were given, each under the name it had."""

from datetime import date

import pytest
from django.core.management import call_command

from regions.lineage import predecessors, present_successors
from regions.models import Level, Region, RegionChange
from registry.models import Category, Outcome, ReleaseKind, Round, SourceKind
from registry.record import Source, Statement, issue

from . import division_tables
from .reading import all_of, page, words
from .record import PUBLISHED, again, seed_round
from .test_as_of import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def hangzhou(tmp_path):
    """余杭区 before and after April 2021, and 临平区 that came out of it, as the shipped tables tell it."""
    china = division_tables.rows("china.csv", "330000", "330100", "330110", "330113")
    changes = division_tables.rows("changes.csv", "330110")
    call_command("load_regions", data=division_tables.folder(tmp_path / "tables", china, changes))
    return {(one.name, one.is_present): one for one in Region.objects.filter(code__in=["330110", "330113"])}


def named(region, name, day=date(2020, 8, 1), code="2020"):
    round = Round.objects.create(
        code=code,
        year=2020,
        name=f"{code}年命名",
        level="national",
        title_comprehensive="示范地区",
        title_single="示范项目",
    )
    source = Source(kind=SourceKind.DOCUMENT, title="关于命名的决定", issued_on=day)
    told = [Statement(Category.COMPREHENSIVE, region, Outcome.NAMED, name)]
    _release, [item] = issue(round, ReleaseKind.NAMING, source, told, PUBLISHED)
    return item.entry


def facts(response):
    terms = all_of(response, "dt")
    return dict(zip(terms, all_of(response, "dd"), strict=False))


def test_a_divided_district_leads_to_both_that_stand_today(hangzhou):
    old = hangzhou["余杭区", False]
    assert {one.name for one in present_successors(old)} == {"余杭区", "临平区"}
    assert [predecessors(hangzhou[name, True]) for name in ("余杭区", "临平区")] == [[old], [old]]
    assert (present_successors(hangzhou["临平区", True]), predecessors(old)) == ([hangzhou["临平区", True]], [])


def test_an_entry_names_the_division_of_its_day_and_those_of_today(client, hangzhou):
    entry = named(hangzhou["余杭区", False], "余杭区")
    told = facts(client.get(f"/entries/{entry.pk}/"))
    assert told["所在区划"] == "浙江省杭州市余杭区"
    assert set(told["现行政区划"].split("、")) == {
        "浙江省杭州市余杭区（代码330110）",
        "浙江省杭州市临平区（代码330113）",
    }


@pytest.mark.parametrize("code", ["330110", "330113"])
def test_a_page_gathers_the_titles_of_its_predecessor_under_the_old_name(client, hangzhou, code):
    named(hangzhou["余杭区", False], "余杭区")
    response = client.get(f"/regions/{code}/")
    assert "原浙江省杭州市余杭区" in all_of(response, "h2")
    [row] = [words(row) for row in all_of(response, "tr") if "已命名" in words(row)]
    assert row.startswith("余杭区")


def test_an_entry_of_today_says_nothing_of_another_division(client, hangzhou):
    entry = named(hangzhou["临平区", True], "临平区", date(2022, 8, 1))
    assert "现行政区划" not in facts(client.get(f"/entries/{entry.pk}/"))


@pytest.fixture
def renamed():
    """A county that became a city under another code and name, and before that had another name still."""
    province = Region.objects.create(code="990000", name="某省", path="某省", level=Level.PROVINCE)
    city = Region.objects.create(code="990100", name="某市", path="某省某市", level=Level.PREFECTURE, parent=province)
    made = [
        Region.objects.create(
            code=code,
            name=name,
            path=f"某省某市{name}",
            level=Level.COUNTY,
            parent=city,
            valid_from=since,
            valid_to=until,
        )
        for code, name, since, until in (
            ("990121", "甲县", "", "2018"),
            ("990122", "乙县", "2018", "2023-05"),
            ("990181", "丙市", "2023-05", ""),
        )
    ]
    for before, after in zip(made, made[1:], strict=False):
        RegionChange.objects.create(predecessor=before, successor=after, date=after.valid_from, kind="更名")
    return made


def test_a_renamed_county_is_found_through_every_name_it_had(client, renamed):
    first, second, today = renamed
    entries = [named(first, "甲县", date(2017, 1, 1), "2017"), named(second, "乙县", code="2020")]
    assert (predecessors(today), present_successors(first)) == ([second, first], [today])
    told = [facts(client.get(f"/entries/{entry.pk}/")) for entry in entries]
    assert [(one["所在区划"], one["现行政区划"]) for one in told] == [
        ("某省某市甲县", "某省某市丙市（代码990181）"),
        ("某省某市乙县", "某省某市丙市（代码990181）"),
    ]
    headings = [heading for heading in all_of(client.get("/regions/990181/"), "h2") if heading.startswith("原")]
    assert headings == ["原某省某市乙县", "原某省某市甲县"]


def test_what_became_nothing_is_said_to_be_gone(client, renamed):
    gone = renamed[1]
    RegionChange.objects.all().delete()
    entry = named(gone, "乙县")
    assert facts(client.get(f"/entries/{entry.pk}/"))["现行政区划"] == "已不存在。"


def test_a_ring_of_changes_ends(renamed):
    first, second, today = renamed
    RegionChange.objects.create(predecessor=today, successor=first, date="2024", kind="更名")
    assert predecessors(today) == [second, first]


# --- titles that were taken away stay, and say so ---


def test_an_entry_tells_its_title_since_when_and_by_what(client):
    seed = seed_round()
    Round.objects.filter(pk=seed.round.pk).update(valid_months=36, recheck_months=24)
    told = [again(seed.entries["宁城县"], "宁城县", Outcome.SUSPENDED)]
    published(seed.round, "suspension", date(2024, 5, 1), told)
    response = client.get(f"/entries/{seed.entries['宁城县'].pk}/")
    shown = facts(response)
    wanted = ("称号状态", "自", "有效期至", "复核时间")
    assert [shown[name] for name in wanted] == ["□ 已停止", "2024年5月1日", "2026年10月31日", "2025年11月1日"]
    assert "《关于suspension的决定》" in shown[list(shown)[-1]] or "《关于suspension的决定》" in page(response)
    assert "有效期至" not in facts(client.get(f"/entries/{seed.entries['松山区'].pk}/"))


def test_a_division_marks_a_title_that_was_taken_away(client):
    seed = seed_round()
    told = [again(seed.entries["宁城县"], "宁城县", Outcome.REVOKED)]
    published(seed.round, "revocation", date(2024, 5, 1), told)
    response = client.get("/regions/150429/")
    assert "称号已撤销：宁城县。" in page(response)
    marks = [words(row) for row in all_of(response, "th") if "已撤销" in words(row)]
    assert marks == ["宁城县 × 已撤销"]
    assert [row["state"] for row in client.get("/named.json?q=宁城").json()] == ["revoked"]
