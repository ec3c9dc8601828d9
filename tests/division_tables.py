"""Division tables for tests of the loader: the shipped ones, parts of them, and folders made of rows."""

import csv
import io
from functools import cache

from django.conf import settings

from regions.loading.tables import COLUMNS
from regions.models import PublicVersion, Region, RegionChange

SHIPPED = settings.BASE_DIR / "regions/data"


@cache
def shipped(table):
    with open(SHIPPED / table, encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def rows(table, *codes):
    """Copies of the rows whose (old, new or own) code begins with one of `codes`."""
    columns = ("code", "old_code", "new_code")
    return [dict(row) for row in shipped(table) if any(row.get(name, "").startswith(codes) for name in columns)]


def folder(path, china=(), changes=(), xpcc=()):
    """Write the three tables into `path`; returns it."""
    path.mkdir(exist_ok=True)
    for name, held in (("china.csv", china), ("changes.csv", changes), ("xpcc.csv", xpcc)):
        (path / name).write_text(as_csv(COLUMNS[name], held), "utf-8")
    return path


def as_csv(columns, held):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(held)
    return text.getvalue()


def everything():
    """All that a load can write, as values."""
    return (
        list(Region.objects.order_by("pk").values_list()),
        list(RegionChange.objects.order_by("pk").values_list()),
        list(PublicVersion.objects.values_list()),
    )
