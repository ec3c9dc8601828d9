"""The clock of a public notice as data: in the interface and in the files of the whole record."""

from datetime import date

import pytest

from registry.clock import Term
from registry.models import NoticeChange, ReleaseKind
from registry.opendata.tables import NOTICE_CHANGES, RELEASES
from registry.record import change_notice, issue

from .record import DECISION, PUBLISHED, again, synthetic_round

pytestmark = pytest.mark.django_db
CHANGES = [
    {"kind": "extension", "days": 2, "from_day": None},
    {"kind": "pause", "days": None, "from_day": "2026-11-24"},
    {"kind": "resumption", "days": None, "from_day": "2026-11-26"},
]


def notice(changes=(), starts_on="2026-11-20", counting="working"):
    """A notice of five days, with these changes."""
    [entry] = synthetic_round(1, outcome="recommended")
    term = Term(date.fromisoformat(starts_on), 5, counting)
    proposed = [again(entry, "合成项目1", "proposed")]
    release, _items = issue(entry.round, ReleaseKind.NOTICE, DECISION, proposed, PUBLISHED, term=term)
    for facts in changes:
        day = facts["from_day"] and date.fromisoformat(facts["from_day"])
        change_notice(release.notice, facts["kind"], "理由", "办公室", PUBLISHED, days=facts["days"], from_day=day)
    return release


# the first day  with these changes  the last day
ENDS = [
    ("2026-11-20", CHANGES[:0], "2026-11-26"),
    ("2026-11-20", CHANGES[:1], "2026-11-30"),
    ("2026-11-20", CHANGES[:2], None),
    ("2026-11-20", CHANGES[:3], "2026-12-02"),
    ("2199-12-02", CHANGES[:0], None),  # a year nobody has entered
]


@pytest.mark.parametrize(("starts_on", "changes", "ends_on"), ENDS)
def test_the_interface_tells_term_changes_and_last_day(client, starts_on, changes, ends_on):
    release = notice(changes, starts_on)
    told = client.get(f"/api/v1/releases/{release.number}/").json()["notice"]
    digests = list(release.notice.changes.values_list("digest", flat=True))
    decided = {"reason": "理由", "organ": "办公室", "at": "2026-11-20T09:30:00+08:00"}
    assert told == {
        "starts_on": starts_on,
        "days": 5,
        "counting": "working",
        "ends_on": ends_on,
        "changes": [one | decided | {"digest": digest} for one, digest in zip(changes, digests, strict=True)],
    }


def test_the_files_hold_term_and_changes_and_nothing_for_other_releases():
    release = notice(CHANGES)
    clock = ("number", "notice_from", "notice_days", "notice_counting")
    at = [RELEASES.names.index(name) for name in clock]
    assert [[row[place] for place in at] for row in RELEASES.rows()] == [
        [1, None, None, None],
        [2, "2026-11-20", 5, "working"],
    ]
    decided = ["理由", "办公室", "2026-11-20T09:30:00+08:00"]
    digests = NoticeChange.objects.values_list("digest", flat=True)
    assert list(NOTICE_CHANGES.rows()) == [
        [release.number, number, one["kind"], one["days"], one["from_day"], *decided, digest]
        for number, (one, digest) in enumerate(zip(CHANGES, digests, strict=True), 1)
    ]
