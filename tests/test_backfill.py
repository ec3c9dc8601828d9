"""Whole lists of earlier rounds, published from a table at the console: what is taken, how, and what refuses it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone, translation

from regions.models import Region
from regions.version import public_version
from registry.models import Entry, Outcome, Release, ReleaseItem, ReleaseKind, Round
from registry.verification import verify
from submissions import publishing

from .backfill import FACTS, FIRST, HEAD, run, table, written
from .places import inner_mongolia, places
from .sheets import book

pytestmark = pytest.mark.django_db
QUERIES = {"sqlite": 36, "postgresql": 37}  # PostgreSQL estimates the shares of grams too (registry/grams.py)


@pytest.fixture(autouse=True)
def ground(request):
    with translation.override("en"):
        request.getfixturevalue("cast") if "cast" in request.fixturenames else inner_mongolia()
        places("420107")  # 武汉市青山区: the name occurs in 包头市 too
        new = places("330110")["余杭区"]
        new.valid_from = "2021-04-09"
        new.save()
        old = Region.objects.get(pk=new.pk)
        old.pk, old.valid_from, old.valid_to = None, "", "2021-04-09"
        old.save()
        yield


def stated(release):
    """(category, name, lead unit, path) of each item as it is public."""
    items = release.items.select_related("text").order_by("order")
    return [(one.category, one.text.name, one.text.lead_unit, one.region_path) for one in items]


def test_a_list_is_published_whole_and_verbatim(tmp_path):
    said, code = run(tmp_path, table(*FIRST), total_regions="2", total_projects="2")
    release = Release.objects.get()
    assert code == 0
    assert said == (
        "Published as release 1: 2 regions and 2 projects (第一批全国法治政府建设示范创建), "
        "recorded as done at the console."
    )
    assert stated(release) == [
        ("comprehensive", "内蒙古自治区赤峰市松山区", "", "内蒙古自治区赤峰市松山区"),
        ("comprehensive", "元宝山区", "", "内蒙古自治区赤峰市元宝山区"),
        ("single", "“放管服”  改革‘智慧+交通’", "交通局", ""),
        ("single", "赤峰市的项目", "", "内蒙古自治区赤峰市"),
    ]
    facts = (release.kind, release.source_kind, release.source_organ, release.source_number, release.effective_on)
    assert facts == ("naming_decision", "document", FACTS["organ"], "", date(2020, 7, 30))
    assert (release.at_console, release.is_backfilled) == (True, True)
    round = release.round
    assert (round.code, round.level, round.year, round.region, hasattr(round, "rules")) == (
        *("national-1", "national", 2020, None),
        False,
    )
    assert verify().findings == []


LAYOUTS = {
    "UTF-8 with a mark": table(*FIRST, encoding="utf-8-sig"),
    "GBK": table(*FIRST, encoding="gb18030"),
    "UTF-16": table(*FIRST, encoding="utf-16"),
    "tabs": table(*FIRST, separator="\t"),
    "semicolons": table(*FIRST, separator=";"),
    "Chinese headings": table(*FIRST, head=("类别", "名称", "地区", "牵头单位")),
    "another order": table(*(row[::-1] for row in FIRST), head=HEAD[::-1]),
    "further columns": table(*((*row, "备注") for row in FIRST), head=(*HEAD, "remark")),
    "workbook": book(*FIRST, head=HEAD),
    "workbook under a title": book(*FIRST, head=HEAD, above=[["名单", "", "", ""]]),
    "white space around cells": table(*([f" {cell}\u3000" for cell in row] for row in FIRST)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_table_is_read_in_every_layout(tmp_path, layout):
    assert run(tmp_path, LAYOUTS[layout])[1] == 0
    assert [row[:3] for row in stated(Release.objects.get())] == [
        ("comprehensive", "内蒙古自治区赤峰市松山区", ""),
        ("comprehensive", "元宝山区", ""),
        ("single", "“放管服”  改革‘智慧+交通’", "交通局"),
        ("single", "赤峰市的项目", ""),
    ]


def test_every_wrong_row_is_told_in_one_answer(tmp_path):
    rows = [
        FIRST[0],
        ("综合", "青山区", "青山区", ""),
        ("综合", "甲市", "", ""),
        ("别的", "乙", "", ""),
        ("", "乙", "", ""),
        ("单项", "", "", ""),
        ("单项", "丙", "没有的县", ""),
        ("单项", "机密★10年的项目", "", ""),
        ("单项", "丁", "cf", ""),
        ("单项", "重复 的“项目”", "", ""),
        ("单项", "重复的项目", "", ""),
        ("综合", "松山区", "150404", ""),
        ("单项", "x" * 301, "", ""),
        ("单项", "上行\n下行", "", ""),
        ("单项", "甲\u202e乙", "", ""),
        ("单项", "戊", "赤峰市、松山区", ""),
    ]
    before = written()
    assert run(tmp_path, table(*rows), total_regions="9") == (
        [
            "Row 3: “青山区” may mean 2 divisions: 内蒙古自治区包头市青山区（150204）、湖北省武汉市青山区（420107）. "
            "Name the one above it too.",
            "Row 4: the division is missing; only a project may have none",
            "Row 5: “别的” is no category; write comprehensive or single, 综合 or 单项",
            "Row 6: the category is missing; write comprehensive or single, 综合 or 单项",
            "Row 7: the name is missing",
            "Row 8: There was no division “没有的县” on 2020-07-30.",
            "Row 9: It bears the secrecy mark “机密★10年”. State secrets must not be entered here: take them out.",
            "Row 10: There is no division “cf”.",
            "Row 14: It has 301 characters; at most 300 are taken.",
            "Row 15: It has a line break. Write it in one line.",
            "Row 16: Character 2 (U+202E) cannot be stored or printed. Remove it.",
            "Row 17: There was no division “赤峰市、松山区” on 2020-07-30.",
            "Row 12: it stands in row 11 already: “重复的项目”",
            "Row 13: it stands in row 2 already: “松山区”",
            "The file has 4 lines “comprehensive”; the total said is 9.",
        ],
        1,
    )
    assert written() == before


REGIONAL = {"level": "regional", "organising_region": "150000"}
FACTS_REFUSED = [
    ({"issued": ""}, "--issued: This field is required."),
    ({"issued": "30.7.2020"}, "--issued: A day is written 2021-04-09."),
    ({"issued": "tomorrow"}, "--issued: The date of issue lies in the future."),
    ({"round": "全国一"}, "--round: Letters, digits and hyphens; it stands in public addresses: national-1."),
    ({"title": ""}, "--title: This field is required."),
    ({"kind": "correction"}, "--kind: Choose one from the list."),
    ({"level": "regional"}, "Name the division that organises a round below the national level."),
    (
        {"organising_region": "150000"},
        "--organising-region: A national round has no organising division; leave it out.",
    ),
    (
        {"level": "regional", "organising_region": "150400"},
        "--organising-region: 内蒙古自治区赤峰市 is no province or autonomous region.",
    ),
    ({"total_regions": "3"}, "The file has 2 lines “comprehensive”; the total said is 3."),
    ({"total_projects": "0"}, "The file has 2 lines “single-item”; the total said is 0."),
    ({"total_regions": "many"}, "--total-regions: Enter a whole number."),
]


@pytest.mark.parametrize(("facts", "sentence"), FACTS_REFUSED, ids=[str(facts) for facts, _sentence in FACTS_REFUSED])
def test_what_is_said_of_a_list_is_checked(tmp_path, facts, sentence):
    if facts.get("issued") == "tomorrow":
        facts = {"issued": (timezone.localdate() + timedelta(days=1)).isoformat()}
    before = written()
    assert run(tmp_path, table(*FIRST), **facts) == ([sentence], 1)
    assert written() == before


def test_a_rehearsal_writes_nothing(tmp_path):
    before, version = written(), public_version()
    assert run(tmp_path, table(*FIRST), dry_run=True) == (
        "Nothing was written. It would publish 2 regions and 2 projects in the round national-1 "
        "(第一批全国法治政府建设示范创建).\nThe round would be made: year 2020, level “national”.",
        0,
    )
    assert (written(), public_version()) == (before, version)


def test_the_same_file_twice_changes_nothing(tmp_path):
    run(tmp_path, table(*FIRST))
    before, version = written(), public_version()
    assert run(tmp_path, table(*FIRST)) == (
        "Published already as release 1: 2 regions and 2 projects (第一批全国法治政府建设示范创建). Nothing changed.",
        0,
    )
    assert (written(), public_version()) == (before, version)


def test_the_same_source_with_another_content_is_for_a_correction(tmp_path):
    run(tmp_path, table(*FIRST))
    before = written()
    assert run(tmp_path, table(*FIRST[:3])) == (
        ["Release 1 has the same source and says something else. Use a correction."],
        1,
    )
    assert written() == before


def test_a_stored_round_must_be_told_as_it_is(tmp_path):
    run(tmp_path, table(*FIRST))
    told = run(tmp_path, table(*FIRST), round_name="别的", title="另一文件", **REGIONAL)
    shape = "There is a round national-1 already, and its “{}” is “{}”: say the same."
    assert told[0][:3] == [
        shape.format("name", FACTS["round_name"]),
        shape.format("level", "national"),
        shape.format("organising division", "none"),
    ]


def test_who_was_named_already_is_refused_and_the_release_is_named(tmp_path):
    run(tmp_path, table(*FIRST))
    assert run(tmp_path, table(FIRST[1], ("单项", "“放管服”改革 ‘智慧+交通’", "", "")), title="另一文件") == (
        [
            "Row 2: “元宝山区”: it stands in release 1 already; use a correction",
            "Row 3: “““放管服”改革 ‘智慧+交通’”: it stands in release 1 already; use a correction".replace("“““", "““"),
        ],
        1,
    )


def test_a_naming_follows_the_recommendation_of_the_same_candidates(tmp_path):
    run(tmp_path, table(*FIRST), kind="recommendation", title="推荐名单", issued="2020-05-01")
    run(tmp_path, table(FIRST[0], FIRST[2]))
    entries = {entry.current.text.name: entry for entry in Entry.objects.select_related("current__text")}
    assert {name: (str(entry.outcome), entry.items.count()) for name, entry in entries.items()} == {
        FIRST[0][1]: (Outcome.NAMED, 2),
        FIRST[1][1]: (Outcome.RECOMMENDED, 1),
        FIRST[2][1]: (Outcome.NAMED, 2),
        FIRST[3][1]: (Outcome.RECOMMENDED, 1),
    }
    assert verify().findings == []


def test_a_recommendation_entered_late_leaves_the_naming(tmp_path):
    run(tmp_path, table(FIRST[0]))
    run(tmp_path, table(FIRST[0]), kind="recommendation", title="推荐名单", issued="2020-05-01")
    [entry] = Entry.objects.all()
    assert (entry.outcome, entry.decided.release.number, entry.recommended.release.number) == ("named", 1, 2)


def test_rounds_of_three_levels_stand_side_by_side(tmp_path):
    run(tmp_path, table(FIRST[0]))
    run(tmp_path, table(FIRST[0]), round="2023", round_name="2023年全区创建", issued="2023-11-01", **REGIONAL)
    hubei = ("综合", "青山区", "湖北省武汉市青山区", "")
    organiser = {"level": "provincial", "organising_region": "湖北省"}
    run(tmp_path, table(hubei), round="hb", round_name="湖北", issued="2022-01-01", **organiser)
    assert list(Round.objects.order_by("code").values_list("code", "level", "year", "region__code")) == [
        ("2023", "regional", 2023, "150000"),
        ("hb", "provincial", 2022, "420000"),
        ("national-1", "national", 2020, None),
    ]
    assert Entry.objects.filter(region__code="150404").count() == 2
    outside = run(tmp_path, table(hubei), round="2023", round_name="2023年全区创建", issued="2023-11-02", **REGIONAL)
    assert outside == (["Row 2: 湖北省武汉市青山区（420107） does not belong to 内蒙古自治区."], 1)


@pytest.mark.parametrize(("issued", "valid_to"), [("2021-04-08", "2021-04-09"), ("2021-04-09", "")])
@pytest.mark.parametrize("region", ["浙江省杭州市余杭区", "330110", "余杭区"])
def test_a_division_is_that_of_the_day_of_issue(tmp_path, region, issued, valid_to):
    assert run(tmp_path, table(("综合", "余杭区", region, "")), issued=issued)[1] == 0
    assert ReleaseItem.objects.get().region.valid_to == valid_to


@pytest.mark.parametrize("between", ["", " ", "\u3000", "/", " / ", "／", "-", "—", ">", " → ", "·", "|"])
def test_a_path_is_read_whatever_stands_between_its_names(tmp_path, between):
    path = between.join(["内蒙古自治区", "赤峰市", "松山区"])
    assert run(tmp_path, table(("综合", "松山区", path, "")))[1] == 0
    assert ReleaseItem.objects.get().region.code == "150404"


def test_a_quotation_mark_that_would_be_lost_is_refused(tmp_path):
    content = 'category,name,region,lead_unit\nsingle,"智慧+交通"助力,,\n'.encode()
    told, code = run(tmp_path, content)
    assert (code, Release.objects.count()) == (1, 0)
    assert told == [
        "Row 2: a cell begins with a quotation mark and goes on behind the closing one. "
        "Double the marks in it and put the whole cell in marks, or save the table as .xlsx."
    ]


def test_two_projects_of_one_name_are_told_apart_by_their_divisions(tmp_path):
    rows = [("单项", "府院联动", "赤峰市", ""), ("单项", "府院联动", "包头市", "")]
    assert run(tmp_path, table(*rows))[1] == 0
    assert Entry.objects.count() == 2


def test_a_candidate_of_the_workflow_is_published_through_the_workflow(cast, tmp_path):
    cast.submission_in("recommended", title="智慧 执法")
    known = {"round": "2026", "round_name": cast.round.name, "issued": timezone.localdate().isoformat(), **REGIONAL}
    before = written()
    assert run(tmp_path, table(("单项", "智慧执法", "", "")), **known) == (
        ["Row 2: “智慧执法”: it is a candidate in the workflow here; publish it through the workflow"],
        1,
    )
    assert written() == before


def test_words_that_were_withheld_do_not_come_back(cast, tmp_path):
    run(tmp_path, table(*FIRST))
    publishing.withhold(ReleaseItem.objects.get(order=1), cast.regional_office, "个人信息")
    assert run(tmp_path, table(*FIRST))[1] == 0  # the same list still is the same list
    told = run(tmp_path, table(FIRST[0]), kind="recommendation", title="推荐名单")
    assert told == (
        [f"Row 2: “{FIRST[0][1]}”: words about this candidate were withheld; a table cannot state it again"],
        1,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_any_length_costs_the_same_queries(tmp_path, django_assert_num_queries, count):
    rows = [("单项", f"项目{number}", "150400", "") for number in range(count)]
    with django_assert_num_queries(QUERIES[connection.vendor]):
        assert run(tmp_path, table(*rows))[1] == 0
    assert Release.objects.get().kind == ReleaseKind.NAMING
