"""What a release changed, whether it is still whole, and the codes on paper that lead there."""

import io
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse

from registry import append_only
from registry.models import ItemText, Outcome, Release, ReleaseItem, SourceKind
from registry.pages.diffs import parts
from registry.pages.proving import SHORT
from registry.qr import picture
from registry.record import Source, issue, withhold

from .grounds import built_once
from .reading import all_of, page, words
from .record import PROJECTS, PUBLISHED, again, seed_round, synthetic_round
from .test_as_of import published

pytestmark = pytest.mark.django_db
NAME = PROJECTS[2]


@built_once
def seed():
    return seed_round()


def url(name, release):
    return reverse(name, args=[release.number])


def rows(response):
    return [words(row) for row in all_of(response, "tr")[1:]]


# --- what it changed ---


@pytest.mark.once
@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("", "", []),
        ("甲", "甲", [("same", "甲")]),
        ("", "甲", [("new", "甲")]),
        ("甲", "", [("gone", "甲")]),
        ("公安机关", "公安局", [("same", "公安"), ("gone", "机关"), ("new", "局")]),
        ("甲 乙", "甲\u3000乙", [("same", "甲"), ("gone", " "), ("new", "\u3000"), ("same", "乙")]),
        ("‘甲’", "“甲”", [("gone", "‘"), ("new", "“"), ("same", "甲"), ("gone", "’"), ("new", "”")]),
    ],
)
def test_every_character_that_differs_is_marked(before, after, marked):
    assert parts(before, after) == marked


def test_a_correction_shows_the_words_before_and_after(client, seed):
    told = [again(seed.entries[NAME], NAME.replace("机关", "局"), "named")]
    correction, _items = published(seed.round, "correction", date(2024, 5, 1), told, seed.decided)
    response = client.get(url("release_diff", correction))
    [row] = rows(response)
    assert row.count("已命名") == 2
    assert ("删去： 机关" in row, "增加： 局" in row) == (True, True)
    assert all_of(response, "del")[0].endswith("机关") is True


def test_a_release_on_a_title_shows_its_state_before_and_after(client, seed):
    told = [again(seed.entries["宁城县"], "宁城县", Outcome.REVOKED)]
    revoked, _items = published(seed.round, "revocation", date(2024, 5, 1), told)
    [row] = rows(client.get(url("release_diff", revoked)))
    assert (row.count("● 有效"), row.count("× 已撤销")) == (1, 1)


def test_a_first_list_shows_who_was_not_public_before(client, seed):
    found = rows(client.get(url("release_diff", seed.decided)))
    assert ([row.count("此前未公开") for row in found], len(found)) == ([1] * 7, 7)


def test_what_only_adds_an_earlier_step_changed_nothing_and_says_so(client, seed):
    response = client.get(url("release_diff", seed.entered))
    assert all_of(response, "p", 'class="empty"') == ["本次发布没有改变任何候选对象的现状，仅补充了此前环节的内容。"]


def test_a_corrections_own_page_tells_the_same_changes_also_where_others_came_between(client, seed):
    """Between the decision and its correction 宁城县's title was suspended: what the correction found is
    not what the decision had said."""
    again_named = again(seed.entries["宁城县"], "宁城县（更名）", "named")
    for kind, outcome, month in (("suspension", Outcome.SUSPENDED, 2), ("correction", Outcome.NAMED, 5)):
        told = [again(seed.entries["宁城县"], "宁城县", outcome)] if kind == "suspension" else [again_named]
        corrected = seed.decided if kind == "correction" else None
        release, _items = published(seed.round, kind, date(2024, month, 1), told, corrected)
    own, diff = (all_of(client.get(url(page, release)), "td") for page in ("release", "release_diff"))
    assert own == diff
    assert own[0] == "● 已命名 □ 已停止 最近确认日期 2023年11月1日"


@pytest.mark.parametrize("several", [1, 3])
def test_what_a_release_changed_takes_five_queries_however_long(client, django_assert_num_queries, several):
    synthetic_round(several)
    with django_assert_num_queries(5):
        response = client.get(url("release_diff", Release.objects.get()))
    assert len(rows(response)) == several


# --- whether it is whole ---


def verdict(response):
    return all_of(response, "p", 'class="verdict')[0]


def test_a_release_is_whole(client, seed):
    response = client.get(url("release_verify", seed.decided))
    assert verdict(response) == "✓ 完整：本发布及其全部条目与发布时一致。"
    assert page(response).count("✓ 完整 SHA-256") == 8


def test_a_withheld_item_stays_whole(client, seed):
    withhold(seed.entries["宁城县"].decided, "含有个人信息", "演示办公室", PUBLISHED)
    response = client.get(url("release_verify", seed.decided))
    assert verdict(response).startswith("✓ 完整")
    assert "文字已隐去的条目：1个，其校验值保留且仍然相符。" in page(response)
    assert "宁城县" not in page(response)


FORGED = {
    "words": lambda release: ItemText.objects.filter(item__release=release, item__order=2).update(name="改"),
    "outcome": lambda release: ReleaseItem.objects.filter(release=release, order=2).update(outcome="not_named"),
    "title": lambda release: Release.objects.filter(pk=release.pk).update(source_title="改"),
}


