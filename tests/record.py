"""The public record for tests of the public side: the seed's round exactly as published, and rounds of any length."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from regions.models import Region
from registry.models import NAME_UNDISCLOSED, Category, Entry, Outcome, ReleaseKind, Round, SourceKind
from registry.record import Source, Statement, issue

from .places import inner_mongolia

BEIJING = ZoneInfo("Asia/Shanghai")
PUBLISHED = datetime(2026, 11, 20, 9, 30, tzinfo=BEIJING)

REGIONS = ("元宝山区", "宁城县", "克什克腾旗", "松山区")
NAMED_REGIONS = REGIONS[:2]
PROJECTS = (
    "赤峰市聚焦行政复议全面规范化 充分发挥行政争议化解主渠道作用",
    "赤峰市‘智慧+交通’助力依法行政 科技护航建设数字型服务型法治政府",
    "赤峰市公安机关建机制 促改革 持续提升规范执法能力",
)
ARTICLE = Source(
    kind=SourceKind.PUBLICATION,
    title="法治政府建设先进典型系列宣传(四)松山区:为高质量发展提供法治支撑--松山区法治政府建设纪实",
)
DECISION = Source(
    kind=SourceKind.DOCUMENT,
    title="关于2023年全区法治政府建设示范地区和项目命名的决定",
    organ="中共内蒙古自治区委员会全面依法治区委员会办公室",
    issued_on=date(2023, 11, 1),
)


def ground():
    """The divisions of Inner Mongolia by name: those a test made before, else a few made now."""
    present = Region.objects.present().filter(code__startswith="15")
    return {region.name: region for region in present} or inner_mongolia()


def make_round(code="2023", year=2023, name="2023年全区法治政府建设示范创建", regions=None):
    return Round.objects.create(
        code=code,
        year=year,
        name=name,
        region=(regions or ground())["内蒙古自治区"],
        title_comprehensive="全区法治政府建设示范地区",
        title_single="全区法治政府建设示范项目",
    )


def seed_round(at=PUBLISHED):
    """Publish the seed's round in three releases. Returns `round`, `recommended`, `entered`, `decided` (releases)
    and `entries`, by printed name; the two projects without a public name are `unnamed`."""
    regions = ground()
    round = make_round(regions=regions)
    recommended, items = issue(round, ReleaseKind.RECOMMENDATION, ARTICLE, _recommended(regions), at)
    found = [item.entry for item in items]
    unnamed = found[len(REGIONS) + len(PROJECTS) :]
    entries = dict(zip(REGIONS + PROJECTS, found, strict=False))
    entered, _items = issue(round, ReleaseKind.FIELD_EVALUATION, ARTICLE, _entered(entries), at)
    decided, _items = issue(round, ReleaseKind.NAMING, DECISION, _decided(entries), at)
    return SimpleNamespace(
        round=round, recommended=recommended, entered=entered, decided=decided, entries=entries, unnamed=unnamed
    )


def _recommended(regions):
    projects = PROJECTS + (NAME_UNDISCLOSED,) * 2
    return [Statement(Category.COMPREHENSIVE, regions[name], Outcome.RECOMMENDED, name) for name in REGIONS] + [
        Statement(Category.SINGLE, regions["赤峰市"], Outcome.RECOMMENDED, name) for name in projects
    ]


def again(entry, name, outcome, **more):
    """One more statement about a candidate the public knows."""
    return Statement(entry.category, entry.region, outcome, name, entry=entry, **more)


def _entered(entries):
    return [again(entries[name], name, Outcome.ENTERED) for name in REGIONS + PROJECTS]


def _decided(entries):
    """The decision prints who is named; who entered and is not in it is stated by it without being printed."""
    named, others = NAMED_REGIONS + PROJECTS, REGIONS[2:]
    return [again(entries[name], name, Outcome.NAMED) for name in named] + [
        again(entries[name], name, Outcome.NOT_NAMED, printed=False) for name in others
    ]


def synthetic_round(count, code="2025", outcome=Outcome.NAMED, category=Category.SINGLE, name="合成项目{}", **more):
    """Publish a naming decision about `count` candidates of 松山区, named 合成项目1 …; returns their entries."""
    regions = ground()
    round = make_round(code=code, year=2025, name=f"{code}年合成批次", regions=regions)
    source = Source(kind=SourceKind.DOCUMENT, title=f"关于{code}年命名的决定", organ="自治区办公室")
    statements = [
        Statement(category, regions["松山区"], outcome, name.format(number), **more) for number in range(1, count + 1)
    ]
    _release, items = issue(round, ReleaseKind.NAMING, source, statements, PUBLISHED)
    return list(Entry.objects.filter(items__in=items).order_by("items__order"))
