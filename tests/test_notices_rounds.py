"""A public notice on the page of its round: its clock while it runs, and who is proposed in the place of the naming."""

from datetime import timedelta

from django.utils import timezone

from registry.clock import Term
from registry.models import Outcome, ReleaseKind
from registry.record import issue

from .reading import all_of, rows
from .record import DECISION, PUBLISHED, again, synthetic_round


def proposed(days, code="2025"):
    """A notice that runs today and `days` - 1 days more; of two candidates one stands in it."""
    one, _other = synthetic_round(2, code=code, outcome=Outcome.RECOMMENDED)
    said = [again(one, "合成项目1", Outcome.PROPOSED)]
    term = Term(timezone.localdate(), days, "calendar")
    return issue(one.round, ReleaseKind.NOTICE, DECISION, said, PUBLISHED, term=term)[0]


def test_the_page_of_a_round_tells_the_clock_of_its_own_notice_while_it_runs(client, db, monkeypatch):
    proposed(7)
    proposed(5, code="2024")
    response = client.get("/rounds/2025/")
    assert all_of(response, "h2", 'id="running"') == ["公示中"]
    [standing] = all_of(response, "p", "clock-standing")
    assert standing == all_of(client.get("/releases/2/"), "p", "clock-standing")[0]
    later = timezone.now() + timedelta(days=7)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert all_of(client.get("/rounds/2025/"), "h2", 'id="running"') == []


def test_who_is_proposed_is_told_so_in_the_place_of_the_naming(client, db):
    proposed(7)
    places = [cells[0::4] for cells in rows(client.get("/rounds/2025/"), "candidates")]
    assert places == [["合成项目1", "◎ 拟命名 2023年11月1日"], ["合成项目2", "— 未公布"]]
