"""What the tests of imports share: a sample council's returns, and an import carried through without a worker."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from service import moment
from sightline.casework.register.importing import actions, uploading
from sightline.casework.register.models import Import
from sightline.ops import sample


def returns(folder: Path, *years: int, looked_after: int = 25, mistakes: float = 0.0, seed: int = 3) -> Path:
    """The returns of a council that does not exist, a folder a year."""
    sample.make(seed=seed, looked_after=looked_after, years=years, mistakes=mistakes).write(folder, form="csv")
    return folder


def read(*paths: Path, year: int | None = None, kind: str = "903", at: datetime | None = None) -> Import:
    """Files given and read; ready to look at, unless they cannot be read."""
    at = at or moment()
    files = [uploading.OnDisk.of(path, _above(given)) for given in paths for path in _files(given)]
    load = actions.start(kind=kind, files=files, by=None, at=at, year=year)
    actions.read(load.pk, on=at.date())
    load.refresh_from_db()
    return load


def load(given: Import, at: datetime | None = None) -> Import:
    """An import that was read, loaded."""
    actions.load(given.pk, by=None, at=at or moment())
    actions.carry_out(given.pk, at=at or moment())
    given.refresh_from_db()
    return given


def _files(given: Path) -> list[Path]:
    return [given] if given.is_file() else [path for path in sorted(given.rglob("*.csv")) if path.is_file()]


def _above(given: Path) -> Path:
    return given.parent
