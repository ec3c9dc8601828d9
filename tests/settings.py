"""The settings the tests run under: the real ones, without what only slows a test or depends on the machine."""

import os
import tempfile
from pathlib import Path

# The developer's own environment must not colour a test; only the database is chosen from outside.
ONES_OWN = ("DEBUG", "HTTPS", "BEHIND_PROXY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "MEDIA_ROOT")
STORES = ("S3_BUCKET", "S3_ENDPOINT", "S3_REGION", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_ADDRESSING")
SCANNER_AND_PROXY = ("CLAMD_ADDRESS", "SCAN_REQUIRED", "ACCEL_PATH")
for name in (*ONES_OWN, *STORES, *SCANNER_AND_PROXY, "EMAIL_URL", "DEFAULT_FROM_EMAIL", "SITE_URL"):
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = "for tests alone, known to everyone " * 2
# The synchronous browser driver keeps an event loop in the test's thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from config.settings import *

SCRATCH = tempfile.TemporaryDirectory(prefix="shifan-tests-")  # goes with the process
MEDIA_ROOT = Path(SCRATCH.name) / "media"
for kept in ("materials", "articles"):
    STORAGES[kept]["OPTIONS"]["location"] = MEDIA_ROOT / kept
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads then have connections and transactions of their own, as in service.
    DATABASES["default"]["TEST"] = {"NAME": f"{os.environ.get('TESTS_MIGRATED_IN', SCRATCH.name)}/tests.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

PUBLIC_VERSION_TRUST_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast
AXES_ENABLED = False  # tests of the lock-out switch it on
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # no collected files needed
