"""The settings of the service's tests: those of the service, with a folder, a day and a database of the run's own.

`SIGHTLINE_TEST_DATABASE=postgresql` starts a cluster for the run; workers of xdist share it.
"""

import atexit
import os
import tempfile

from postgres import cluster

if "SIGHTLINE_DATA" not in os.environ:
    _shared = tempfile.TemporaryDirectory(prefix="sightline-tests-")
    os.environ["SIGHTLINE_DATA"] = _shared.name
os.environ.setdefault("SIGHTLINE_SAMPLE", "yes")
if os.environ["SIGHTLINE_SAMPLE"] == "yes":
    os.environ.setdefault("SIGHTLINE_TODAY", "2026-11-20")
if os.environ.get("SIGHTLINE_TEST_DATABASE") == "postgresql" and "SIGHTLINE_DATABASE" not in os.environ:
    _running = cluster()
    os.environ["SIGHTLINE_DATABASE"] = _running.__enter__()
    atexit.register(_running.__exit__, None, None, None)

from sightline.ops.settings import *  # noqa: F403
from sightline.ops.settings import STATIC_ROOT

TEMPLATES_MAY_QUERY = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = os.environ.get("SIGHTLINE_TEST_EMAIL", "django.core.mail.backends.locmem.EmailBackend")
WHITENOISE_USE_FINDERS = True
ROOT_URLCONF = os.environ.get("SIGHTLINE_TEST_URLS", "sightline.web.urls")
