"""Reads the environment: every helper returns a checked value or refuses with one sentence.

Only names that are asked for are read, so foreign variables cannot disturb. A variable set to nothing is a mistake and
not an absence: an empty DEBUG or DATABASE_URL would otherwise quietly mean the demonstration.
"""

import os
import re
import secrets
import tempfile
from contextlib import suppress
from email.utils import parseaddr
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

HOST = re.compile(r"\*|\.?[a-z0-9-]+(\.[a-z0-9-]+)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)
ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?", re.IGNORECASE)
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
WEAK_START = "django-insecure-"


class BadSetting(ImproperlyConfigured):
    """What cannot be worked with; its text is for the person who set it."""


def refusal(name, chinese, english):
    return BadSetting(f"环境变量 {name} {chinese}。 / The variable {name} {english}.")


def read(name):
    value = os.environ.get(name)
    if value is not None and not value.strip():
        raise refusal(name, "是空的，请填写或者删去", "is empty: give it a value or remove it")
    return value


def flag(name, default):
    value = read(name)
    if value is None:
        return default
    if value not in ("0", "1"):
        raise refusal(name, f"只能是 1 或 0,现为 {value!r}", f"must be 1 or 0, not {value!r}")
    return value == "1"


def _listed(name, pattern, chinese, english):
    words = [word.strip() for word in (read(name) or "").split(",")]
    if words == [""]:
        return []
    for word in words:
        if not pattern.fullmatch(word):
            raise refusal(name, f"{chinese}，{word!r} 不是", f"{english}; {word!r} is not one")
    return words


def hosts(name):
    return _listed(
        name, HOST, "是用逗号分隔的主机名（不带 http://、端口和路径）", "is a comma-separated list of host names only"
    )


def origins(name):
    return _listed(
        name, ORIGIN, "是用逗号分隔的来源，如 https://example.org", "lists origins such as https://example.org"
    )


def folder(name, default, base):
    """A folder, counted from `base`. It may not exist yet, but nothing else may stand in its place."""
    value = base / (read(name) or default)
    if value.exists() and not value.is_dir():
        raise refusal(name, "须是文件夹的路径", "must be the path of a folder")
    return value


def file(name, default, base):
    """A file, counted from `base`; one that is named must be there."""
    named = read(name)
    value = base / (named or default)
    if named and not value.is_file():
        raise refusal(name, f"所指的文件不存在\uff1a{value}", f"names a file that is not there: {value}")
    return value


def secret_key(name, debug, key_file):
    """Signs sessions and forms. Without DEBUG it must be given and strong; with it, one is kept in `key_file`."""
    key = read(name)
    if debug:
        return key or _kept_key(key_file)
    if key is None:
        raise refusal(name, "未设置，DEBUG=0 时必须设置", "is missing; DEBUG=0 needs one")
    if len(key) < 50 or len(set(key)) < 5 or key.startswith(WEAK_START):
        raise refusal(name, "太弱，须为 50 个以上随机字符", "is weak: use 50 or more random characters")
    return key


def _kept_key(key_file):
    """Two first starts may race: the key is written aside and linked into place, so that one of them wins whole."""
    if not key_file.exists():
        made_folder(key_file.parent)
        with tempfile.NamedTemporaryFile("w", dir=key_file.parent) as draft:  # mode 0600
            draft.write(secrets.token_urlsafe(64))
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, key_file)
    return key_file.read_text()


def made_folder(path):
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"无法建立文件夹 {path}。 / Cannot make the folder {path} ({error.strerror}).") from error
    return path


def database(name, default_file, base):
    """Django's settings for `sqlite:////folder/file` or `postgres://user:password@host:port/name?sslmode=require`.

    `sqlite:///file` counts from `base`. A socket's folder goes into the query: `postgres://user@/name?host=/run/pg`.
    The value is never repeated in a refusal, for it holds a password.
    """
    value = read(name)
    if value is None:
        return _sqlite(made_folder(default_file.parent) / default_file.name)
    try:
        url = urlsplit(value)
        if url.scheme == "sqlite" and not url.netloc and url.path[1:]:
            return _sqlite_at(name, base / unquote(url.path[1:]))
        if url.scheme in ("postgres", "postgresql") and url.path[1:]:
            return _postgresql(url)
    except ValueError:  # a port that is no number, a bracket that is never closed
        pass
    raise refusal(
        name,
        "写法不对，应为 sqlite:////绝对路径 或 postgres://用户:密码@主机:端口/库名",
        "must read sqlite:////absolute/path or postgres://user:password@host:port/name",
    )


def _sqlite_at(name, path):
    if path.is_dir() or not path.parent.is_dir():
        raise refusal(name, "所指的文件夹不存在", "names a file in a folder that does not exist")
    return _sqlite(path)


def _sqlite(path):
    """Readers do not wait for the writer (WAL); a writer takes its lock at BEGIN, where it can wait for it. REPLACE
    must not slip past the append-only triggers (recursive_triggers); what is withheld is overwritten (secure_delete).
    """
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON;",
    }
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}


def _postgresql(url):
    options = dict(parse_qsl(url.query, strict_parsing=bool(url.query)))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", url.hostname or ""),
        "PORT": url.port or "",
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


MAIL_SCHEMES = {"smtp": 25, "smtp+tls": 587, "smtps": 465}  # plain, STARTTLS, TLS from the first byte


def mail_server(name):
    """Django's EMAIL_* settings for `smtps://user:password@host:port`; none without the variable: no mail leaves.

    `smtp+tls://` is STARTTLS, `smtp://` plain: for a relay on the same machine or network. The value is never repeated
    in a refusal, for it holds a password.
    """
    value = read(name)
    if value is None:
        return {}
    try:
        url = urlsplit(value)
        if url.scheme in MAIL_SCHEMES and url.hostname and not url.path.strip("/") and not url.query:
            return _smtp(url)
    except ValueError:  # a port that is no number
        pass
    raise refusal(
        name,
        "写法不对，应为 smtps://用户:密码@主机:端口（或 smtp+tls://、smtp://）",
        "must read smtps://user:password@host:port, or smtp+tls:// or smtp://",
    )


def _smtp(url):
    return {
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or MAIL_SCHEMES[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,  # seconds, for each answer of the server
    }


def sender(name, needed):
    """The address letters come from: `office@example.org` or `Name <office@example.org>`."""
    value = read(name)
    if value is None and not needed:
        return "webmaster@localhost"
    if value is None or "\n" in value or not ADDRESS.fullmatch(parseaddr(value)[1]):
        raise refusal(
            name, "须是发件邮箱地址，设置 EMAIL_URL 时必填", "must be the sender's address; EMAIL_URL needs one"
        )
    return value


def site(name, needed):
    """Where this site is reached, for links that leave it: an origin such as https://example.org."""
    found = origins(name)
    if (needed and not found) or len(found) > 1 or any("*" in one for one in found):
        raise refusal(
            name,
            "须是一个网址，如 https://example.org，设置 EMAIL_URL 时必填",
            "must be one origin such as https://example.org; EMAIL_URL needs it",
        )
    return found[0] if found else ""
