"""Reading the codes of versions off scanned paper: each page is drawn and searched for our QR codes.

A page of a few bytes may hold a picture of gigabytes, or drawing that never ends: both are refused before they hurt.
"""

import re
from contextlib import closing
from time import monotonic

import pypdfium2
import zxingcpp
from django.utils.translation import gettext as _
from PIL import Image
from pypdfium2 import raw
from pypdfium2.internal import set_callback

from . import versions
from .materials.images import MOST_PIXELS
from .materials.pdf import PDFIUM

RESOLUTIONS = (200, 300)  # dpi; the finer one is tried only where nothing was found
MOST_PAGES = 60
LONGEST_SIDE = 5000  # pixels of a page as it is drawn, however large the page says it is
LONGEST = 60  # seconds for all pages together; meanwhile nobody else's PDF is opened for longer than one page
# The address in our QR codes ends so; whose host it names does not matter, the code is one of a kind.
ADDRESS = re.compile(r"/verify/([0-9A-Za-z-]{16,19})/?$")


class UnreadableScan(Exception):
    """The file cannot be looked at; `str()` is the sentence for the user."""


def codes_on(file, kind):
    """The codes of versions found on each page, as a list of sets. `file` is an open binary file, `kind` what its
    content says it is: pdf, jpg or png. Raises UnreadableScan."""
    try:
        return _codes_of_pdf(file) if kind == "pdf" else [codes_in(_opened(file))]
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableScan(_("This scan cannot be opened; scan the paper again.")) from error


def _opened(file):
    image = Image.open(file, formats=("JPEG", "PNG"))
    image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is then decoded no larger than needed
    image = image.convert("L")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def _codes_of_pdf(file):
    until = monotonic() + LONGEST
    with PDFIUM:
        pdf = pypdfium2.PdfDocument(file)
        count = len(pdf)
    try:
        if count > MOST_PAGES:
            raise UnreadableScan(_("More than %(count)s pages: scan the form alone.") % {"count": MOST_PAGES})
        for dpi in RESOLUTIONS:
            found = [codes_in(_drawn(pdf, number, dpi, until)) for number in range(count)]
            if any(found):
                break
        return found
    finally:
        with PDFIUM:
            pdf.close()


def _drawn(pdf, number, dpi, until):
    """A page as a picture. Raises UnreadableScan if what it holds is too much for the memory, or not drawn in time."""
    with PDFIUM, closing(pdf[number]) as page:
        _refuse_large_pictures(page)
        scale = min(dpi / 72, LONGEST_SIDE / max(*page.get_size(), 1))
        width, height = (max(1, round(side * scale)) for side in page.get_size())
        with closing(pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_Gray)) as bitmap:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            _draw(page, bitmap, until)
            return bitmap.to_pil().copy()


def _refuse_large_pictures(page):
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        across, down = one.get_px_size()
        if across * down > MOST_PIXELS:
            raise UnreadableScan(_("A page holds a picture of more than 89 million pixels. Scan it with 300 dpi."))


def _draw(page, bitmap, until):
    pause = raw.IFSDK_PAUSE(version=1)
    set_callback(pause, "NeedToPauseNow", lambda _pause: monotonic() > until)
    whole = (0, 0, bitmap.width, bitmap.height, 0, raw.FPDF_ANNOT)
    try:
        raw.FPDF_RenderPageBitmap_Start(bitmap, page, *whole, pause)
        if monotonic() > until:
            raise UnreadableScan(_("It takes too long to draw these pages. Scan the form alone, with 200 to 300 dpi."))
    finally:
        raw.FPDF_RenderPage_Close(page)


def codes_in(image):
    """The codes of versions in one picture, as a set."""
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    told = [ADDRESS.search(one.text.strip()) for one in found]
    return {code for match in told if match and (code := versions.read_code(match[1]))}
