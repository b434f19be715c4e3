"""Which workers live: each holds a lock on a file of its own, which the system lets go when the process ends.

A lock tells at once that a killed worker is gone, where a time stamp would make its jobs wait. The file's time is
the last sign of life, for those who watch.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def living(folder: Path, name: str) -> Iterator[Path]:
    """Hold the file of this worker while the block runs. Touch it to show that work goes on."""
    folder.mkdir(parents=True, exist_ok=True)
    making, path = folder / f".{name}", folder / name
    with making.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        making.rename(path)  # seen by others only when it is locked
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)


def living_workers(folder: Path) -> dict[str, float]:
    """The workers that live, with the seconds since each one's last sign. Files of dead ones are taken away."""
    found = {}
    for path in folder.iterdir() if folder.is_dir() else ():
        if not path.name.startswith(".") and not _let_go(path):
            found[path.name] = _age(path)
    return found


def _let_go(path: Path) -> bool:
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        pass
    return True


def _age(path: Path) -> float:
    try:
        return max(0.0, time.time() - os.stat(path).st_mtime)
    except FileNotFoundError:
        return 0.0
