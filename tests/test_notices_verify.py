"""A public notice on the page its printed code leads to: its clock as it is now, and the chain of its changes."""

import pytest

from registry import append_only
from registry.models import NoticeChange

from .reading import all_of
from .test_notices_data import CHANGES, notice

pytestmark = pytest.mark.django_db
FORGED = {
    "reason": {"reason": "另一个理由"},
    "days": {"days": 9},
    "instant": {"at": "2026-11-21T09:30:00+08:00"},
}


def proven(client, release):
    return client.get(f"/releases/{release.number}/verify/")


def test_whoever_holds_an_earlier_paper_reads_what_was_changed_since(client):
    release = notice(CHANGES)
    shown = proven(client, release)
    own = client.get(f"/releases/{release.number}/")
    assert all_of(shown, "ul", "clock-changes") == all_of(own, "ul", "clock-changes")
    assert all_of(shown, "p", "clock-period") == ["公示期：2026年11月20日至2026年12月2日（7个工作日，含首尾两日）"]
    assert all_of(shown, "p", 'class="verdict') == ["✓ 完整：本发布及其全部条目与发布时一致。"]


@pytest.mark.parametrize("what", FORGED)
def test_a_change_that_was_altered_is_told_there(client, what):
    release = notice(CHANGES[:1])
    append_only.lift()
    NoticeChange.objects.filter(notice=release.notice).update(**FORGED[what])
    assert all_of(proven(client, release), "p", 'class="verdict') == ["✗ 已变动：有内容与发布时不一致，详见下文。"]
