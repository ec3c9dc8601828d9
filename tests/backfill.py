"""Lists of earlier rounds as somebody types them, and the command that publishes them."""

import csv
from io import StringIO

from django.core.management import CommandError, call_command

from registry.models import Entry, Release, Round
from submissions.models import DraftItem, DraftRelease, OfficialDocument

HEAD = ("category", "name", "region", "lead_unit")
FACTS = {
    "round": "national-1",
    "round_name": "第一批全国法治政府建设示范创建",
    "kind": "naming",
    "organ": "中央全面依法治国委员会办公室",
    "title": "关于第一批全国法治政府建设示范地区和项目命名的决定",
    "issued": "2020-07-30",
}
FIRST = (
    ("comprehensive", "内蒙古自治区赤峰市松山区", "内蒙古自治区赤峰市松山区", ""),
    ("综合", "元宝山区", "150403", ""),
    ("single", "“放管服”  改革‘智慧+交通’", "", "交通局"),
    ("单项", "赤峰市的项目", "赤峰市", ""),
)


def table(*rows, head=HEAD, separator=",", encoding="utf-8"):
    target = StringIO()
    csv.writer(target, delimiter=separator).writerows([head, *rows])
    return target.getvalue().encode(encoding)


def run(folder, content, **facts):
    """(what the command said, its exit): ("…", 0), or the sentences of its refusal and 1."""
    path = folder / "list.csv"
    path.write_bytes(content)
    out, options = StringIO(), {**FACTS, **facts}
    try:
        call_command("import_release", str(path), stdout=out, stderr=StringIO(), **options)
    except CommandError as refused:
        return str(refused).splitlines()[1:], 1
    return out.getvalue().strip(), 0


def written():
    """All that a refusal and a rehearsal must leave as it was."""
    models = (Round, Release, Entry, OfficialDocument, DraftRelease, DraftItem)
    return [list(model.objects.order_by("pk").values()) for model in models]
