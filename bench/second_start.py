"""How long `python3 start.py` takes when there is nothing left to do, beside Django's own start (`manage.py check`).

    python3 -m bench.second_start

Needs one finished start before. The promise is under 5 s on two cores; read the ratio, a busy machine slows both.
"""

import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def seconds_to_answer():
    port, begun = free_port(), time.monotonic()
    server = subprocess.Popen([sys.executable, "start.py", "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while time.monotonic() - begun < 60:
            try:
                urlopen(f"http://127.0.0.1:{port}/healthz").read()
                return time.monotonic() - begun
            except OSError:
                time.sleep(0.02)
        raise SystemExit("it does not answer")
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


def seconds_to_check():
    begun = time.monotonic()
    subprocess.run([ROOT / ".venv/bin/python", "manage.py", "check"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun


def main():
    rounds = [(seconds_to_check(), seconds_to_answer()) for _ in range(ROUNDS)]
    floor, took = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(f"manage.py check {floor:.2f} s   second start {took:.2f} s   ratio {took / floor:.1f}")


if __name__ == "__main__":
    main()
