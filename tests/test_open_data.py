"""The whole record as files: complete, verbatim, one set for each public version, and without what was withheld."""

import csv
import hashlib
import json
import threading
import time
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation
from python_calamine import CalamineWorkbook

from regions.version import public_version
from registry.models import Category, Entry, Outcome, ReleaseItem
from registry.opendata import files, tables, writing
from registry.record import withhold

from .reading import all_of, page, rows
from .record import PUBLISHED, seed_round, synthetic_round
from .sheets import converted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("aside")]
QUERIES = 35
STRANGE = ("=1+1", "+甲‘智慧’", "-乙", "@丙", "“引号”,逗号;分号", "空  格　全角", "007", "1e5")
COUNTS = {"entries": 9, "statements": 23, "releases": 3, "notice_changes": 0, "rounds": 1, "divisions": 6}


def body(name, **headers):
    return b"".join(Client().get(f"/data/{name}", headers=headers).streaming_content)


def from_csv(content):
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def from_xlsx(content, sheet):
    """Rows of a sheet as texts, the heading first."""
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()


def texts(table):
    """What the table holds, as a file of texts would have it."""
    return [table.names, *([writing.as_text(value) for value in row] for row in table.rows())]


@pytest.mark.parametrize("name", list(tables.BY_NAME))
def test_all_forms_of_a_table_hold_the_same_rows(name):
    seed_round()
    told = texts(tables.BY_NAME[name])
    assert len(told) == COUNTS[name] + 1
    assert from_csv(body(f"{name}.csv")) == told
    assert from_xlsx(body("record.xlsx"), name) == told
    objects = [json.loads(line) for line in body(f"{name}.jsonl").decode().splitlines()]
    assert [[writing.as_text(value) for value in one.values()] for one in objects] == told[1:]
    assert [list(one) for one in objects] == [told[0]] * COUNTS[name]


def test_names_are_verbatim_in_every_form():
    for number, name in enumerate(STRANGE):
        synthetic_round(1, code=f"r{number}", name=name.replace("{", "{{"))
    for name in ("entries", "statements"):
        column = tables.BY_NAME[name].names.index("name")
        told = [row[column] for row in from_csv(body(f"{name}.csv"))[1:]]
        assert sorted(told) == sorted(STRANGE)
        assert sorted(row[column] for row in from_xlsx(body("record.xlsx"), name)[1:]) == sorted(STRANGE)


@pytest.mark.office
@pytest.mark.parametrize("name", ["entries", "statements"])
def test_an_office_program_reads_the_workbook_and_saves_the_same_rows(tmp_path, name):
    for number, strange in enumerate(STRANGE):
        synthetic_round(1, code=f"r{number}", name=strange)
    saved = converted(body("record.xlsx"), "ods", tmp_path)
    assert [row for row in from_xlsx(saved, name) if any(row)] == texts(tables.BY_NAME[name])


def test_the_page_lists_each_file_with_its_digest_and_the_dictionary_in_both_languages(client):
    seed_round()
    response = client.get("/data/")
    listed = {row[0]: row[3] for row in rows(response)}
    assert listed == {name: hashlib.sha256(body(name)).hexdigest() for name in files.NAMES}
    fields = [field.name for table in tables.TABLES for field in table.fields]
    assert all_of(response, "code") == fields
    assert page(response).count("Lead unit, verbatim; empty where it is unknown or withheld.") == 2
    assert page(response).count("牵头单位，一字不改；未知或已撤下的为空。") == 2


def test_every_meaning_is_told_in_both_languages():
    meanings = [one.meaning for table in tables.TABLES for one in (table, *table.fields)]
    told = [files.in_both_languages(meaning) for meaning in meanings]
    assert [one for one in told if one["en"] == one["zh-hans"]] == []


def test_the_licence_is_the_operators_word_and_nothing_is_assumed(client, settings):
    with translation.override("zh-hans"):
        assert page(client.get("/data/")).count("尚未设定使用许可") == 1
        settings.DATA_LICENCE = "CC BY 4.0"
        assert page(client.get("/data/")).count("CC BY 4.0") == 1


