"""The kinds of file that are taken. What a file is, its content says (`checking`); the ending of its name only chooses
between the two programs that write the same content, and is mended where it says something else."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

MB = 1024 * 1024
LARGEST_MB = 200  # whatever a requirement says: the check of one file must end while somebody waits
OTHER_LARGEST_MB = 20  # of a material under no requirement


@dataclass(frozen=True)
class Kind:
    code: str
    name: str
    endings: tuple
    content_type: str


KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", "PDF", (".pdf",), "application/pdf"),
        Kind("ofd", "OFD", (".ofd",), "application/ofd"),
        Kind("doc", _("Word (.doc)"), (".doc",), "application/msword"),
        Kind(
            "docx",
            _("Word (.docx)"),
            (".docx",),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        Kind("wps", _("WPS Writer (.wps)"), (".wps",), "application/vnd.ms-works"),
        Kind("xls", _("Excel (.xls)"), (".xls",), "application/vnd.ms-excel"),
        Kind(
            "xlsx",
            _("Excel (.xlsx)"),
            (".xlsx",),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        Kind("et", _("WPS Spreadsheets (.et)"), (".et",), "application/vnd.ms-excel"),
        Kind("jpg", "JPG", (".jpg", ".jpeg"), "image/jpeg"),
        Kind("png", "PNG", (".png",), "image/png"),
    )
}
CHOICES = [(kind.code, kind.name) for kind in KINDS.values()]
ENDINGS = {ending: kind.code for kind in KINDS.values() for ending in kind.endings}

SCANS = ("pdf", "jpg", "png")  # what sealed paper comes back as


def taken_under(requirement):
    """The kinds taken under a requirement (none: all): scans alone where a sealed scan is asked."""
    if not requirement.asks_seal:
        return tuple(requirement.formats)
    return tuple(code for code in SCANS if code in requirement.formats) or SCANS


def accept(codes=()):
    """What a file field offers for choosing: the endings of these kinds (none given: of all)."""
    return ",".join(ending for code in codes or KINDS for ending in KINDS[code].endings)


def listed(codes=()):
    """The kinds as a sentence lists them: PDF、OFD."""
    return "、".join(str(KINDS[code].name) for code in codes or KINDS)
