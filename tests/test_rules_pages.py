"""The pages of a round's rules: who reads what, and each form, right and wrong."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from regions.version import public_version
from registry.models import Category, Round
from submissions.models import Extension, Quota, Requirement, RoundRules, Stage, StoredFile

from . import made_files
from .desk import desk, errors, form_of, said
from .reading import all_of, page, rows

pytestmark = pytest.mark.django_db
BEIJING = timezone.get_default_timezone()
FIRST, LAST = datetime(2036, 3, 1, tzinfo=BEIJING), datetime(2036, 3, 16, tzinfo=BEIJING)
TABLES = (Round, RoundRules, Stage, Quota, Extension, Requirement)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in TABLES]


def address(name, *args, code="2026"):
    return reverse(name, args=[code, *args])


@pytest.fixture
def march(cast):
    RoundRules.objects.update(opens_at=FIRST, closes_at=LAST)
    return cast


@pytest.fixture
def office(march):
    return desk(march.regional_office)


def fill(client, url, **changed):
    """Send the page's form as it stands, with changes; None leaves a box unticked."""
    shown = form_of(client.get(url))
    posted = {name: value for name, value in shown.items() if value is not False and name != "formats"}
    return client.post(url, {name: value for name, value in (posted | changed).items() if value is not None})


# --- reading ---


def test_every_city_reads_window_extensions_requirements_and_stages(march):
    by = {"by": march.regional_office, "by_name": "tuya", "at": FIRST}
    rules = RoundRules.objects.get()
    for closes_at in (LAST, datetime(2036, 3, 20, 9, 30, tzinfo=BEIJING)):
        rules.extensions.create(city=march.places["呼和浩特市"], closes_at=closes_at, reason="暴雪停电", **by)
    march.requirement(name="申报书", formats=["pdf", "jpg"], most_pages=30, asks_seal=True, wanted="逐项填写")
    march.requirement("A2", required=False, from_stage=march.review)
    for who in ("drafter", "city_office", "far_city_office", "auditor"):
        response = desk(march.people[who]).get(address("rules"))
        assert all_of(response, "dd")[:2] == ["2036年3月1日00:00", "2036年3月15日24:00"]
        assert rows(response) == [
            ["呼和浩特市", "2036年3月15日24:00 已由后一次延期取代", "暴雪停电", "2036年3月1日"],
            ["呼和浩特市", "2036年3月20日09:30", "暴雪停电", "2036年3月1日"],
        ]
        single = rows(response, "requirements")  # of the comprehensive category, which asks nothing
        assert single == [["不要求提交材料。"]]
        text = page(response)
        asked = "A1 申报书 逐项填写 必交 随申报提交 PDF、JPG 每份不超过 20 MB 不超过 30 页 加盖公章的扫描件"
        assert (text.count(asked), text.count("A2 材料A2 选交 自治区评审")) == (1, 1)


QUOTAS = {
    "drafter": [["赤峰市", "不限", "2"]],
    "city_office": [["赤峰市", "不限", "2 已用 1 个"]],
    "far_city_office": [["呼和浩特市", "7 已用 0 个", "不限"]],
    "auditor": [
        ["呼和浩特市", "7 已用 0 个", "不限"],
        ["包头市", "不限", "不限"],
        ["赤峰市", "不限", "2 已用 1 个"],
        ["通辽市", "不限", "不限"],
    ],
}


@pytest.mark.parametrize("who", QUOTAS)
def test_a_city_reads_its_own_quota_and_no_other(march, who):
    RoundRules.objects.update(opens_at=None)
    march.quota(2)
    march.quota(7, Category.COMPREHENSIVE, "呼和浩特市")
    march.submission_in("recommended")
    response = desk(march.people[who]).get(address("rules"))
    assert rows(response, 'class="counts"') == QUOTAS[who]


def test_whoever_sets_no_rules_finds_no_way_to_set_them(march):
    march.requirement()
    for who in ("drafter", "city_office", "auditor"):
        pages = [reverse("rules_list"), address("rules")]
        found = [desk(march.people[who]).get(url).content.decode() for url in pages]
        inside = [text[text.index("<main") : text.index("</main")] for text in found]
        assert [text.count("/new/") + text.count("/window/") + text.count("修改") for text in inside] == [0, 0]


