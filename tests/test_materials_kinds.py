"""What a file is: by signature and structure, whatever its name says. Every file here is really made."""

import io
import os
import tracemalloc

import pytest

from submissions.materials import Limits, Refused, archives, compound, images, naming, packages, pdf, signatures
from submissions.materials.checking import Watch
from submissions.materials.receiving import PIECE, Receiving

from . import made_files as made

pytestmark = pytest.mark.once
# What each file is kept as under a name with each ending; "" is a name without one.
KINDS = """
             .pdf  .docx  .doc  .wps  .xlsx  .xls  .et   .jpg  .exe  ""
pdf          pdf   pdf    pdf   pdf   pdf    pdf   pdf   pdf   pdf   pdf
ofd          ofd   ofd    ofd   ofd   ofd    ofd   ofd   ofd   ofd   ofd
docx         docx  docx   docx  wps   docx   docx  docx  docx  docx  docx
text.docx    docx  docx   docx  wps   docx   docx  docx  docx  docx  docx
doc          doc   doc    doc   wps   doc    doc   doc   doc   doc   doc
text.doc     doc   doc    doc   wps   doc    doc   doc   doc   doc   doc
xlsx         xlsx  xlsx   xlsx  xlsx  xlsx   xlsx  et    xlsx  xlsx  xlsx
xls          xls   xls    xls   xls   xls    xls   et    xls   xls   xls
table.xls    xls   xls    xls   xls   xls    xls   et    xls   xls   xls
jpg          jpg   jpg    jpg   jpg   jpg    jpg   jpg   jpg   jpg   jpg
png          png   png    png   png   png    png   png   png   png   png
"""
TAKEN = {
    "pdf": lambda: made.pdf(3),
    "ofd": made.ofd,
    "docx": made.docx,
    "doc": made.doc,
    "xlsx": made.xlsx,
    "xls": made.xls,
    "jpg": lambda: made.picture("JPEG"),
    "png": made.picture,
}
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "an empty file": (b"", signatures.EMPTY),
    "a web page": (b"\xef\xbb\xbf \n<!DOCTYPE html><html></html>", signatures.HTML),
    "a web page in UTF-16": ("\ufeff<html><body>".encode("utf-16-le"), signatures.HTML),
    "a web page begun by a comment": (b"<!-- %PDF-1.7 --><html><script>", signatures.HTML),
    "a drawing": (SVG, signatures.SVG),
    "an XML document of Word 2003": (b'<?xml version="1.0"?><?mso-application progid="Word"?><w/>', signatures.XML),
    "plain text": ("一份报告".encode(), signatures.UNKNOWN),
    "rich text": (b"{\\rtf1 text}", signatures.RTF),
    "a program": (b"MZ" + bytes(200), signatures.PROGRAM),
    "a picture of another kind": (made.picture("GIF"), signatures.PICTURE),
    "an archive of 7-Zip": (b"7z\xbc\xaf\x27\x1c" + bytes(200), signatures.ARCHIVE),
    "an empty zip": (made.zipped({}), signatures.ARCHIVE),
    "a zip": (made.zipped({"照片/一.jpg": made.picture("JPEG")}), signatures.ARCHIVE),
    "a zip with a word in it": (made.docx(part="/elsewhere.xml"), signatures.ARCHIVE),
    "slides": (made.docx(main=made.SLIDES), packages.OTHER_OFFICE),
    "old slides": (made.compound({"PowerPoint Document": b"x"}), compound.OTHER_OFFICE),
    "a document with macros": (made.docm(), archives.WITH_MACROS),
    "macros told by the types alone": (made.docx(main=made.WORD_WITH_MACROS), archives.WITH_MACROS),
    "an old document with macros": (made.doc(**{"Macros/VBA/dir": b"x"}), archives.WITH_MACROS),
    "an old workbook with macros": (made.xls(**{"_VBA_PROJECT_CUR/VBA/dir": b"x"}), archives.WITH_MACROS),
    "a workbook with a sheet of macros": (made.xls(made.record(0x85, bytes(5) + b"\1")), archives.WITH_MACROS),
    "macros in a document inside": (made.docx({"word/embeddings/1.docx": made.docm()}), archives.WITH_MACROS),
    "a PDF with a password": (made.encrypted_pdf(b"secret"), pdf.LOCKED),
    "a PDF restricted by its owner": (made.encrypted_pdf(), pdf.LOCKED),
    "a PDF with scripts": (made.pdf_with_script(), pdf.SCRIPTS),
    "half a PDF": (made.pdf(3)[:-60], pdf.DAMAGED),
    "no PDF at all": (b"%PDF-1.7\nnothing\n%%EOF", pdf.DAMAGED),
    "a document with a password": (made.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), archives.LOCKED),
    "an old document with a password": (made.doc(flags=0x0100), archives.LOCKED),
    "an old workbook with a password": (made.xls(made.record(0x2F, b"xx")), archives.LOCKED),
    "an encrypted entry": (made.encrypted_entry(), archives.LOCKED),
    "a bomb": (made.bomb(), archives.BOMB),
    "a bomb in a document inside": (made.docx({"word/embeddings/1.docx": made.bomb()}), archives.BOMB),
    "zips in zips in zips": (made.docx({"word/embeddings/1.zip": made.nested(5)}), archives.BOMB),
    "ten thousand entries": (made.docx({f"word/{n}.xml": "" for n in range(10_000)}), archives.BOMB),
    "../ inside": (made.with_name("../../../evil.xml", b"x"), archives.LEADS_OUT),
    "C:\\ inside": (made.with_name("C:\\evil\\evil.xml", b"x"), archives.LEADS_OUT),
    "half a document": (made.docx({"word/a.bin": os.urandom(90_000)})[:-200], archives.DAMAGED),
    "an old document cut off": (made.written("text.doc")[:1000], archives.DAMAGED),
    "an OFD without its document": (made.ofd().replace(b"Doc_0/D", b"Doc_1/D"), archives.DAMAGED),
    "half a JPG": (made.picture("JPEG", (400, 300))[:-3000], images.DAMAGED),
    "half a PNG": (made.picture(size=(400, 300))[:-3000], images.DAMAGED),
    "900 million pixels": (made.huge_picture(), images.TOO_LARGE),
}  # fmt: skip


