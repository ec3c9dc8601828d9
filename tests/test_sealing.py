"""The sealed paper comes back: read from bad scans, bound to the version whose code it carries, refused otherwise."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from submissions import guards, materials, scans, versions
from submissions.materials import holding
from submissions.models import RoundRules, SealedScan, StoredFile
from submissions.permissions import can

from .desk import desk, errors, move_url, said
from .paper import scan, sheet
from .reading import page

pytestmark = pytest.mark.django_db

CODE = "0123456789ABCDEF"


@pytest.mark.once
@pytest.mark.parametrize(
    ("dpi", "angle", "kind", "quality"),
    [
        (150, 0, "pdf", 75),
        (150, 2, "pdf", 40),
        (150, -3, "jpg", 30),
        (200, 90, "jpg", 75),
        (150, 180, "pdf", 60),
        (300, 1, "png", 75),
    ],
)
def test_a_code_is_read_from_a_bad_scan(dpi, angle, kind, quality):
    made = scan(sheet(CODE, dpi, angle), kind=kind, quality=quality, dpi=dpi)
    assert scans.codes_on(made, kind) == [{CODE}]


@pytest.mark.once
def test_a_code_that_is_none_of_ours_is_no_code():
    assert scans.codes_in(sheet("https://example.org/x")) == set()
    assert scans.codes_on(scan(sheet()), "pdf") == [set()]


@pytest.fixture
def twice(cast):
    """A candidate handed in twice, in a round that asks the sealed scan."""
    RoundRules.objects.filter(round=cast.round).update(asks_sealed_scan=True)
    submission = cast.submission_in("returned", summary="第一稿")
    cast.play(submission, "resubmit")
    return submission


def hand_in(user, submission, file, code=""):
    return desk(user).post(reverse("submission_seal", args=[submission.pk]), {"file": file, "code": code})


def kept(submission):
    """[(version number, read from the paper)] of the sealed scans, in order."""
    found = SealedScan.objects.filter(version__submission=submission).order_by("pk")
    return [(one.version.number, one.read_from_paper) for one in found]


def told(user, submission):
    return said(desk(user).get(reverse("submission", args=[submission.pk])))


@pytest.mark.parametrize("who", ["drafter", "city_office"])
def test_the_scan_belongs_to_the_version_whose_code_it_carries(cast, twice, who):
    client = desk(getattr(cast, who))
    file = scan(sheet(twice.versions.get(number=2), angle=2), sheet(), quality=50)
    response = client.post(reverse("submission_seal", args=[twice.pk]), {"file": file, "code": ""}, follow=True)
    assert said(response) == ["已收到第 2 版（现行版本）的盖章件。"]
    [one] = SealedScan.objects.all()
    assert (kept(twice), one.by, one.name, one.file.kind) == ([(2, True)], getattr(cast, who), "盖章件.pdf", "pdf")
    assert "编码由纸质件识读" in page(client.get(reverse("version", args=[twice.pk, 2])))
    back = client.get(reverse("sealed_scan", args=[twice.pk, one.pk]))
    assert (b"".join(back)[:5], back["Content-Disposition"][:10]) == (b"%PDF-", "attachment")


def test_that_it_is_of_an_earlier_version_is_said_plainly(cast, twice):
    client = desk(cast.city_office)
    file = scan(sheet(twice.versions.get(number=1)), kind="jpg")
    response = client.post(reverse("submission_seal", args=[twice.pk]), {"file": file}, follow=True)
    assert said(response) == ["这是第 1 版的盖章件\uff0c当前为第 2 版。已归入第 1 版\uff1b第 2 版的盖章件仍待交回。"]
    assert kept(twice) == [(1, True)]


def test_the_last_scan_of_a_version_counts_and_the_earlier_ones_stay(cast, twice):
    version = twice.versions.get(number=2)
    hand_in(cast.drafter, twice, scan(sheet(version)))
    hand_in(cast.drafter, twice, scan(sheet(version, dpi=200)))
    panel = desk(cast.drafter).get(reverse("submission", args=[twice.pk])).context["panels"]
    [shown] = [shown for template, shown in panel if template == "workbench/_versions.html"]
    newest = SealedScan.objects.order_by("-pk").first()
    assert (kept(twice), shown["versions"][0].seals) == ([(2, True), (2, True)], [newest])
    response = hand_in(cast.drafter, twice, scan(sheet(version, dpi=200)))
    assert errors(response) == ["盖章扫描件 · 第 2 版已有这份扫描件。"]
    assert len(kept(twice)) == 2


def refused(response, submission):
    assert (response.status_code, kept(submission), StoredFile.objects.count()) == (200, [], 0)
    return errors(response)


def test_the_paper_of_another_submission_is_refused(cast, twice):
    other = cast.submission_in("submitted").versions.get()
    sentence = (
        f"盖章扫描件 · 纸质件上的编码 {versions.grouped(other.code)} "
        "不是本申报任何一版的编码\uff0c请核对是否拿错了文件。"
    )
    assert refused(hand_in(cast.city_office, twice, scan(sheet(other))), twice) == [sentence]
    # A code that exists nowhere is answered alike: who may not see a submission does not learn of it here.
    unknown = sentence.replace(versions.grouped(other.code), versions.grouped(CODE))
    assert refused(hand_in(cast.city_office, twice, scan(sheet(CODE))), twice) == [unknown]
    assert refused(hand_in(cast.city_office, twice, scan(sheet()), code=other.code), twice) == [sentence]


def test_sheets_of_two_versions_are_refused_page_by_page(cast, twice):
    first, second = (versions.grouped(one.code) for one in twice.versions.order_by("number"))
    mixed = scan(*(sheet(one) for one in twice.versions.order_by("number")), sheet())
    assert refused(hand_in(cast.city_office, twice, mixed), twice) == [
        f"盖章扫描件 · 各页不属于同一版\uff1a第 1 页 {first}\uff1b第 2 页 {second}。请完整扫描同一份纸质件。"
    ]


def test_a_code_that_cannot_be_read_is_typed_and_marked_so(cast, twice):
    version = twice.versions.get(number=2)
    asked = hand_in(cast.city_office, twice, scan(sheet()))
    assert refused(asked, twice) == ["回执编码 · 扫描件中读不出二维码。请输入二维码旁印的编码\uff0c并重新选择文件。"]
    wrong = hand_in(cast.city_office, twice, scan(sheet()), code="0123-4567")
    assert refused(wrong, twice) == ["回执编码 · 编码为16位字母和数字\uff0c请对照纸质件核对。"]
    response = hand_in(cast.city_office, twice, scan(sheet()), code=versions.grouped(version.code).lower())
    assert (response.status_code, kept(twice)) == (302, [(2, False)])
    shown = page(desk(cast.regional_office).get(reverse("version", args=[twice.pk, 2])))
    assert shown.count("编码由人工输入") == 1


def test_what_is_typed_may_not_contradict_the_paper(cast, twice):
    first, second = twice.versions.order_by("number")
    response = hand_in(cast.city_office, twice, scan(sheet(first)), code=second.code)
    assert refused(response, twice) == [
        f"回执编码 · 纸质件上的编码为 {versions.grouped(first.code)}\uff0c输入的是 {versions.grouped(second.code)}。"
    ]


@pytest.mark.parametrize("content", [b"<html>", b"", b"%PDF-1.7 torn", b"PK\x03\x04 docx", b"\xff\xd8\xff torn"])
def test_what_is_no_scan_is_refused_with_a_sentence_and_not_kept(cast, twice, content):
    found = refused(hand_in(cast.city_office, twice, SimpleUploadedFile("盖章件.pdf", content)), twice)
    assert [one.startswith("盖章扫描件 · ") for one in found] == [True]


def page_of(content, *objects):
    """A PDF of one page that draws `content`; `objects` are further ones, from the fifth on."""
    made = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        *objects,
    ]
    bodies = b"".join(b"%d 0 obj\n" % number + body + b"\nendobj\n" for number, body in enumerate(made, 1))
    return b"%PDF-1.7\n" + bodies + b"trailer << /Size %d /Root 1 0 R >>\n%%%%EOF\n" % (len(made) + 1)


HUGE = (
    b"<< /Type /XObject /Subtype /Image /Width 20000 /Height 20000 /BitsPerComponent 8 /ColorSpace /DeviceGray "
    b"/Length 1 >>\nstream\n0\nendstream"
)
ENDLESS = b"0 0 m 595 842 l 0 842 l 595 0 l f*\n" * 20_000


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (page_of(b"q 595 0 0 842 0 0 cm /I Do Q", HUGE), "有一页含超过 8900 万像素的图片\uff0c请以 300 dpi 重新扫描。"),
        (page_of(ENDLESS), "处理这些页面耗时过长\uff0c请只扫描申报书\uff0c分辨率为 200 至 300 dpi。"),
    ],
    ids=["huge", "endless"],
)
def test_pages_made_to_fill_the_memory_or_never_to_end_are_refused(cast, twice, monkeypatch, content, sentence):
    monkeypatch.setattr(scans, "LONGEST", 0.1)
    file = SimpleUploadedFile("盖章件.pdf", content)
    assert refused(hand_in(cast.city_office, twice, file), twice) == [f"盖章扫描件 · {sentence}"]


def test_it_is_accepted_only_with_the_scan_of_the_current_version(cast, twice):
    cast.play(twice, "recommend")
    office = desk(cast.regional_office)

    def why_not():
        return office.get(move_url(twice, "accept")).context["why_not"]

    none_yet = why_not()
    assert none_yet == guards.sealed_scan_is_current(twice, {}, None)
    hand_in(cast.city_office, twice, scan(sheet(twice.versions.get(number=1))))
    assert none_yet != why_not() == guards.sealed_scan_is_current(twice, {}, None)
    response = office.post(move_url(twice, "accept"), {"version": twice.version})
    twice.refresh_from_db()
    assert (response.status_code, twice.status) == (200, "recommended")
    hand_in(cast.city_office, twice, scan(sheet(twice.versions.get(number=2))))
    assert why_not() is None
    office.post(move_url(twice, "accept"), {"version": twice.version})
    twice.refresh_from_db()
    assert twice.status == "under_review"


# Who hands the sealed scan in, where: the drafter and the city office, from the first handing in until it ends.
SEALS = """
                 drafter  other_drafter  city_office  far_city_office  regional_office  auditor  evaluator
