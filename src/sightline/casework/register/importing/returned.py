"""Reading a 903 return, and joining it with those already loaded: what the register holds is the join of all."""

from __future__ import annotations

import shutil
from pathlib import Path

from sightline.casework.register.importing import folders
from sightline.casework.register.models import Import
from sightline.domain.records import TABLES
from sightline.engine.connect import connect
from sightline.returns import checking, joining, reading
from sightline.returns.findings import Findings
from sightline.returns.reading import Progress, Reading


class FilesGone(Exception):
    """The files of an import that was loaded before are no longer there, and what it told cannot be joined."""


def read(load: Import, progress: Progress) -> Reading:
    """Read and check the files of an import. Raises `reading.CannotRead`."""
    work = folders.work(load.pk)
    shutil.rmtree(work, ignore_errors=True)
    read = reading.read([folders.files(load.pk)], year=load.year, work=work, progress=progress)
    progress("the rules", 9, 10)
    checking.check(read)
    return read


def join(load: Import, collections: tuple[int, ...]) -> tuple[Path, dict[int, int]]:
    """The lives that this return and those loaded tell together, and which import tells each collection.

    Of each collection it is the latest load that counts. Raises FilesGone.
    """
    earlier = {year: number for year, number in _standing().items() if year not in collections}
    work = folders.folder(load.pk) / "joined"
    shutil.rmtree(work, ignore_errors=True)
    (work / "returned").mkdir(parents=True)
    (work / "findings").mkdir()
    with connect("duckdb", memory_limit=reading.MEMORY) as engine:
        for table in TABLES:
            told = [f"SELECT * FROM {_source(load.pk, table)}"]
            told += [
                f"SELECT * FROM {_source(number, table)} WHERE collection = {int(year)}"
                for year, number in sorted(earlier.items())
            ]
            engine.write_parquet(" UNION ALL ".join(told), work / "returned" / f"{table}.parquet")
    years = tuple(sorted({*collections, *earlier}))
    lives = joining.join(Reading(work, years, (), Findings()))
    return lives, earlier


def _standing() -> dict[int, int]:
    """The latest load of each collection."""
    standing: dict[int, int] = {}
    loaded = Import.objects.filter(kind="903", state=Import.State.LOADED).order_by("loaded_at", "pk")
    for number, spoken in loaded.values_list("pk", "speaks_of"):
        standing |= {collection: number for collection, _, _ in spoken}
    return standing


def _source(number: int, table: str) -> str:
    path = folders.work(number) / "returned" / f"{table}.parquet"
    if not path.exists():
        raise FilesGone(
            f"The files of import {number} are no longer in the data folder. Restore them from the backup."
        )
    return "read_parquet('{}')".format(str(path).replace("'", "''"))
