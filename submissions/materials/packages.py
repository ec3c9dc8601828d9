"""Whole zip packages: DOCX and XLSX by the type of their main part, OFD by its root."""

from contextlib import suppress
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from .archives import DAMAGED, LEADS_OUT, LOCKED, MACROS, WITH_MACROS
from .kinds import MB
from .naming import leads_out
from .refusal import Refused
from .signatures import ARCHIVE

TYPES_PART, OFD_PART = "[Content_Types].xml", "OFD.xml"
LARGEST_PART = LARGEST_DIRECTORY = 4 * MB
OPEN_XML = "application/vnd.openxmlformats-officedocument."
MAIN_TYPES = {
    f"{OPEN_XML}wordprocessingml.document.main+xml": "docx",
    f"{OPEN_XML}spreadsheetml.sheet.main+xml": "xlsx",
}
OTHER_MAIN = ("presentationml", "template.main", "visio", "ms-package.3dmanufacturing", "xps")
OTHER_OFFICE = _("This is another kind of Office file (slides, a template …). Save it as .docx, .xlsx or PDF.")
OFD_NAMESPACE = "http://www.ofdspec.org"


def kind_of(file, walk):
    """`docx`, `xlsx` or `ofd`. `walk` has followed the same bytes: what the directory at the end lists must be what
    was passed on the way, so that no other program can read another document from it."""
    file.seek(0, 2)
    if file.tell() - walk.directory_at > LARGEST_DIRECTORY:
        raise Refused(DAMAGED)
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            if not {(one.header_offset, one.CRC, one.file_size) for one in entries} <= walk.seen:
                raise Refused(DAMAGED)
            return _kind(archive, {one.filename for one in entries})
    except (BadZipFile, ElementTree.ParseError, NotImplementedError, ValueError, RuntimeError, OSError, EOFError):
        raise Refused(DAMAGED) from None


def _kind(archive, names):
    if any(leads_out(name) for name in names):
        raise Refused(LEADS_OUT)
    if any(MACROS.search(name) for name in names):
        raise Refused(WITH_MACROS)
    if TYPES_PART in names:
        return _office_kind(_root(archive, TYPES_PART), names)
    if OFD_PART in names:
        return _ofd(_root(archive, OFD_PART), names)
    raise Refused(ARCHIVE)


def _root(archive, name):
    with archive.open(name) as part:
        text = part.read(LARGEST_PART + 1)
    if len(text) > LARGEST_PART or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Refused(DAMAGED)
    return ElementTree.fromstring(text)


def _office_kind(types, names):
    parts = {one.get("PartName", "").lstrip("/").lower(): one.get("ContentType", "") for one in types}
    declared = [one.get("ContentType", "").lower() for one in types]
    if any("macro" in one or "vbaproject" in one for one in declared):
        raise Refused(WITH_MACROS)
    there = {name.lower() for name in names}
    for part, content_type in parts.items():
        if content_type in MAIN_TYPES and part in there:
            return MAIN_TYPES[content_type]
    raise Refused(OTHER_OFFICE if any(word in one for one in declared for word in OTHER_MAIN) else ARCHIVE)


def _ofd(root, names):
    namespace, _brace, tag = root.tag.rpartition("}")
    if any(name.lower().endswith("encryptions.xml") for name in names):
        raise Refused(LOCKED)
    with suppress(StopIteration):
        body = next(one for one in root if one.tag.endswith("}DocBody"))
        wanted = next(one.text or "" for one in body if one.tag.endswith("}DocRoot"))
        if tag == "OFD" and OFD_NAMESPACE in namespace and wanted.strip().lstrip("/") in names:
            return "ofd"
    raise Refused(DAMAGED)
