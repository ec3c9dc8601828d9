"""One open round, plainly marked 〔演示〕, in which a newcomer can file at once. Nothing is published from it, so the
public does not see it.
"""

from datetime import datetime

from django.utils import timezone

from registry.models import Category, Round

from ..models import Quota, Requirement, RoundRules, Stage, StageKind
from . import seed

CODE = "demo"
NAME = "〔演示〕法治政府建设示范创建"
QUOTAS = {Category.COMPREHENSIVE: 2, Category.SINGLE: 3}
TEXTS, TABLES, SCANS = ["pdf", "ofd", "doc", "docx", "wps"], ["xls", "xlsx", "et"], ["pdf", "jpg", "png"]
# (code, name, what is wanted, and what differs from the proposed)
REGIONS_BRING = (
    ("A1", "申报书", "逐项填写申报地区的基本情况。", {"formats": TEXTS}),
    (
        "A2",
        "法治政府建设工作情况报告",
        "对照指标体系说明开展的工作和取得的成效，加盖公章后扫描。",
        {"formats": SCANS, "most_pages": 60, "asks_seal": True},
    ),
    ("A3", "佐证材料目录", "按三级指标列出佐证材料名称。", {"formats": [*TEXTS, *TABLES], "required": False}),
    ("A4", "佐证材料", "书面评审所需的详细材料，推荐受理后再提交。", {"largest_mb": 100, "due": "书面评审"}),
)
PROJECTS_BRING = (
    ("B1", "申报书", "写明项目名称和牵头单位。", {"formats": TEXTS}),
    ("B2", "典型经验材料", "写明做法、成效和可供借鉴之处。", {"formats": TEXTS, "most_pages": 20}),
    ("B3", "佐证材料", "可提交多份。", {"largest_mb": 100, "required": False}),
)
BRING = {Category.COMPREHENSIVE: REGIONS_BRING, Category.SINGLE: PROJECTS_BRING}


def make(places):
    """The round is open from now to the end of the year after next."""
    now = timezone.now()
    year = timezone.localdate(now).year
    round = Round.objects.create(code=CODE, name=NAME, year=year, region=places["内蒙古自治区"], **seed.TITLES)
    closes_at = datetime(year + 3, 1, 1, tzinfo=timezone.get_current_timezone())
    RoundRules.objects.create(round=round, opens_at=now, closes_at=closes_at, is_demo=True)
    Stage.objects.create(round=round, order=1, kind=StageKind.REVIEW, name="书面评审")
    Stage.objects.create(round=round, order=2, kind=StageKind.FIELD_EVALUATION, name="实地评估", needs_document=True)
    stages = {stage.name: stage for stage in round.stages.all()}
    for category, materials in BRING.items():
        for order, material in enumerate(materials, 1):
            _ask(round, category, order, *material, stages)
    for category, limit in QUOTAS.items():
        Quota.objects.create(round=round, city=places["赤峰市"], category=category, limit=limit)


def _ask(round, category, order, code, name, wanted, other, stages):
    facts = {key: value for key, value in other.items() if key != "due"} | {"from_stage": stages.get(other.get("due"))}
    Requirement.objects.create(
        round=round, category=category, order=order, code=code, name=name, wanted=wanted, **facts
    )
