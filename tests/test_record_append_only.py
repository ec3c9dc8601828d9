"""What is published cannot be changed or deleted: the database itself refuses, after the last migration."""

import sqlite3
from contextlib import closing

import pytest
from django.db import DatabaseError, connection, transaction

from config import environment
from registry.append_only import TABLES
from registry.article_record import withhold_article
from registry.clock import Term
from registry.models import (
    Article,
    ArticleEntry,
    ArticleFile,
    ArticleText,
    ArticleWithholding,
    ItemText,
    Notice,
    NoticeChange,
    Outcome,
    Release,
    ReleaseItem,
    ReleaseKind,
    Series,
    Withholding,
)
from registry.record import change_notice, issue, withhold

from .articles import published as publish
from .record import DECISION, PUBLISHED, again, seed_round, synthetic_round

pytestmark = pytest.mark.django_db

MODELS = {
    Release: {"source_title": "改"},
    ReleaseItem: {"outcome": "named"},
    ItemText: {"name": "改"},
    Withholding: {"reason": "改"},
    Series: {"name": "改"},
    Article: {"part": 9},
    ArticleText: {"body": "改"},
    ArticleFile: {"alt": "改"},
    ArticleEntry: {"order": 9},
    ArticleWithholding: {"reason": "改"},
    Notice: {"days": 5},
    NoticeChange: {"reason": "改"},
}


@pytest.fixture(scope="module")
def published(shared):
    seed = seed_round()
    withhold(seed.unnamed[0].current, "含有个人信息", "演示办公室", PUBLISHED)
    publish(3, entries=[seed.entries["松山区"]])
    withhold_article([publish(4)], "含有个人信息", "演示办公室", PUBLISHED)
    proposed = [again(entry, name, Outcome.PROPOSED) for name, entry in seed.entries.items()]
    term = Term(PUBLISHED.date(), 7, "calendar")
    notice, _items = issue(seed.round, ReleaseKind.NOTICE, DECISION, proposed, PUBLISHED, term=term)
    change_notice(notice.notice, NoticeChange.Kind.EXTENSION, "理由", "演示办公室", PUBLISHED, days=3)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def refused(act, table):
    before = everything()
    with pytest.raises(DatabaseError, match=f"{table} is append-only"), transaction.atomic():
        act()
    assert everything() == before


def sql(statement, params=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def test_these_are_all_the_append_only_tables_of_the_record():
    assert {model._meta.db_table for model in MODELS} == {name for name in TABLES if name.startswith("registry_")}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_an_update_is_refused(published, model):
    table = model._meta.db_table
    column, value = next(iter(MODELS[model].items()))
    refused(lambda: model.objects.update(**MODELS[model]), table)
    refused(lambda: sql(f'UPDATE {table} SET "{column}" = %s', [value]), table)  # noqa: S608  both are ours
    row = model.objects.order_by("pk").last()
    setattr(row, column, value)
    refused(row.save, table)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_deletion_is_refused(published, model):
    table = model._meta.db_table
    last = model.objects.order_by("pk").last()
    refused(lambda: model.objects.filter(pk=last.pk)._raw_delete("default"), table)
    refused(lambda: sql(f"DELETE FROM {table}"), table)  # noqa: S608  the name is ours


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_is_not_replaced_by_inserting_it_again(published, model):
    table, key = model._meta.db_table, model._meta.pk.column
    ending = {"sqlite": "", "postgresql": f" ON CONFLICT ({key}) DO UPDATE SET {key} = excluded.{key}"}
    verb = {"sqlite": "INSERT OR REPLACE", "postgresql": "INSERT"}
    vendor = connection.vendor
    again = f"{verb[vendor]} INTO {table} SELECT * FROM {table}{ending[vendor]}"  # noqa: S608  all are ours
    refused(lambda: sql(again), table)


@pytest.mark.postgresql
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_emptying_a_table_is_refused(published, model):
    connection.check_constraints()  # a table with checks still to be made would be refused for that
    before = everything()
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
        sql(f"TRUNCATE {model._meta.db_table} CASCADE")
    assert everything() == before


def test_sqlite_overwrites_what_is_deleted(tmp_path):
    """The settings of every connection, tried on a file of its own: deleted words are not left in its free pages."""
    chosen = environment.database("UNSET_VARIABLE", tmp_path / "record.sqlite3", tmp_path)
    words = "联系电话13800138000"
    with closing(sqlite3.connect(chosen["NAME"], isolation_level=None)) as file:
        file.execute("PRAGMA secure_delete=OFF")  # whatever this build of SQLite begins with
        file.executescript(chosen["OPTIONS"]["init_command"])
        file.execute("CREATE TABLE words (name text)")
        file.execute("INSERT INTO words VALUES (?)", [words])
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert words.encode() in chosen["NAME"].read_bytes()
        file.execute("DELETE FROM words")
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert words.encode() not in chosen["NAME"].read_bytes()


def test_words_can_go_only_once_their_withholding_is_recorded(published):
    item = synthetic_round(1)[0].current
    others = set(ItemText.objects.exclude(item=item))
    refused(lambda: ItemText.objects.filter(item=item).delete(), "registry_itemtext")
    Withholding.objects.create(item=item, reason="含有个人信息", decided_by="演示办公室", at=PUBLISHED)
    ItemText.objects.filter(item=item).delete()
    assert set(ItemText.objects.all()) == others


@pytest.mark.parametrize("model", [ArticleText, ArticleFile], ids=lambda model: model.__name__)
def test_words_and_files_of_an_article_can_go_only_once_its_withholding_is_recorded(published, model):
    article = publish(5)
    others = set(model.objects.exclude(article=article))
    refused(lambda: model.objects.filter(article=article)._raw_delete("default"), model._meta.db_table)
    ArticleWithholding.objects.create(article=article, reason="含有个人信息", decided_by="演示办公室", at=PUBLISHED)
    model.objects.filter(article=article).delete()
    assert set(model.objects.all()) == others
