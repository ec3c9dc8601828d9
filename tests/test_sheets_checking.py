"""The check of a filled table: what each row would become, and for what is wrong the cell and the reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from submissions import secrecy
from submissions.models import RoundRules, Submission

from .places import places
from .sheets import ERROR, HEAD, answers, book, checked, single, text

pytestmark = pytest.mark.django_db

# A row as filled in: the cells told of, each with its sentence. "" is the row as a whole.
WRONG = {
    "no category": ({"类别": ""}, [("C2", "“类别”必须填写。")]),
    "no such category": ({"类别": "双项"}, [("C2", "没有“双项”这一类别，应为：综合示范、单项示范。")]),
    "a day for a category": ({"类别": "2026-11-15"}, [("C2", "没有“2026-11-15”这一类别，应为：综合示范、单项示范。")]),
    "no division": ({"申报地区": ""}, [("D2", "“申报地区”必须填写。")]),
    "no such division": ({"申报地区": "松岭区"}, [("D2", "赤峰市没有“松岭区”这一区划。")]),
    "a division of another city": (
        {"申报地区": "科尔沁区"},
        [("D2", "内蒙古自治区通辽市科尔沁区（150502）不属于赤峰市。")],
    ),
    "a name two divisions have, none of the city's": (
        {"申报地区": "青山区"},
        [("D2", "“青山区”可能指内蒙古自治区包头市青山区（150204）、湖北省武汉市青山区（420107），但都不属于赤峰市。")],
    ),
    "another round": ({"批次": "2027"}, [("B2", "此处填的是批次“2027”，本次导入的批次是 2026。")]),
    "no code": ({"申报编号": "第一号"}, [("A2", "本单位没有此编号的申报；新申报请留空。")]),
    "a code of nobody": (
        {"申报编号": "8f0c7d2e-0000-4000-8000-000000000000"},
        [("A2", "本单位没有此编号的申报；新申报请留空。")],
    ),
    "a title of 301 characters": ({"项目名称": "字" * 301}, [("E2", "有 301 个字，最多 300 个字。")]),
    "a title in two lines": ({"项目名称": "甲\n乙"}, [("E2", "其中有换行，请写在一行内。")]),
    "a mark that turns the writing": (
        {"牵头单位": "甲\u202e乙"},
        [("F2", "第 2 个字符（U+202E）无法保存和刊印，请删去。")],
    ),
    "a formula that failed": ({"主要内容": ERROR}, [("G2", "单元格的值是错误 #N/A。")]),
    "a formula that failed, as text": ({"类别": "#REF!"}, [("C2", "单元格的值是错误 #REF!。")]),
    "a summary of 5001 characters": ({"主要内容": "字" * 5001}, [("G2", "有 5001 个字，最多 5000 个字。")]),
    "a region without a public name": (
        {"类别": "综合示范", "项目名称": "名称未公开"},
        [("E2", "只有单项示范可以是名称未公开。")],
    ),
    "a project without a public name in an open round": (
        {"项目名称": "名称未公开"},
        [("E2", "只有补录往年批次时才可以填报名称未公开的项目。")],
    ),
    "several at once": (
        {"批次": "2027", "类别": "", "申报地区": "松岭区", "项目名称": ERROR},
        [
            ("B2", "此处填的是批次“2027”，本次导入的批次是 2026。"),
            ("C2", "“类别”必须填写。"),
            ("D2", "赤峰市没有“松岭区”这一区划。"),
            ("E2", "单元格的值是错误 #N/A。"),
        ],
    ),
}


@pytest.fixture
def wuhan(cast):
    """The other 青山区."""
    places("420107")


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_with_its_cell(cast, wuhan, what):
    cells, problems = WRONG[what]
    check = checked(book(single("甲", **cells)), cast.drafter, cast.round)
    assert answers(check) == [(2, "refused", problems)]


def test_the_mark_of_a_secret_is_refused_in_whatever_cell_it_stands(cast):
    row = single("机密★", 牵头单位="绝密★启用前", 主要内容="机密★10年", 联系人及电话="秘密★1年")
    check = checked(book(row), cast.drafter, cast.round)
    marks = {"E2": "机密★", "F2": "绝密★", "G2": "机密★10年", "H2": "秘密★1年"}
    assert answers(check) == [(2, "refused", [(where, secrecy.refusal(mark)) for where, mark in marks.items()])]


def test_an_identity_number_is_flagged_and_taken(cast):
    row = single("甲", 联系人及电话="张三 11010519491231002X", 牵头单位="110105194912310021")
    [found] = checked(book(row), cast.drafter, cast.round).report["rows"]
    told = [note.split()[0] for note in found[6]]
    assert (found[1], told, len(found[6][0]) > 10) == ("create", ["H2"], True)


# The cells of a row that is right however it is written, and what they mean.
RIGHT = {
    "the whole word": ({"类别": "单项示范"}, ("single", "松山区", "甲")),
    "the short word": ({"类别": "单项"}, ("single", "松山区", "甲")),
    "the English word": ({"类别": "Single-item".lower()}, ("single", "松山区", "甲")),
    "white space around and in between": ({"类别": " 单项\u3000示范\u200b"}, ("single", "松山区", "甲")),
    "a region": ({"类别": "综合示范", "项目名称": ""}, ("comprehensive", "松山区", "")),
    "the city itself": ({"申报地区": "赤峰市"}, ("single", "赤峰市", "甲")),
    "the short name": ({"申报地区": "克什克腾"}, ("single", "克什克腾旗", "甲")),
    "city and county": ({"申报地区": "赤峰市松山区"}, ("single", "松山区", "甲")),
    "the full name": ({"申报地区": "内蒙古自治区赤峰市松山区"}, ("single", "松山区", "甲")),
    "the full name with spaces": ({"申报地区": "内蒙古 赤峰 松山区"}, ("single", "松山区", "甲")),
    "the code": ({"申报地区": "150404"}, ("single", "松山区", "甲")),
    "the code as a number": ({"申报地区": 150404.0}, ("single", "松山区", "甲")),
    "the code in full width": ({"申报地区": "１５０４０４"}, ("single", "松山区", "甲")),
    "the round": ({"批次": "２０２６ "}, ("single", "松山区", "甲")),
    "a title as a number": ({"项目名称": 2026.0}, ("single", "松山区", "2026")),
    "a title with everything inside": (
        {"项目名称": "　‘智慧+“执法”’  \u3000改革 \u00a0"},
        ("single", "松山区", "‘智慧+“执法”’  \u3000改革"),
    ),
    "a title that looks like a formula": ({"项目名称": "=HYPERLINK(1)"}, ("single", "松山区", "=HYPERLINK(1)")),
}


@pytest.mark.parametrize("how", RIGHT)
def test_what_is_right_is_understood_however_it_is_written(cast, how):
    cells, meant = RIGHT[how]
    check = checked(book(single("甲", **cells)), cast.drafter, cast.round)
    assert answers(check) == [(2, "create", [])]
    content = check.rows[0].content
    assert (str(content["category"]), content["region"].name, content["title"]) == meant


def test_a_name_that_two_cities_have_means_the_one_of_ones_own(cast):
    for who, code in (("far_drafter", "150102"), ("drafter", None)):
        check = checked(book(single("甲", 申报地区="新城区")), getattr(cast, who), cast.round)
        region = check.rows[0].content.get("region")
        assert (region and region.code) == code


def test_the_same_candidate_is_taken_once_in_the_file_and_beside_what_stands(cast):
    standing = cast.draft(region=cast.places["松山区"], title="已有")
    cast.submission_in("withdrawn", region=cast.places["松山区"], title="撤回的")
    region = {"类别": "综合示范", "申报地区": "宁城县"}
    check = checked(
        book(single("甲"), single("甲"), single("已有"), single("撤回的"), single("", **region), single("", **region)),
        cast.drafter,
        cast.round,
    )
    assert answers(check) == [
        (2, "create", []),
        (3, "refused", [("E3", "与第 2 行是同一申报。")]),
        (4, "refused", [("E4", f"该申报已经存在，申报编号 {standing.pk}；如需修改，请填写该编号。")]),
        (5, "create", []),
        (6, "create", []),
        (7, "refused", [("D7", "与第 6 行是同一申报。")]),
    ]


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"closed": True}, "这一批次已停止申报。"),
        ({"opens_at": 1, "closes_at": 2}, None),
        ({"opens_at": -2, "closes_at": -1}, None),
    ],
)
def test_a_round_that_is_not_open_takes_none(cast, rules, sentence):
    days = {name: value if value is True else timezone.now() + timedelta(days=value) for name, value in rules.items()}
    RoundRules.objects.filter(round=cast.round).update(**days)
    [(_number, outcome, problems)] = answers(checked(book(single("甲")), cast.drafter, cast.round))
    assert (outcome, [where for where, _sentence in problems]) == ("refused", [""])
    assert sentence in (None, problems[0][1])


# --- rows that name a submission ---


def row_of(submission, **others):
    known = {"申报编号": str(submission.pk), "类别": submission.get_category_display()}
    known |= {"申报地区": submission.region.path, "牵头单位": submission.lead_unit}
    return single(submission.title, **{**known, **others})


def test_only_what_differs_is_changed_and_shown_before_and_after(cast):
    draft = cast.draft(region=cast.places["松山区"], title="旧题", lead_unit="甲局", contact="张三")
    head, row = HEAD[:-1], row_of(draft, 申报地区="宁城县", 项目名称="新题", 牵头单位="")[:-1]
    check = checked(book(row, head=head), cast.drafter, cast.round)
    assert answers(check) == [(2, "change", [])]
    assert check.rows[0].cells == [
        ("region", "D2", "内蒙古自治区赤峰市松山区", "宁城县"),
        ("title", "E2", "旧题", "新题"),
        ("lead_unit", "F2", "甲局", ""),
    ]
    assert check.report["notes"] == ["表中没有以下各列：联系人及电话。已有申报的相应内容不变，新建的为空。"]


@pytest.mark.parametrize("cell", ["单项", "single", " 单项示范 "])
def test_another_word_for_the_same_is_no_change(cast, cell):
    draft = cast.draft(region=cast.places["松山区"])
    check = checked(book(row_of(draft, 类别=cell, 申报地区="150404")), cast.drafter, cast.round)
    assert answers(check) == [(2, "same", [])]


def test_what_may_not_be_written_is_refused_by_the_rules_of_the_form(cast):
    submitted = cast.submission_in("submitted", title="甲")
    settled = cast.submission_in("recommended", title="乙")
    cast.play(settled, "send_back")
    returned = cast.draft(title="丙")
    cast.play(returned, "submit")
    cast.play(returned, "return", parts={"summary": "请补充"})
    others = cast.draft(cast.other_drafter, title="丁")
    for one in (submitted, settled, returned):
        one.refresh_from_db()
    rows = [
        row_of(submitted, 项目名称="甲改"),
        row_of(settled, 申报地区="宁城县"),
        row_of(returned, 项目名称="丙改"),
        row_of(others, 项目名称="丁改"),
        row_of(returned, 申报编号=str(settled.pk)),
        row_of(settled, 批次="2027", 申报编号=str(returned.pk)),
    ]
    check = checked(book(*rows), cast.drafter, cast.round)
    assert [(number, outcome, [where for where, _s in problems]) for number, outcome, problems in answers(check)] == [
        (2, "refused", ["E2"]),
        (3, "refused", ["D3"]),
        (4, "refused", ["E4"]),
        (5, "refused", ["A5"]),
        (6, "refused", ["A6"]),
        (7, "refused", ["A7"]),
    ]
    assert [problems[0][1] for _number, _outcome, problems in answers(check)] == [
        "当前状态为“已提交”，不能修改。",
        "推荐之后，申报类别和申报地区不能更改；确需更改的，请撤回后重新申报。",
        "不在退回补正范围内，不能改动：项目名称。",
        "本单位没有此编号的申报；新申报请留空。",
        "与第 3 行的申报编号相同。",
        "与第 4 行的申报编号相同。",
    ]


def test_the_parts_that_were_returned_are_open(cast):
    returned = cast.draft(title="丙")
    cast.play(returned, "submit")
    cast.play(returned, "return", parts={"summary": "请补充"})
    check = checked(book(row_of(returned, 主要内容="补充的")), cast.drafter, cast.round)
    assert answers(check) == [(2, "change", [])]


def test_columns_for_reading_are_not_taken_over_and_that_is_said(cast):
    draft = cast.draft(region=cast.places["松山区"], title="甲")
    rows = [[*row_of(draft), "已命名"], [*single("乙"), "草稿"], [*row_of(draft, 申报编号=""), ""]]
    check = checked(book(*rows, head=[*HEAD, "状态"]), cast.drafter, cast.round)
    assert [list(row.notes) for row in check.rows] == [
        ["仅供查阅、不予导入：状态（I2）。"],
        ["仅供查阅、不予导入：状态（I3）。"],
        [],
    ]
    assert check.rows[0].outcome == "same"


def test_an_exported_row_that_somebody_changed_meanwhile_is_refused_only_where_it_would_undo_that(cast):
    first, second = cast.draft(title="甲"), cast.draft(title="乙")
    head = [*HEAD, "数据版本"]
    Submission.objects.update(version=2)
    rows = [[*row_of(first, 项目名称="甲改"), 1], [*row_of(second), 1.0]]
    check = checked(book(*rows, head=head), cast.drafter, cast.round)
    assert answers(check) == [
        (2, "refused", [("I2", "导出之后该申报又有改动，请重新导出后再修改。")]),
        (3, "same", []),
    ]


@pytest.mark.parametrize("count", [3, 30])
def test_a_check_costs_the_same_for_few_rows_and_for_many(cast, django_assert_num_queries, count):
    returned = [cast.draft(title=f"退回{number}") for number in range(count)]
    for one in returned:
        cast.play(one, "submit")
        cast.play(one, "return", parts={"summary": "请补充"})
    rows = [row_of(one, 项目名称="改") for one in returned]
    rows += [single(f"新{number}", 申报地区=f"第{number}区") for number in range(count)]
    with django_assert_num_queries(7):
        check = checked(text(*rows), cast.drafter, cast.round)
    assert check.report["counts"] == {"refused": 2 * count, "create": 0, "change": 0, "same": 0}
