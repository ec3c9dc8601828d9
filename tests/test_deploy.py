"""What docker-compose.yml starts, started by hand: the same commands and files without the containers."""

import gzip
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import time
import uuid
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import psycopg
import pytest
import yaml
from django.urls import reverse

from tests.machine import NGINX
from tests.servers import copied_project, free_port, get, wait_until_listening

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
GUNICORN = json.loads(re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[-1])
SERVICE = {"DEBUG": "0", "SECRET_KEY": "a key for tests of DEBUG=0, long enough and of many letters 0123456789"}


@pytest.fixture
def checkout(tmp_path):
    return copied_project(tmp_path / "app")


def environment(**variables):
    """With this Python's own programs first on the path, as in the image."""
    return {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONDONTWRITEBYTECODE": "1", **variables}


def test_check_deploy_has_nothing_to_say():
    command = [sys.executable, "manage.py", "check", "--deploy"]
    done = subprocess.run(command, cwd=ROOT, env=environment(**SERVICE), capture_output=True, text=True)
    assert done.stdout + done.stderr == "System check identified no issues (2 silenced).\n"


def test_the_image_runs_as_a_user_without_rights():
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE) == ["shifan"]


def test_the_compose_file_holds_no_secret_and_refuses_to_start_without():
    values = {**COMPOSE["services"]["db"]["environment"], **COMPOSE["services"]["web"]["environment"]}
    needed = {name: re.findall(r"\$\{(\w+):\?[^}]+ / [^}]+\}", value or "") for name, value in values.items()}
    assert {name: variables for name, variables in needed.items() if variables} == {
        "ALLOWED_HOSTS": ["ALLOWED_HOSTS"],
        "SECRET_KEY": ["SECRET_KEY"],
        "POSTGRES_PASSWORD": ["POSTGRES_PASSWORD"],
        "DATABASE_URL": ["POSTGRES_PASSWORD"],
    }


