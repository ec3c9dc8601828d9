"""Flags while typing: what stands around a candidate, by whom it is seen; and what they cost."""

import pytest

from registry.models import Category, ReleaseKind
from submissions import flags

from .desk import desk
from .reading import page

pytestmark = pytest.mark.django_db
CITY, BANNER = "赤峰市", "松山区"


def whole(cast, place, by=None, **content):
    return cast.draft(by, category=Category.COMPREHENSIVE, region=cast.places[place], title="", **content)


def project(cast, place, by=None, **content):
    return cast.draft(by, region=cast.places[place], **{"title": f"{place}的项目", **content})


def told(submission, user):
    return [flag.sentence for flag in flags.of(submission, user)]


MAKERS = {"region": whole, "project": project}
INSIDE, PART, SAME = "位于“{}”境内，该地区已在", "境内的“{}”已在", "同一候选已在"


@pytest.mark.parametrize(
    ("standing", "where", "written", "there", "begins"),
    [
        ("region", CITY, "region", BANNER, INSIDE.format(CITY)),
        ("region", CITY, "project", BANNER, INSIDE.format(CITY)),
        ("region", CITY, "project", CITY, INSIDE.format(CITY)),
        ("region", BANNER, "project", BANNER, INSIDE.format(BANNER)),
        ("region", BANNER, "region", CITY, PART.format(BANNER)),
        ("project", BANNER, "region", CITY, PART.format("松山区的项目")),
        ("project", BANNER, "region", BANNER, PART.format("松山区的项目")),
        ("project", CITY, "region", CITY, PART.format("赤峰市的项目")),
        ("region", BANNER, "region", BANNER, SAME),
        ("project", BANNER, "project", BANNER, SAME),
        ("region", "元宝山区", "region", BANNER, None),
        ("region", "元宝山区", "project", BANNER, None),
        ("region", BANNER, "project", CITY, None),
        ("project", CITY, "region", BANNER, None),
        ("project", CITY, "project", BANNER, None),
    ],
)
def test_what_stands_around_a_candidate_is_told_in_its_round_alone(cast, standing, where, written, there, begins):
    MAKERS[standing](cast, where)
    mine = MAKERS[written](cast, there)
    assert [sentence.startswith(begins) for sentence in told(mine, cast.drafter)] == [True] * bool(begins)
    following = MAKERS[written](cast, there, round=cast.make_round("2028"))
    assert [INSIDE.format(where) in one or one.startswith("境内") for one in told(following, cast.drafter)].count(
        True
    ) == 0


def test_what_another_unit_writes_is_told_to_the_city_and_once_it_is_public_to_all(cast):
    theirs = whole(cast, BANNER, cast.other_drafter)
    mine = whole(cast, BANNER)
    assert (told(mine, cast.drafter), told(mine, cast.far_drafter)) == ([], [])
    assert told(mine, cast.city_office) == ["同一候选已在本批次申报（草稿）。"]
    cast.play(theirs, "submit", "recommend")
    cast.publish(ReleaseKind.RECOMMENDATION, theirs)
    assert told(mine, cast.drafter) == ["同一候选已列入本批次公开名单。"]
    assert told(mine, cast.city_office) == ["同一候选已在本批次申报（已推荐）。"]
    theirs.refresh_from_db()
    assert [sentence.startswith("同一") for sentence in told(theirs, cast.other_drafter)] == []


def test_a_project_inside_a_region_named_earlier_leads_to_its_entry(cast):
    named = whole(cast, CITY, cast.other_drafter)
    cast.play(named, "submit", "recommend", "accept", "advance", "name")
    cast.publish(ReleaseKind.NAMING, named)
    named.refresh_from_db()
    mine = project(cast, BANNER, round=cast.make_round("2028"))
    [flag] = flags.of(mine, cast.drafter)
    assert flag.sentence == f"位于“赤峰市”境内，该地区已在“{cast.round.name}”中命名。"
    assert flag.address == f"/entries/{named.entry_id}/"


def test_flags_stand_in_the_form_and_on_the_submissions_page_without_a_script(cast):
    whole(cast, CITY)
    mine = project(cast, BANNER)
    client = desk(cast.drafter)
    pages = [client.get(f"/workbench/submissions/{mine.pk}/{end}") for end in ("", "edit/")]
    assert [page(one).count("位于“赤峰市”境内") for one in pages] == [1, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_parts_cost_the_same_for_one_and_for_three(cast, django_assert_num_queries, count):
    for place in (BANNER, "元宝山区", "宁城县")[:count]:
        whole(cast, place)
    mine = whole(cast, CITY)
    with django_assert_num_queries(2):
        assert len(told(mine, cast.drafter)) == count
