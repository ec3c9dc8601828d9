"""The whole suite twice: on SQLite with the browser, and on a throw-away PostgreSQL. Called by `start.py test`.

Further arguments are pytest's. What cannot run on this machine is said aloud and does not fail the run, unless STRICT=1
is in the environment: then nothing may be left out or skipped.
"""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.machine import cluster, lacking, postgresql

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = 5  # pytest's exit code when nothing was selected; right on SQLite when PostgreSQL's tests were asked for
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
    legs = [run_leg("SQLite", nullcontext(None), arguments)]
    if postgresql():
        legs.append(run_leg("PostgreSQL", cluster(), arguments))
    print_summary(legs, missing)
    failed = any(leg.code not in (0, NO_TESTS) for leg in legs) or legs[-1].code != 0
    left_out = bool(missing) or any(leg.skipped for leg in legs)
    return 1 if failed or (strict and left_out) else 0


def marked(name):
    files = sorted((ROOT / "tests").glob("test_*.py"))
    return ", ".join(path.name for path in files if f"mark.{name}" in path.read_text())


def run_leg(name, database, arguments):
    with tempfile.TemporaryDirectory() as folder, database as url:
        report = Path(folder) / "report.xml"
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        if url:
            environment["DATABASE_URL"] = url
        print(f"\n=== {name} ===", flush=True)
        command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", f"--junitxml={report}", *arguments]
        code = subprocess.call(command, cwd=ROOT, env=environment)
        return Leg(name, code, *counted(report))


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
