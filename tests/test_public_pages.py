"""What the public reads of the seed's round: the same numbers, the same names, and where each of them comes from."""

from regions.models import Region
from registry.models import Outcome, SourceKind
from registry.record import Source, Statement, issue

from .grounds import built_once
from .reading import all_of, page, rows, story
from .record import DECISION, PROJECTS, PUBLISHED, again, make_round, seed_round, synthetic_round

CHIFENG = (
    "赤峰市推荐的4个法治政府建设综合示范创建地区（元宝山区、松山区、克什克腾旗、宁城县）全部入围实地评估。"
    "推荐法治政府建设单项示范创建项目5个（其中2个名称未公开），入围实地评估3个。"
    "2023年11月1日，中共内蒙古自治区委员会全面依法治区委员会办公室印发《关于2023年全区法治政府建设示范地区和项目命名的决定》，"
    "元宝山区、宁城县2个地区被命名为“全区法治政府建设示范地区”；"
    f"“{PROJECTS[0]}”“{PROJECTS[1]}”“{PROJECTS[2]}”3个项目被命名为“全区法治政府建设示范项目”。"
    "松山区、克什克腾旗未获命名。"
)
DECIDED = (
    "2023年11月1日，中共内蒙古自治区委员会全面依法治区委员会办公室印发"
    "《关于2023年全区法治政府建设示范地区和项目命名的决定》。"
)
TOTALS = "综合示范创建地区推荐4个、入围实地评估4个、命名2个；单项示范创建项目推荐5个、入围实地评估3个、命名3个。"
MARKS = {"recommended": "· 已推荐", "entered": "◐ 入围实地评估", "named": "● 已命名 2023年11月1日"}


@built_once
def seed():
    return seed_round()


def test_a_citys_page_tells_the_seeds_first_paragraph(client, seed):
    assert story(client.get("/regions/150400/")) == [CHIFENG]


def test_a_city_lists_its_candidates_step_by_step(client, seed):
    entered = ["· 已推荐", "◐ 入围实地评估"]
    assert rows(client.get("/regions/150400/"), "candidates") == [
        ["元宝山区", "综合示范", *entered, MARKS["named"]],
        ["松山区", "综合示范", *entered, "○ 未命名 2023年11月1日"],
        ["克什克腾旗", "综合示范", *entered, "○ 未命名 2023年11月1日"],
        ["宁城县", "综合示范", *entered, MARKS["named"]],
        *[[name, "单项示范", *entered, MARKS["named"]] for name in PROJECTS],
        *[["名称未公开", "单项示范", "· 已推荐", "— 未公布", "— 未公布"]] * 2,
    ]


def test_a_county_tells_its_own_part(client, seed):
    assert story(client.get("/regions/150404/")) == [
        "赤峰市推荐松山区为法治政府建设综合示范创建地区。松山区入围实地评估。松山区未获命名。"
    ]


def test_a_province_counts_and_names_the_decision(client, seed):
    response = client.get("/regions/150000/")
    assert story(response) == [TOTALS + DECIDED]
    assert rows(response, "counts") == [["赤峰市", "4", "4", "2", "5", "3", "3"]]


def test_a_division_without_candidates_says_so(client, seed):
    assert all_of(client.get("/regions/150500/"), "p", 'class="empty"') == [
        "通辽市在法治政府建设示范创建中尚无已公布的内容。"
    ]


def test_a_round_shows_cities_in_rows_and_whom_it_has_not_heard_of(client, seed):
    response = client.get("/rounds/2023/")
    assert story(response) == [TOTALS + DECIDED]
    assert rows(response, "counts") == [["赤峰市", "4", "4", "2", "5", "3", "3"]]
    assert all_of(response, "p", "quiet small") == ["尚未公布候选对象的盟市：呼和浩特市、包头市、通辽市。"]
    assert len(rows(response, "candidates")) == 9


