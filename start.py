#!/usr/bin/env python3
"""Starts Shifan with nothing but Python: `python3 start.py`; tests it: `start.py test`; manages it: `start.py manage`.

Standard library only, and no syntax newer than Python 3.6, so that an old Python can say what is wrong with it.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ADDRESS = "127.0.0.1"
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"  # stands while packages are being installed; left behind by an interrupted start
WHEELHOUSE = ROOT / "wheelhouse"
NO_NETWORK = (
    "connection refused", "connection reset", "newconnectionerror", "name resolution", "name or service not known",
    "network is unreachable", "timed out", "dns error", "error sending request", "failed to fetch", "proxyerror",
)  # fmt: skip


def say(chinese, english):
    print(f"· {chinese} / {english}", flush=True)


def fail(chinese, english, command):
    text = f"\n✗ {chinese}\n  {english}\n\n    {command}\n\n"
    sys.stderr.flush()
    sys.stderr.buffer.write(text.encode())  # an old Python in the C locale could not print Chinese
    sys.exit(1)


def main(arguments):
    refuse_old_python()
    if arguments[:1] == ["test"]:
        install("requirements-dev.txt", also="requirements.txt")
        os.chdir(str(ROOT))
        become("-m", "tests.run", *arguments[1:])
    if arguments[:1] == ["manage"]:
        install("requirements.txt")
        become(str(ROOT / "manage.py"), *arguments[1:])
    serve(read_options(arguments))


def read_options(arguments):
    parser = argparse.ArgumentParser(
        prog="start.py",
        description="启动示范创建系统 / Start Shifan",
        epilog="另有 / Also: start.py test [pytest …] · start.py manage [命令 / command …]",
    )
    parser.add_argument("--port", type=port, default=8000, help="端口，默认 8000 / port, 8000 by default")
    parser.add_argument("--no-demo", action="store_true", help="不装入演示数据 / without the demonstration")
    return parser.parse_args(arguments)


def port(text):
    if not (text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"端口应为 1–65535 的整数 / a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def serve(options):
    refuse_busy_port(options.port)
    install("requirements.txt")
    os.chdir(str(ROOT))
    demo = not options.no_demo
    if demo and os.environ.get("DEBUG") == "0":
        say("DEBUG=0:不装入演示数据", "DEBUG=0: no demonstration data")
        demo = False
    done = subprocess.call([str(PYTHON), "-m", "config.prepare"] + (["--demo"] if demo else []), env=environment())
    if done != 0:
        sys.exit(done)
    say(f"打开 http://{ADDRESS}:{options.port}/ （按 Ctrl-C 停止）", "open this address; Ctrl-C stops")
    os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
    become("manage.py", "runserver", "--noreload", "--skip-checks", f"{ADDRESS}:{options.port}")


def environment():
    return dict(os.environ, PYTHONUTF8="1", PYTHONUNBUFFERED="1")


def become(*command):
    """Replaces this process, so that signals and the exit code are the command's own."""
    sys.stdout.flush()
    os.execve(str(PYTHON), [str(PYTHON), *command], environment())


def refuse_old_python():
    if sys.version_info[:2] < OLDEST:
        here = f"{sys.version_info[0]}.{sys.version_info[1]}"
        fail(
            f"需要 Python 3.11 或更新版本，现为 {here}。请安装后用它启动：",
            f"Python 3.11 or newer is needed, this is {here}. Install it and start with it:",
            "sudo apt install python3.11 python3.11-venv && python3.11 start.py",
        )


def refuse_busy_port(number):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server will
        try:
            probe.bind((ADDRESS, number))
        except OSError as refusal:
            fail(
                f"端口 {number} 不能用（{refusal.strerror}），可能已有程序占用。请换一个：",
                f"Port {number} cannot be used ({refusal.strerror}); something may hold it. Choose another:",
                f"python3 start.py --port {number + 1 if number < 65535 else 8000}",
            )


# --- installing: .venv holds exactly what the lock file says ---


