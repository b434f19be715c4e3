"""The folder of an import: the files that were given, what was read of them, and what would change."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def alone(number: int) -> Iterator[bool]:
    """Whether nobody else is at work in the folder: a job that was thought stopped may still be there.

    The system lets go of the lock with the process that had it, however it ends.
    """
    folder(number).mkdir(parents=True, exist_ok=True)
    with (folder(number) / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
