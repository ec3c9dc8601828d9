"""The runner of the tests on a machine that lacks something."""

import os
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


def collected(url):
    """The tests of one file that a run on this database makes, without their parameters."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "tests/test_titles.py"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True)
    return {line.partition("::")[2].partition("[")[0] for line in done.stdout.splitlines() if "::" in line}


@pytest.mark.once
def test_what_asks_no_database_is_in_one_of_both_runs(tmp_path):
    on_sqlite, on_postgresql = collected(f"sqlite:///{tmp_path}/none"), collected("postgres://nobody@nowhere/none")
    assert on_sqlite - on_postgresql == {
        "test_the_grid_draws_every_kind",
        "test_the_kinds_of_the_table_are_kinds_of_releases",
        "test_the_table_is_the_grid",
    }
    assert on_postgresql - on_sqlite == set()
    assert len(on_postgresql) > 5


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
    for _ in range(600):  # a minute, on a machine that runs many tests beside it
        if not folder.exists():
            break
        time.sleep(0.1)
    assert not folder.exists()
