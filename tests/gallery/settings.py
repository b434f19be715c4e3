"""The settings of the service's tests, with the gallery's pages beside the service's own."""

from pathlib import Path

from service_settings import *  # noqa: F403
from service_settings import INSTALLED_APPS, TEMPLATES

ROOT_URLCONF = "gallery.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
INSTALLED_APPS = [*INSTALLED_APPS]