@pytest.mark.parametrize("what", FORGED)
def test_what_was_altered_is_told_at_once_though_no_version_rose(client, seed, what):
    client.get(url("release_verify", seed.decided))
    append_only.lift()
    FORGED[what](seed.decided)
    response = client.get(url("release_verify", seed.decided))
    assert verdict(response) == "✗ 已变动：有内容与发布时不一致，详见下文。"
    assert page(response).count("✗ 已变动 ") == 1


TYPED = [
    (lambda digest: digest, "✓ 输入的校验值与本发布一致：纸质件与此处内容相同。"),
    (lambda digest: digest[:SHORT], "✓ 输入的校验值与本发布一致：纸质件与此处内容相同。"),
    (
        lambda digest: f" {digest[:4].upper()} {digest[4:8]} {digest[8:12]} ",
        "✓ 输入的校验值与本发布一致：纸质件与此处内容相同。",
    ),
    (lambda digest: "0" * 12, "✗ 输入的校验值与本发布不一致，请核对纸质件上的发布号。"),
    (lambda digest: digest[: SHORT - 1], "✗ 校验值由数字和字母 a 至 f 组成，请至少输入前12位。"),
    (lambda digest: "<b>" + digest, "✗ 校验值由数字和字母 a 至 f 组成，请至少输入前12位。"),
    (lambda digest: digest + "0", "✗ 校验值由数字和字母 a 至 f 组成，请至少输入前12位。"),
]


@pytest.mark.parametrize(("type_", "sentence"), TYPED)
def test_a_digest_read_off_a_paper_is_compared(client, seed, type_, sentence):
    response = client.get(url("release_verify", seed.decided), {"digest": type_(seed.decided.digest)})
    assert all_of(response, "p", 'class="verdict')[1] == sentence


@pytest.mark.parametrize("name", ["release_diff", "release_verify"])
def test_a_release_that_is_not_there_says_so(client, seed, name):
    response = client.get(reverse(name, args=[99]))
    assert (response.status_code, "没有这一编号的发布。" in page(response)) == (404, True)


# --- the codes ---


def test_each_code_leads_to_its_own_page_on_this_host(client, seed):
    entry = seed.entries["宁城县"].pk
    leads = {
        "/releases/3/qr.svg": "/releases/3/verify/",
        f"/entries/{entry}/qr.svg": f"/entries/{entry}/",
        "/regions/150400/qr.svg": "/regions/150400/",
        "/rounds/2023/qr.svg": "/rounds/2023/",
        "/articles/4/qr.svg": "/articles/4/",
        "/statistics/qr.svg?level=national&evil=1": "/statistics/?level=national",
        "/named/qr.svg": "/named/",
        "/named/qr.svg?city=150400&as_of=2024-06-30&evil=1": "/named/?city=150400&as_of=2024-06-30",
        "/named/qr.svg?q=" + "a" * 700: "/named/",
    }
    drawn = {asked: client.get(asked).content == picture("http://testserver" + leads[asked]) for asked in leads}
    assert drawn == dict.fromkeys(leads, True)


def test_a_code_names_the_site_where_one_is_set_and_no_host_that_is_not_allowed(client, seed, settings):
    assert client.get("/releases/3/qr.svg", headers={"host": "evil.example"}).status_code == 400
    settings.SITE_URL = "https://shifan.example.org"
    assert client.get("/releases/3/qr.svg").content == picture("https://shifan.example.org/releases/3/verify/")


def test_a_list_entered_late_and_at_the_console_says_so(client, seed):
    assert "补录：2026年11月20日录入" in page(client.get(url("release", seed.decided)))
    assert "补录" not in page(client.get(url("release", seed.entered)))
    told = [again(seed.entries["宁城县"], "宁城县", Outcome.REVOKED)]
    source = Source(kind=SourceKind.DOCUMENT, title="关于撤销的决定")
    imported, _items = issue(seed.round, "revocation", source, told, PUBLISHED, at_console=True)
    pages = {one.number: page(client.get(url("release", one))) for one in (seed.decided, imported)}
    marked = {number: "由系统管理员在控制台导入。" in text for number, text in pages.items()}
    assert marked == {3: False, 4: True}


@pytest.mark.browser
@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_every_printed_sheet_carries_a_code_that_a_telephone_reads(page, live_server):
    entries = synthetic_round(60)
    release = Release.objects.get()
    leads = {
        f"/releases/{release.number}/": f"/releases/{release.number}/verify/",
        f"/releases/{release.number}/diff/": f"/releases/{release.number}/verify/",
        f"/releases/{release.number}/verify/": f"/releases/{release.number}/verify/",
        "/named/?category=single": "/named/?category=single",
        f"/entries/{entries[0].pk}/": f"/entries/{entries[0].pk}/",
        "/regions/150404/": "/regions/150404/",
    }
    read = {address: codes_of(page, address) for address in leads}
    assert {address: set(found) for address, found in read.items()} == {
        address: {live_server.url + target} for address, target in leads.items()
    }
    assert len(read[f"/releases/{release.number}/"]) > 1


def codes_of(page, address):
    """What the code on each sheet of the printed page says; empty for a sheet without one."""
    page.goto(address)
    pdf = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    try:
        sheets = [sheet.render(scale=2.5, grayscale=True).to_pil().copy() for sheet in pdf]
    finally:
        pdf.close()
    return [" ".join(code.text for code in zxingcpp.read_barcodes(sheet)) for sheet in sheets]
