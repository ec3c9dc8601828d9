"""One rendering for everyone who waits: who asks for a page that is being made gets it when it is done."""

from contextlib import contextmanager
from threading import Event, Lock, get_ident

PATIENCE = 10.0  # seconds; who has waited so long makes the page without the others


class Flight:
    """A page on its way. `page` stays None where making it failed, or what was made is nobody else's."""

    def __init__(self):
        self.page, self.maker, self._done = None, get_ident(), Event()

    def wait(self):
        """The page, or None: then the caller makes its own. A thread does not wait for itself."""
        if self.maker != get_ident():
            self._done.wait(PATIENCE)
        return self.page


class Flights:
    def __init__(self):
        self._lock, self._under_way = Lock(), {}

    @contextmanager
    def of(self, key):
        """Yields (flight, whether the caller is the one to make the page). Leaving lets the others go, also after an
        error."""
        with self._lock:
            ours = key not in self._under_way
            flight = self._under_way.setdefault(key, None if not ours else Flight())
        try:
            yield flight, ours
        finally:
            if ours:
                with self._lock:
                    del self._under_way[key]
                flight._done.set()