def test_the_list_and_the_first_screen_tell_the_end_of_the_readers_own_window(march):
    RoundRules.objects.update(opens_at=None)
    facts = {"by": march.regional_office, "by_name": "tuya", "at": FIRST, "reason": "暴雪停电"}
    later = datetime(2036, 3, 19, tzinfo=BEIJING)
    RoundRules.objects.get().extensions.create(city=march.places["呼和浩特市"], closes_at=later, **facts)
    told = {}
    for who in ("drafter", "far_drafter"):
        client = desk(march.people[who])
        listed = rows(client.get(reverse("rules_list")))[0][3].split(" · ")[0]
        side = page(client.get(reverse("workbench"))).count("已为本盟市延期")
        told[who] = listed, side
    assert told == {"drafter": ("截至 2036年3月15日24:00", 0), "far_drafter": ("截至 2036年3月18日24:00", 1)}


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_three(march, django_assert_num_queries, count):
    facts = {"by": march.regional_office, "by_name": "tuya", "at": FIRST, "reason": "暴雪", "closes_at": LAST}
    for number, city in enumerate(["赤峰市", "包头市", "呼和浩特市"][:count]):
        march.make_round(f"r{number}")
        march.quota(3, city=city)
        march.requirement(f"A{number}", from_stage=march.review)
        RoundRules.objects.get(round=march.round).extensions.create(city=march.places[city], **facts)
    for who, costs in {"regional_office": (8, 12), "far_city_office": (8, 11)}.items():
        client = desk(march.people[who])
        for url, queries in zip((reverse("rules_list"), address("rules")), costs, strict=True):
            client.get(url)
            with django_assert_num_queries(queries):
                client.get(url)


# --- the window ---


def test_a_last_day_is_stored_as_the_instant_after_it_and_an_instant_as_itself(office):
    url = address("rules_window")
    for entered, stored in (
        ({"closes_on": "2036-03-18", "closes_time": ""}, datetime(2036, 3, 19, tzinfo=BEIJING)),
        ({"closes_on": "2036-03-18", "closes_time": "24:00"}, datetime(2036, 3, 19, tzinfo=BEIJING)),
        ({"closes_on": "2036-03-18", "closes_time": "17:30"}, datetime(2036, 3, 18, 17, 30, tzinfo=BEIJING)),
        ({"closes_on": "2036-03-18", "closes_time": "１７：３０"}, datetime(2036, 3, 18, 17, 30, tzinfo=BEIJING)),
        ({"opens_on": "", "closes_on": "", "closes_time": ""}, None),
    ):
        response = fill(office, url, **entered)
        assert response.status_code == 302
        assert RoundRules.objects.get().closes_at == stored


def test_what_is_saved_unchanged_stays_to_the_second(office):
    exact = datetime(2036, 3, 18, 17, 30, 15, tzinfo=BEIJING)
    RoundRules.objects.update(closes_at=exact)
    assert fill(office, address("rules_window"), closed="on").status_code == 302
    assert (RoundRules.objects.get().closes_at, RoundRules.objects.get().closed) == (exact, True)


BAD_WINDOWS = [
    ({"closes_on": "2036-02-30"}, ["截止日 · 输入一个有效的日期。"]),
    ({"closes_on": "0203-03-01"}, ["截止日 · 日期太远\uff0c请核对年份。"]),
    ({"closes_time": "五点半"}, ["截止日的截止时刻 · 请按 17:30 的格式填写时间。"]),
    ({"closes_on": "", "closes_time": "17:30"}, ["截止日 · 请填写日期。"]),
    ({"opens_on": "2036-04-01"}, ["截止日 · 截止时间须晚于开始时间。"]),
]


@pytest.mark.parametrize(("entered", "sentences"), BAD_WINDOWS)
def test_a_window_that_cannot_be_meant_is_refused_and_what_was_typed_stays(office, entered, sentences):
    before = everything()
    response = fill(office, address("rules_window"), **entered)
    assert (response.status_code, errors(response)) == (200, sentences)
    assert {name: response.context["form"][name].value() for name in entered} == entered
    assert everything() == before


def test_of_two_officials_in_one_form_the_second_is_told_sees_both_and_may_save_again(march, office):
    url, colleague = address("rules_window"), desk(march.second_person)
    mine = form_of(office.get(url)) | {"closes_on": "2036-03-20"}
    mine.pop("closed")
    assert fill(colleague, url, closes_on="2036-03-25").status_code == 302
    before = everything()
    response = office.post(url, mine)
    assert response.status_code == 409
    assert [text.startswith("chaolu 先于您在") for text in errors(response)] == [True]
    assert all_of(response, "dd", 'class="verbatim"') == ["2036年3月25日"]
    assert everything() == before
    again = form_of(response)
    again.pop("closed")
    assert again["closes_on"] == "2036-03-20"
    assert office.post(url, again).status_code == 302
    assert RoundRules.objects.get().closes_at == datetime(2036, 3, 21, tzinfo=BEIJING)


