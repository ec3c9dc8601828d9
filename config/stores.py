"""Where files are kept, scanned and handed out, as the environment says (config/environment.py)."""

import re
from importlib.util import find_spec

from config import environment
from config.environment import read, refusal


def clamd(name):
    """Where the virus scanner listens: (host, port), or the path of its socket; None where there is none."""
    value = read(name)
    if value is None or value.startswith("/"):
        return value
    host, _colon, port = value.rpartition(":")
    if host and environment.HOST.fullmatch(host) and port.isdecimal() and 0 < int(port) < 65536:
        return host.strip("[]"), int(port)
    raise refusal(name, "应为 主机:端口 或套接字的绝对路径", "must read host:port or the absolute path of a socket")


def inner_path(name):
    """A path the proxy alone reaches, such as /protected/; None where files are served by ourselves."""
    value = read(name)
    if value is None or re.fullmatch(r"/([a-z0-9_-]+/)+", value):
        return value
    raise refusal(name, "应为以 / 开头和结尾的路径，如 /protected/", "must be a path such as /protected/")


S3 = {
    "S3_BUCKET": "bucket_name",
    "S3_ENDPOINT": "endpoint_url",
    "S3_REGION": "region_name",
    "S3_ACCESS_KEY": "access_key",
    "S3_SECRET_KEY": "secret_key",
    "S3_ADDRESSING": "addressing_style",
}


def material_storage(folder):
    """A storage of materials: `folder` on this disk, or what is so called in the S3-compatible store of S3_BUCKET."""
    given = {option: read(name) for name, option in S3.items()}
    options = {option: value for option, value in given.items() if value is not None}
    if not options:
        # Without a base_url: materials have no address but the view that asks who may read them. A proxy that sends
        # them is another user of the machine than we are.
        mode = 0o644 if read("ACCEL_PATH") else 0o640
        kept = {"location": folder, "base_url": None, "file_permissions_mode": mode}
        return {"BACKEND": "config.storage.DurableStorage", "OPTIONS": kept}
    _refuse_half_a_store(options)
    fixed = {"location": folder.name, "signature_version": "s3v4", "default_acl": None, "file_overwrite": False}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": fixed | options}


def _refuse_half_a_store(options):
    if "bucket_name" not in options:
        raise refusal("S3_BUCKET", "未设置，而其他 S3_ 变量已设置", "is missing while other S3_ variables are set")
    if ("access_key" in options) != ("secret_key" in options):
        raise refusal("S3_SECRET_KEY", "与 S3_ACCESS_KEY 须同时设置", "and S3_ACCESS_KEY go together")
    if not environment.ORIGIN.fullmatch(options.get("endpoint_url", "https://s3.example.org").rstrip("/")):
        raise refusal("S3_ENDPOINT", "应为 https://主机:端口", "must read https://host:port")
    if options.get("addressing_style", "auto") not in ("auto", "path", "virtual"):
        raise refusal("S3_ADDRESSING", "只能是 auto、path 或 virtual", "must be auto, path or virtual")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise refusal(
            "S3_BUCKET",
            "需要另外安装 S3 组件：pip install -r requirements-s3.txt",
            "needs the optional parts: pip install -r requirements-s3.txt",
        )
