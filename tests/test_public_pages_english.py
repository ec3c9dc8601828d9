"""The English pages: Chinese stands in them only where the record itself is Chinese, and then it says so."""

import re
from html.parser import HTMLParser

import pytest

from registry.models import SourceKind
from registry.record import Source, Statement, issue, withhold

from .reading import all_of, story
from .record import PROJECTS, PUBLISHED, REGIONS, again, seed_round

pytestmark = pytest.mark.django_db

PAGES = ["/", "/rounds/", "/rounds/2023/", "/named/", "/named/?q=no-such", "/named/?round=no-such", "/nowhere/"]
PAGES += ["/regions/150000/", "/regions/150400/", "/regions/150404/", "/regions/150500/"]
PAGES += [f"/releases/{number}/" for number in (1, 2, 3, 4)]
# A title and an option hold text alone, so nothing inside can say what language it is in.
TEXT_ALONE = ("title", "option")
VOID = ("meta", "link", "input", "br")


class Unmarked(HTMLParser):
    """Collects Chinese words that stand where the page says it is English."""

    def __init__(self):
        super().__init__()
        self.open, self.found = [("", "")], []

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append((tag, dict(attributes).get("lang") or self.open[-1][1]))

    def handle_endtag(self, tag):
        while self.open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        tag, language = self.open[-1]
        if language == "en" and tag not in TEXT_ALONE and re.search("[\u4e00-\u9fff，。；：（）]", text):
            self.found.append(text.strip())


def unmarked(response):
    parser = Unmarked()
    parser.feed(response.content.decode())
    return parser.found


@pytest.fixture
def seed(client):
    client.cookies["lang"] = "en"
    return seed_round()


def test_every_chinese_word_in_an_english_page_says_that_it_is_chinese(client, seed):
    source = Source(SourceKind.DOCUMENT, "关于更正的通知", "自治区办公室", "内法办发〔2024〕3号")
    changed = again(seed.entries["松山区"], "松山区", "named", lead_unit="松山区司法局")
    issue(seed.round, "correction", source, [changed], PUBLISHED, supersedes=seed.decided)
    withhold(seed.entries[PROJECTS[1]].current, "含个人信息", "自治区办公室", PUBLISHED)
    entries = [f"/entries/{seed.entries[name].pk}/" for name in (*REGIONS, *PROJECTS)]
    found = {page: unmarked(client.get(page)) for page in PAGES + entries}
    assert {page: words for page, words in found.items() if words} == {}


def test_cities_to_choose_have_their_english_names(client, seed):
    assert "Chifeng City" in all_of(client.get("/named/"), "option")
    client.cookies["lang"] = "zh-hans"
    assert "赤峰市" in all_of(client.get("/named/"), "option")


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
