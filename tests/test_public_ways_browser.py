"""Two ways through the public record in a real browser: a reader's, who finds, keeps and checks a list, and an
editor's, who corrects, revokes and withholds what has been published. The objector's: test_objections_browser.py."""

import csv
import io
from datetime import date
from urllib.parse import urlsplit

import pytest

from registry.models import Release, ReleaseItem, ReleaseKind
from registry.verification import verify

from .record import PROJECTS, seed_round
from .test_journey import Person
from .test_proofs import codes_of

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def downloaded(reader, link):
    with reader.page.expect_download() as coming:
        reader.follow(link)
    return list(csv.DictReader(io.StringIO(coming.value.path().read_text(encoding="utf-8-sig"))))


def names(reader):
    return [one.inner_text() for one in reader.page.locator(".candidates tbody th a").all()]


def test_a_reader_searches_filters_downloads_prints_and_verifies(page):
    seed_round()
    reader = Person(page).go("/").fill(q="cfs zhjt").press("查询").follow("在命名名录中查看其中已命名的")
    assert names(reader) == [PROJECTS[1]]
    reader.follow("显示全部").fill(category="single").press("筛选")
    assert names(reader) == list(PROJECTS)
    assert [row["名称"] for row in downloaded(reader, "CSV")] == list(PROJECTS)

    reader.follow("2023年11月1日")
    [address] = set(codes_of(reader.page, urlsplit(reader.page.url).path))
    reader.go(urlsplit(address).path)
    digest = Release.objects.get(kind=ReleaseKind.NAMING).digest
    assert reader.page.url.endswith("/releases/3/verify/")
    assert (reader.reads("完整"), reader.reads(digest)) == (True, True)
    reader.fill(digest="0" * 12).page.keyboard.press("Enter")
    reader.page.wait_for_url("**/verify/?digest=*")
    assert reader.reads("与本发布不一致")


@pytest.fixture
def office(cast, visitor):
    """Whoever of the regional office, signed in."""
    return lambda who: Person(visitor(), getattr(cast, who))


def agreed(editor, second, signed=None):
    """The draft on the editor's screen, compared with the signed text, signed off, and confirmed by a second person."""
    if signed:
        editor.fill(signed_text=signed).press("保存并比对")
    editor.press("完成保密审查").press("完成审批")
    second.page.goto(editor.page.url)
    second.press("确认发布")
    return Release.objects.order_by("-number").first()


def test_an_editor_corrects_revokes_and_withholds(cast, office, page):
    decision, mended, revoked = (
        cast.document(title, issued_on=date(2026, 11, day))
        for day, title in enumerate(("关于命名的决定", "关于更正的通知", "关于撤销称号的决定"), start=1)
    )
    candidate = cast.submission_in("named", title="写错的名称", lead_unit="某局")
    published = cast.publish(ReleaseKind.NAMING, candidate, document=decision)
    editor, second, citizen = office("regional_office"), office("second_person"), Person(page)
    entry = f"/entries/{ReleaseItem.objects.get().entry_id}/"

    editor.go("/workbench/releases/new/")
    editor.fill(kind="correction", document=str(mended.pk), supersedes=str(published.pk)).press("生成发布稿")
    editor.follow("修改“写错的名称”").fill(name="正确的名称").press("保存")
    assert agreed(editor, second, "正确的名称").kind == "correction"
    citizen.go("/releases/1/")
    assert citizen.reads("第2号发布：更正")
    citizen.go("/releases/2/diff/")
    assert (citizen.reads("写错"), citizen.reads("正确")) == (True, True)

    editor.go(f"/workbench/releases/titles/?kind=revocation&document={revoked.pk}")
    editor.page.check("[name=entry]")
    editor.press("生成发布稿")
    assert agreed(editor, second, "正确的名称").kind == "revocation"
    citizen.go("/named/")
    assert (names(citizen), citizen.reads("已撤销")) == (["正确的名称"], True)
    citizen.go("/named/?as_of=2026-11-02")
    assert (names(citizen), citizen.reads("已撤销")) == (["正确的名称"], False)

    editor.go("/workbench/releases/3/").follow("撤下第 1 条的文字").fill(reason="含个人信息").press("撤下文字")
    for address in (entry, "/named/", "/releases/3/", "/releases/2/diff/"):
        citizen.go(address)
        assert not citizen.reads("正确的名称"), address
    assert citizen.go(entry).reads("含个人信息")
    assert verify().findings == []