# --- extensions ---


def test_an_extension_is_given_with_its_reason_and_refused_without(office):
    url = address("rules_extension_new")
    before = everything()
    response = fill(office, url, city="", closes_on="", reason="")
    assert errors(response) == [
        "盟市 · 请从列表中选择。",
        "截止日 · 该字段是必填项。",
        "理由 · 该字段是必填项。",
    ]
    assert errors(fill(office, url, city="150403", closes_on="2036-03-20", reason="暴雪")) == [
        "盟市 · 请从列表中选择。"
    ]
    response = fill(office, url, city="150400", closes_on="2036-03-15", reason="暴雪")
    assert errors(response) == ["截止日 · 本批次自身截至2036年3月15日24:00\uff0c延期须晚于这一时间。"]
    assert everything() == before
    response = fill(office, url, city="150400", closes_on="2036-03-18", reason="暴雪")
    assert said(office.get(response.url)) == ["延期已生效\uff0c各盟市均可查看。"]
    given = Extension.objects.get()
    assert (given.city.code, given.closes_at, given.reason, given.by_name) == (
        "150400",
        datetime(2036, 3, 19, tzinfo=BEIJING),
        "暴雪",
        "tuya",
    )


# --- beginning a round ---


FACTS = {
    "code": "2037",
    "name": "2037年全区法治政府建设示范创建",
    "year": "2037",
    "level": "regional",
    "region": "150000",
    "title_comprehensive": "全区法治政府建设示范地区",
    "title_single": "全区法治政府建设示范项目",
}


def test_an_empty_round_is_begun(office):
    before = public_version()
    response = office.post(reverse("rules_new"), FACTS)
    assert response.url == address("rules", code="2037")
    rules = RoundRules.objects.get(round__code="2037")
    found = (rules.opens_at, rules.closes_at, rules.closed, rules.asks_rank, rules.asks_secrecy_review, rules.edition)
    assert found == (None, None, False, False, True, 1)
    assert [Stage.objects.filter(round=rules.round).count(), rules.round.region.code] == [0, "150000"]
    assert public_version() == before + 1


def test_a_round_takes_over_all_but_the_window_and_what_was_used(march, office):
    march.quota(3)
    file = StoredFile.objects.create(sha256="a" * 64, size=1, kind="docx", file="aa/a")
    march.requirement("A0", until=2)
    RoundRules.objects.update(
        edition=2, asks_rank=True, asks_scan=True, asks_approval=False, is_demo=True, opens_at=None
    )
    march.requirement("A1", from_stage=march.field_evaluation, template=file, template_name="表.docx", formats=["pdf"])
    march.submission_in("submitted")
    Quota.objects.update(used=2)
    assert office.post(reverse("rules_new"), FACTS | {"earlier": "2026"}).status_code == 302
    rules = RoundRules.objects.get(round__code="2037")
    found = {name: getattr(rules, name) for name in ("opens_at", "closes_at", "is_demo", "edition", "asks_rank")}
    assert found == {"opens_at": None, "closes_at": None, "is_demo": False, "edition": 1, "asks_rank": True}
    assert (rules.asks_scan, rules.asks_approval) == (True, False)
    assert list(rules.round.quotas.values_list("city__code", "limit", "used")) == [("150400", 3, 0)]
    [copied] = rules.round.requirements.all()
    assert (copied.code, copied.since, copied.until, copied.template, copied.formats) == ("A1", 1, None, file, ["pdf"])
    stages = list(rules.round.stages.order_by("order"))
    assert ([stage.name for stage in stages], copied.from_stage) == (["自治区评审", "实地评估"], stages[1])
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"code": "2026"}, "代码 · 已有使用这一代码的批次。"),
        ({"code": "new"}, "代码 · “new”是新建批次页面的网址\uff0c请另取代码。"),
        ({"year": "202"}, "年度 · 确保该值大于或等于1949。"),
        ({"earlier": "1999"}, "沿用 · 请从列表中选择。"),
        ({"region": "150400"}, "组织地区 · 请从列表中选择。"),
    ],
)
def test_a_round_that_cannot_be_meant_is_not_begun(office, changed, sentence):
    before = everything()
    response = office.post(reverse("rules_new"), FACTS | changed)
    assert (response.status_code, errors(response)) == (200, [sentence])
    assert everything() == before


