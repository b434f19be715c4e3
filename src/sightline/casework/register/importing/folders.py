"""The folder of an import: the files that were given, what was read of them, and what would change."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings


def folder(number: int) -> Path:
    """The folder of an import, by its number."""
    return Path(settings.DATA) / "imports" / str(number)


def files(number: int) -> Path:
    """The files as they were given."""
    return folder(number) / "files"


def work(number: int) -> Path:
    """What reading made of them."""
    return folder(number) / "work"


def changes(number: int) -> Path:
    """What would change, or did, table by table; and what is told of the whole."""
    return folder(number) / "changes"


def throw_away(number: int) -> None:
    """Remove an import's folder: it was set aside."""
    shutil.rmtree(folder(number), ignore_errors=True)
