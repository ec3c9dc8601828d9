"""Where files are kept, scanned and handed out, as the environment says."""

import sys

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from config import stores
from config.environment import BadSetting
from config.storage import DurableStorage

pytestmark = pytest.mark.once


def test_without_variables_materials_lie_on_this_disk_without_an_address(tmp_path):
    assert stores.material_storage(tmp_path) == {
        "BACKEND": "config.storage.DurableStorage",
        "OPTIONS": {"location": tmp_path, "base_url": None, "file_permissions_mode": 0o640},
    }


def test_the_variables_name_an_s3_compatible_store(monkeypatch, tmp_path):
    given = {
        "S3_BUCKET": "shifan",
        "S3_ENDPOINT": "https://oss.example.org:9000",
        "S3_REGION": "cn-north-1",
        "S3_ACCESS_KEY": "key",
        "S3_SECRET_KEY": "secret",
        "S3_ADDRESSING": "virtual",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    made = stores.material_storage(tmp_path / "articles")
    assert {made["OPTIONS"][option] for option in stores.S3.values()} == set(given.values())
    storage = storages.create_storage(made)  # the library takes every option
    assert (storage.bucket_name, storage.location, storage.default_acl) == ("shifan", "articles", None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"S3_REGION": "x"}, "S3_BUCKET is missing while other S3_ variables are set."),
        ({"S3_BUCKET": "x", "S3_ACCESS_KEY": "x"}, "S3_SECRET_KEY and S3_ACCESS_KEY go together."),
        ({"S3_BUCKET": "x", "S3_ENDPOINT": "oss.example.org"}, "S3_ENDPOINT must read https://host:port."),
        ({"S3_BUCKET": "x", "S3_ADDRESSING": "dns"}, "S3_ADDRESSING must be auto, path or virtual."),
        ({"S3_BUCKET": " "}, "S3_BUCKET is empty: give it a value or remove it."),
        ({"CLAMD_ADDRESS": "clamav"}, "CLAMD_ADDRESS must read host:port or the absolute path of a socket."),
        ({"CLAMD_ADDRESS": "clamav:99999"}, "CLAMD_ADDRESS must read host:port or the absolute path of a socket."),
        ({"ACCEL_PATH": "protected"}, "ACCEL_PATH must be a path such as /protected/."),
        ({"ACCEL_PATH": "/../"}, "ACCEL_PATH must be a path such as /protected/."),
    ],
)
def test_what_cannot_be_worked_with_is_refused_with_a_sentence(monkeypatch, tmp_path, given, sentence):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as refused:
        [stores.material_storage(tmp_path), stores.clamd("CLAMD_ADDRESS"), stores.inner_path("ACCEL_PATH")]
    assert str(refused.value).partition("。 / ")[2] == f"The variable {sentence}"


def test_without_the_optional_parts_s3_is_refused_at_the_start(monkeypatch, tmp_path):
    monkeypatch.setenv("S3_BUCKET", "shifan")
    monkeypatch.setitem(sys.modules, "storages", None)  # as if it were not installed
    with pytest.raises(BadSetting, match=r"needs the optional parts: pip install -r requirements-s3\.txt\.$"):
        stores.material_storage(tmp_path)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("clamav:3310", ("clamav", 3310)),
        ("[::1]:3310", ("::1", 3310)),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
    ],
)
def test_a_scanner_is_named_by_host_and_port_or_by_its_socket(monkeypatch, given, read):
    monkeypatch.setenv("CLAMD_ADDRESS", given)
    assert stores.clamd("CLAMD_ADDRESS") == read


class Breaking(ContentFile):
    """Gives half of its content and then fails, as a worker does that is killed."""

    def chunks(self, chunk_size=None):
        yield b"half"
        raise InterruptedError


def test_a_write_that_breaks_off_leaves_nothing_under_the_name(tmp_path):
    storage = DurableStorage(location=tmp_path)
    with pytest.raises(InterruptedError):
        storage.save("ab/abc", Breaking(b""))
    assert (storage.exists("ab/abc"), storage.listdir("ab")) == (False, ([], []))
    assert storage.save("ab/abc", ContentFile(b"whole")) == "ab/abc"
    assert storage.listdir("ab") == ([], ["abc"])