draft            ·        ·              ·            ·                ·                ·        ·
submitted        seals    ·              seals        ·                ·                ·        ·
returned         seals    ·              seals        ·                ·                ·        ·
recommended      seals    ·              seals        ·                ·                ·        ·
under_review     seals    ·              seals        ·                ·                ·        ·
named            ·        ·              ·            ·                ·                ·        ·
withdrawn        ·        ·              ·            ·                ·                ·        ·
disqualified     ·        ·              ·            ·                ·                ·        ·
"""


def test_who_may_hand_it_in_is_as_drawn(cast):
    head, *rows = SEALS.strip().splitlines()
    drawn = {row.split()[0]: dict(zip(head.split(), row.split()[1:], strict=True)) for row in rows}
    mark = {True: "seals", False: "·"}
    found = {}
    for status in drawn:
        one = cast.submission_in(status)
        found[status] = {who: mark[can(getattr(cast, who), "bind_seal", one)] for who in drawn[status]}
    assert found == drawn


def test_a_submission_that_ended_while_the_form_was_open_takes_no_scan(cast):
    one = cast.submission_in("submitted")
    file = scan(sheet(one.versions.get()))
    cast.play(one, "withdraw")
    assert hand_in(cast.city_office, one, file).status_code == 403
    assert kept(one) == []


@pytest.mark.parametrize(
    ("formats", "taken"),
    [([], ["pdf", "jpg", "png"]), (["docx", "pdf"], ["pdf"]), (["docx"], ["pdf", "jpg", "png"])],
)
def test_a_material_that_is_asked_sealed_is_a_scan(cast, formats, taken):
    requirement = cast.requirement("A1", formats=formats, asks_seal=True)
    with pytest.raises(materials.Refused):
        holding.add(cast.draft(), cast.drafter, ContentFile(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99), "x.doc", "A1")
    assert list(holding.limits_of(requirement).formats) == taken
    answer = desk(cast.drafter).get(reverse("rules", args=[cast.round.code]))
    assert page(answer).count("盖章扫描件") >= 1


@pytest.mark.parametrize("count", [1, 3])
def test_a_versions_page_costs_the_same_with_many_scans(cast, twice, django_assert_num_queries, count):
    for number in range(count):
        cast.seal(twice.versions.get(number=2), content=b"%PDF-1.7 " + bytes([65 + number]))
        cast.material(twice, "A1", b"%PDF-1.7 " + bytes([75 + number]), f"{number}.pdf")
    client = desk(cast.city_office)
    url = reverse("version", args=[twice.pk, 2])
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)