def test_what_a_round_has_not_published_is_a_dash_and_not_a_zero(client, seed):
    synthetic_round(2, code="2025")
    assert rows(client.get("/rounds/"), "counts") == [
        ["2025年合成批次 自治区级", "—", "—", "0", "—", "—", "2"],
        ["2023年全区法治政府建设示范创建 自治区级", "4", "4", "2", "5", "3", "3"],
    ]


def test_the_named_list_shows_titles_verbatim_and_leads_to_the_decision(client, seed):
    response = client.get("/named/")
    region, project = "全区法治政府建设示范地区 2023", "全区法治政府建设示范项目 2023"
    assert rows(response) == [
        ["元宝山区", "赤峰市", region, "● 有效", "2023年11月1日"],
        ["宁城县", "赤峰市", region, "● 有效", "2023年11月1日"],
        *[[name, "赤峰市", project, "● 有效", "2023年11月1日"] for name in PROJECTS],
    ]


def test_the_named_list_narrows(client, seed):
    narrowed = client.get("/named/", {"round": "2023", "city": "150400", "category": "single", "q": "智慧+交通"})
    assert [row[0] for row in rows(narrowed)] == [f"{PROJECTS[1]} 内蒙古自治区赤峰市"]
    assert all_of(client.get("/named/?q=无此项目"), "p", 'class="empty"') == [
        "没有符合条件的命名对象。请减少条件，或者换用较短的词。"
    ]


def test_the_named_list_has_pages_of_twenty_that_keep_the_filters(client, db):
    synthetic_round(41)
    second = client.get("/named/?round=2025&page=2")
    assert len(rows(second)) == 20
    assert len(rows(client.get("/named/?page=3"))) == 1
    assert all_of(second, "nav", "pages") == ["第2页，共3页 上一页 下一页"]
    assert b'href="?round=2025&amp;page=3"' in second.content


def test_an_entry_tells_its_statements_newest_first_each_with_its_source(client, seed):
    response = client.get(f"/entries/{seed.entries['元宝山区'].pk}/")
    article = (
        "引自《法治政府建设先进典型系列宣传(四)松山区:为高质量发展提供法治支撑--松山区法治政府建设纪实》（日期未公开）"
    )
    decision = f"《{DECISION.title}》，{DECISION.organ}，文号未公开，2023年11月1日"
    assert all_of(response, "h3") == ["● 已命名", "◐ 入围实地评估", "· 已推荐"]
    assert all_of(response, "p", 'class="day"') == ["2023年11月1日", "日期未公开", "日期未公开"]
    assert all_of(response, "span", "citation") == [decision, article, article]
    assert all_of(response, "dd") == [
        seed.round.name,
        "自治区级",
        "综合示范",
        "内蒙古自治区赤峰市元宝山区",
        "未公开",
        "● 有效",
        "2023年11月1日",
    ]


def test_a_naming_decision_prints_as_the_document_does(client, seed):
    response = client.get(f"/releases/{seed.decided.number}/")
    assert all_of(response, "h2", "official-title") == [DECISION.title]
    assert all_of(response, "h3") == ["全区法治政府建设示范地区", "全区法治政府建设示范项目"]
    assert all_of(response, "ol", "official-list") == [
        "1 元宝山区 内蒙古自治区赤峰市元宝山区 2 宁城县 内蒙古自治区赤峰市宁城县",
        " ".join(f"{number} {name} 内蒙古自治区赤峰市" for number, name in enumerate(PROJECTS, 1)),
        "1 克什克腾旗 内蒙古自治区赤峰市克什克腾旗 2 松山区 内蒙古自治区赤峰市松山区",
    ]
    assert "入围实地评估而未列入命名决定" in all_of(response, "h2")
    assert all_of(response, "div", "official-foot") == [f"{DECISION.organ} 2023年11月1日"]
    assert all_of(response, "dd")[2:] == [
        "未公开",
        "2026年11月20日 09:30 补录：2026年11月20日录入",
        f"SHA-256 {seed.decided.digest}",
    ]


