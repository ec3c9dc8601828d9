"""Files for articles: checked like every upload, and pictures made anew, small enough for a page and without what the
camera wrote along (place, time, name)."""

import re
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from .materials import Limits, Refused, naming, scanning, storing
from .materials.images import DAMAGED, FORMATS
from .materials.receiving import PIECE, Receiving
from .models import StoredFile

LONGEST_SIDE = 1280  # pixels: nearly twice the width of the column, for fine screens
MOST_PIXELS = 40_000_000  # of what is sent: all of them have to be unpacked
QUALITY = 82
# What would end a reference to a picture in the text, or mean something in an address.
FOR_NO_REFERENCE = re.compile(r"[\s()\[\]<>!*`\\%#?&+~^|]+")


@dataclass(frozen=True)
class Taken:
    """A file as it would be published; sizes in pixels, of pictures alone."""

    stored: StoredFile
    name: str
    kind: str
    width: int | None = None
    height: int | None = None


def take(file, name, is_picture):
    """Check an open binary file and keep it. Raises Refused."""
    naming.refuse_secret(name)
    with Receiving(Limits(tuple(FORMATS) if is_picture else ())) as receiving:
        while piece := file.read(PIECE):
            receiving.write(piece)
        if is_picture:
            return _picture(receiving, name)
        stored = receiving.keep(name)
    return Taken(stored, _named(name, stored.taken_as), stored.taken_as)


def _picture(receiving, name):
    """What was sent is not kept: it may tell where and by whom it was taken."""
    receiving.file.flush()
    kind = receiving.watch.finish(receiving.file.name, name).kind
    scanning.refuse_infected(receiving.file)
    content, (width, height) = _made_anew(receiving.file, kind)
    return Taken(storing.store(content, kind), _named(name, kind), kind, width, height)


def _made_anew(file, kind):
    """(the picture as an open file, (width, height)): upright, at most LONGEST_SIDE, its points and nothing else."""
    file.seek(0)
    try:
        with Image.open(file, formats=[FORMATS[kind]]) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise Refused(_("The picture has more than 40 million pixels. Save it smaller; 1280 are wide enough."))
            picture = _bare(sent, kind)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        raise Refused(DAMAGED) from None
    content = BytesIO()
    options = {"quality": QUALITY, "progressive": True} if kind == "jpg" else {"optimize": True}
    picture.save(content, FORMATS[kind], **options)
    return content, picture.size


def _bare(sent, kind):
    """A picture of its own, to which nothing of what was written along belongs."""
    sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked no larger than needed
    upright = ImageOps.exif_transpose(sent)
    grey = upright.mode in ("1", "L", "I;16")
    clear = kind == "png" and (upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info)
    upright = upright.convert("RGBA" if clear else "L" if grey else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare


def _named(name, kind):
    return naming.fitting(FOR_NO_REFERENCE.sub("-", naming.clean(name)), kind)
