"""What the first bytes say: the family of what is taken, or a sentence about what this is and what to do instead."""

import re

from django.utils.translation import gettext_lazy as _

from .refusal import Refused

HEAD = 4096  # bytes a judgement is made on
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
FAMILIES = {b"%PDF-": "pdf", ZIP: "zip", OLE: "ole", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
# The kinds a family may turn out to be.
MAY_BE = {
    "pdf": ("pdf",),
    "zip": ("ofd", "docx", "wps", "xlsx", "et"),
    "ole": ("doc", "wps", "xls", "et"),
    "jpg": ("jpg",),
    "png": ("png",),
}

EMPTY = _("The file is empty (0 bytes). Look at the original: perhaps it was not saved or not copied whole.")
ARCHIVE = _("This is an archive. Unpack it and upload the documents one by one.")
PROGRAM = _("This is a program, not a document. Programs are never taken.")
PICTURE = _("This is a picture in another format. Save it as JPG or PNG, or print it to PDF.")
RTF = _("This is rich text (RTF). Open it, save it as .docx or PDF and upload that.")
SVG = _("This is a vector drawing (SVG), which may hold scripts. Save it as PNG or PDF and upload that.")
HTML = _("This is a web page (HTML), whatever its name says. Print the page to PDF and upload that.")
XML = _("This is an XML file. Open it with the program it comes from and save it as .docx, .xlsx or PDF.")
UNKNOWN = _("This is not recognised as PDF, OFD, Word, Excel, WPS, JPG or PNG, whatever its name says. Save it as PDF.")
OTHERS = (
    ((b"PK\x05\x06", b"PK\x07\x08", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"), ARCHIVE),
    ((b"MZ", b"\x7fELF", b"#!"), PROGRAM),
    ((b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF", b"\0\0\0\x18ftyp", b"\0\0\0\x1cftyp"), PICTURE),
    ((b"{\\rtf",), RTF),
)
MARK_UP = re.compile(r"<(!doctype html|html|head|body|script|iframe|meta|table|div|p|br|a|img)\b")


def family_of(head):
    """The family of a file that begins with `head`. Raises Refused with what it is instead."""
    if not head:
        raise Refused(EMPTY)
    # Some scanners put an empty line before the signature of a PDF.
    begins = head.lstrip(b"\xef\xbb\xbf\r\n\t \0") if b"%PDF-" in head[:64] else head
    for signature, family in FAMILIES.items():
        if begins.startswith(signature):
            return family
    raise Refused(_what_else(head))


def _what_else(head):
    for signatures, sentence in OTHERS:
        if head.startswith(signatures):
            return sentence
    text = _as_text(head)
    if text.startswith("<") or MARK_UP.search(text):
        return SVG if "<svg" in text else XML if text.startswith("<?xml") and "<html" not in text else HTML
    return UNKNOWN


def _as_text(head):
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return head.decode("utf-16" if wide else "utf-8", errors="replace").lstrip("\ufeff \t\r\n").lower()
