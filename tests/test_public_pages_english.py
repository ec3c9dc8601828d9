"""The English pages: what they say of a place and of its candidates. What is Chinese in them: test_public_crawl.py."""

import pytest

from registry.models import SourceKind
from registry.record import Source, Statement, issue

from .reading import all_of, story
from .record import PROJECTS, PUBLISHED, seed_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def seed(client):
    client.cookies["lang"] = "en"
    return seed_round()


def test_cities_to_choose_have_their_english_names(client, seed):
    assert "Chifeng City (5)" in all_of(client.get("/named/"), "option")
    client.cookies["lang"] = "zh-hans"
    assert "赤峰市（5）" in all_of(client.get("/named/"), "option")


def test_a_city_tells_the_seeds_first_paragraph_in_english_too(client, seed):
    regions, projects = ", ".join(("元宝山区", "松山区", "克什克腾旗", "宁城县")), ", ".join(f"“{p}”" for p in PROJECTS)
    assert story(client.get("/regions/150400/")) == [
        f"Chifeng City recommended 4 for comprehensive demonstration ({regions}); all entered the field evaluation. "
        "Single-item projects recommended: 5, names not public: 2; entered the field evaluation: 3. "
        "On Nov. 1, 2023, 中共内蒙古自治区委员会全面依法治区委员会办公室 issued "
        "《关于2023年全区法治政府建设示范地区和项目命名的决定》: "
        "元宝山区, 宁城县 (2 in all) named “全区法治政府建设示范地区”; "
        f"{projects} (3 in all) named “全区法治政府建设示范项目”. Not named: 松山区, 克什克腾旗."
    ]


def test_one_is_not_called_several(client, seed):
    [project] = [Statement("single", seed.entries[PROJECTS[0]].city, "named", "名称")]
    source = Source(SourceKind.DOCUMENT, "又一决定")
    issue(seed.round, "naming_decision", source, [project], PUBLISHED)
    assert story(client.get("/regions/150400/"))[0].endswith(
        "《又一决定》: “名称” (1 in all) named “全区法治政府建设示范项目”. Not named: 松山区, 克什克腾旗."
    )