def judge(content, name="材料.docx", limits=None):
    """What it is kept as, or the sentence it is refused with."""
    with Receiving(limits or Limits()) as receiving:
        try:
            for at in range(0, len(content), PIECE):
                receiving.write(content[at : at + PIECE])
            receiving.file.flush()
            return receiving.watch.finish(receiving.file.name, name)
        except Refused as refusal:
            return refusal.args[0]


def drawn():
    head, *rows = KINDS.strip("\n").splitlines()
    return {row.split()[0]: dict(zip(head.split(), row.split()[1:], strict=True)) for row in rows}


@pytest.mark.parametrize("file", drawn())
def test_the_content_says_what_a_file_is_and_the_ending_chooses_between_twins(file):
    content = TAKEN[file]() if file in TAKEN else made.written(file)
    expected = drawn()[file]
    found = {ending: judge(content, "材料" + ending.strip('"')).kind for ending in expected}
    assert found == expected


@pytest.mark.parametrize("file", REFUSED)
def test_what_is_refused_is_told_by_its_own_sentence(file):
    content, sentence = REFUSED[file]
    assert {judge(content, f"材料{ending}") for ending in (".docx", ".pdf", ".jpg", "")} == {sentence}


def test_pages_are_counted_in_pdf_files():
    assert [judge(made.pdf(pages)).pages for pages in (1, 3, 40)] == [1, 3, 40]
    assert judge(made.ofd()).pages is None


ONLY_OFD = Limits(("ofd",))
AGAINST = {
    "文件共 3 页\uff0c此处最多 2 页。": (made.pdf(3), Limits(most_pages=2)),
    "此处只接收 PDF、OFD\uff0c所选文件是 PNG。请另存为所要求的格式后上传。": (made.picture(), Limits(("pdf", "ofd"))),
    "此处只接收 PDF\uff0c所选文件不是这些格式。请另存为所要求的格式后上传。": (made.docx(), Limits(("pdf",))),
    "此处只接收 OFD\uff0c所选文件是 Excel\uff08.xlsx\uff09。请另存为所要求的格式后上传。": (
        made.xlsx(),
        Limits(("ofd",)),
    ),
    "文件超过 1 MB。请改用黑白扫描、压缩或拆分后上传。": (made.pdf() + bytes(1024**2), Limits(largest_mb=1)),
}


