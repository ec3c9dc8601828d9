"""A few real divisions for tests that need some, from the table the product ships; three inserts in all."""

import csv
from functools import cache

from django.conf import settings

from regions.models import Level, Region
from regions.naming import describe

SMALL = (
    "150000",  # 内蒙古自治区
    "150100 150102 150105",  # 呼和浩特市: 新城区 (a name that occurs elsewhere too), 赛罕区
    "150200 150204",  # 包头市: 青山区 (the same)
    "150400 150402 150403 150404 150421 150422 150423 150424 150425 150426 150428 150429 150430",  # 赤峰市
    "150500 150502",  # 通辽市: 科尔沁区
)


@cache
def table():
    with open(settings.BASE_DIR / "regions/data/china.csv", encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def places(*codes):
    """Create the divisions with these codes, and what they belong to; `{name: Region}`."""
    made = {}
    for level in (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY):
        rows = [_region(code, made) for code in _with_parents(codes) if table()[code]["level"] == level]
        made |= {region.code: region for region in Region.objects.bulk_create(rows)}
    return {region.name: region for region in made.values()}


def inner_mongolia():
    """内蒙古自治区 with 呼和浩特市, 包头市, 通辽市 and the whole of 赤峰市, by name."""
    return places(*" ".join(SMALL).split())


def _with_parents(codes):
    wanted = set(codes)
    for _step in range(2):
        wanted |= {table()[code]["parent_code"] for code in wanted} - {""}
    return sorted(wanted)


def _region(code, made):
    row = dict(table()[code])
    parent = made.get(row.pop("parent_code"))
    row["sort_order"] = int(row["sort_order"])
    return describe(Region(**row, parent=parent))
