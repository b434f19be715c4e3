"""The sample's returns as files: one folder a year, written a part of the council at a time.

A council of national size does not fit in memory as rows, so CSV files grow by some thousand children at a
time, each part written as any return is (`returns.writing`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sightline.ops.sample import yearly
from sightline.ops.sample.days import collection_year
from sightline.ops.sample.life import Life
from sightline.returns import specs
from sightline.returns.writing import write_csv, write_xml

_LIVES_A_PART = 5_000
XML_NAME = "SSDA903.xml"


def folder_name(collection: int) -> str:
    """2025 is 2024-25."""
    return f"{collection - 1}-{collection % 100:02}"


def tables(lives: Iterable[Life], collection: int) -> dict[str, list[Any]]:
    """The rows of one year's return, by table; every table that the year's return has is there."""
    found: dict[str, list[Any]] = {table: [] for table in specs.for_year(collection).files}
    year = collection_year(collection)
    for life in lives:
        for table, row in yearly.rows(life, year):
            found[table].append(row)
    return found


def write_csv_folders(lives: Iterable[Life], years: Iterable[int], folder: Path) -> None:
    """One folder of CSV files a year. Years of one part are written together, so lives are lived once."""
    part = folder / ".part"
    for number, lives_of_part in enumerate(_parts(lives)):
        for collection in years:
            write_csv(tables(lives_of_part, collection), part, collection)
            (_move if number == 0 else _append)(part, folder / folder_name(collection))
    shutil.rmtree(part, ignore_errors=True)


def write_xml_files(lives: Iterable[Life], years: Iterable[int], folder: Path) -> None:
    """One XML file a year. A year's children are held in memory, as the writer of XML needs."""
    everybody = list(lives)
    for collection in years:
        write_xml(tables(everybody, collection), folder / folder_name(collection) / XML_NAME, collection)


def _parts(lives: Iterable[Life]) -> Iterator[list[Life]]:
    """At least one, which is empty where there are no lives: files with headings are files too."""
    going = iter(lives)
    yield list(islice(going, _LIVES_A_PART))
    while part := list(islice(going, _LIVES_A_PART)):
        yield part


def _move(part: Path, year_folder: Path) -> None:
    year_folder.mkdir(parents=True, exist_ok=True)
    for path in part.iterdir():
        path.replace(year_folder / path.name)


def _append(part: Path, year_folder: Path) -> None:
    for path in part.iterdir():
        with path.open("rb") as more, (year_folder / path.name).open("ab") as grown:
            more.readline()  # the headings, which the file has
            shutil.copyfileobj(more, grown, 1024 * 1024)
        path.unlink()
