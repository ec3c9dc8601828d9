"""The environment as the settings read it, each time in a process of its own and a checkout without var/."""

import json
import os
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from config import environment
from config.proxy import client_ip

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
STRONG = "a key for tests of DEBUG=0, long enough and of many letters 0123456789"
SERVICE = {"DEBUG": "0", "SECRET_KEY": STRONG}
SHOW = """
import json, pathlib
from config import settings
shown = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
print(json.dumps(shown, default=lambda value: str(value) if isinstance(value, pathlib.Path) else type(value).__name__))
"""


@pytest.fixture
def checkout(tmp_path):
    shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def python(checkout, code, **variables):
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=checkout, env=variables, capture_output=True, text=True)


def read(checkout, **variables):
    return json.loads(python(checkout, SHOW, **variables).stdout)


def refusal(checkout, **variables):
    done = python(checkout, "import config.settings", **variables)
    assert done.returncode == 1
    return done.stderr.splitlines()[-1].partition("BadSetting: ")[2]


ONE_OR_ZERO = "环境变量 {0} 只能是 1 或 0,现为 {1!r}。 / The variable {0} must be 1 or 0, not {1!r}."
EMPTY = "环境变量 {0} 是空的，请填写或者删去。 / The variable {0} is empty: give it a value or remove it."
NO_DATABASE = (
    "环境变量 {0} 写法不对，应为 sqlite:////绝对路径 或 postgres://用户:密码@主机:端口/库名。"
    " / The variable {0} must read sqlite:////absolute/path or postgres://user:password@host:port/name."
)
NO_HOSTS = (
    "环境变量 {0} 是用逗号分隔的主机名（不带 http://、端口和路径），{1!r} 不是。"
    " / The variable {0} is a comma-separated list of host names only; {1!r} is not one."
)
NO_ORIGINS = (
    "环境变量 {0} 是用逗号分隔的来源，如 https://example.org，{1!r} 不是。"
    " / The variable {0} lists origins such as https://example.org; {1!r} is not one."
)

NO_MAIL = (
    "环境变量 {0} 写法不对，应为 smtps://用户:密码@主机:端口（或 smtp+tls://、smtp://）。"
    " / The variable {0} must read smtps://user:password@host:port, or smtp+tls:// or smtp://."
)
NO_SENDER = (
    "环境变量 {0} 须是发件邮箱地址，设置 EMAIL_URL 时必填。"
    " / The variable {0} must be the sender's address; EMAIL_URL needs one."
)
NO_SITE = (
    "环境变量 {0} 须是一个网址，如 https://example.org，设置 EMAIL_URL 时必填。"
    " / The variable {0} must be one origin such as https://example.org; EMAIL_URL needs it."
)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "true", ONE_OR_ZERO),
        ("DEBUG", "", EMPTY),
        ("HTTPS", "yes", ONE_OR_ZERO),
        ("BEHIND_PROXY", "2", ONE_OR_ZERO),
        ("SECRET_KEY", " ", EMPTY),
        ("ALLOWED_HOSTS", "", EMPTY),
        ("ALLOWED_HOSTS", "https://example.org", NO_HOSTS),
        ("ALLOWED_HOSTS", "example.org:8000", NO_HOSTS),
        ("ALLOWED_HOSTS", "示范.example.org", NO_HOSTS),
        ("CSRF_TRUSTED_ORIGINS", "example.org", NO_ORIGINS),
        ("DATABASE_URL", "", EMPTY),
        ("DATABASE_URL", "mysql://user:secret@host/name", NO_DATABASE),
        ("DATABASE_URL", "postgres://user:secret@host:port/name", NO_DATABASE),
        ("DATABASE_URL", "postgres://user:secret@host/", NO_DATABASE),
        ("DATABASE_URL", "postgres://user:secret@[host/name", NO_DATABASE),
        ("DATABASE_URL", "postgres://user@host/name?sslmode", NO_DATABASE),
        ("DATABASE_URL", "sqlite://", NO_DATABASE),
        ("DATABASE_URL", "sqlite://:memory:", NO_DATABASE),
        ("DATABASE_URL", "shifan.sqlite3", NO_DATABASE),
        (
            "DATABASE_URL",
            "sqlite:////no/such/folder/file",
            "环境变量 {0} 所指的文件夹不存在。 / The variable {0} names a file in a folder that does not exist.",
        ),
        ("EMAIL_URL", "", EMPTY),
        ("EMAIL_URL", "mail.example.org", NO_MAIL),
        ("EMAIL_URL", "http://user:secret@mail.example.org", NO_MAIL),
        ("EMAIL_URL", "smtps://user:secret@mail.example.org:port", NO_MAIL),
        ("EMAIL_URL", "smtp://mail.example.org", NO_SENDER.replace("{0}", "DEFAULT_FROM_EMAIL")),
        ("DEFAULT_FROM_EMAIL", "nobody", NO_SENDER),
        ("DEFAULT_FROM_EMAIL", "a@b.example\nBcc: c@d.example", NO_SENDER),
        ("SITE_URL", "shifan.example.org", NO_ORIGINS),
        ("SITE_URL", "https://*.example.org", NO_SITE),
        ("SITE_URL", "https://a.example,https://b.example", NO_SITE),
        (
            "MEDIA_ROOT",
            "config/settings.py",
            "环境变量 {0} 须是文件夹的路径。 / The variable {0} must be the path of a folder.",
        ),
    ],
)
def test_a_malformed_value_is_refused_with_a_sentence(checkout, name, value, sentence):
    assert refusal(checkout, **{name: value}) == sentence.format(name, value)
    assert not (checkout / "var/shifan.sqlite3").exists()


