"""When the public form for objections is open, what is public of objections, and how often a stranger may try."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from regions.version import public_version
from registry.models import NoticeObjections
from submissions import publishing
from submissions.models import Allowance, Objection, RoundRules
from submissions.objections import limits

from .desk import errors, form_of
from .objecting import REASONS, code_of, filled, nothing_taken, publish, send, take, url
from .reading import all_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("aside", "in_no_hurry")]
FOLLOW = "/objections/follow/"


# --- its time ---


def test_outside_the_notices_time_it_is_closed_with_the_dates(cast, client, notice, monkeypatch):
    today = timezone.localdate()
    ahead = publish(cast, cast.at_last_stage(title="丙项目"), starts_on=today + timedelta(days=3))
    data = filled(client, notice)
    said = lambda day: f"{day.year}年{day.month}月{day.day}日"  # noqa: E731
    assert all_of(client.get(url(ahead)), "p", 'class="notice"') == [
        f"公示尚未开始，{said(today + timedelta(days=3))}起受理异议。"
    ]
    over = timezone.now() + timedelta(days=7)
    monkeypatch.setattr(timezone, "now", lambda: over)
    response = client.get(url(notice))
    sentence = f"公示期为{said(today)}至{said(today + timedelta(days=6))}24:00，现已结束，不再受理异议。"
    assert all_of(response, "p", 'class="notice"') == [sentence]
    assert response.content.decode().count("<form") == 0
    late = client.post(url(notice), data)
    assert (late.status_code, errors(late), nothing_taken()) == (409, [sentence], (0, 0, 0))
    assert REASONS in page(late)


def test_while_the_notice_is_paused_nothing_is_taken(cast, client, notice):
    publishing.pause(notice.notice, cast.regional_office, timezone.localdate(), "材料核实")
    assert all_of(client.get(url(notice)), "p", 'class="notice"') == ["公示已中止，恢复后继续受理异议。"]
    assert client.post(url(notice), {"reasons": "x"}).status_code == 409
    assert nothing_taken() == (0, 0, 0)


def test_by_default_there_is_no_form_and_nothing_said_of_it(cast, client):
    release = publish(cast, cast.at_last_stage())
    RoundRules.objects.update(takes_objections_online=True)  # too late for this notice: it announced no form
    assert client.get(url(release)).status_code == 404
    assert client.get("/objections/99/").status_code == 404
    assert "/objections/" not in client.get(f"/releases/{release.number}/").content.decode()
    assert NoticeObjections.objects.count() == 0


def test_what_a_notice_announced_stays_whatever_the_rules_become(client, notice):
    RoundRules.objects.update(takes_objections_online=False, tells_objection_totals=False)
    assert send(client, notice).status_code == 200
    assert NoticeObjections.objects.values_list("takes_online", "tells_totals", "received").get() == (True, True, 1)


# --- what is public of it ---


def told(client, release):
    return [text for text in all_of(client.get(f"/releases/{release.number}/"), "p") if text.startswith("收到异议")]


def test_the_notices_page_leads_to_the_form_and_tells_how_many_came(cast, client, notice):
    found = [told(client, notice)]
    send(client, notice)
    send(client, notice)
    found.append(told(client, notice))
    first, second = Objection.objects.order_by("pk")
    ways = {first: ("assign", "verify", "uphold", "remedy"), second: ("assign", "verify", "reject", "answer")}
    for made_, way in ways.items():
        for name in way:
            take(cast, made_, name)
    found.append(told(client, notice))
    assert found == [
        ["收到异议0件，其中尚未认定0件，认定成立0件，认定不成立0件。"],
        ["收到异议2件，其中尚未认定2件，认定成立0件，认定不成立0件。"],
        ["收到异议2件，其中尚未认定0件，认定成立1件，认定不成立1件。"],
    ]
    links = client.get(f"/releases/{notice.number}/").content.decode()
    assert links.count(f'href="{url(notice)}"') == 1


def test_a_step_that_changes_no_number_leaves_the_public_pages_in_the_cache(cast, client, notice):
    send(client, notice)
    made_ = Objection.objects.get()
    before = public_version()
    take(cast, made_, "assign")
    take(cast, made_, "note")
    assert public_version() == before
    take(cast, made_, "withdraw")
    assert public_version() == before + 1


# --- limits ---


def test_one_address_sends_five_in_an_hour_and_another_goes_on(client, notice):
    found = [send(client, notice).status_code for _number in range(6)]
    assert found == [200] * 5 + [429]
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(elsewhere, notice).status_code == 200
    assert Objection.objects.count() == 6
    refused = send(client, notice)
    assert refused["Retry-After"] == "3600"
    assert form_of(refused)["reasons"] == REASONS


def test_a_refused_one_is_not_counted_as_sent(client, notice):
    for _number in range(8):
        send(client, notice, name="")
    assert send(client, notice).status_code == 200


def test_no_more_than_the_limit_is_sent_to_one_notice_from_wherever(client, notice, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "send_to_notice", ((2, limits.HOUR),))
    found = [send(Client(REMOTE_ADDR=f"192.0.2.{number}"), notice).status_code for number in range(3)]
    assert (found, Objection.objects.count()) == ([200, 200, 429], 2)


def test_attempts_of_any_kind_are_counted_before_they_are_looked_at(client, notice, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "try", ((2, limits.HOUR),))
    data = filled(client, notice)
    found = [client.post(url(notice), {**data, "answer": "99"}).status_code for _number in range(2)]
    found.append(client.post(url(notice), data).status_code)
    assert (found, nothing_taken()) == ([422, 422, 429], (0, 0, 0))


def test_wrong_codes_are_answered_all_alike_and_end_after_twenty(client, notice):
    wrong = ["", "x", "0000-0000-0000-0000", "一二三四", "0" * 200]
    pages = [client.post(FOLLOW, {"code": code}) for code in wrong]
    assert {(one.status_code, *errors(one)) for one in pages} == {
        (404, "回执编码 · 没有该编码的回执，请核对后重新输入。")
    }
    found = [client.post(FOLLOW, {"code": "x"}).status_code for _number in range(16)]
    assert found == [404] * 15 + [429]


def test_a_right_code_after_too_many_wrong_ones_is_told_nothing_either(client, notice, monkeypatch):
    code = code_of(send(client, notice))
    monkeypatch.setitem(limits.LIMITS, "follow", ((1, limits.HOUR),))
    assert [client.post(FOLLOW, {"code": sent}).status_code for sent in ("x", code)] == [404, 429]


def test_of_an_address_only_a_digest_is_kept_and_gone_after_a_day(client, notice):
    send(Client(REMOTE_ADDR="192.0.2.7"), notice)
    rows = list(Allowance.objects.values_list("key", flat=True))
    assert [len(key) for key in rows] == [64] * len(rows)
    assert len(rows) == 4  # tried this hour, sent this hour and this day, sent to this notice this hour
    limits.forget(timezone.now() + timedelta(days=1))
    assert Allowance.objects.count() == 0


def test_all_addresses_of_an_ipv6_network_count_as_one(rf):
    found = [
        limits.subject_of(rf.get("/", REMOTE_ADDR=address))
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1", "192.0.2.1")
    ]
    assert found == ["2001:db8:1:2::/64", "2001:db8:1:2::/64", "2001:db8:1:3::/64", "192.0.2.1"]


def test_behind_our_proxy_the_visitors_address_counts(client, notice, settings):
    settings.BEHIND_PROXY = True
    for number in range(6):
        answer = client.post(url(notice), filled(client, notice), headers={"X-Real-IP": f"192.0.2.{number}"})
        assert answer.status_code == 200
