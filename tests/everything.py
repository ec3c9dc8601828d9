"""Of every kind of public statement one at least: the ground on which every kind of public page can be found.

test_public_crawl.py fails if a public route cannot be reached from here: what it shows is then to be published here.
"""

from datetime import date, timedelta

from registry.article_record import withhold_article
from registry.clock import Term
from registry.models import Counting, Outcome, ReleaseKind, SourceKind
from registry.objecting import announce
from registry.record import Source, issue, withhold

from .articles import published as publish_article
from .record import DECISION, PROJECTS, PUBLISHED, again, seed_round, synthetic_round

LONG = "二百字的标题" * 33 + "到此"
LIVES = (  # kind of release, outcome, about whom: each has a document of its own, one day after the other
    (ReleaseKind.RECTIFICATION, Outcome.UNDER_RECTIFICATION, "宁城县"),
    (ReleaseKind.SUSPENSION, Outcome.SUSPENDED, "宁城县"),
    (ReleaseKind.RESTORATION, Outcome.RESTORED, "宁城县"),
    (ReleaseKind.RETENTION, Outcome.RETAINED, "宁城县"),
    (ReleaseKind.REVOCATION, Outcome.REVOKED, PROJECTS[0]),
    (ReleaseKind.DEREGISTRATION, Outcome.DEREGISTERED, PROJECTS[1]),
    (ReleaseKind.RECTIFICATION, Outcome.UNDER_RECTIFICATION, PROJECTS[2]),
)


def everything():
    """The seed's round, a correction of it, titles in all states of their lives; another round of long titles on two
    pages, of which one is withheld, and a public notice; articles, one in two editions, one withheld. Returns what
    `seed_round` does."""
    seed = seed_round()
    changed = again(seed.entries["松山区"], "松山区", Outcome.NAMED, lead_unit="松山区司法局")
    issue(seed.round, ReleaseKind.CORRECTION, DECISION, [changed], PUBLISHED, supersedes=seed.decided)
    _lives(seed)
    entries = synthetic_round(24, name="{}" + LONG)
    withhold(entries[3].current, "含个人信息", "自治区办公室", PUBLISHED)
    _notice()
    _articles(seed)
    return seed


def _lives(seed):
    for later, (kind, outcome, name) in enumerate(LIVES, 1):
        day = date(2024, 1, 1) + timedelta(days=later)
        source = Source(
            SourceKind.DOCUMENT, f"关于{name}的第{later}号通知", DECISION.organ, f"内法办发〔2024〕{later}号", day
        )
        issue(seed.round, kind, source, [again(seed.entries[name], name, outcome)], PUBLISHED)


def _notice():
    source = Source(SourceKind.DOCUMENT, "关于拟命名名单的公示", DECISION.organ)
    term = Term(PUBLISHED.date(), 7, Counting.CALENDAR)
    [proposed] = synthetic_round(1, code="2024", outcome=Outcome.RECOMMENDED, name="拟命名的项目")
    stated = [again(proposed, "拟命名的项目", Outcome.PROPOSED)]
    release, _items = issue(proposed.round, ReleaseKind.NOTICE, source, stated, PUBLISHED, term=term)
    announce(release, takes_online=True, tells_totals=True)


def _articles(seed):
    publish_article(3)
    publish_article(4, supersedes=publish_article(4), entries=[seed.entries["松山区"]])
    withhold_article([publish_article(5)], "含个人信息", "自治区办公室", PUBLISHED)
