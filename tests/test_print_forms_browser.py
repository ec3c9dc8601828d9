"""Versions, papers and the proof in a real browser: accessible, within every screen, and printed with a code on each
sheet that a scanner reads."""

import io

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image

from submissions import drafts, scans
from submissions.models import SealedScan

from .paper import scan
from .test_journey import Person
from .test_public_pages_browser import LONG, SCREENS, TOO_WIDE, violations

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PARAGRAPH = "推行行政执法公示、执法全过程记录、重大执法决定法制审核制度\uff0c建成覆盖旗县区的执法监督平台。" * 8
SUMMARY = "\n".join([PARAGRAPH] * 12)
DPI = 150
DRAFT_GREY = (219, 222)  # of the mark across a draft, as it is printed


@pytest.fixture
def long(cast):
    """Handed in twice, with a text of several sheets, the longest title and many files."""
    submission = cast.draft(title=LONG, summary=SUMMARY, contact="张三 0476-1234567")
    for number in range(12):
        name = f"附件{number} {LONG[:80]}.pdf"
        cast.material(submission, f"A{number % 3}", b"%PDF-1.7 " + bytes([65 + number]), name)
    cast.play(submission, "submit", "return")
    drafts.edit(submission, cast.drafter, summary=SUMMARY.replace("三", "叁", 3))
    cast.material(submission, "A1", b"%PDF-1.7 more", "补充.pdf")
    cast.play(submission, "resubmit")
    cast.seal(submission.versions.get(number=1))
    return submission


def sheets(page, address):
    """What a printer puts on paper: one picture a sheet."""
    page.goto(address)
    pdf = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    try:
        return [sheet.render(scale=DPI / 72, grayscale=True).to_pil().copy() for sheet in pdf]
    finally:
        pdf.close()


def codes(picture):
    return zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)


def surroundings(picture, code):
    """The darkest grey in the white edge, four modules wide, around a code."""
    corners = [code.position.top_left, code.position.bottom_right]
    (left, top), (right, bottom) = ((corner.x, corner.y) for corner in corners)
    edge = round((right - left) / 37 * 3.5)
    around = picture.crop((left - edge, top - edge, right + edge, bottom + edge))
    around.paste(255, (edge - 3, edge - 3, around.width - edge + 3, around.height - edge + 3))
    return around.getextrema()[0]


def of(submission, name, *more):
    return reverse(name, args=[submission.pk, *more])


@pytest.mark.parametrize("name", ["version_form", "receipt"])
def test_every_printed_sheet_bears_the_code_and_nothing_runs_into_it(cast, long, visitor, name):
    person = Person(visitor(), cast.drafter)
    printed = sheets(person.page, of(long, name, 2))
    found = [codes(picture) for picture in printed]
    where = person.page.evaluate("location.origin") + reverse("verified", args=[long.versions.get(number=2).code])
    assert [[code.text for code in one] for one in found] == [[where]] * len(printed)
    assert [surroundings(picture, one[0]) > 240 for picture, one in zip(printed, found, strict=True)] == [True] * len(
        printed
    )
    assert len(printed) >= {"version_form": 4, "receipt": 2}[name]


def mark(picture):
    """How much of the middle of a sheet has the grey of the mark across a draft."""
    middle = picture.crop((picture.width // 6, picture.height // 4, picture.width * 5 // 6, picture.height * 3 // 4))
    counts = middle.histogram()
    return sum(counts[DRAFT_GREY[0] : DRAFT_GREY[1]]) / (middle.width * middle.height)


def test_a_draft_bears_its_mark_on_every_sheet_and_what_was_handed_in_on_none(cast, long, visitor):
    draft = cast.draft(title=LONG, summary=SUMMARY)
    person = Person(visitor(), cast.drafter)
    marked = sheets(person.page, of(draft, "submission_form"))
    assert len(marked) >= 3
    assert [mark(picture) > 0.02 for picture in marked] == [True] * len(marked)
    assert [codes(picture) for picture in marked] == [[]] * len(marked)
    handed_in = sheets(person.page, of(long, "submission_form"))
    assert [mark(picture) < 0.01 for picture in handed_in] == [True] * len(handed_in)


def test_what_is_printed_sealed_scanned_crooked_and_brought_back_is_bound(cast, long, visitor, tmp_path):
    """From the browser's own print, turned by two degrees and saved as a poor JPEG, back through the page."""
    person = Person(visitor(), cast.city_office)
    printed = sheets(person.page, of(long, "submission_form"))
    crooked = [picture.rotate(2, resample=Image.BICUBIC, fillcolor=255) for picture in printed]
    made = scan(*crooked, quality=40)
    assert scans.codes_on(io.BytesIO(made.read()), "pdf") == [{long.versions.get(number=2).code}] * len(printed)
    made.seek(0)
    (tmp_path / "盖章件.pdf").write_bytes(made.read())
    person.go(of(long, "submission")).follow("交回盖章扫描件")
    person.page.set_input_files("[name=file]", tmp_path / "盖章件.pdf")
    person.press("交回扫描件").reads("已收到第 2 版\uff08现行版本\uff09的盖章件。")
    assert SealedScan.objects.order_by("pk").last().version.number == 2


def pages_of(submission):
    code = submission.versions.get(number=2).code
    numbered = [of(submission, name, 2) for name in ("version", "version_changes", "version_form", "receipt")]
    return [
        of(submission, "submission"),
        of(submission, "submission_seal"),
        *numbered,
        of(submission, "version", 1),
        reverse("verify"),
        reverse("verified", args=[code]),
    ]


def test_no_page_breaks_a_rule_of_accessibility(cast, long, visitor):
    person = Person(visitor(), cast.drafter)
    draft = cast.draft(title=LONG, summary=SUMMARY)
    assert violations(person.page, [*pages_of(long), of(draft, "submission_form")]) == {}


@pytest.mark.parametrize(("screen", "mode"), [("office", "normal"), ("narrow", "large")])
def test_no_page_is_wider_than_the_screen(cast, long, visitor, screen, mode):
    person = Person(visitor(viewport=SCREENS[screen]), cast.city_office)
    person.page.goto(f"/display/?mode={mode}")
    too_wide = {}
    for address in pages_of(long):
        person.page.goto(address)
        excess = person.page.evaluate(TOO_WIDE)
        too_wide |= {address: excess} if excess > 0 else {}
    assert too_wide == {}
