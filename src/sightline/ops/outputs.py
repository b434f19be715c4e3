"""Outputs appear whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class CannotWrite(Exception):
    """The place asked for cannot take the output; the message says what to do."""


@contextmanager
def whole_folder(target: Path, *, marker: str) -> Iterator[Path]:
    """A temporary folder beside `target` that takes its place when the block ends well.

    An existing target is replaced only when it is empty or holds `marker`, a file that we put into our own
    outputs: a folder of somebody's work is never thrown away.
    """
    refuse_unless_ours(target, marker)
    target.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield building
        (building / marker).touch()
        building.chmod(0o755)
        _take_place(building, target)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def refuse_unless_ours(target: Path, marker: str) -> None:
    """Raise CannotWrite when `target` exists and is not an earlier output of ours."""
    if not target.exists():
        return
    if not target.is_dir():
        raise CannotWrite(f"{target} is a file. Give the name of a new folder with --out.")
    if any(target.iterdir()) and not (target / marker).exists():
        raise CannotWrite(f"{target} holds other files. Give the name of a new or empty folder with --out.")


def _take_place(building: Path, target: Path) -> None:
    """Swap the finished folder in; the old one is put back if that fails."""
    if not target.exists():
        building.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(old / "old")
    try:
        building.rename(target)
    except OSError:
        (old / "old").rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
