"""The runner of the tests on a machine that lacks something."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.machine import NGINX, postgresql

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.once
@pytest.mark.parametrize(("strict", "code"), [("0", 0), ("1", 1)])
def test_what_could_not_run_is_said_aloud_and_fails_only_where_nothing_may_be_left_out(strict, code):
    # `--version` makes both runs of pytest short; the empty PATH hides the browser.
    command = [sys.executable, "-m", "tests.run", "--version"]
    done = subprocess.run(command, cwd=ROOT, env={"PATH": "", "STRICT": strict}, capture_output=True, text=True)
    lacking = ["chromium"] + ([] if NGINX else ["nginx"]) + ([] if postgresql() else ["postgresql"])
    lacking += ["libreoffice-calc", "libreoffice-writer"]  # looked for on the PATH as well
    told = [line for line in done.stdout.splitlines() if "apt install" in line]
    assert told == [f"!!! 请安装 / install it: sudo apt install {package}" for package in lacking]
    assert done.stdout.count("!!! 未运行 / NOT RUN: ") == len(lacking)
    assert done.returncode == code


@pytest.mark.postgresql
def test_a_cluster_goes_even_when_its_process_is_killed():
    code = "from tests.machine import cluster\nwith cluster() as url: print(url, flush=True); input()"
    using = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    folder = Path(using.stdout.readline().strip().partition("host=")[2])
    assert (folder / ".s.PGSQL.5432").exists()
    using.kill()
    using.communicate()
    for _ in range(100):
        if not folder.exists():
            break
        time.sleep(0.1)
    assert not folder.exists()