@pytest.mark.parametrize("sentence", AGAINST)
def test_a_requirement_limits_formats_size_and_pages(sentence):
    content, limits = AGAINST[sentence]
    assert str(judge(content, limits=limits)) == sentence
    assert judge(made.pdf(2), limits=Limits(("pdf",), 1, 2)).kind == "pdf"


class Endless(io.RawIOBase):
    """A file that goes on for ever, counting what was read of it."""

    def __init__(self, head):
        self.head, self.count = head, 0

    def read(self, size=-1):
        piece = (self.head + bytes(size))[:size]
        self.head, self.count = self.head[size:], self.count + size
        return piece


def read_until_refused(file, limits=None):
    watch = Watch(limits or Limits())
    try:
        while True:
            watch.feed(file.read(PIECE))
    except Refused:
        return file.count


@pytest.mark.parametrize(
    ("head", "most"),
    [
        (b"%PDF-1.7 ", 20 * 1024**2 + PIECE),  # said to be 500 MB, or more: as far as one file may go
        (b"<!doctype html>", PIECE),
        (SVG, PIECE),
        (made.zipped({"a.txt": b"x"})[:40], 2 * PIECE),  # whatever follows the entry is no zip
        (made.zipped({"照片.jpg": os.urandom(3 * 1024**2)})[:-100], 1024**2 + 2 * PIECE),
        (made.docm(), PIECE),
        (made.bomb()[:50_000], 2 * PIECE),
    ],
    # A zip holds the time it was made: in a test's name it would make two collections of one suite differ.
    ids=["pdf", "html", "svg", "zip", "zip-of-photo", "macros", "bomb"],
)
def test_it_is_refused_as_soon_as_its_bytes_tell(head, most):
    assert read_until_refused(Endless(head)) <= most


def test_a_bomb_costs_no_memory():
    bomb = made.bomb()
    tracemalloc.start()
    assert judge(bomb) == archives.BOMB
    assert tracemalloc.get_traced_memory()[1] < 3 * 1024**2
    tracemalloc.stop()


def test_a_directory_that_lists_other_entries_than_passed_is_damaged():
    """One program would read the entries, another the directory: two documents in one file."""
    whole, other = made.docx(), made.docx({"word/more.xml": "x"})
    entries, directory = whole[: whole.index(b"PK\x01\x02")], other[other.index(b"PK\x01\x02") :]
    assert judge(entries + directory) == archives.DAMAGED


NAMES = {
    "C:\\Users\\张\\表.docx": "表.docx",
    "/home/张/表.docx": "表.docx",
    "../../etc/passwd": "passwd",
    "..\\..\\表.docx": "表.docx",
    "表\u202excod.exe": "表xcod.exe",
    "一\r\n二\0.pdf": "一二.pdf",
    "a<b>:c*.pdf": "a_b__c_.pdf",
    "e\u0301.pdf": "\u00e9.pdf",
    "con.pdf": "_con.pdf",
    "..": "未命名文件",
    "": "未命名文件",
    "扫描件": "扫描件",
    ". 表.pdf .": "表.pdf",
    "长" * 300 + ".docx": "长" * 78 + ".docx",
    "x" * 300 + ".pdf": "x" * 196 + ".pdf",
    "\ue000.pdf": "\ue000.pdf",  # a rare character of a name, in a private area
}


@pytest.mark.parametrize("given", NAMES)
def test_names_are_kept_clean_and_whole(given):
    kept = naming.clean(given)
    assert (kept, naming.clean(kept)) == (NAMES[given], NAMES[given])


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("报告.docx", "pdf", "报告.pdf"),
        ("报告", "pdf", "报告.pdf"),
        ("报告.dat", "ofd", "报告.dat.ofd"),
        ("图.JPEG", "jpg", "图.JPEG"),
        ("第1.2节", "docx", "第1.2节.docx"),
    ],
)
def test_a_name_ends_as_the_content_says(name, kind, kept):
    assert naming.fitting(name, kind) == kept
