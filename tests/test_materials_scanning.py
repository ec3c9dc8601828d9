"""The virus scan, against a server that speaks clamd's INSTREAM over TCP or a socket in the file system."""

import socketserver
import struct
from contextlib import contextmanager
from threading import Thread

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from submissions import materials
from submissions.materials.receiving import incoming
from submissions.models import StoredFile
from tests.servers import free_port

from . import made_files as made

pytestmark = pytest.mark.usefixtures("aside")
VIRUS = made.pdf(2)[:-6] + b"\n%X5O!P%@AP-EICAR\n%%EOF\n"


class Scanner(socketserver.StreamRequestHandler):
    """Reads pieces as clamd does; finds what has EICAR in it."""

    def handle(self):
        command = self.rfile.read(10)
        content, length = b"", struct.unpack(">I", self.rfile.read(4))[0]
        while length:
            content += self.rfile.read(length)
            [length] = struct.unpack(">I", self.rfile.read(4))
        self.server.seen.append((command, content))
        self.wfile.write(self.server.answer or (b"stream: Eicar FOUND\0" if b"EICAR" in content else b"stream: OK\0"))


@contextmanager
def listening(kind=socketserver.ThreadingTCPServer, address=("127.0.0.1", 0), answer=None):
    with kind(address, Scanner) as server:
        server.seen, server.answer = [], answer
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def scanner(settings):
    with listening() as server:
        settings.CLAMD_ADDRESS = ("127.0.0.1", server.server_address[1])
        yield server


def take(content=None):
    return materials.take(ContentFile(made.pdf() if content is None else content), "材料.pdf")


def states():
    return [(one.scan_state, one.scan_note, one.scanned_at is not None) for one in StoredFile.objects.order_by("pk")]


@pytest.mark.django_db
def test_without_a_scanner_a_file_is_taken_and_marked_so():
    take()
    assert states() == [("unscanned", "", False)]
    with pytest.raises(CommandError, match="CLAMD_ADDRESS"):
        call_command("scan_materials")


@pytest.mark.django_db
def test_a_clean_file_is_sent_whole_and_marked(scanner):
    take()
    assert scanner.seen == [(b"zINSTREAM\0", made.pdf())]
    assert states() == [("clean", "", True)]
    take()
    assert len(scanner.seen) == 1  # known and clean


@pytest.mark.django_db
def test_a_socket_in_the_file_system_does_as_well(settings, tmp_path):
    settings.CLAMD_ADDRESS = str(tmp_path / "clamd.ctl")
    with listening(socketserver.ThreadingUnixStreamServer, settings.CLAMD_ADDRESS):
        take()
    assert states() == [("clean", "", True)]


@pytest.mark.django_db
def test_an_infected_file_is_refused_and_not_stored(scanner):
    with pytest.raises(materials.Refused) as refused:
        take(VIRUS)
    assert str(refused.value) == "病毒扫描发现 Eicar。请先对来源计算机查杀病毒。"
    assert (states(), list(incoming().iterdir())) == ([], [])


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"nonsense"])
def test_what_the_scanner_could_not_scan_is_marked_so(settings, answer):
    with listening(answer=answer or b"\0") as server:
        settings.CLAMD_ADDRESS = ("127.0.0.1", server.server_address[1])
        take()
    assert states() == [("unscanned", "", False)]


@pytest.mark.django_db
def test_a_scanner_that_is_away_stops_nobody_unless_it_must(settings):
    settings.CLAMD_ADDRESS = ("127.0.0.1", free_port())
    take()
    assert states() == [("unscanned", "", False)]
    settings.SCAN_REQUIRED = True
    with pytest.raises(materials.Refused, match="病毒扫描程序没有响应"):
        take(made.pdf(5))
    assert StoredFile.objects.count() == 1


def test_what_was_not_scanned_is_scanned_later_and_a_virus_then_found_stops_the_file(cast, settings, capsys):
    draft = cast.draft()
    cast.requirement("A1")
    for content, name in ((made.pdf(), "好.pdf"), (VIRUS, "毒.pdf")):
        materials.add(draft, cast.drafter, ContentFile(content), name, "A1")
    with listening() as server:
        settings.CLAMD_ADDRESS = ("127.0.0.1", server.server_address[1])
        with pytest.raises(CommandError) as found:
            call_command("scan_materials")
        assert found.value.returncode == 1
        virus = StoredFile.objects.get(scan_state="infected")
        told = [f"{virus.sha256} infected Eicar", "未发现病毒 1 个\uff0c发现病毒 1 个\uff0c未能扫描 0 个。"]
        assert capsys.readouterr().out.splitlines() == told
        assert states() == [("clean", "", True), ("infected", "Eicar", True)]
        call_command("scan_materials")
        assert len(server.seen) == 2
    settings.CLAMD_ADDRESS = None
    with pytest.raises(materials.Refused, match="Eicar"):  # known by its digest, with no scanner at hand
        take(VIRUS)