def test_a_file_carries_its_digest_and_is_not_sent_twice(client):
    seed_round()
    answer = client.get("/data/entries.csv")
    digest = hashlib.sha256(b"".join(answer.streaming_content)).hexdigest()
    assert answer["ETag"] == f'"{digest}"'
    again = client.get("/data/entries.csv", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_files_are_made_once_for_a_version_and_the_old_ones_go(client):
    seed_round()
    client.get("/data/")
    [folder] = files.root().glob("v*")
    made = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    body("record.xlsx")
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == made
    synthetic_round(1)
    client.get("/data/")
    [newer] = files.root().glob("v*")
    assert (newer != folder, [path.name for path in files.root().iterdir() if path.is_dir()]) == (True, [newer.name])


def test_files_of_another_form_are_made_anew_though_nothing_was_published(client, monkeypatch):
    seed_round()
    client.get("/data/")
    [folder] = files.root().glob("v*")
    entries, *others = tables.TABLES
    monkeypatch.setattr(files, "TABLES", (replace(entries, fields=entries.fields[:-1]), *others))
    client.get("/data/")
    [newer] = files.root().glob("v*")
    assert newer != folder
    assert from_csv((newer / "entries.csv").read_bytes())[0] == entries.names[:-1]


def test_withheld_words_leave_the_files_at_once(client, django_capture_on_commit_callbacks):
    [entry] = synthetic_round(1, name="联系人13800000000")
    assert body("statements.csv").decode().count("13800000000") == 1
    with django_capture_on_commit_callbacks(execute=True):
        withhold(ReleaseItem.objects.get(entry=entry), "个人信息", "自治区办公室", PUBLISHED)
    assert list(files.root().glob("v*")) == []  # before anybody asks
    for name in files.NAMES:
        assert body(name).count(b"13800000000") == 0
    assert from_csv(body("statements.csv"))[1][-2] == "个人信息"


def test_a_set_made_while_something_was_published_is_made_again():
    """A further round is published when the entries have just been read for the first of the files."""
    seed_round()
    published = []

    def publish_in_between(execute, sql, *rest):
        answer = execute(sql, *rest)
        if 'FROM "registry_entry"' in sql and not published:
            published.append(None)  # what is published reads entries too
            synthetic_round(1)
        return answer

    with connection.execute_wrapper(publish_in_between):
        folder, manifest = files.make()
    assert (folder, len(published)) == (files.folder_of(public_version()), 1)
    assert [one["rows"] for one in manifest["files"] if one["name"] == "entries.csv"] == [10]
    assert [path.name for path in files.root().glob("v*")] == [folder.name]


def waited_for(client, name):
    """The answer once the files stand, which a thread makes meanwhile."""
    for _try in range(200):
        answer = client.get(f"/data/{name}")
        if answer.status_code != 503:
            return answer
        time.sleep(0.05)
    raise TimeoutError(name)


@pytest.mark.django_db(transaction=True)
def test_of_a_long_record_the_reader_is_told_to_come_again(client, settings):
    seed_round()
    settings.OPEN_DATA_AT_ONCE = 10
    answer = client.get("/data/entries.csv")
    assert (answer.status_code, answer["Retry-After"], client.get("/data/").status_code) == (503, "30", 200)
    content = b"".join(waited_for(client, "entries.csv").streaming_content)
    for thread in threading.enumerate():
        if thread.name == "open data":  # or it would still read while the tables are emptied
            thread.join()
    assert len(from_csv(content)) == 10


def test_a_table_too_long_for_a_sheet_goes_on_in_the_next(tmp_path):
    synthetic_round(5)
    writing.write_xlsx(tmp_path / "record.xlsx", [tables.ENTRIES], most_rows=3)
    content = (tmp_path / "record.xlsx").read_bytes()
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.sheet_names == ["entries", "entries 2", "entries 3"]
    told = texts(tables.ENTRIES)
    assert [from_xlsx(content, name) for name in book.sheet_names] == [
        told[:3],
        [told[0], *told[3:5]],
        [told[0], *told[5:]],
    ]


def test_what_is_no_file_is_refused(client):
    for name in ("manifest.json", "entries.xlsx", "..csv", "nothing.csv"):
        assert (name, client.get(f"/data/{name}").status_code) == (name, 404)
    assert client.post("/data/entries.csv").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_a_record_of_any_length_costs_the_same_queries(django_assert_num_queries, count):
    synthetic_round(count, category=Category.SINGLE, outcome=Outcome.NAMED)
    with django_assert_num_queries(QUERIES):
        files.make()
    assert Entry.objects.count() == count
