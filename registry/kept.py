"""Finished public pages in a worker's memory: never more than so many bytes, and what people read stays.

Anyone may ask for any number of different addresses: words to search for, pages of a list, days. So whatever is made
stands first among the *new*, a fifth of the memory. Who is pushed out of there by newcomers enters the *read* only if
it was asked for more often than those it would push out of them, the longest unread first. How often is remembered
also of what is not kept, and fades: yesterday's favourite leaves in the end (the scheme is W-TinyLFU, Einziger 2017).
Pages with a query in their address have their own part of the memory: however many there are, they never take the
place of a page without one.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

OVERHEAD = 3000  # bytes that Python needs for a page beside its body: measured, and rounded up
SHARE_OF_NEW = 0.2
SHARE_WITHOUT_QUERY = 0.6
FADING = 100_000  # requests after which all counts are halved
HALVED = bytes(number // 2 for number in range(256))


@dataclass(slots=True, eq=False)
class Page:
    """An answer as the view gave it. `spoken` is how Django put it on the wire, by status (registry/door.py)."""

    body: bytes
    headers: dict
    etag: str
    spoken: dict = field(default_factory=dict)

    @property
    def size(self):
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers.items()) + OVERHEAD


class Frequency:
    """How often keys were asked for, roughly and never too low, in 256 KB however many there are: four counters a
    key, of which the least is believed. Strangers cannot aim at them: Python salts its hashes."""

    def __init__(self):
        self._rows, self._counted = [bytearray(1 << 16) for _ in range(4)], 0

    def _places(self, key):
        mixed = hash(key)
        return [(row, mixed >> shift & 0xFFFF) for row, shift in zip(self._rows, (0, 16, 32, 48), strict=True)]

    def of(self, key):
        return min(row[place] for row, place in self._places(key))

    def count(self, key):
        for row, place in self._places(key):
            if row[place] < 255:
                row[place] += 1
        self._counted += 1
        if self._counted == FADING:
            self._rows, self._counted = [bytearray(row.translate(HALVED)) for row in self._rows], 0


class Segment(OrderedDict):
    """Pages in the order in which they were asked for last, and their bytes."""

    size = 0

    def add(self, key, page):
        self[key] = page
        self.size += page.size

    def take(self, key):
        page = self.pop(key)
        self.size -= page.size
        return page

    def oldest(self):
        return next(iter(self))


class Part:
    """A part of the memory, of `most` bytes, with its new and its read pages. Not locked: `Kept` does that."""

    def __init__(self, most):
        self.most_new, self.most_read = int(most * SHARE_OF_NEW), most - int(most * SHARE_OF_NEW)
        self.new, self.read, self.asked = Segment(), Segment(), Frequency()

    def get(self, key):
        self.asked.count(key)
        for segment in (self.read, self.new):
            page = segment.get(key)
            if page is not None:
                segment.move_to_end(key)
                return page
        return None

    def put(self, key, page):
        for segment in (self.read, self.new):
            if key in segment:
                segment.take(key)
        self.new.add(key, page)
        while self.new.size > self.most_new:
            last = self.new.oldest()
            self._contend(last, self.new.take(last))

    def _contend(self, key, page):
        """A page that has to leave the new stays if the read have room for it, or it was asked for more often."""
        while self.read.size + page.size > self.most_read:
            last = self.read.oldest()
            if self.asked.of(last) >= self.asked.of(key):
                return
            self.read.take(last)
        self.read.add(key, page)

    def empty(self):
        """Without forgetting what people ask for: after a release they ask for the same pages."""
        self.new, self.read = Segment(), Segment()

    def pages(self):
        return {**self.new, **self.read}


class Kept:
    """The pages of one public version. Keys are tuples whose first part tells whether the address had a query."""

    def __init__(self, most):
        self.most, self.version, self._lock = most, None, Lock()
        plain = int(most * SHARE_WITHOUT_QUERY)
        self._parts = {False: Part(plain), True: Part(most - plain)}

    def _empty(self):
        for part in self._parts.values():
            part.empty()

    def get(self, key):
        with self._lock:
            return self._parts[key[0]].get(key)

    def put(self, key, page, version):
        """Keep a page made under `version`; of no use if another has been seen meanwhile, or it is too large."""
        with self._lock:
            part = self._parts[key[0]]
            if version != self.version or page.size > part.most_new:
                return False
            part.put(key, page)
            return True

    def become(self, version):
        """The public version as it was seen just now: what was made under another goes."""
        with self._lock:
            if version != self.version:
                self.version = version
                self._empty()

    def clear(self):
        with self._lock:
            self._empty()

    def pages(self):
        """Everything kept, by key."""
        with self._lock:
            return {key: page for part in self._parts.values() for key, page in part.pages().items()}

    @property
    def size(self):
        with self._lock:
            return sum(part.new.size + part.read.size for part in self._parts.values())
