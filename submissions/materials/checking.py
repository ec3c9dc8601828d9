"""What a file is and whether it is taken: by its content alone, as early as it can be known.

`Watch` sees the bytes as they arrive and refuses at the first that tells: size, signature, and of archives names,
macros, passwords and bombs. What stands at the end of a file (the directory of a zip, the trailer of a PDF, the streams
of an OLE file) can only be judged then: `finish`.
"""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from . import compound, images, packages, pdf
from .archives import Walk
from .kinds import KINDS, LARGEST_MB, MB, OTHER_LARGEST_MB, listed
from .naming import ending_of
from .refusal import Refused
from .signatures import HEAD, MAY_BE, family_of

# The same content under another ending, as WPS writes it.
TWINS = {"doc": "wps", "docx": "wps", "xls": "et", "xlsx": "et"}


@dataclass(frozen=True)
class Limits:
    """What is asked of a file: kinds (none: all), size, pages."""

    formats: tuple = ()
    largest_mb: int = OTHER_LARGEST_MB
    most_pages: int | None = None

    @property
    def most_bytes(self):
        return min(self.largest_mb, LARGEST_MB) * MB

    def refuse_size(self, size):
        """`size` bytes, as declared or counted so far."""
        if size > self.most_bytes:
            raise Refused(
                _("The file is larger than %(limit)s MB. Scan it in black and white, compress it, or split it.")
                % {"limit": self.most_bytes // MB}
            )

    def refuse_kind(self, *kinds):
        """Unless one of these kinds is taken."""
        if self.formats and not set(kinds) & set(self.formats):
            sentence = (
                _("Only %(formats)s is taken here; this is %(kind)s. Save it as one that is taken.")
                if len(kinds) == 1
                else _("Only %(formats)s is taken here, and this is something else. Save it as one that is taken.")
            )
            raise Refused(sentence % {"formats": listed(self.formats), "kind": listed(kinds)})

    def refuse_pages(self, pages):
        if self.most_pages and pages and pages > self.most_pages:
            raise Refused(
                _("It has %(pages)s pages; at most %(limit)s are taken here.")
                % {"pages": pages, "limit": self.most_pages}
            )


@dataclass(frozen=True)
class Checked:
    kind: str
    pages: int | None
    size: int

    def __str__(self):
        return f"{KINDS[self.kind].name} {filesizeformat(self.size)}"


class Watch:
    """`feed` it every byte in order, then `finish` with the file as a whole. Both raise Refused."""

    def __init__(self, limits):
        self.limits, self.size, self.family = limits, 0, None
        self._head, self._walk = b"", None

    def feed(self, piece):
        self.size += len(piece)
        self.limits.refuse_size(self.size)
        if self.family is None:
            self._head += piece
            if len(self._head) >= HEAD:
                self._recognise()
        elif self._walk:
            self._walk.feed(piece)

    def _recognise(self):
        self.family = family_of(self._head[:HEAD])
        self.limits.refuse_kind(*MAY_BE[self.family])
        if self.family == "zip":
            self._walk = Walk()
            self._walk.feed(self._head)
        self._head = b""

    def finish(self, path, name):
        """What the file at `path` is; `name` chooses between twins."""
        if self.family is None:
            self._recognise()
        with open(path, "rb") as file:
            kind, pages = self._whole(file, path)
        twin = TWINS.get(kind)
        if twin and ending_of(name) == KINDS[twin].endings[0]:
            kind = twin
        self.limits.refuse_kind(kind)
        self.limits.refuse_pages(pages)
        return Checked(kind, pages, self.size)

    def _whole(self, file, path):
        if self.family == "pdf":
            return "pdf", pdf.pages_of(file, path)
        if self.family == "zip":
            self._walk.finish()
            return packages.kind_of(file, self._walk), None
        if self.family == "ole":
            return compound.kind_of(file), None
        images.check(file, self.family)
        return self.family, None