def test_public_facts_raise_the_public_version_and_a_known_code_stays(march, office):
    before = public_version()
    assert fill(office, address("rules_facts"), name="改名", code="2026x").status_code == 302
    assert (Round.objects.get().name, Round.objects.get().code, public_version()) == ("改名", "2026x", before + 1)
    RoundRules.objects.update(opens_at=None)
    march.round.refresh_from_db()
    march.publish("naming_decision", march.submission_in("named"))
    stored = everything()
    response = fill(office, address("rules_facts", code="2026x"), code="2026")
    assert errors(response) == ["代码 · 公开网址使用这一代码\uff0c不再改变。"]
    assert everything() == stored


# --- quotas ---


def test_all_quotas_stand_in_one_grid(march, office):
    march.quota(5, city="包头市")
    url = address("rules_quotas")
    response = fill(office, url, **{"150400-single": "3", "150200-single": "", "150100-comprehensive": "0"})
    assert response.status_code == 302
    assert sorted(Quota.objects.values_list("city__code", "category", "limit")) == [
        ("150100", "comprehensive", 0),
        ("150400", "single", 3),
    ]


def test_a_wrong_cell_is_named_and_nothing_of_the_grid_is_saved(march, office):
    RoundRules.objects.update(opens_at=None)
    march.submission_in("recommended")
    before = everything()
    url = address("rules_quotas")
    typed = {"150400-single": "0", "150200-single": "4"}
    response = fill(office, url, **typed)
    named = "赤峰市 · 单项示范 · 赤峰市单项示范已推荐 1 个\uff0c名额不能低于这一数量。"
    assert (errors(response), {name: response.context["form"][name].value() for name in typed}) == ([named], typed)
    response = fill(office, url, **{"150400-single": "-1", "150200-single": "四"})
    assert errors(response) == [
        "包头市 · 单项示范 · 输入整数。",
        "赤峰市 · 单项示范 · 确保该值大于或等于0。",
    ]
    assert everything() == before


# --- stages, requirements, templates ---


def test_stages_are_added_changed_and_removed(office):
    assert fill(office, address("rules_stage_new"), place="1", kind="survey", name="测评").status_code == 302
    survey = Stage.objects.get(kind="survey")
    url = address("rules_stage", survey.pk)
    wrong = fill(office, url, starts_on="2036-05-02", ends_on="2036-05-01", place="0")
    assert errors(wrong) == ["位置 · 确保该值大于或等于1。", "结束日期 · 结束日期不能早于开始日期。"]
    assert fill(office, url, name="群众满意度测评", needs_notice="on", place="3").status_code == 302
    survey.refresh_from_db()
    assert (survey.order, survey.name, survey.needs_notice) == (3, "群众满意度测评", True)
    seen = office.get(url).context["drop"][2]["seen"].value()
    assert office.post(address("rules_stage_drop", survey.pk), {"seen": seen}).status_code == 302
    assert Stage.objects.count() == 2


def test_a_requirement_is_added_with_a_template_that_every_city_can_download(march, office):
    document = made_files.docx()
    template = SimpleUploadedFile("C:\\表\\申报书.docx", document)
    url = address("rules_requirement_new") + "?category=single"
    response = fill(
        office, url, code="a1", name="申报书", formats=["ofd", "pdf"], most_pages="30", template_file=template
    )
    assert response.status_code == 302
    row = Requirement.objects.get()
    assert (row.code, row.category, row.formats, row.required, row.largest_mb) == (
        "A1",
        "single",
        ["pdf", "ofd"],
        True,
        20,
    )
    answer = desk(march.far_drafter).get(address("rules_template", row.pk))
    assert b"".join(answer.streaming_content) == document
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E7%94%B3%E6%8A%A5%E4%B9%A6.docx"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_template_that_is_no_document_is_refused_and_nothing_is_written(office):
    before, files = everything(), StoredFile.objects.count()
    script = SimpleUploadedFile("申报书.docx", b"<html><script>alert(1)</script></html>")
    response = fill(
        office, address("rules_requirement_new"), category="single", code="A1", name="申报书", template_file=script
    )
    assert [text.split(" · ")[0] for text in errors(response)] == ["模板"]
    assert (everything(), StoredFile.objects.count()) == (before, files)


