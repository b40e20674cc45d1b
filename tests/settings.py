"""Settings for the tests: a folder of their own, plain static files, fast everything, mail kept in memory."""

import os
import tempfile
import zlib
from pathlib import Path

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ.setdefault("BESACE_VAR", tempfile.mkdtemp(prefix=f"besace-{_worker}-"))

from besace.config.settings import *
from besace.config.settings import DATABASES, STORAGES, VAR

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    # A file, not the shared memory: the browser tests' server writes from other threads.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / f"test-{_worker}.db")}
else:
    # Two copies of the house tested at once on one server do not meet.
    _copy = zlib.crc32(str(Path(__file__).resolve()).encode())
    # To make a database, or to drop it, may take a busy disk more than the five seconds a question has.
    DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=60000"
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{_copy:08x}"}