def install(lock, also=None):
    """Brings `.venv` to the state of the lock file. `also` names a lock whose packages this one contains."""
    if is_installed(lock):
        return
    words = ""
    for tool in filter(None, [shutil.which("uv"), "pip"]):
        make_venv(tool)
        UNFINISHED.touch()
        words = install_with(tool, lock)
        if words is None:
            for name in filter(None, [lock, also]):
                stamp(name).write_text(digest(name))
            UNFINISHED.unlink()
            return
    refuse_failed_install(lock, words)


def is_installed(lock):
    whole = PYTHON.exists() and not UNFINISHED.exists() and stamp(lock).exists()
    return whole and stamp(lock).read_text() == digest(lock)


def stamp(lock):
    return VENV / f"installed-{lock}"


def digest(lock):
    return hashlib.sha256((ROOT / lock).read_bytes() + repr(sys.version_info[:2]).encode()).hexdigest()


def make_venv(tool):
    """Keeps a whole `.venv` of this Python; makes any other anew."""
    if PYTHON.exists() and is_ours() and not UNFINISHED.exists() and (tool != "pip" or (VENV / "bin/pip").exists()):
        return
    say("建立运行环境 .venv", "making the environment .venv")
    if VENV.exists():
        shutil.rmtree(str(VENV))
    if tool == "pip":
        if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
            refuse_missing_venv()
        command = [sys.executable, "-m", "venv", str(VENV)]
    else:
        command = [tool, "venv", "--quiet", "--python", sys.executable, str(VENV)]
    if subprocess.call(command, stdout=subprocess.DEVNULL) != 0:
        refuse_missing_venv()


def is_ours():
    """Whether `.venv` was made for the Python that runs this; venv writes `version = `, uv `version_info = `."""
    notes = (VENV / "pyvenv.cfg").read_text() if (VENV / "pyvenv.cfg").exists() else ""
    versions = [line.partition("=")[2].strip() for line in notes.splitlines() if line.startswith("version")]
    return any(version.split(".")[:2] == [str(part) for part in sys.version_info[:2]] for version in versions)


def install_with(tool, lock):
    """None when all is installed, otherwise what the tool said."""
    say(f"安装 {lock} 所列组件（{Path(tool).name}）", f"installing {lock}")
    command = [str(PYTHON), "-m", "pip", "install", "--retries", "2", "--no-input", "--disable-pip-version-check"]
    if tool != "pip":
        command = [tool, "pip", "install", "--python", str(PYTHON)]
    command += ["--require-hashes", "-r", str(ROOT / lock)]
    if WHEELHOUSE.is_dir():
        command += ["--no-index", "--find-links", str(WHEELHOUSE)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment())
    words = []
    for line in running.stdout:
        words.append(line.decode("utf-8", "replace"))
        if words[-1].startswith("Collecting "):
            print(f"    {words[-1].split()[1]}", flush=True)
    return None if running.wait() == 0 else "".join(words)


def refuse_missing_venv():
    fail(
        "此 Python 缺少 venv 模块，无法建立运行环境。请先安装：",
        "This Python lacks the venv module. Install it first:",
        "sudo apt install python3-venv",
    )


def refuse_failed_install(lock, words):
    sys.stderr.write("".join(f"    {line}\n" for line in words.splitlines()[-6:]))
    download = f"python3 -m pip download --require-hashes -r {lock} -d wheelhouse"
    if WHEELHOUSE.is_dir():
        fail(
            "wheelhouse 文件夹不全或与此 Python 不符。请在联网的同类机器上重新下载：",
            "The folder wheelhouse is incomplete or for another Python. Make it anew where there is a network:",
            download,
        )
    if any(sign in words.lower() for sign in NO_NETWORK):
        fail(
            "没有网络，无法下载组件。请在联网的同类机器上执行下面的命令，把 wheelhouse 文件夹拷到这里再启动：",
            "No network. Run this on a like machine that has one, copy the folder wheelhouse here, and start again:",
            download,
        )
    fail(
        "组件安装失败，原因见上。排除后请重建运行环境：",
        "Installing failed for the reason above. Once it is mended, begin anew:",
        "rm -rf .venv && python3 start.py",
    )


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\n已中断，再次启动会重新来过。 / Interrupted; the next start makes up for it.")