def test_manage_py_prints_the_sentence_alone():
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"], env={"DEBUG": "2"}, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (1, ONE_OR_ZERO.format("DEBUG", "2") + "\n")


def test_foreign_variables_are_ignored(checkout):
    plain = read(checkout)
    assert read(checkout, DJANGO_DEBUG="0", DATABASE="x", SECRET="y", PORT="z", HOST="", DEBUGGER="1") == plain


def test_with_no_variable_it_is_a_demonstration_with_a_key_of_its_own(checkout):
    found = read(checkout)
    key_file = checkout / "var/secret_key"
    assert (found["DEBUG"], found["HTTPS"], found["SECURE_SSL_REDIRECT"]) == (True, False, False)
    assert found["DATABASES"]["default"]["NAME"] == str(checkout / "var/shifan.sqlite3")
    assert found["SECRET_KEY"] == key_file.read_text() == read(checkout)["SECRET_KEY"]
    assert len(found["SECRET_KEY"]) == 86
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_first_starts_at_the_same_moment_agree_on_one_key(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    for attempt in range(20):
        key_file, together = tmp_path / str(attempt) / "secret_key", Barrier(8)

        def first_start(_, key_file=key_file, together=together):
            together.wait()
            return environment.secret_key("SECRET_KEY", True, key_file)

        with ThreadPoolExecutor(8) as people:
            assert set(people.map(first_start, range(8))) == {key_file.read_text()}
        assert os.listdir(key_file.parent) == ["secret_key"]


def test_without_debug_a_missing_key_refuses(checkout):
    assert refusal(checkout, DEBUG="0") == (
        "环境变量 SECRET_KEY 未设置，DEBUG=0 时必须设置。 / The variable SECRET_KEY is missing; DEBUG=0 needs one."
    )


@pytest.mark.parametrize("key", ["short", "x" * 60, "django-insecure-" + STRONG])
def test_without_debug_a_weak_key_refuses(checkout, key):
    assert refusal(checkout, DEBUG="0", SECRET_KEY=key) == (
        "环境变量 SECRET_KEY 太弱，须为 50 个以上随机字符。"
        " / The variable SECRET_KEY is weak: use 50 or more random characters."
    )


HTTPS_SETTINGS = ("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")


def test_without_debug_https_is_on_and_only_the_proxys_word_is_taken(checkout):
    found = read(checkout, **SERVICE)
    assert [found[name] for name in HTTPS_SETTINGS] == [True, 31536000, True, True]
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert (found["BEHIND_PROXY"], found["ALLOWED_HOSTS"]) == (True, ["localhost", "127.0.0.1", "[::1]"])


def test_https_0_turns_all_of_it_off(checkout):
    found = read(checkout, **SERVICE, HTTPS="0")
    assert [found[name] for name in HTTPS_SETTINGS] == [False, 0, False, False]
    assert (found["SECURE_PROXY_SSL_HEADER"], found["BEHIND_PROXY"]) == (None, False)


def test_without_debug_the_database_still_is_the_checkouts(checkout):
    assert read(checkout, **SERVICE)["DATABASES"]["default"]["NAME"] == str(checkout / "var/shifan.sqlite3")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:////tmp/one.sqlite3", {"ENGINE": "django.db.backends.sqlite3", "NAME": "/tmp/one.sqlite3"}),
        (
            "postgres://drafter:p%40ss%2F@db.example:6432/shi%20fan?sslmode=require",
            {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": "shi fan",
                "USER": "drafter",
                "PASSWORD": "p@ss/",
                "HOST": "db.example",
                "PORT": 6432,
                "OPTIONS": {"sslmode": "require"},
            },
        ),
        (
            "postgresql://drafter@/shifan?host=/run/postgresql",
            {"NAME": "shifan", "USER": "drafter", "PASSWORD": "", "HOST": "/run/postgresql", "PORT": "", "OPTIONS": {}},
        ),
    ],
)
def test_a_database_url_is_read(checkout, url, expected):
    found = read(checkout, DATABASE_URL=url)["DATABASES"]["default"]
    assert {name: found[name] for name in expected} == expected


