"""Files as programs really write them, and as nobody should: made here by a library or byte by byte.

`tests/data/materials/` holds three written by LibreOffice, whose zip has its content types last and whose OLE streams
are fragmented.
"""

import functools
import hashlib
import io
import struct
import zipfile
import zlib
from pathlib import Path

import xlsxwriter
from PIL import Image

DATA = Path(__file__).parent / "data/materials"
OPEN_XML = "application/vnd.openxmlformats-officedocument"
WORD = f"{OPEN_XML}.wordprocessingml.document.main+xml"
WORD_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
SLIDES = f"{OPEN_XML}.presentationml.presentation.main+xml"


def written(name):
    return (DATA / name).read_bytes()


def pdf(pages=1, extra=b"", trailer=b"", catalog=b""):
    """`extra`: further objects, numbered from 3 + pages on; `trailer` and `catalog`: further entries of both."""
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages)]
    objects += [page] * pages + ([extra] if extra else [])
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(out))
    return out + table + end


PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def rc4(key, data):
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def encrypted_pdf(user=b"", owner=b"owner"):
    """With the standard security handler (ISO 32000, 7.6.3): without `user` it opens for everybody, restricted."""
    identity, rights = b"0123456789abcdef", -44
    key = hashlib.md5((owner + PADDING)[:32]).digest()[:5]
    lock = rc4(key, (user + PADDING)[:32])
    key = hashlib.md5((user + PADDING)[:32] + lock + struct.pack("<i", rights) + identity).digest()[:5]
    proof = rc4(key, PADDING)
    entries = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P %d>>" % (lock.hex().encode(), proof.hex().encode(), rights)
    identity = identity.hex().encode()
    return pdf(1, extra=entries, trailer=b"/Encrypt 4 0 R/ID[<%s><%s>]" % (identity, identity))


def pdf_with_script():
    script = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    return pdf(1, extra=script, catalog=b"/Names<</JavaScript<</Names[(a) 4 0 R]>>>>")


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    """{name: content} as a zip, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def content_types(main=WORD, part="/word/document.xml", more=""):
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="{part}" ContentType="{main}"/>'
        f"{more}</Types>"
    )


def docx(more=None, main=WORD, **types):
    return zipped({"[Content_Types].xml": content_types(main, **types), "word/document.xml": "<w/>", **(more or {})})


def docm():
    return docx({"word/vbaProject.bin": b"\xd0\xcf"}, WORD_WITH_MACROS)


def xlsx(rows=3):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number in range(rows):
            sheet.write_row(number, 0, ["松山区", number])
    return out.getvalue()


def ofd(more=None):
    root = (
        '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" '
        'DocType="OFD"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
    )
    return zipped({"OFD.xml": root, "Doc_0/Document.xml": "<ofd/>", **(more or {})})


@functools.cache
def bomb(megabytes=60):
    """A whole DOCX whose text is blank: a thousandth of what it unpacks to."""
    return docx({"word/media/image1.bmp": bytes(megabytes * 1024 * 1024)})


def nested(depth, core=b"x"):
    content = core
    for number in range(depth):
        content = zipped({f"{number}.zip": content})
    return content


def with_name(name, content):
    """A zip with an entry of any name, which the library would mend."""
    return docx({"word/x" + "x" * (len(name) - 6): content}).replace(b"word/x" + b"x" * (len(name) - 6), name.encode())


def encrypted_entry():
    """Says in the first entry's flags that its content is encrypted."""
    content = bytearray(docx())
    content[6] |= 1
    return bytes(content)


SECTOR, FREE, END_OF_CHAIN, FAT_SECTOR, NOBODY = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
LEAST = 4096  # shorter streams would lie in a stream of their own


def compound(streams):
    """An OLE compound file (MS-CFB): {path: content}, storages as far as paths name them."""
    tree = [("Root Entry", 5, b"", None)]
    places = {"": 0}
    for path, content in streams.items():
        parent = ""
        for name in path.split("/")[:-1]:
            here = f"{parent}/{name}".lstrip("/")
            if here not in places:
                places[here] = len(tree)
                tree.append((name, 1, b"", places[parent]))
            parent = here
        tree.append((path.split("/")[-1], 2, content.ljust(LEAST, b"\0"), places[parent]))
    return _laid_out(tree)


def _laid_out(tree):
    sectors, fat, starts = [], [], []
    for _name, _kind, content, _parent in tree:
        starts.append(len(sectors) if content else END_OF_CHAIN)
        count = -(-len(content) // SECTOR)
        sectors += [content[at * SECTOR : (at + 1) * SECTOR].ljust(SECTOR, b"\0") for at in range(count)]
        fat += [*range(len(fat) + 1, len(fat) + count), END_OF_CHAIN] if count else []
    entries = b"".join(_entry(tree, number, starts[number]) for number in range(len(tree)))
    entries = entries.ljust(-(-len(entries) // SECTOR) * SECTOR, b"\0")
    directory, count = len(sectors), len(entries) // SECTOR
    sectors.append(entries)
    fat += [*range(len(fat) + 1, len(fat) + count), END_OF_CHAIN]
    table = len(fat)
    fat.append(FAT_SECTOR)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, directory, 0, LEAST, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    header += struct.pack("<109I", table, *[FREE] * 108)
    assert len(fat) <= SECTOR // 4
    return header + b"".join(sectors) + struct.pack("<128I", *fat, *[FREE] * (128 - len(fat)))


def _entry(tree, number, start):
    name, kind, content, parent = tree[number]
    brothers = [at for at, one in enumerate(tree) if one[3] == parent and at > number]
    children = [at for at, one in enumerate(tree) if one[3] == number]
    right = brothers[0] if brothers and parent is not None else NOBODY
    text = name.encode("utf-16-le")
    fields = struct.pack("<H2B3I", len(text) + 2, kind, 1, NOBODY, right, children[0] if children else NOBODY)
    return text.ljust(64, b"\0") + fields + bytes(36) + struct.pack("<IQ", start, len(content))


def doc(flags=0, **more):
    return compound({"WordDocument": struct.pack("<6H", 0xA5EC, 0xC1, 0, 0x0804, 0, flags), **more})


def record(kind, content=b""):
    return struct.pack("<2H", kind, len(content)) + content


def xls(*records, **more):
    begin = record(0x0809, struct.pack("<2H", 0x0600, 5) + bytes(12))
    return compound({"Workbook": begin + b"".join(records) + record(0x0A), **more})


def picture(kind="PNG", size=(40, 30)):
    out = io.BytesIO()
    Image.effect_noise(size, 40).save(out, kind)
    return out.getvalue()


def huge_picture():
    """A PNG of a few bytes whose head claims 30,000 × 30,000 pixels."""
    head = chunk(b"IHDR", struct.pack(">2I5B", 30_000, 30_000, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(64))) + chunk(b"IEND", b"")


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