BAD_REQUIREMENTS = [
    ({"code": "一号"}, "材料编号 · 请用大写字母、数字和连字符\uff0c例如 A1、B2-3。"),
    ({"code": "A1"}, "材料编号 · 本类别已有同一编号的材料要求。"),
    ({"name": ""}, "名称 · 该字段是必填项。"),
    ({"formats": ["exe"]}, "格式 · 请从列表中选择。"),
    (
        {"formats": ["pdf", "ofd"], "asks_seal": "on"},
        "格式 · 盖章扫描件只能是 PDF、JPG 或 PNG\uff0c请勿勾选其他格式。",
    ),
    ({"largest_mb": "201"}, "单个文件上限\uff08MB\uff09 · 确保该值小于或等于200。"),
    ({"from_stage": "999999"}, "应交阶段 · 请从列表中选择。"),
]


@pytest.mark.parametrize(("entered", "sentence"), BAD_REQUIREMENTS)
def test_a_requirement_that_cannot_be_meant_is_refused(march, office, entered, sentence):
    march.requirement()
    before = everything()
    facts = {"category": "single", "code": "A2", "name": "报告"} | entered
    response = fill(office, address("rules_requirement_new"), **facts)
    assert (response.status_code, errors(response)) == (200, [sentence])
    assert everything() == before


def test_a_requirement_is_changed_and_removed(march, office):
    file = StoredFile.objects.create(sha256="a" * 64, size=1, kind="docx", file="aa/a")
    row = march.requirement(template=file, template_name="表.docx")
    url = address("rules_requirement", row.pk)
    response = fill(office, url, name="报告", required=None, without_template="on", template_file=None)
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.name, row.required, row.template, row.template_name) == ("报告", False, None, "")
    seen = office.get(url).context["drop"][2]["seen"].value()
    assert office.post(address("rules_requirement_drop", row.pk), {"seen": seen}).status_code == 302
    assert Requirement.objects.count() == 0


def test_a_stage_somebody_has_entered_is_not_removed_and_the_page_says_why(march, office):
    RoundRules.objects.update(opens_at=None)
    march.submission_in("under_review")
    seen = office.get(address("rules_stage", march.review.pk)).context["drop"][2]["seen"].value()
    before = everything()
    response = office.post(address("rules_stage_drop", march.review.pk), {"seen": seen})
    assert errors(response) == ["1 件申报已进入“自治区评审”\uff0c到这一阶段为止的顺序不再改变。"]
    assert everything() == before


# --- a national round that no division organises ---


@pytest.fixture
def national(office):
    Round.objects.filter(code="2026").update(level="national", region=None)
    return office


PAGES = ("rules", "facts", "window", "extension_new", "asks", "objections", "quotas", "stage_new", "requirement_new")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_round_that_no_division_organises_can_be_opened(national, name):
    url = address(name if name == "rules" else f"rules_{name}")
    assert national.get(url).status_code == 200


def test_its_name_can_be_changed_and_it_stays_without_an_organiser(national):
    fill(national, address("rules_facts"), name="第四批全国法治政府建设示范创建")
    found = Round.objects.values_list("name", "level", "region").get(code="2026")
    assert found == ("第四批全国法治政府建设示范创建", "national", None)


@pytest.mark.parametrize("level", ["provincial", "regional"])
def test_below_the_national_level_somebody_organises_it(national, level):
    before = everything()
    response = fill(national, address("rules_facts"), level=level)
    assert errors(response) == ["组织地区 · 国家级以下的批次，须写明组织地区。"]
    assert everything() == before


def test_it_can_be_given_an_organiser_and_lose_it_again(national):
    for region, kept in (("150000", "150000"), ("", None)):
        fill(national, address("rules_facts"), region=region)
        assert Round.objects.values_list("region__code", flat=True).get(code="2026") == kept


def test_who_changed_the_organiser_meanwhile_is_told(national):
    shown = form_of(national.get(address("rules_facts")))
    fill(national, address("rules_facts"), region="150000")
    late = national.post(address("rules_facts"), {**shown, "name": "改名"})
    assert (late.status_code, Round.objects.get(code="2026").region.code) == (409, "150000")
    assert "内蒙古自治区" in page(late)


def test_a_round_begun_after_it_has_no_organiser_either(national):
    url = reverse("rules_new") + "?earlier=2026"
    assert form_of(national.get(url))["region"] == ""
    fill(national, url, code="2038", name="第五批全国法治政府建设示范创建", year="2038")
    assert Round.objects.values_list("level", "region").get(code="2038") == ("national", None)


def test_its_cities_are_those_that_have_an_office_here(national, march):
    march.quota(3, Category.SINGLE, "通辽市")
    cities = [row[0] for row in rows(national.get(address("rules")), 'class="counts"')]
    assert cities == ["呼和浩特市", "赤峰市", "通辽市"]  # the last has a quota, the others offices