def test_a_relative_path_counts_from_the_checkout(checkout):
    found = read(checkout, DATABASE_URL="sqlite:///other.sqlite3", MEDIA_ROOT="files")
    assert found["DATABASES"]["default"]["NAME"] == str(checkout / "other.sqlite3")
    assert found["MEDIA_ROOT"] == str(checkout / "files")


def test_lists_are_separated_by_commas(checkout):
    found = read(
        checkout,
        ALLOWED_HOSTS="shifan.example.org, .example.net,[::1]",
        CSRF_TRUSTED_ORIGINS="https://a.example:8443,https://*.b.example",
    )
    assert found["ALLOWED_HOSTS"] == ["shifan.example.org", ".example.net", "[::1]"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://a.example:8443", "https://*.b.example"]


MAIL = {"DEFAULT_FROM_EMAIL": "依法治区办 <desk@example.org>", "SITE_URL": "https://shifan.example.org"}


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://a%40b:p%2Fs@mail.example:2525", 2525, False, False),
        ("smtp+tls://a%40b:p%2Fs@mail.example", 587, True, False),
        ("smtps://a%40b:p%2Fs@mail.example", 465, False, True),
    ],
)
def test_a_mail_server_is_read(checkout, url, port, tls, ssl):
    found = read(checkout, EMAIL_URL=url, **MAIL)
    assert {name: found[f"EMAIL_{name}"] for name in ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD")} == {
        "HOST": "mail.example",
        "PORT": port,
        "HOST_USER": "a@b",
        "HOST_PASSWORD": "p/s",
    }
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"], found["SENDS_MAIL"]) == (tls, ssl, True)
    assert (found["DEFAULT_FROM_EMAIL"], found["SITE_URL"]) == tuple(MAIL.values())


def test_no_mail_leaves_unless_a_server_is_named(checkout):
    found = read(checkout, **MAIL)
    assert (found["SENDS_MAIL"], found["EMAIL_BACKEND"]) == (False, "django.core.mail.backends.dummy.EmailBackend")


@pytest.mark.parametrize(("behind_proxy", "address"), [(True, "203.0.113.7"), (False, "198.51.100.1")])
def test_only_behind_our_proxy_is_the_forwarded_address_taken(rf, settings, behind_proxy, address):
    settings.BEHIND_PROXY = behind_proxy
    assert client_ip(rf.get("/", headers={"X-Real-IP": "203.0.113.7"}, REMOTE_ADDR="198.51.100.1")) == address
