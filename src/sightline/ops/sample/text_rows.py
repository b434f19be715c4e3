"""The files of one year's return as text, to be changed where mistakes are put in."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(eq=False, slots=True)
class Row:
    """One line of a file. `extra` is text put after the last value; `gone` rows are not written."""

    file: str
    values: dict[str, str]
    extra: str = ""
    gone: bool = False
    line: int = 0

    @property
    def child(self) -> str:
        return self.values["CHILD"]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def __setitem__(self, column: str, text: str) -> None:
        self.values[column] = text


@dataclass(slots=True)
class YearFiles:
    """One year's return as text: rows by file, and by child and file."""

    collection: int
    headings: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    of_child: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    def add_copy(self, row: Row, **changed: str) -> Row:
        """Another row at the end of the file, the same but for what is changed."""
        copy = Row(row.file, row.values | changed)
        self.rows[row.file].append(copy)
        return copy

    def others(self, row: Row, file: str) -> list[Row]:
        """The rows of the same child in a file, in order."""
        return self.of_child[row.child].get(file, [])


def read_files(folder: Path, collection: int) -> YearFiles:
    files = YearFiles(collection)
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            rows = [Row(path.stem, values) for values in reader]
        files.headings[path.stem] = list(reader.fieldnames or ())
        files.rows[path.stem] = rows
        for row in rows:
            files.of_child.setdefault(row.child, {}).setdefault(path.stem, []).append(row)
    return files


def write_files(files: YearFiles, folder: Path) -> None:
    for file, rows in files.rows.items():
        kept = [row for row in rows if not row.gone]
        _number(kept)
        with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(files.headings[file])
            writer.writerows([*row.values.values(), *([row.extra] if row.extra else [])] for row in kept)


def _number(rows: Sequence[Row]) -> None:
    for line, row in enumerate(rows, start=2):
        row.line = line
