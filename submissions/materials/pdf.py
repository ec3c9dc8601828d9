"""PDF: opened with PDFium, which is Chromium's. It knows one caller at a time: whoever uses it holds `PDFIUM`."""

from contextlib import closing
from pathlib import Path
from threading import RLock

import pypdfium2
from django.utils.translation import gettext_lazy as _
from pypdfium2 import raw

from .refusal import Refused

PDFIUM = RLock()
NEEDS_PASSWORD = 4  # FPDF_ERR_PASSWORD
UNPROTECTED = -1
END = b"%%EOF"

LOCKED = _("The PDF is protected (a password, or restrictions on printing and copying). Save it without protection.")
SCRIPTS = _("The PDF holds scripts. Print it to PDF again, which leaves them out, and upload that.")
DAMAGED = _("The PDF is damaged or not whole. Open it, save it anew and upload that.")


def pages_of(file, path):
    """How many pages it has. Raises Refused: locked (for its owner too, for then it cannot be printed and archived),
    with scripts, damaged."""
    file.seek(max(0, file.seek(0, 2) - 4096))
    if END not in file.read():
        raise Refused(DAMAGED)
    with PDFIUM:
        try:
            with closing(pypdfium2.PdfDocument(Path(path))) as document:
                return _judged(document)
        except pypdfium2.PdfiumError as error:
            raise Refused(LOCKED if error.err_code == NEEDS_PASSWORD else DAMAGED) from None


def _judged(document):
    if raw.FPDF_GetSecurityHandlerRevision(document) != UNPROTECTED:
        raise Refused(LOCKED)
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise Refused(SCRIPTS)
    pages = len(document)
    for number in {0, pages - 1}:
        document.get_page(number).close()
    return pages