def test_every_service_has_a_health_check_or_ends_by_itself():
    assert {name for name, service in COMPOSE["services"].items() if "test" not in service["healthcheck"]} == {
        "prepare"
    }
    for name in ("web", "worker"):
        assert COMPOSE["services"][name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


@pytest.fixture
def database():
    """A database of its own in the cluster the tests use; its DATABASE_URL."""
    from django.conf import settings

    host, name = settings.DATABASES["default"]["HOST"], f"deploy_{uuid.uuid4().hex}"
    with psycopg.connect(host=host, user="shifan", dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://shifan@/{name}?host={host}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def asked_until_well(healthcheck, **where):
    """As Docker does while a container starts: what fails in its start period does not count, then so many tries do."""
    assert (healthcheck["start_period"], healthcheck["interval"]) == ("30s", "10s")
    for _ in range(30 // 10 + healthcheck["retries"]):
        if subprocess.run(healthcheck["test"][1:], **where).returncode == 0:
            return True
        time.sleep(1)
    return False


def test_a_new_worker_has_imported_every_view_before_the_first_request():
    code = "import sys, config.wsgi; print(sorted({'registry.views', 'submissions.views'} - set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.postgresql
def test_the_service_answers_over_https_alone(checkout, database):
    port = free_port()
    variables = environment(**SERVICE, DATABASE_URL=database, ALLOWED_HOSTS="shifan.example", PORT=str(port))
    for command in [["python", "manage.py", "collectstatic", "--noinput"], COMPOSE["services"]["prepare"]["command"]]:
        subprocess.run(command, cwd=checkout, env=variables, check=True, capture_output=True)
    server = subprocess.Popen([*GUNICORN, "--bind", f"127.0.0.1:{port}"], cwd=checkout, env=variables)
    try:
        wait_until_listening(port, server)
        assert asked_until_well(COMPOSE["services"]["web"]["healthcheck"], cwd=checkout, env=variables)

        status, headers, _ = get(port, "/named/", Host="shifan.example")
        assert (status, headers["Location"]) == (301, "https://shifan.example/named/")
        status, headers, page = get(port, "/", Host="shifan.example", X_Forwarded_Proto="https")
        assert (status, headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
        style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)[1]
        assert get(port, style, Host="shifan.example", X_Forwarded_Proto="https")[0] == 200
        status, headers, _ = get(port, reverse("login"), Host="shifan.example", X_Forwarded_Proto="https")
        assert (status, {"Secure", "HttpOnly", "SameSite=Lax"} - set(headers["Set-Cookie"].split("; "))) == (200, set())
        assert get(port, "/", Host="elsewhere.example", X_Forwarded_Proto="https")[0] == 400
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


@pytest.mark.postgresql
def test_the_worker_says_that_it_is_alive_and_ends_when_it_is_told_to(checkout, database, tmp_path):
    variables = environment(**SERVICE, DATABASE_URL=database)
    prepare = ["python", "manage.py", "migrate", "--noinput", "-v0"]
    subprocess.run(prepare, cwd=checkout, env=variables, check=True, capture_output=True)
    service = COMPOSE["services"]["worker"]
    *command, alive = service["command"]
    check = service["healthcheck"]["test"][1].replace("$$", "$").replace(alive, f"{tmp_path}/alive")
    health = ["/bin/sh", "-c", check]
    assert subprocess.run(health, capture_output=True).returncode == 1
    worker = subprocess.Popen([*command, tmp_path / "alive"], cwd=checkout, env=variables)
    try:
        for _ in range(200):
            if (tmp_path / "alive").exists():
                break
            time.sleep(0.1)
        assert subprocess.run(health).returncode == 0
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers that reached it."""

    def do_GET(self):  # noqa: N802  the name the library calls
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("ETag", '"of-a-page"')
        if self.path.startswith("/hands-out/"):
            self.send_header("X-Accel-Redirect", "/protected/" + self.path.removeprefix("/hands-out/"))
            self.send_header("Content-Disposition", "attachment; filename*=utf-8''%E8%A1%A8.docx")
            self.send_header("Cache-Control", "private, no-store")
        self.end_headers()
        self.wfile.write(json.dumps({name.lower(): value for name, value in self.headers.items()}).encode())

    def log_message(self, *args):
        """Silence."""


@pytest.fixture
def proxy(tmp_path):
    """nginx with the files we ship before an echoing server; other ports and folders. Its plain and its TLS port."""
    echo = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    Thread(target=echo.serve_forever, daemon=True).start()
    plain, tls, own = free_port(), free_port(), free_port()
    changes = {
        "web:8000": f"127.0.0.1:{echo.server_port}",
        "/etc/nginx/listen.conf": str(tmp_path / "https-1.conf"),
        "/etc/nginx/tls": str(tmp_path),
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{tls} ssl;",
        "127.0.0.1:8080": f"127.0.0.1:{own}",
        "/media/materials/": f"{tmp_path}/materials/",
    }
    for name in ("shifan.conf", "https-1.conf"):
        text = (ROOT / "deploy/proxy" / name).read_text()
        for old, new in changes.items():
            text = text.replace(old, new)
        (tmp_path / name).write_text(text)
    temporary = "".join(f"{part}_temp_path {tmp_path}/{part};" for part in PARTS)
    (tmp_path / "nginx.conf").write_text(
        f"user root; daemon off; pid {tmp_path}/pid; error_log stderr; events {{}}"
        f" http {{ access_log off; {temporary} include {tmp_path}/shifan.conf; }}"
    )
    make_certificate(tmp_path)
    nginx = subprocess.Popen([NGINX, "-p", tmp_path, "-c", tmp_path / "nginx.conf"])
    wait_until_listening(tls, nginx)
    yield plain, tls
    nginx.terminate()
    nginx.wait()
    echo.shutdown()


PARTS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def make_certificate(folder):
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    command += ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run(command, check=True, capture_output=True)


def over_tls(*args, **kwargs):
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return HTTPSConnection(*args, context=trusting, **kwargs)


@pytest.mark.proxy
def test_the_proxy_writes_its_own_word_over_the_visitors(proxy):
    lies = {
        "Host": "shifan.example",
        "X_Forwarded_Proto": "https",
        "X_Real_IP": "203.0.113.9",
        "X_Forwarded_For": "203.0.113.9",
        "X_Forwarded_Host": "evil.example",
        "Forwarded": "for=203.0.113.9",
    }
    plain, tls = proxy
    truth = {
        "host": "shifan.example",
        "x-real-ip": "127.0.0.1",
        "x-forwarded-for": "127.0.0.1",
        "accept-encoding": "identity",
    }
    assert json.loads(get(plain, "/", **lies)[2]) == {**truth, "x-forwarded-proto": "http"}
    assert json.loads(get(tls, "/", over_tls, **lies)[2]) == {**truth, "x-forwarded-proto": "https"}


@pytest.mark.proxy
def test_the_proxy_compresses_pages_and_leaves_their_name_recognisable(proxy):
    asking = HTTPConnection("127.0.0.1", proxy[0], timeout=10)
    asking.request("GET", "/", headers={"Host": "shifan.example", "Accept-Encoding": "gzip"})
    answer = asking.getresponse()
    assert (answer.getheader("Content-Encoding"), answer.getheader("ETag")) == ("gzip", 'W/"of-a-page"')
    assert json.loads(gzip.decompress(answer.read()))["host"] == "shifan.example"


KEPT_BY_THE_PROXY = {
    "Content-Disposition": "attachment; filename*=utf-8''%E8%A1%A8.docx",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


@pytest.mark.proxy
def test_the_proxy_hands_a_material_out_for_the_application_and_to_nobody_else(proxy, tmp_path):
    (tmp_path / "materials/9c").mkdir(parents=True)
    (tmp_path / "materials/9c/9c96").write_bytes(b"the material")
    told = {}
    for path in ("/hands-out/9c/9c96", "/protected/9c/9c96", "/hands-out/9c/none"):
        asking = over_tls("127.0.0.1", proxy[1], timeout=10)
        asking.request("GET", path)
        answer = asking.getresponse()
        told[path] = answer.status, answer.read() == b"the material"
        if answer.status == 200:
            headers = {name: answer.getheader(name) for name in KEPT_BY_THE_PROXY}
    assert headers == KEPT_BY_THE_PROXY
    assert told == {
        "/hands-out/9c/9c96": (200, True),
        "/protected/9c/9c96": (404, False),
        "/hands-out/9c/none": (404, False),
    }
