"""`start.py` on machines where something is missing, each in a copy of its own with a small lock file."""

import ast
import hashlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import sysconfig
import zipfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import start as starter
from tests.servers import copied_project, free_port, get, wait_until_listening

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
CLOSED = "http://127.0.0.1:9/simple"  # nothing listens on the discard port


@pytest.fixture
def folder(tmp_path):
    """start.py beside an empty lock and a manage.py that repeats its arguments."""
    return furnished(tmp_path)


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """The same after a first start, and what that said; not to be changed."""
    made = furnished(tmp_path_factory.mktemp("started"))
    return made, start(made, "manage", "check")


@pytest.fixture
def installed(started, tmp_path):
    """A copy of it, for what happens at a second start."""
    return shutil.copytree(started[0], tmp_path / "installed", symlinks=True)


def furnished(folder):
    shutil.copy(ROOT / "start.py", folder)
    (folder / "requirements.txt").write_text("# nothing\n")
    (folder / "manage.py").write_text("import sys; print('managed', *sys.argv[1:])")
    return folder


def start(folder, *arguments, before="pass"):
    """Runs start.py without a network, without uv, and after the statement `before`."""
    environment = {"PATH": "/usr/bin:/bin", "PIP_INDEX_URL": CLOSED, "PIP_CONFIG_FILE": os.devnull, "HOME": str(folder)}
    code = f"import runpy, sys; sys.argv[0] = 'start.py'; {before}; runpy.run_path('start.py', run_name='__main__')"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def sentence(done):
    """The refusal's three lines: Chinese, English, the command that mends it."""
    assert done.returncode == 1
    return [line.strip() for line in done.stderr.partition("✗ ")[2].splitlines() if line.strip()]


