"""Entering documents and their scans: what a file is it says itself, and only those who publish get it back."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from submissions import statements
from submissions.forms.documents import LARGEST_SCAN
from submissions.models import OfficialDocument

from .desk import desk, errors, said
from .reading import all_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00"
TITLE = "关于2026年全区法治政府建设示范地区和项目命名的决定"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def kept(media):
    return [path for path in media.rglob("*") if path.is_file()]


def facts(cast, **changed):
    known = {"kind": "document", "title": TITLE, "organ": "", "number": "", "issued_on": "", "notice_ends_on": ""}
    return {"round": cast.round.pk, **known, **changed}


def enter(cast, **changed):
    return desk(cast.regional_office).post(reverse("document_new"), facts(cast, **changed), follow=True)


def test_a_document_is_entered_with_what_its_source_says_and_no_more(cast):
    response = enter(cast, issued_on="2026-11-01", number="内法办发〔2026〕1号")
    document = OfficialDocument.objects.get()
    assert (document.title, document.number, str(document.issued_on)) == (TITLE, "内法办发〔2026〕1号", "2026-11-01")
    assert (document.organ, document.notice_ends_on, document.created_by) == ("", None, cast.regional_office)
    assert said(response) == [f"《{TITLE}》已登记，办理和发布时可以引用。"]


@pytest.mark.parametrize("name", ["issued_on", "notice_ends_on"])
@pytest.mark.parametrize("day", ["0001-01-01", "0202-11-01", "9999-12-31"])
def test_a_slip_in_a_year_is_not_entered(cast, name, day):
    response = enter(cast, **{name: day})
    assert [sentence.split(" · ")[1] for sentence in errors(response)] == ["日期太远，请核对年份。"]
    assert OfficialDocument.objects.count() == 0


@pytest.mark.parametrize(("body", "ending"), [(PDF, "pdf"), (JPEG, "jpg"), (PNG, "png")])
def test_a_scan_is_kept_under_a_name_of_ours_with_its_digest(cast, media, body, ending):
    enter(cast, scan=SimpleUploadedFile("秘密 名称.exe", body, "text/html"))
    document = OfficialDocument.objects.get()
    assert document.scan_digest == hashlib.sha256(body).hexdigest()
    [path] = kept(media)
    assert (path.suffix, path.parent.name, len(path.stem)) == (f".{ending}", "documents", 36)


@pytest.mark.parametrize("name", ["../../../etc/passwd.pdf", "/etc/cron.d/x.pdf", "..\\..\\x.pdf", "a" * 300 + ".pdf"])
def test_a_files_name_chooses_no_place(cast, media, name):
    enter(cast, scan=SimpleUploadedFile(name, PDF, "application/pdf"))
    assert [path.parent for path in kept(media)] == [media / "documents"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<html><script>alert(1)</script>", "文件内容不是 PDF、JPEG 或 PNG 格式（与文件名无关）。请选择扫描件原件。"),
        (b"GIF89a", "文件内容不是 PDF、JPEG 或 PNG 格式（与文件名无关）。请选择扫描件原件。"),
        (b" %PDF-1.7", "文件内容不是 PDF、JPEG 或 PNG 格式（与文件名无关）。请选择扫描件原件。"),
        (b"", "提交的是空文件。"),
        (PDF + b"x" * LARGEST_SCAN, "文件超过 20 MB。请改用黑白扫描，或将分辨率降到 200 dpi。"),
    ],
)
def test_what_is_no_scan_is_refused_and_what_was_typed_is_kept(cast, media, body, sentence):
    response = enter(cast, number="内法办发〔2026〕1号", scan=SimpleUploadedFile("scan.pdf", body, "application/pdf"))
    assert errors(response) == [f"签发件扫描件 · {sentence}"]
    assert (OfficialDocument.objects.count(), kept(media)) == (0, [])
    assert response.context["form"]["number"].value() == "内法办发〔2026〕1号"


def test_the_largest_scan_is_still_taken(cast):
    enter(cast, scan=SimpleUploadedFile("scan.pdf", PDF + b"x" * (LARGEST_SCAN - len(PDF)), "application/pdf"))
    assert OfficialDocument.objects.get().scan.size == LARGEST_SCAN


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ""},
        {"title": "甲\x00"},
        {"title": "长" * 301},
        {"organ": "甲\n乙"},
        {"kind": "rumour"},
        {"round": "99"},
        {"issued_on": "2026-13-01"},
        {"number": "长" * 61},
    ],
)
def test_facts_that_mean_nothing_are_refused(cast, changed):
    response = enter(cast, **changed)
    assert (len(errors(response)), OfficialDocument.objects.count()) == (1, 0)


def scanned(cast, title=TITLE):
    enter(cast, title=title, scan=SimpleUploadedFile("scan.pdf", PDF, "application/pdf"))
    return OfficialDocument.objects.get()


def test_a_scan_comes_back_as_a_file_to_keep_not_a_page_to_run(cast):
    document = scanned(cast, title='关于"命名"的决定; x=<1>')
    response = desk(cast.auditor).get(reverse("document_scan", args=[document.pk]))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("who", "status"), [("drafter", 404), ("city_office", 404), ("evaluator", 404)])
def test_for_others_there_is_no_scan(cast, who, status):
    client = desk(getattr(cast, who))
    assert client.get(reverse("document_scan", args=[scanned(cast).pk])).status_code == status
    assert client.get(reverse("document_list")).status_code == 403


def test_scans_lie_under_no_address_of_their_own(cast):
    path = scanned(cast).scan.name
    assert [desk(cast.regional_office).get(f"/{root}{path}").status_code for root in ("", "media/", "static/")] == [
        404
    ] * 3


def test_a_document_without_a_scan_or_whose_file_is_gone_has_none_to_fetch(cast):
    client, document = desk(cast.regional_office), cast.document()
    assert client.get(reverse("document_scan", args=[document.pk])).status_code == 404
    other = enter(cast, title="乙", scan=SimpleUploadedFile("scan.pdf", PDF)) and OfficialDocument.objects.get(
        title="乙"
    )
    Path(other.scan.path).unlink()
    assert client.get(reverse("document_scan", args=[other.pk])).status_code == 404
    assert client.get(reverse("document_scan", args=[10**30])).status_code == 404


def test_a_scan_may_follow_once_and_is_not_replaced(cast, media):
    from submissions import publishing

    cast.submission_in("recommended")
    document = cast.document()
    draft = publishing.start(cast.round, "recommendation_list", document, cast.regional_office)
    before = statements.digest_of(draft)
    client, url = desk(cast.regional_office), reverse("document_scan_add", args=[document.pk])
    client.post(url, {"scan": SimpleUploadedFile("scan.pdf", PDF)})
    draft.document.refresh_from_db()
    assert statements.digest_of(draft) != before
    response = client.post(url, {"scan": SimpleUploadedFile("other.png", PNG)})
    assert errors(response) == ["签发件扫描件 · 该文件已有扫描件，不能替换。"]
    assert [path.suffix for path in kept(media)] == [".pdf"]


def test_who_only_reads_enters_nothing(cast):
    document = cast.document()
    for who in ("auditor", "drafter", "city_office"):
        client = desk(getattr(cast, who))
        assert client.post(reverse("document_new"), facts(cast)).status_code == 403
        answer = client.post(
            reverse("document_scan_add", args=[document.pk]), {"scan": SimpleUploadedFile("a.pdf", PDF)}
        )
        assert answer.status_code == (403 if who == "auditor" else 404)
    document.refresh_from_db()
    assert (OfficialDocument.objects.count(), document.scan_digest) == (1, "")


def test_the_list_stands_round_by_round(cast):
    cast.document("甲")
    cast.document("乙", round=cast.make_round("2027"))
    cast.document("丙")
    response = desk(cast.auditor).get(reverse("document_list"))
    assert all_of(response, "h2") == ["2026年全区法治政府建设示范创建", "2027年全区法治政府建设示范创建"]
