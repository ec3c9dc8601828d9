"""Sealed paper as it comes back: sheets with the QR codes of versions, scanned well or badly."""

import io
from time import gmtime

import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from submissions.models import Version

A4 = (8.27, 11.69)  # inches
SCANNED = gmtime(0)  # the same sheets make the same file, whenever
CODE_SIDE = 28 / 25.4  # inches, as it is printed


def address(version):
    code = version.code if isinstance(version, Version) else version
    return f"https://shifan.example.org/workbench/verify/{code}/"


def sheet(version=None, dpi=150, angle=0.0):
    """One scanned sheet, a picture; without a version it bears no code."""
    size = tuple(round(side * dpi) for side in A4)
    picture = Image.new("L", size, 255)
    draw = ImageDraw.Draw(picture)
    for line in range(12, 60):  # written lines
        draw.line((dpi, line * size[1] // 64, size[0] - dpi, line * size[1] // 64), fill=60, width=max(1, dpi // 60))
    if version is not None:
        side = round(CODE_SIDE * dpi)
        picture.paste(printed(address(version)).resize((side, side), Image.LANCZOS), (size[0] - dpi - side, dpi // 2))
    return picture.rotate(angle, resample=Image.BICUBIC, fillcolor=255, expand=bool(angle % 90 == 0))


def printed(text):
    found = io.BytesIO()
    segno.make(text, error="q", micro=False).save(found, kind="png", scale=8)
    return Image.open(found).convert("L")


def scan(*sheets, kind="pdf", quality=75, dpi=150, name=None):
    """The sheets as one uploaded file. PDF holds them as JPEG, as scanners do."""
    made, first = io.BytesIO(), sheets[0]
    if kind == "pdf":
        facts = {"resolution": dpi, "quality": quality, "creationDate": SCANNED, "modDate": SCANNED}
        first.save(made, "PDF", save_all=True, append_images=sheets[1:], **facts)
    else:
        first.save(made, {"jpg": "JPEG", "png": "PNG"}[kind], quality=quality)
    return SimpleUploadedFile(name or f"盖章件.{kind}", made.getvalue())
