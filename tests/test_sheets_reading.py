"""What people really send: every format, encoding and shape of a table is read, or refused with a sentence."""

import zipfile
from datetime import date, datetime
from io import BytesIO
from types import SimpleNamespace

import pytest
import xlsxwriter
from django.utils import translation

from submissions.sheets import importing
from submissions.sheets.reading import Unreadable

from .sheets import ERROR, HEAD, SHEET, book, converted, patched, single, text

pytestmark = pytest.mark.once
ROUND = SimpleNamespace(code="2026")
ROWS = [
    single("松山区‘智慧+执法’  改革", 主要内容="一、做法\n二、成效"),
    single("=1+1", 牵头单位="+甲", 联系人及电话="@张三 -1"),
]


@pytest.fixture(autouse=True)
def in_chinese():
    with translation.override("zh-hans"):
        yield


def read(content):
    return importing.read_table(BytesIO(content), ROUND)


def refusal(content):
    with pytest.raises(Unreadable) as refused:
        read(content)
    return str(refused.value)


def cells(table, *keys):
    return [[texts[table.columns[key]] for key in keys] for _number, texts in table.rows]


WRITTEN = {
    "xlsx": lambda: book(*ROWS),
    "csv in UTF-8": lambda: text(*ROWS),
    "csv as Excel writes it": lambda: text(*ROWS, encoding="utf-8-sig"),
    "csv in GB18030": lambda: text(*ROWS, encoding="gb18030"),
    "semicolons": lambda: text(*ROWS, separator=";"),
    "tabs": lambda: text(*ROWS, separator="\t"),
    "Unicode text of Excel": lambda: text(*ROWS, separator="\t", encoding="utf-16"),
    "with its separator told": lambda: b"sep=;\r\n" + text(*ROWS, separator=";"),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_the_same_table_is_read_from_every_kind_of_file(kind):
    table = read(WRITTEN[kind]())
    assert [texts[: len(HEAD)] for _number, texts in table.rows] == ROWS
    assert table.ignored == []


@pytest.fixture(scope="module")
def older(tmp_path_factory):
    """A workbook in the format of .xls, which WPS writes as .et too, with an error in E3."""
    return converted(book(*ROWS, single(ERROR)), "xls", tmp_path_factory.mktemp("office"))


@pytest.mark.office
def test_the_older_format_is_read_with_its_errors(older):
    table = read(older)
    assert [texts[: len(HEAD)] for _number, texts in table.rows] == [*ROWS, single("#N/A")]


def test_values_are_read_as_a_reader_sees_them():
    table = read(
        book(
            single(2026.0, 牵头单位=12345678901.0, 主要内容=1.5, 联系人及电话=True),
            single(date(2026, 11, 15), 牵头单位=datetime(2026, 11, 15, 8, 30)),
            single(ERROR),
            single("\u3000\u00a0\u200b甲 \u00a0乙\u200b\ufeff\t", 牵头单位="a\r\nb"),
        )
    )
    assert cells(table, "title", "lead_unit", "summary", "contact") == [
        ["2026", "12345678901", "1.5", "TRUE"],
        ["2026-11-15", "2026-11-15 08:30:00", "", ""],
        ["#N/A", "", "", ""],
        ["甲 \u00a0乙", "a\nb", "", ""],
    ]


def test_what_nobody_sees_at_the_ends_is_cut_in_plain_text_too():
    table = read(text(single("\u3000\u200b甲 乙\u00a0\ufeff", 主要内容="a\r\nb")))
    assert cells(table, "title", "summary") == [["甲 乙", "a\nb"]]


# Each table, and the sentences on what was not read.
LONG_HEAD = [*HEAD[:4], "备注", *HEAD[4:]]
SHAPES = {
    "a title and an empty row above": (
        lambda: book(*ROWS, above=[["2026年申报汇总表"] + [""] * 7, []], merged=[(0, 0, 0, 7)]),
        [],
    ),
    "columns in another order": (lambda: book(*[row[::-1] for row in ROWS], head=HEAD[::-1]), []),
    "headings with stars, colons, remarks, full width and line breaks": (
        lambda: book(
            *ROWS,
            head=[
                "申报编号",
                "批次",
                "类别*",
                "申报地区\n(必填)",
                "项目名称：",
                "牵头 单位",
                "主要内容",
                "联系人及电话",
            ],
        ),
        [],
    ),
    "headings of other people": (
        lambda: book(*ROWS, head=["编号", "批次", "申报类别", "区划", "题目", "责任单位", "摘要", "联系方式"]),
        [],
    ),
    "headings in English": (
        lambda: book(
            *ROWS,
            head=["Submission code", "round", "category", "division of the candidate", "title of the project"]
            + ["Lead unit", "summary", "contact person and telephone"],
        ),
        [],
    ),
    "headings merged over two rows": (
        lambda: book(
            *ROWS,
            above=[["", "", "基本情况", "", "", "牵头单位", "主要内容", "联系人及电话"]],
            head=["申报编号", "批次", "类别", "申报地区", "项目名称", "", "", ""],
            merged=[(0, 2, 0, 4), (0, 5, 1, 5)],
        ),
        [],
    ),
    "the second row of headings below": (
        lambda: book(["申报编号", "批次"] + [""] * 6, *ROWS, head=["编制信息", "", *HEAD[2:]], merged=[(0, 0, 0, 1)]),
        [],
    ),
    "a column of another table": (
        lambda: book(*[[*row[:4], "急", *row[4:]] for row in ROWS], head=LONG_HEAD),
        ["E 列“备注”不属于本表，未读取。"],
    ),
    "a column without a heading": (lambda: book(*[[*row, "急"] for row in ROWS]), ["I 列没有表头，未读取。"]),
    "an empty column of another table": (
        lambda: book(*[[*row[:4], "", *row[4:]] for row in ROWS], head=LONG_HEAD),
        [],
    ),
    "the remarks of an earlier check": (
        lambda: book(*[[*row, "不能导入"] for row in ROWS], head=[*HEAD, "核对说明"]),
        [],
    ),
    "hidden sheets": (lambda: book(*ROWS, hidden={"旧表": [HEAD, single("旧")]}), []),
    "rows that are empty or hold white space": (
        lambda: book([], ROWS[0], [" \u3000\u200b"] * 8, ROWS[1], []),
        [],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_is_found_in_whatever_shape_it_comes(shape):
    make, ignored = SHAPES[shape]
    table = read(make())
    wanted = [[row[2], row[3], row[4], row[5]] for row in ROWS]
    assert (cells(table, "category", "region", "title", "lead_unit"), table.ignored) == (wanted, ignored)


def test_of_several_sheets_the_first_table_is_taken_and_the_others_are_named():
    target = BytesIO()
    with xlsxwriter.Workbook(target) as made:
        for name, table in {
            "说明": [["怎样填写"]],
            "示例": [HEAD, ROWS[0]],
            "甲": [HEAD, ROWS[0]],
            "乙": [HEAD, ROWS[1]],
        }.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(table):
                sheet.write_row(number, 0, row)
    table = read(target.getvalue())
    assert (table.sheet, table.ignored) == ("甲", ["工作表“乙”未读取，只读取第一张表格。"])
    assert cells(table, "title") == [[ROWS[0][4]]]


def test_a_title_may_speak_of_a_cell_in_the_last_corner():
    """In plain workbooks titles stand apart, in those written row by row among the cells."""
    title = 'a r="XFD1048576" b'
    inline = patched(
        book(*ROWS), SHEET, b'<c r="A2"', f'<c r="E9" t="inlineStr"><is><t>{title}</t></is></c><c r="A2"'.encode()
    )
    assert cells(read(inline), "title")[-1] == [title]


def zipped(**parts):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return target.getvalue()


RELATIONS = "xl/_rels/workbook.xml.rels"
NONE = "文件内容不是表格。请选择 .xlsx、.xls、.et 或 .csv 文件。"
DAMAGED = "文件已损坏。请用表格软件打开后另存为 .xlsx，再行上传。"
NO_HEADINGS = (
    "没有找到表头。表头应为：申报编号、批次、类别、申报地区、项目名称、牵头单位、主要内容、联系人及电话、盟市、申报单位、状态、"
    "阶段、排序、数据版本、更新时间。请使用模板。"
)
FAR = "工作表一直延伸到 XFD1048576 单元格。请删除表格以外的空行、空列，保存后再上传。"
REFUSED = {
    "nothing": (lambda: b"", "文件是空的。"),
    "a PDF": (lambda: b"%PDF-1.7\n\x00\x01\xe2\xe3", NONE),
    "a document": (lambda: zipped(word__document_xml="<w/>"), NONE),
    "a web page that calls itself .xls": (
        lambda: "<html><table><tr><td>类别".encode(),
        "这是含有表格的网页文件。请用表格软件打开后另存为 .xlsx。",
    ),
    "half a workbook": (lambda: book(*ROWS)[:3000], DAMAGED),
    "a workbook without its sheet": (
        lambda: patched(book(*ROWS), "xl/_rels/workbook.xml.rels", b"sheet1", b"sheet9"),
        DAMAGED,
    ),
    "a workbook whose parts are broken": (lambda: patched(book(*ROWS), SHEET, b"</row>", b"<"), DAMAGED),
    "a cell in the last corner": (lambda: patched(book(*ROWS), SHEET, b'r="A1"', b'r="XFD1048576"'), FAR),
    "the same in another spelling": (lambda: patched(book(*ROWS), SHEET, b' r="A1"', b"\tr = 'XFD1048576'"), FAR),
    "what unpacks to a gigabyte": (
        lambda: zipped(xl__workbook_xml="<workbook/>", xl__media__a_bin=b"\0" * (201 * 1024 * 1024)),
        "文件解压后超过 200 MB。请删去图片，保存后再上传。",
    ),
    "more than 20 MB": (lambda: b"PK\x03\x04" + b"\0" * (20 * 1024 * 1024), "文件超过 20 MB，请拆分后上传。"),
    "no headings": (lambda: book(*ROWS, head=None), NO_HEADINGS),
    "headings alone": (lambda: book(), "表头下没有内容。"),
    "a heading twice": (
        lambda: book(*ROWS, head=[*HEAD[:5], "题目", *HEAD[6:]]),
        "表头“项目名称”重复出现在 E、F 列，请只保留一列。",
    ),
    "a row too many": (
        lambda: text(*[single(f"第{number}件") for number in range(10_001)]),
        "表格有 10001 行，一次最多导入 10000 行，请拆分。",
    ),
    "the template of another round": (
        lambda: book(*ROWS, hidden={"lists": [["shifan-round", "2027"]]}),
        "这是批次 2027 的模板，不是 2026 的。请改选该批次。",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_taken_is_refused_with_a_sentence(what):
    make, sentence = REFUSED[what]
    assert refusal(make()) == sentence


LOCKED = "文件设有密码。请取消密码、另存后再上传。"


@pytest.mark.office
def test_older_files_that_cannot_be_taken_are_refused_too(older):
    name, other = ("Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
    at = older.index(name)
    renamed = older[:at] + other + older[at + len(other) : at + 64] + b"\x22\x00" + older[at + 66 :]
    assert refusal(renamed) == LOCKED
    assert refusal(older.replace(name, "Document".encode("utf-16-le"))) == NONE
    # The record after the first BOF becomes the one that says how to decrypt what follows.
    bof = older.index(b"\x09\x08\x10\x00")
    assert refusal(older[: bof + 20] + b"\x2f\x00" + older[bof + 22 :]) == LOCKED
    assert refusal(older[: len(older) // 2]) == DAMAGED


def test_the_panic_of_the_reader_is_a_sentence_too():
    """This much of a directory makes the reader itself break off."""
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == DAMAGED
