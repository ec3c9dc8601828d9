"""Reading the codes of versions off scanned paper: each page is drawn and searched for our QR codes."""

import re

import pypdfium2
import zxingcpp
from django.utils.translation import gettext as _
from PIL import Image

from . import versions
from .materials.pdf import PDFIUM

RESOLUTIONS = (200, 300)  # dpi; the finer one is tried only where nothing was found
MOST_PAGES = 60
LONGEST_SIDE = 5000  # pixels of a page as it is drawn, however large the page says it is
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
    with PDFIUM:
        pdf = pypdfium2.PdfDocument(file)
        try:
            if len(pdf) > MOST_PAGES:
                raise UnreadableScan(_("More than %(count)s pages: scan the form alone.") % {"count": MOST_PAGES})
            for dpi in RESOLUTIONS:
                found = [codes_in(_drawn(page, dpi)) for page in pdf]
                if any(found):
                    break
            return found
        finally:
            pdf.close()


def _drawn(page, dpi):
    scale = min(dpi / 72, LONGEST_SIDE / max(*page.get_size(), 1))
    try:
        return page.render(scale=scale, grayscale=True).to_pil()
    finally:
        page.close()


def codes_in(image):
    """The codes of versions in one picture, as a set."""
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    told = [ADDRESS.search(one.text.strip()) for one in found]
    return {code for match in told if match and (code := versions.read_code(match[1]))}
