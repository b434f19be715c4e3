"""The settings of the service's tests: those of the service, with a folder and a database of the run's own."""

import os
import tempfile

_SHARED = tempfile.mkdtemp(prefix="sightline-tests-")
os.environ.setdefault("SIGHTLINE_DATA", _SHARED)
os.environ["SIGHTLINE_SAMPLE"] = "yes"

from sightline.ops.settings import *  # noqa: E402, F403
from sightline.ops.settings import STATIC_ROOT  # noqa: E402

TEMPLATES_MAY_QUERY = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
