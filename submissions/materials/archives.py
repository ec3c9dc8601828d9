"""Zip archives, judged while their bytes arrive: DOCX, XLSX and OFD are zips, and so is a bomb.

`Walk` follows the entries one after another and inflates them piece by piece, counting and forgetting: nothing is
kept, whatever the entry claims to hold. Archives inside are walked too and count against the same budget.
"""

import re
import struct
import zlib
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .kinds import MB
from .naming import leads_out
from .refusal import Refused
from .signatures import ARCHIVE, ZIP

GRACE, MOST_RATIO = 20 * MB, 100  # inflated bytes nobody minds; beyond them, how much bigger than what arrived
MOST_INFLATED, MOST_ENTRIES, DEEPEST = 500 * MB, 10_000, 3
PIECE = 64 * 1024
LONGEST_DESCRIPTOR = 24
ENTRY, CENTRAL = ZIP, (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x08")
STORED, DEFLATED = 0, 8
ENCRYPTED, SIZES_FOLLOW = 0x1, 0x8
WIDE = 0xFFFFFFFF
# Names some of which every package of ours has early; what has passed so much without one is just an archive.
PACKAGE = re.compile(r"\[Content_Types\]\.xml$|OFD\.xml$|(_rels|docProps|word|xl|customXml|Doc_\d+)/")
PASSED_WITHOUT = 1 * MB
MACROS = re.compile(r"(^|/)vbaproject[^/]*\.bin$|(^|/)macrosheets/", re.IGNORECASE)

BOMB = _("It unpacks to far more than a document holds, as archives made to do harm do. Save it as PDF.")
LOCKED = _("The document is protected with a password. Remove the protection, save it and upload it again.")
LEADS_OUT = _("A name inside the file leads out of it (../), as archives made to do harm do. It is not taken.")
WITH_MACROS = _("The document holds macros. Save it as .docx, .xlsx or PDF without macros and upload that.")
DAMAGED = _("The document is damaged or not whole. Open it, save it anew and upload that.")


class Damaged(Refused):
    def __init__(self):
        super().__init__(DAMAGED)


@dataclass
class Budget:
    """What an archive with all archives inside it may spend."""

    arrived: int = 0
    inflated: int = 0
    entries: int = 0

    def spend(self, inflated):
        self.inflated += inflated
        too_steep = self.inflated > GRACE and self.inflated > MOST_RATIO * self.arrived
        if too_steep or self.inflated > MOST_INFLATED:
            raise Refused(BOMB)

    def enter(self):
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            raise Refused(BOMB)


@dataclass
class Entry:
    """One entry as its local header tells of it; `size` and `crc` are counted, not believed."""

    offset: int
    flags: int
    method: int
    left: int  # stored bytes still to come
    size: int = 0
    crc: int = 0
    inner: "Walk | None" = None
    inflater: object = field(default_factory=lambda: zlib.decompressobj(-15))


class Walk:
    def __init__(self, budget=None, depth=1):
        self.budget, self.depth = budget or Budget(), depth
        self.seen = set()  # (offset, crc, size) of every entry passed
        self.directory_at = None  # where the entries end
        self.is_like_a_package = depth > 1
        self._buffer, self._offset, self._entry, self._step = bytearray(), 0, None, self._between

    def feed(self, piece):
        """Follow the next bytes. Raises Refused."""
        if self.depth == 1:
            self.budget.arrived += len(piece)
        if self.directory_at is None:
            self._buffer += piece
            while self.directory_at is None and self._step():
                pass
            if self.budget.arrived > PASSED_WITHOUT and not self.is_like_a_package:
                raise Refused(ARCHIVE)

    def finish(self):
        if self.directory_at is None:
            raise Damaged

    def _take(self, count):
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        self._offset += len(taken)
        return taken

    def _between(self):
        """At a header. True if there may be more to do with what has arrived, as for every step."""
        if len(self._buffer) < 4:
            return False
        if self._buffer.startswith(CENTRAL):
            self.directory_at = self._offset
            self._buffer.clear()
            return False
        if not self._buffer.startswith(ENTRY):
            raise Damaged
        return len(self._buffer) >= 30 and self._enter()

    def _enter(self):
        fields = struct.unpack("<4s5H3I2H", self._buffer[:30])
        flags, method, packed, whole, name_length, extra_length = (fields[at] for at in (2, 3, 7, 8, 9, 10))
        if len(self._buffer) < 30 + name_length + extra_length:
            return False
        at = self._offset
        header = self._take(30 + name_length + extra_length)
        self._look_at(header[30 : 30 + name_length].decode("utf-8", errors="replace"), flags, method)
        if packed == WIDE:
            packed = _wide_size(header[30 + name_length :], both=whole == WIDE)
        self._entry = Entry(at, flags, method, packed)
        self._step = self._stored if method == STORED else self._deflated
        return True

    def _look_at(self, name, flags, method):
        self.budget.enter()
        self.is_like_a_package = self.is_like_a_package or bool(PACKAGE.match(name))
        if leads_out(name):
            raise Refused(LEADS_OUT)
        if flags & ENCRYPTED:
            raise Refused(LOCKED)
        if MACROS.search(name):
            raise Refused(WITH_MACROS)
        if method not in (STORED, DEFLATED):
            raise Damaged

    def _stored(self):
        entry = self._entry
        piece = self._take(min(entry.left, len(self._buffer)))
        entry.left -= len(piece)
        self._count(piece)
        return self._leave() if not entry.left else bool(piece)

    def _deflated(self):
        inflater, given = self._entry.inflater, self._take(PIECE)
        try:
            piece = inflater.decompress(given, PIECE)
        except zlib.error:
            raise Damaged from None
        # What it did not use goes back before the rest.
        back = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
        self._buffer[:0] = back
        self._offset -= len(back)
        self._count(piece)
        return self._leave() if inflater.eof else bool(piece or given)

    def _count(self, piece):
        entry = self._entry
        self.budget.spend(len(piece))
        if entry.size == 0 and piece.startswith(ZIP):
            if self.depth == DEEPEST:
                raise Refused(BOMB)
            entry.inner = Walk(self.budget, self.depth + 1)
        entry.size += len(piece)
        entry.crc = zlib.crc32(piece, entry.crc)
        if entry.inner:
            self._go_inside(piece)

    def _go_inside(self, piece):
        """An archive inside that cannot be followed is only data; what can be followed is judged like the outer one."""
        try:
            self._entry.inner.feed(piece)
        except Damaged:
            self._entry.inner = None

    def _leave(self):
        entry = self._entry
        self.seen.add((entry.offset, entry.crc, entry.size))
        self._step = self._descriptor if entry.flags & SIZES_FOLLOW else self._between
        return True

    def _descriptor(self):
        """Sizes after the content come in four lengths; they are passed over, for they were counted."""
        if len(self._buffer) < LONGEST_DESCRIPTOR + 4:
            return False
        marks = [self._buffer.find(mark, 0, LONGEST_DESCRIPTOR + 4) for mark in (ENTRY, *CENTRAL)]
        found = [at for at in marks if at >= 0]
        if not found:
            raise Damaged
        self._take(min(found))
        self._step = self._between
        return True


def _wide_size(extra, both):
    """The packed size in the extra field for sizes beyond 4 GB; small files have it too."""
    while len(extra) >= 4:
        kind, length = struct.unpack("<2H", extra[:4])
        if kind == 1 and length >= (16 if both else 8):
            return struct.unpack("<Q", extra[12:20] if both else extra[4:12])[0]
        extra = extra[4 + length :]
    raise Damaged
