"""The whole suite twice: on SQLite with the browser, and on a throw-away PostgreSQL. Called by `start.py test`.

Both runs go at once, for tests with a browser wait for it a third of their time; what the second says is shown when it
has ended, so that neither talks into the other.

Further arguments are pytest's. What cannot run on this machine is said aloud and does not fail the run, unless STRICT=1
is in the environment: then nothing may be left out or skipped.
"""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.machine import cluster, lacking, postgresql

ROOT = Path(__file__).resolve().parent.parent
# Of each of the two runs that go at once; a worker that waits for its browser leaves its core to another.
WORKERS = max(2, (os.cpu_count() or 1) // 2 + 1)
NO_TESTS = 5  # pytest's exit code when nothing was selected; right on SQLite when PostgreSQL's tests were asked for
# Not for the tests: which database is said here, and what is not compiled once every process compiles for itself.
NOT_HANDED_ON = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
LEFT_OUT = {
    "browser": ("浏览器测试", "browser tests"),
    "proxy": ("反向代理测试", "tests of the reverse proxy"),
    "writer": ("文字处理软件测试", "tests with LibreOffice Writer"),
    "office": ("表格软件测试", "tests with LibreOffice"),
    "postgresql": ("PostgreSQL 上的全部测试", "the whole run on PostgreSQL"),
}


@dataclass
class Leg:
    name: str
    code: int
    passed: int
    failed: int
    skipped: int

    def __str__(self):
        return f"{self.name}: {self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main(arguments):
    strict = os.environ.get("STRICT") == "1"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that pytest is stopped then too
    missing = lacking()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as under_way:
        started = [under_way.enter_context(leg("SQLite", None, arguments, folder))]
        if postgresql():
            url = under_way.enter_context(cluster())
            started.append(under_way.enter_context(leg("PostgreSQL", url, arguments, folder, aloud=False)))
        legs = [ended() for ended in started]
    print_summary(legs, missing)
    failed = any(leg.code not in (0, NO_TESTS) for leg in legs) or legs[-1].code != 0
    left_out = bool(missing) or any(leg.skipped for leg in legs)
    return 1 if failed or (strict and left_out) else 0


def marked(name):
    files = sorted((ROOT / "tests").glob("test_*.py"))
    return ", ".join(path.name for path in files if f"mark.{name}" in path.read_text())


@contextmanager
def leg(name, url, arguments, folder, aloud=True):
    """Starts one run of pytest; yields what waits for its end and returns its Leg. It is stopped when we are."""
    report, said = Path(folder, f"{name}.xml"), Path(folder, f"{name}.txt")
    meeting = Path(folder, f"{name} migrated")
    meeting.mkdir()
    environment = {key: value for key, value in os.environ.items() if key not in NOT_HANDED_ON}
    environment |= {"TESTS_MIGRATED_IN": str(meeting), **({"DATABASE_URL": url} if url else {})}
    command = [sys.executable, "-m", "pytest", "-n", str(WORKERS), "--dist", "worksteal", f"--junitxml={report}"]
    with said.open("wb") as file:
        if aloud:
            print(f"\n=== {name} ===", flush=True)
        told = {} if aloud else {"stdout": file, "stderr": subprocess.STDOUT}
        process = subprocess.Popen([*command, *arguments], cwd=ROOT, env=environment, **told)

    def ended():
        code = process.wait()
        if not aloud:
            print(f"\n=== {name} ===\n{said.read_text(errors='replace')}", end="", flush=True)
        return Leg(name, code, *counted(report))

    try:
        yield ended
    finally:
        process.terminate()
        process.wait()


def counted(report):
    if not report.exists():
        return 0, 0, 0
    suite = ElementTree.parse(report).getroot().find("testsuite")
    total, failures, errors, skipped = (int(suite.get(key)) for key in ("tests", "failures", "errors", "skipped"))
    return total - failures - errors - skipped, failures + errors, skipped


def print_summary(legs, missing):
    print("\n=== 结果 / Summary ===")
    for leg in legs:
        print(leg)
    for mark, package in missing.items():
        chinese, english = LEFT_OUT[mark]
        print(f"!!! 未运行 / NOT RUN: {chinese} / {english} ({marked(mark)})")
        print(f"!!! 请安装 / install it: sudo apt install {package}")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\n已中断。 / Interrupted.")
