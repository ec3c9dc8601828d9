"""One open round, plainly marked 〔演示〕, in which a newcomer can file at once. Nothing is published from it, so the
public does not see it.
"""

from datetime import datetime

from django.utils import timezone

from registry.models import Category, Round

from ..models import Quota, RoundRules, Stage, StageKind
from . import seed

CODE = "demo"
NAME = "〔演示〕法治政府建设示范创建"
QUOTAS = {Category.COMPREHENSIVE: 2, Category.SINGLE: 3}


def make(places):
    """The round is open from now to the end of the year after next."""
    now = timezone.now()
    year = timezone.localdate(now).year
    round = Round.objects.create(code=CODE, name=NAME, year=year, region=places["内蒙古自治区"], **seed.TITLES)
    closes_at = datetime(year + 3, 1, 1, tzinfo=timezone.get_current_timezone())
    RoundRules.objects.create(round=round, opens_at=now, closes_at=closes_at, is_demo=True)
    Stage.objects.create(round=round, order=1, kind=StageKind.REVIEW, name="书面评审")
    Stage.objects.create(round=round, order=2, kind=StageKind.FIELD_EVALUATION, name="实地评估", needs_document=True)
    for category, limit in QUOTAS.items():
        Quota.objects.create(round=round, city=places["赤峰市"], category=category, limit=limit)
