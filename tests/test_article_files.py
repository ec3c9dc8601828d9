"""Files of articles: pictures made anew and small, attachments checked like every upload, names to refer to."""

from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from submissions import article_files
from submissions.materials import Refused
from submissions.models import StoredFile

from .made_files import docm, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("aside")]
WIDE = (3000, 1500)


def jpeg(size=(60, 40), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(out, "JPEG", **options)
    return out.getvalue()


def told(camera="Maker of cameras", orientation=None):
    exif = Image.Exif()
    exif[0x010F] = camera
    exif.get_ifd(0x8825)[2] = (42.0, 15.0, 0.0)  # latitude
    if orientation:
        exif[0x0112] = orientation
    return exif


def png(size=(60, 40), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size).save(out, "PNG", **options)
    return out.getvalue()


def take(content, name="图.jpg", is_picture=True):
    return article_files.take(BytesIO(content), name, is_picture)


def opened(taken):
    return Image.open(taken.stored.file.open())


def test_what_the_camera_wrote_along_is_not_stored():
    content = jpeg(exif=told(), comment=b"written by somebody", icc_profile=b"profile of a screen" * 9)
    assert b"Maker of cameras" in content
    taken = take(content)
    kept = taken.stored.file.open().read()
    assert [word for word in (b"Maker", b"somebody", b"profile", b"Exif") if word in kept] == []
    assert dict(opened(taken).getexif()) == {}
    assert StoredFile.objects.count() == 1  # what was sent is nowhere


def test_what_was_written_into_a_png_is_not_stored():
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "written by somebody")
    taken = take(png(pnginfo=words, exif=told()), "图.png")
    kept = taken.stored.file.open().read()
    assert [word for word in (b"somebody", b"Maker", b"eXIf", b"tEXt") if word in kept] == []


def test_a_picture_lying_on_its_side_is_set_upright():
    taken = take(jpeg((60, 40), exif=told(orientation=6)))
    assert (taken.width, taken.height, opened(taken).size) == (40, 60, (40, 60))


@pytest.mark.parametrize(
    ("content", "name", "size", "mode"),
    [
        (jpeg(WIDE), "图.jpg", (1280, 640), "RGB"),
        (png((600, 2560)), "图.png", (300, 1280), "RGB"),
        (png((60, 40)), "图.png", (60, 40), "RGB"),
        (png(mode="RGBA"), "图.png", (60, 40), "RGBA"),
        (png(mode="P"), "图.png", (60, 40), "RGB"),
        (png(mode="1"), "图.png", (60, 40), "L"),
        (png(mode="I;16"), "图.png", (60, 40), "L"),
        (jpeg(mode="CMYK"), "图.jpg", (60, 40), "RGB"),
        (jpeg(mode="L"), "图.jpg", (60, 40), "L"),
    ],
)
def test_a_picture_is_no_larger_than_a_page_needs_and_keeps_its_kind(content, name, size, mode):
    taken = take(content, name)
    assert ((taken.width, taken.height), taken.name, opened(taken).mode) == (size, name, mode)


@pytest.mark.parametrize(
    ("content", "is_picture"),
    [
        (pdf(), True),
        (jpeg()[:-200], True),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", True),
        (b"GIF89a" + b"\0" * 50, True),
        (png((9000, 9000), "1"), True),  # 81 million pixels in a few kilobytes
        (docm(), False),
        (b"<script>alert(1)</script>", False),
        (b"", True),
    ],
)
def test_what_is_no_picture_or_no_document_is_refused_and_not_kept(content, is_picture):
    with pytest.raises(Refused):
        take(content, "图.png", is_picture)
    assert StoredFile.objects.count() == 0


def test_an_attachment_is_kept_byte_by_byte():
    taken = take(pdf(), "附件 一.pdf", False)
    assert (taken.stored.file.open().read(), taken.kind, taken.width) == (pdf(), "pdf", None)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("图 1.jpg", "图-1.jpg"),
        ("图(1)[a].JPG", "图-1-a-.JPG"),
        ("..\\..\\图.jpg", "图.jpg"),
        ("图.exe", "图.exe.jpg"),
        ("图<1>*`&%?#.jpg", "图_1__-_-.jpg"),
    ],
)
def test_a_name_can_be_referred_to_in_the_text(given, kept):
    assert take(jpeg(), given).name == kept


def test_a_name_with_a_secrecy_mark_is_refused():
    with pytest.raises(Refused):
        take(jpeg(), "机密★10年.jpg")
    assert StoredFile.objects.count() == 0
