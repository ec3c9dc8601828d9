"""Pictures: read as a whole by Pillow, within bounds of memory."""

from django.utils.translation import gettext_lazy as _
from PIL import Image

from .refusal import Refused

MOST_PIXELS = 89_000_000  # A3 at 600 dpi is 70 million; Pillow itself warns from 89 million on
FORMATS = {"jpg": "JPEG", "png": "PNG"}

TOO_LARGE = _("The picture has more than 89 million pixels. Scan it with 300 dpi, or save it smaller.")
DAMAGED = _("The picture is damaged or not whole. Open it, save it anew and upload that.")


def check(file, kind):
    """Raises Refused."""
    file.seek(0)
    try:
        with Image.open(file, formats=[FORMATS[kind]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(TOO_LARGE)
            _read(picture, kind)
    except Image.DecompressionBombError:
        raise Refused(TOO_LARGE) from None
    except (OSError, SyntaxError, ValueError, EOFError):  # as Pillow tells of what it cannot read
        raise Refused(DAMAGED) from None


def _read(picture, kind):
    if kind == "png":
        picture.verify()  # every chunk against its checksum, without unpacking
        return
    picture.draft("L", (1, 1))  # an eighth in each direction: the whole file is read and little memory is used
    picture.load()