def test_a_list_known_from_an_article_says_that_it_is_cited(client, seed):
    response = client.get(f"/releases/{seed.recommended.number}/")
    assert all_of(response, "h2", "official-title") == [f"{seed.round.name} 推荐名单"]
    assert all_of(response, "p", "official-number")[0].startswith("引自《法治政府建设先进典型系列宣传(四)")
    assert "文号未公开" not in page(response)
    assert all_of(response, "dt") == ["发布编号", "依据", "发布时间", "校验值"]  # an article has no signed document


def test_a_correction_and_what_it_corrects_are_linked_both_ways(client, seed):
    source = Source(SourceKind.DOCUMENT, "关于更正的通知", DECISION.organ, "内法办发〔2024〕3号", None)
    statement = again(seed.entries["松山区"], "松山区", Outcome.NAMED)
    release, _items = issue(seed.round, "correction", source, [statement], PUBLISHED, supersedes=seed.decided)
    correction = client.get(f"/releases/{release.number}/")
    assert all_of(correction, "p", "notice") == ["本次发布更正： 第3号发布：命名决定"]
    changed = [["松山区", "○ 未命名", "● 已命名 ● 有效 最近确认日期 2026年11月20日"]]
    assert rows(correction, "changes") == changed
    assert rows(client.get(f"/releases/{release.number}/diff/"), "changes") == changed
    assert all_of(client.get("/releases/3/"), "p", "notice") == ["本名单已有更正： 第4号发布：更正"]
    entry = client.get(f"/entries/{seed.entries['松山区'].pk}/")
    assert all_of(entry, "h3") == ["● 已命名", "○ 未命名", "◐ 入围实地评估", "· 已推荐"]
    assert page(entry).count("已由后来的发布更正，不再有效。") == 1


def test_a_code_with_several_holders_shows_the_present_one_and_lists_the_earlier(client, db):
    round = make_round()
    present = Region.objects.get(code="150404")
    Region.objects.filter(pk=present.pk).update(valid_from="2021-04")
    old = Region.objects.create(
        code="150404",
        name="旧松山区",
        path="旧赤峰市旧松山区",
        level="county",
        parent=present.parent,
        valid_to="2021-04",
    )
    old.successions.create(successor=present, date="2021-04", kind="合并")
    source = Source(SourceKind.DOCUMENT, "决定", "办公室")
    issue(round, "naming_decision", source, [Statement("comprehensive", old, Outcome.NAMED, "旧松山区")], PUBLISHED)
    response = client.get("/regions/150404/")
    assert all_of(response, "h1") == ["松山区"]
    assert all_of(response, "p", 'class="empty"') == ["松山区在法治政府建设示范创建中尚无已公布的内容。"]
    assert all_of(response, "p", "history") == [
        "2021年4月起设立。",
        "由来：旧赤峰市旧松山区（合并，2021年4月）",
        "2021年4月起不再存续。",
        "变更为：内蒙古自治区赤峰市松山区（合并，2021年4月）",
    ]
    assert [row[0] for row in rows(response, "candidates")] == ["旧松山区"]


def test_a_round_nobody_has_published_from_is_not_shown(client, seed):
    make_round(code="2024", year=2024, name="未公布的批次")
    assert client.get("/rounds/2024/").status_code == 404
    assert [row[0] for row in rows(client.get("/rounds/"), "counts")] == [f"{seed.round.name} 自治区级"]
    assert "未公布的批次" not in page(client.get("/named/"))


def test_empty_pages_have_a_sentence_each(client, db):
    sentence = ["尚未发布内容。发布后将在此列出。"]
    assert all_of(client.get("/"), "p", 'class="empty"') == sentence
    assert all_of(client.get("/rounds/"), "p", 'class="empty"') == sentence
    assert client.get("/named/").status_code == 200


def test_the_words_of_the_record_stay_chinese_and_say_so_in_english(client, seed):
    client.cookies["lang"] = "en"
    response = client.get("/regions/150400/")
    assert all_of(response, "h1") == ["Chifeng City"]
    assert f'<span lang="zh-Hans">{PROJECTS[0]}</span>' in response.content.decode()
    assert all_of(response, "a", "/regions/150400") == []
    assert '<html lang="en"' in response.content.decode()
