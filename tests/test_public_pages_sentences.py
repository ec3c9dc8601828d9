"""What is told where a name cannot be said, stands alone, or where a statement was corrected."""

import pytest

from registry.models import NAME_UNDISCLOSED, Category, Outcome, ReleaseKind, SourceKind
from registry.record import Source, Statement, issue, withhold

from .grounds import built_once
from .reading import all_of, rows, story
from .record import DECISION, PROJECTS, PUBLISHED, again, ground, make_round, seed_round

pytestmark = pytest.mark.django_db

DECIDED = f"2023年11月1日，{DECISION.organ}印发《{DECISION.title}》，"


@built_once
def seed():
    return seed_round()


def correct(seed, wrong, *statements):
    """Publish a correction of `wrong` and return it; its source is known by its title alone."""
    source = Source(SourceKind.DOCUMENT, f"对第{wrong.number}号的更正")
    release, _items = issue(seed.round, ReleaseKind.CORRECTION, source, statements, PUBLISHED, supersedes=wrong)
    return release


def after_entering(client):
    """The city's story without its first sentences, which corrections of the naming leave as they were."""
    [told] = story(client.get("/regions/150400/"))
    return told.partition("入围实地评估3个。")[2]


def test_a_named_project_whose_words_were_withheld_is_counted_and_said_to_be_missing(client, seed):
    withhold(seed.entries[PROJECTS[0]].items.get(outcome="named"), "含个人信息", "自治区办公室", PUBLISHED)
    assert after_entering(client) == (
        DECIDED + "元宝山区、宁城县2个地区被命名为“全区法治政府建设示范地区”；"
        f"“{PROJECTS[1]}”“{PROJECTS[2]}”3个项目（其中1个名称未公开）被命名为“全区法治政府建设示范项目”。"
        "松山区、克什克腾旗未获命名。"
    )


def test_who_was_not_named_is_counted_where_the_name_cannot_be_said(client):
    regions, round = ground(), make_round()
    unsaid = Statement(Category.SINGLE, regions["赤峰市"], Outcome.NOT_NAMED, NAME_UNDISCLOSED)
    known = Statement(Category.COMPREHENSIVE, regions["松山区"], Outcome.NOT_NAMED, "松山区")
    issue(round, ReleaseKind.NAMING, DECISION, [known, unsaid, unsaid], PUBLISHED)
    assert story(client.get("/regions/150400/")) == ["松山区、另有2个名称未公开的对象未获命名。"]


def test_a_county_that_was_named_is_not_counted(client, seed):
    [told] = story(client.get("/regions/150429/"))
    assert told.partition("入围实地评估。")[2] == DECIDED + "宁城县被命名为“全区法治政府建设示范地区”。"


def test_a_correction_of_a_correction_restores_the_naming_by_its_own_source(client, seed):
    county = seed.entries["宁城县"]
    first = correct(seed, seed.decided, again(county, "宁城县", Outcome.NOT_NAMED, printed=False))
    assert after_entering(client).endswith("松山区、克什克腾旗、宁城县未获命名。")
    correct(seed, first, again(county, "宁城县", Outcome.NAMED))
    assert after_entering(client) == (
        DECIDED + "元宝山区被命名为“全区法治政府建设示范地区”；"
        f"“{PROJECTS[0]}”“{PROJECTS[1]}”“{PROJECTS[2]}”3个项目被命名为“全区法治政府建设示范项目”。"
        "《对第4号的更正》，宁城县被命名为“全区法治政府建设示范地区”。松山区、克什克腾旗未获命名。"
    )


def test_a_naming_taken_back_leaves_the_candidate_where_it_stood_and_every_count_one_less(client, seed):
    correct(seed, seed.decided, again(seed.entries["宁城县"], "宁城县", Outcome.ENTERED))
    assert rows(client.get("/rounds/2023/"), "counts") == [["赤峰市", "4", "4", "1", "5", "3", "3"]]
    assert rows(client.get("/regions/150429/"), "candidates") == [
        ["宁城县", "综合示范", "· 已推荐", "◐ 入围实地评估", "— 未公布"]
    ]
    assert [row[0] for row in rows(client.get("/named/?category=comprehensive"))] == ["元宝山区"]


def test_a_list_entered_after_the_naming_takes_nothing_away(client):
    regions, round = ground(), make_round()
    named = Statement(Category.COMPREHENSIVE, regions["松山区"], Outcome.NAMED, "松山区")
    _release, [item] = issue(round, ReleaseKind.NAMING, DECISION, [named], PUBLISHED)
    late = again(item.entry, "松山区", Outcome.RECOMMENDED)
    issue(round, ReleaseKind.RECOMMENDATION, Source(SourceKind.PUBLICATION, "旧闻"), [late], PUBLISHED)
    assert story(client.get("/regions/150404/")) == [
        "赤峰市推荐松山区为法治政府建设综合示范创建地区。" + DECIDED + "松山区被命名为“全区法治政府建设示范地区”。"
    ]


def test_a_correction_without_a_date_stands_above_what_it_takes_back(client, seed):
    correct(seed, seed.decided, again(seed.entries["宁城县"], "宁城县", Outcome.ENTERED))
    told = client.get(f"/entries/{seed.entries['宁城县'].pk}/")
    assert all_of(told, "h3") == ["◐ 入围实地评估", "● 已命名", "◐ 入围实地评估", "· 已推荐"]
