"""What this machine offers the tests: a browser, a proxy, and a throw-away PostgreSQL in a temporary folder."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OFFICE = shutil.which("soffice")
WRITER = OFFICE and next(Path(OFFICE).resolve().parent.glob("libswlo.*"), None)
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
PRIVATE = "-c max_connections=60 -c listen_addresses=''"
# Nothing in it outlives the tests, so it need not reach the disk.
CAREFREE = f"-c fsync=off -c synchronous_commit=off -c full_page_writes=off {PRIVATE}"


def postgresql():
    """The folder with initdb and pg_ctl, the newest Debian has; None where PostgreSQL is not installed."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    found = versions[-1] if versions else on_path and Path(on_path).resolve()
    return found.parent if found else None


def _who():
    """PostgreSQL refuses to be root; then it is the user its package made."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _run(folder, program, *arguments):
    command = [str(postgresql() / program), "-D", f"{folder}/data", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, **_who())
    if done.returncode != 0:
        log = Path(folder, "log")
        said = done.stdout + done.stderr + (log.read_text() if log.exists() else "")
        raise RuntimeError(f"{program}: {said}")


def _janitor(folder):
    """Waits for its input to end, which happens however this process ends; then stops the cluster and removes it."""
    clean_up = 'read -r nothing; "$1/pg_ctl" stop -D "$2/data" -m immediate; rm -rf "$2"'
    command = ["/bin/sh", "-c", clean_up, "janitor", str(postgresql()), folder]
    quiet = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd="/", env={"PATH": "/bin"}, start_new_session=True, **quiet, **_who())


def lacking():
    """The marks of tests that cannot run on this machine, with the Debian package that mends it."""
    parts = {"browser": (CHROMIUM, "chromium"), "proxy": (NGINX, "nginx"), "postgresql": (postgresql(), "postgresql")}
    parts |= {"office": (OFFICE, "libreoffice-calc"), "writer": (WRITER, "libreoffice-writer")}
    return {mark: package for mark, (found, package) in parts.items() if found is None}


def start_cluster(folder, options):
    """Start what lies in a cluster's folder, also after it was killed; returns when it takes connections."""
    _run(folder, "pg_ctl", "start", "--wait", "-l", f"{folder}/log", "-o", f"{options} -k {folder}")


@contextmanager
def cluster(options=CAREFREE):
    """Yields the DATABASE_URL of a user who may create databases. Whatever happens, it is stopped and removed."""
    folder = tempfile.mkdtemp(prefix="shifan-pg-")
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    janitor = _janitor(folder)
    try:
        # C.UTF-8: in a C-locale database trigram search finds nothing in Chinese.
        _run(folder, "initdb", "--username=shifan", "--auth=trust", "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync")
        start_cluster(folder, options)
        yield f"postgres://shifan@/postgres?host={folder}"
    finally:
        janitor.communicate()
