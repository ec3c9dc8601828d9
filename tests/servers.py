"""Real servers for tests: a copy of the project, a free port, waiting, and asking."""

import shutil
import socket
import time
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def copied_project(folder):
    """The project as an image takes it, so that a test's var/ is its own."""
    ignored = shutil.ignore_patterns(".*", "var", "wheelhouse", "tests", "docs", "bench", "__pycache__")
    return shutil.copytree(ROOT, folder, ignore=ignored)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def wait_until_listening(port, process):
    for _ in range(2400):  # two minutes: a start makes a database, on a machine that runs many tests beside it
        assert process.poll() is None
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")


def get(port, path, connection=HTTPConnection, **headers):
    """Status, headers and text; `X_Real_IP="…"` sends the header X-Real-IP."""
    asking = connection("127.0.0.1", port, timeout=60)
    asking.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = asking.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read().decode()
