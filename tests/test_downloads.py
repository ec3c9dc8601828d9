"""The named list as CSV, workbook and JSON."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import datetime
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from registry import downloads, filters
from registry.models import Category, Entry
from registry.record import withhold

from .record import BEIJING, DECISION, NAMED_REGIONS, PROJECTS, seed_round, synthetic_round

FORMS = ("csv", "xlsx", "json")
HEADING = (
    "批次 类别 名称 行政区划 行政区划代码 所属地区 牵头单位 结果 命名称号 "
    "称号状态 称号状态起始日期 称号变动发布号 依据名称 发文机关 发文字号 成文日期 备注 条目编号"
)


def read(answer, form):
    """The file as rows of text; for JSON the names alone, under the same heading."""
    if form == "json":
        return [["名称"], *([row["name"]] for row in json.loads(answer.content))]
    if form == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def names(answer, form):
    heading, *rows = read(answer, form)
    return [row[heading.index("名称")] for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_each_file_holds_the_five_named_in_official_order_verbatim(client, form):
    seed_round()
    assert names(client.get(f"/named.{form}"), form) == [*NAMED_REGIONS, *PROJECTS]


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_row_says_who_what_where_and_on_what_ground(client, form):
    seed = seed_round()
    heading, row = read(client.get(f"/named.{form}?q=宁城"), form)
    assert heading == HEADING.split()
    assert row == [
        "2023年全区法治政府建设示范创建",
        "综合示范",
        "宁城县",
        "内蒙古自治区赤峰市宁城县",
        "150429",
        "赤峰市",
        "",
        "已命名",
        "全区法治政府建设示范地区",
        "有效",
        "2023-11-01",
        "",
        DECISION.title,
        DECISION.organ,
        "",
        "2023-11-01",
        "",
        str(seed.entries["宁城县"].pk),
    ]


@pytest.mark.django_db
def test_the_json_file_holds_what_the_api_says(client):
    seed = seed_round()
    rows = json.loads(client.get("/named.json?category=comprehensive").content)
    assert rows == [client.get(f"/api/v1/entries/{seed.entries[name].pk}/").json() for name in NAMED_REGIONS]


@pytest.mark.django_db
def test_chinese_is_unescaped_and_excel_is_told_that_csv_is_utf_8(client):
    seed_round()
    files = {form: client.get(f"/named.{form}").content for form in ("csv", "json")}
    assert [files["csv"][:3], files["csv"].count("\ufeff".encode())] == [b"\xef\xbb\xbf", 1]
    assert [PROJECTS[1].encode() in content for content in files.values()] == [True, True]


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("round=2023&city=150400&category=single", list(PROJECTS)),
        ("q=公安机关", [PROJECTS[2]]),
        ("city=150100", []),
        ("outcome=recommended", [*NAMED_REGIONS, *PROJECTS]),  # no filter of the named list
    ],
)
def test_the_filters_of_the_page_hold_for_the_file(client, form, query, found):
    seed_round()
    assert names(client.get(f"/named.{form}?{query}"), form) == found


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("round=1999", filters.NO_SUCH_ROUND),
        ("city=150404", filters.NO_SUCH_CITY),
        ("category=x", filters.NO_SUCH_CATEGORY),
        ("q=%00", filters.UNREADABLE),
        ("q=" + "x" * 10_000, filters.TOO_MANY_WORDS),
    ],
)
def test_a_filter_that_means_nothing_gives_a_sentence_and_no_file(client, form, query, sentence):
    seed_round()
    answer = client.get(f"/named.{form}?{query}")
    assert (answer.status_code, answer.content.decode()) == (400, str(sentence))
    assert (answer["Content-Type"], answer.get("Content-Disposition")) == ("text/plain; charset=utf-8", None)


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "name", ["=cmd()|'/c calc'!A0", "+1", "-1", "@SUM(A1)", "http://a.example", '"甲","乙"', "00123"]
)
def test_names_that_look_like_formulas_stay_text_verbatim(client, form, name):
    synthetic_round(1, name=name.replace("{", "{{"))
    assert names(client.get(f"/named.{form}"), form) == [name]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "name", "plain"),
    [
        ("", "命名名单_{}", "named_{}"),
        ("round=2023&category=single", "命名名单_2023_单项示范_{}", "named_2023_single_{}"),
        ("city=150400&q=智慧%2B/..\\ 交通%22", "命名名单_赤峰市_智慧+-交通_{}", "named_150400_q_{}"),
    ],
)
def test_the_file_name_says_what_was_asked_and_the_day_in_beijing(client, query, name, plain):
    seed_round()
    today = timezone.now().astimezone(BEIJING).date().isoformat()
    disposition = client.get(f"/named.csv?{query}")["Content-Disposition"]
    kind, ascii_name, full_name = disposition.split("; ")
    assert (kind, ascii_name) == ("attachment", f'filename="{plain.format(today)}.csv"')
    assert unquote(full_name) == f"filename*=UTF-8''{name.format(today)}.csv"


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("count", [1, 3])
def test_a_file_takes_seven_queries(client, form, count):
    synthetic_round(count)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/named.{form}?round=2025&city=150400&q=合成")
    # the public version, round, city, the titles given, how many rows, the rows, the city's name
    assert (len(names(answer, form)), len(queries)) == (count, 7)


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_a_file_has_an_end_and_who_wants_more_is_led_to_the_whole_record(client, form, monkeypatch):
    seed_round()
    monkeypatch.setattr(downloads, "MOST_ROWS", 4)
    answer = client.get(f"/named.{form}")
    said = "此名单超过4行，一次下载容纳不下。请按批次、所属地区或类别缩小范围，或下载全部记录：/data/"
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert (answer.content.decode(), answer.get("Content-Disposition")) == (said, None)
    assert names(client.get(f"/named.{form}?category=single"), form) == list(PROJECTS)
    monkeypatch.setattr(downloads, "MOST_ROWS", 5)
    assert names(client.get(f"/named.{form}"), form) == [*NAMED_REGIONS, *PROJECTS]


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_a_warm_file_asks_only_for_the_version(client, form, django_assert_num_queries):
    seed_round()
    cold = client.get(f"/named.{form}")
    with django_assert_num_queries(1):
        warm = client.get(f"/named.{form}")
    assert (warm.content, warm["Content-Disposition"]) == (cold.content, cold["Content-Disposition"])


@pytest.mark.django_db
def test_a_withheld_name_leaves_its_row_and_the_reason(client):
    entry = synthetic_round(1, name="联系电话13800138000", lead_unit="某局13800138000", category=Category.SINGLE)[0]
    withhold(entry.current, "含有个人信息", "演示办公室", datetime(2026, 11, 20, 23, 30, tzinfo=BEIJING))
    heading, row = read(client.get("/named.csv"), "csv")
    told = dict(zip(heading, row, strict=True))
    assert [told["名称"], told["牵头单位"], told["条目编号"]] == ["", "", str(entry.pk)]
    assert told["备注"] == "此项文字已于2026年11月20日撤下。事由：含有个人信息"


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_a_file_can_only_be_read(client, form):
    seed_round()
    assert client.post(f"/named.{form}").status_code == 405
    assert client.head(f"/named.{form}").status_code == 200
    assert Entry.objects.count() == 9


@pytest.mark.django_db
def test_healthz_asks_the_database_each_time_and_keeps_nothing(client, django_assert_num_queries):
    for _time in range(2):
        with django_assert_num_queries(1):
            answer = client.get("/healthz")
        assert (answer.status_code, answer.json()) == (200, {"detail": "数据库应答正常。"})
        assert (dict(answer.cookies), "no-store" in answer["Cache-Control"]) == ({}, True)
    assert client.post("/healthz").status_code == 405


def test_healthz_says_so_when_the_database_does_not_answer():
    asking = "from django.test import Client; a = Client(HTTP_HOST='localhost').get('/healthz')"
    environment = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    run = [sys.executable, "-c", f"import django; django.setup(); {asking}; print(a.status_code, a.json())"]
    said = subprocess.run(run, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=120)
    assert said.stdout.strip() == "503 {'detail': '数据库没有应答。'}"