def wheel(folder, name):
    """A package of one empty module; returns its line for a lock file."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(
            f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{name}-1.0.dist-info/RECORD", "")
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def test_an_old_python_can_read_start_py():
    ast.parse((ROOT / "start.py").read_text(), feature_version=(3, 6))


def test_an_old_python_is_told_which_one_to_install(folder):
    assert sentence(start(folder, before="sys.version_info = (3, 9, 2)")) == [
        "需要 Python 3.11 或更新版本，现为 3.9。请安装后用它启动：",
        "Python 3.11 or newer is needed, this is 3.9. Install it and start with it:",
        "sudo apt install python3.11 python3.11-venv && python3.11 start.py",
    ]


def test_a_busy_port_is_refused_before_anything_is_installed(folder):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        number = busy.getsockname()[1]
        assert sentence(start(folder, "--port", str(number))) == [
            f"端口 {number} 不能用（Address already in use），可能已有程序占用。请换一个：",
            f"Port {number} cannot be used (Address already in use); something may hold it. Choose another:",
            f"python3 start.py --port {number + 1}",
        ]
    assert not (folder / ".venv").exists()


@pytest.mark.parametrize("number", ["0", "65536", "http", "-1"])
def test_a_number_that_is_no_port_is_refused(folder, number):
    done = start(folder, f"--port={number}")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        "start.py: error: argument --port: 端口应为 1–65535 的整数"
        f" / a port is a number from 1 to 65535, not {number!r}",
    )


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_what_to_install(folder, module):
    assert sentence(start(folder, "manage", before=f"sys.modules[{module!r}] = None")) == [
        "此 Python 缺少 venv 模块，无法建立运行环境。请先安装：",
        "This Python lacks the venv module. Install it first:",
        "sudo apt install python3-venv",
    ]
    assert not (folder / ".venv").exists()


def test_without_a_network_it_says_how_to_bring_a_wheelhouse_and_then_starts_from_it(folder):
    (folder / "elsewhere").mkdir()
    (folder / "requirements.txt").write_text(wheel(folder / "elsewhere", "needed"))
    assert sentence(start(folder, "manage")) == [
        "没有网络，无法下载组件。请在联网的同类机器上执行下面的命令，把 wheelhouse 文件夹拷到这里再启动：",
        "No network. Run this on a like machine that has one, copy the folder wheelhouse here, and start again:",
        "python3 -m pip download --require-hashes -r requirements.txt -d wheelhouse",
    ]

    (folder / "elsewhere").rename(folder / "wheelhouse")
    (folder / "manage.py").write_text("import needed; print(needed.__name__)")
    done = start(folder, "manage")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "needed")


def test_an_incomplete_wheelhouse_says_how_to_make_it_anew(folder):
    (folder / "wheelhouse").mkdir()
    (folder / "requirements.txt").write_text("needed==1.0 --hash=sha256:" + "0" * 64)
    assert sentence(start(folder, "manage")) == [
        "wheelhouse 文件夹不全或与此 Python 不符。请在联网的同类机器上重新下载：",
        "The folder wheelhouse is incomplete or for another Python. Make it anew where there is a network:",
        "python3 -m pip download --require-hashes -r requirements.txt -d wheelhouse",
    ]


def test_the_first_start_says_what_it_does(started):
    assert started[1].stdout.splitlines() == [
        "· 建立运行环境 .venv / making the environment .venv",
        "· 安装 requirements.txt 所列组件（pip） / installing requirements.txt",
        "managed check",
    ]


def test_what_is_installed_is_not_installed_again_until_the_lock_changes(installed):
    assert start(installed, "manage", "check", "--deploy").stdout.splitlines() == ["managed check --deploy"]
    (installed / "requirements.txt").write_text("# still nothing\n")
    assert start(installed, "manage").stdout.splitlines() == [
        "· 安装 requirements.txt 所列组件（pip） / installing requirements.txt",
        "managed",
    ]


def test_manage_passes_on_the_exit_code(installed):
    (installed / "manage.py").write_text("import sys; sys.exit(7)")
    assert start(installed, "manage").returncode == 7


@pytest.mark.parametrize("left_behind", ["unfinished", "no interpreter", "another Python's"])
def test_a_broken_environment_heals(installed, left_behind):
    if left_behind == "unfinished":
        (installed / ".venv/unfinished").touch()
    elif left_behind == "no interpreter":
        (installed / ".venv/bin/python").unlink()
    else:
        (installed / ".venv/pyvenv.cfg").write_text("version = 3.9.2\n")
        (installed / ".venv/installed-requirements.txt").write_text("of the other Python")
    (installed / ".venv/rubbish").touch()
    assert start(installed, "manage").stdout.splitlines()[-1] == "managed"
    assert not (installed / ".venv/rubbish").exists()


def test_the_test_tools_lock_holds_every_line_of_the_other():
    """So that installing the one installs the other."""
    names = [
        (ROOT / name).read_text().replace(" ; ", " \\\n").split("\n")
        for name in ("requirements.txt", "requirements-dev.txt")
    ]
    pins = [{line for line in lines if "==" in line and not line.startswith("python")} for lines in names]
    assert pins[0] - pins[1] == set()


@pytest.fixture
def checkout(tmp_path):
    """The whole project, and an environment with its packages that nothing needs to be installed into."""
    project = copied_project(tmp_path / "shifan")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", project / ".venv"], check=True)
    packages = next((project / ".venv/lib").glob("python*/site-packages"))
    (packages / "tests.pth").write_text(sysconfig.get_path("purelib"))
    (project / ".venv/installed-requirements.txt").write_text(starter.digest("requirements.txt"))
    return project


@contextmanager
def serving(project, *arguments, **variables):
    """Starts it, yields its port and a list, and stops it as Ctrl-C does; the list then holds what it said it did."""
    port, said = free_port(), []
    command = [sys.executable, "start.py", "--port", str(port), *arguments]
    environment = {"PATH": "/usr/bin:/bin", **variables}
    server = subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        wait_until_listening(port, server)
        yield port, said
    finally:
        server.send_signal(signal.SIGINT)
        output, _ = server.communicate(timeout=120)
        said.extend(line.split(" / ")[-1] for line in output.splitlines() if line.startswith("· "))
        assert server.returncode == 0


def contents(project):
    with closing(sqlite3.connect(project / "var/shifan.sqlite3")) as database:
        return list(database.iterdump())


def test_a_second_start_has_nothing_left_to_do_and_changes_no_data(checkout):
    """How long it takes stands in docs/benchmarks.md; that it does nothing again is shown here."""
    with serving(checkout) as (port, first):
        assert (get(port, "/healthz")[0], get(port, "/rounds/2023/")[0]) == (200, 200)
    before = contents(checkout)
    with serving(checkout) as (port, second):
        assert get(port, "/rounds/2023/")[0] == 200
    assert contents(checkout) == before
    assert len(first) == 5
    assert second == ["demonstration data", "open this address; Ctrl-C stops"]


def test_a_start_mends_what_was_deleted_between_starts(checkout):
    with serving(checkout, "--no-demo"):
        before = contents(checkout)
    shutil.rmtree(checkout / "var/static")
    (checkout / "var/shifan.sqlite3").unlink()
    with serving(checkout, "--no-demo"):
        assert (checkout / "var/static/staticfiles.json").exists()
    assert len(contents(checkout)) == len(before)


def test_without_debug_there_is_no_demonstration(checkout):
    key = "a key for tests of DEBUG=0, long enough and of many letters 0123456789"
    with serving(checkout, DEBUG="0", SECRET_KEY=key, HTTPS="0") as (port, _):
        assert get(port, "/rounds/2023/")[0] == 404
    with closing(sqlite3.connect(checkout / "var/shifan.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM accounts_user").fetchone() == (0,)
