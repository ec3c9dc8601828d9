"""Looking for viruses with clamd, where the environment names one (CLAMD_ADDRESS).

The protocol is a few lines and the clients on PyPI are no longer kept, so it is spoken here. A file that was not
scanned is taken and marked so, because a round must not stop with the scanner; SCAN_REQUIRED=1 refuses it instead.
`manage.py scan_materials` scans later what was not.
"""

import socket
import struct
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models.materials import ScanState
from .refusal import Refused

SECONDS, PIECE, LONGEST_ANSWER = 30, 64 * 1024, 4096


class Verdict(NamedTuple):
    state: str
    note: str = ""


def is_on():
    return settings.CLAMD_ADDRESS is not None


def scan(file):
    """The verdict on an open file, which is left at its beginning. Never raises for what the scanner does."""
    if not is_on():
        return Verdict(ScanState.UNSCANNED)
    file.seek(0)
    try:
        answer = _ask(file)
    except OSError as error:
        return Verdict(ScanState.UNSCANNED, str(error)[:200])
    finally:
        file.seek(0)
    return _read(answer)


def refuse_infected(file):
    """The verdict on a file that is about to be stored. Raises Refused if it carries a virus, or if it could not be
    scanned and must be."""
    verdict = scan(file)
    if verdict.state == ScanState.INFECTED:
        raise Refused(infected(verdict.note))
    if verdict.state == ScanState.UNSCANNED and settings.SCAN_REQUIRED:
        raise Refused(
            _("The virus scanner does not answer and nothing is taken unscanned. Try again in a few minutes.")
        )
    return verdict


def infected(name):
    return _("The virus scanner found %(name)s in it. Clean the computer it comes from.") % {"name": name or "?"}


def record(stored, verdict):
    """The one writer of a stored file's `scan_state`."""
    stored.scan_state, stored.scan_note, stored.scanned_at = verdict.state, verdict.note, timezone.now()
    stored.save(update_fields=["scan_state", "scan_note", "scanned_at"])


def _connected():
    address = settings.CLAMD_ADDRESS
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _ask(file):
    """INSTREAM: pieces, each after its length; a length of zero ends; the answer ends with a zero byte."""
    with _connected() as connection:
        connection.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            more = connection.recv(LONGEST_ANSWER)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\r\n").decode(errors="replace")


def _read(answer):
    """`stream: OK`, `stream: Eicar-Signature FOUND`, or an error such as a file longer than clamd takes."""
    found = answer.partition(": ")[2]
    if found == "OK":
        return Verdict(ScanState.CLEAN)
    if found.endswith(" FOUND"):
        return Verdict(ScanState.INFECTED, found.removesuffix(" FOUND")[:200])
    return Verdict(ScanState.UNSCANNED, answer[:200])
