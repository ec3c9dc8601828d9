"""What is published cannot be changed or deleted: the database itself refuses, after the last migration."""

import pytest
from django.db import DatabaseError, connection, transaction

from registry.append_only import TABLES
from registry.models import ItemText, Release, ReleaseItem, Withholding
from registry.record import withhold

from .record import PUBLISHED, seed_round, synthetic_round

pytestmark = pytest.mark.django_db

MODELS = {
    Release: {"source_title": "改"},
    ReleaseItem: {"outcome": "named"},
    ItemText: {"name": "改"},
    Withholding: {"reason": "改"},
}


@pytest.fixture
def published():
    seed = seed_round()
    withhold(seed.unnamed[0].current, "含有个人信息", "演示办公室", PUBLISHED)


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
    refused(lambda: sql(f"UPDATE {table} SET {column} = %s", [value]), table)  # noqa: S608  both are ours
    row = model.objects.order_by("pk").last()
    setattr(row, column, value)
    refused(row.save, table)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_deletion_is_refused(published, model):
    table = model._meta.db_table
    last = model.objects.order_by("pk").last()
    refused(lambda: model.objects.filter(pk=last.pk)._raw_delete("default"), table)
    refused(lambda: sql(f"DELETE FROM {table}"), table)  # noqa: S608  the name is ours


@pytest.mark.postgresql
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_emptying_a_table_is_refused(published, model):
    connection.check_constraints()  # a table with checks still to be made would be refused for that
    before = everything()
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
        sql(f"TRUNCATE {model._meta.db_table} CASCADE")
    assert everything() == before


def test_words_can_go_only_once_their_withholding_is_recorded():
    item = synthetic_round(1)[0].current
    refused(lambda: ItemText.objects.filter(item=item).delete(), "registry_itemtext")
    Withholding.objects.create(item=item, reason="含有个人信息", decided_by="演示办公室", at=PUBLISHED)
    ItemText.objects.filter(item=item).delete()
    assert ItemText.objects.count() == 0
