"""What the dataset looks like: its tables and fields, and how a file is known by its headings."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from sightline.returns.headings import Headings, Kind, plain, understood
from sightline.returns.specs import ColumnSpec, FileSpec

_FEWEST = 2  # columns by which a file is known: every field's name says whose it is


@dataclass(frozen=True)
class Field:
    """One field. `kind` is text, long, date, partial date, number, decimal, flag, or code: and a set
    of spellings (told: what is in none of them stays as it is told).

    `places`: without it the row has no place. `tells_apart`: rows that agree in these are of one thing.
    `newer`: not every version of the dataset has it, and nobody is told that it is missing.
    """

    name: str
    kind: str
    places: bool
    tells_apart: bool
    newer: bool
    use: str

    @property
    def used(self) -> bool:
        """Whether Sightline reads it."""
        return self.kind != ""

    @property
    def code_set(self) -> str | None:
        """The set of spellings that a coded field is read by."""
        if self.kind == "flag":
            return "yes_no"
        kind, _, name = self.kind.partition(":")
        return name if kind in ("code", "told") else None

    @property
    def column(self) -> ColumnSpec:
        """The field as a column of a file."""
        return ColumnSpec(self.name, self.name, required=self.places)


@dataclass(frozen=True)
class Table:
    """One table of the dataset, all its fields in order."""

    name: str
    fields: tuple[Field, ...]

    @property
    def used(self) -> tuple[Field, ...]:
        """The fields that Sightline reads; none where it reads nothing of the table."""
        return tuple(field for field in self.fields if field.used)

    @property
    def file(self) -> FileSpec:
        """The table as a file."""
        return FileSpec(self.name, self.name, "", tuple(field.column for field in self.fields))


@cache
def tables() -> Mapping[str, Table]:
    """Every table by its name."""
    text = files(__package__).joinpath("fields.csv").read_text(encoding="utf-8")
    rows = groupby(csv.DictReader(text.splitlines()), key=lambda row: row["table"])
    return {name: Table(name, tuple(map(_field, told))) for name, told in rows}


def used() -> Iterator[Table]:
    """The tables of which Sightline reads something."""
    return (table for table in tables().values() if table.used)


def recognise(names: Sequence[str]) -> Headings | None:
    """The table that a heading line belongs to, whatever the file is called; None without what places its rows."""
    best = _best(names)
    return None if best is None or _lacking(best) else best


def near_miss(names: Sequence[str]) -> str | None:
    """What a file lacks that is nearly a table of the dataset."""
    best = _best(names)
    if best is None:
        return None
    return f"it looks like {best.spec.name} but has no column {', '.join(_lacking(best))}"


def _missing(headings: Headings) -> Iterable[ColumnSpec]:
    wanted = {field.name for field in tables()[headings.spec.record].used if not field.newer}
    return [column for column in headings.missing if column.field in wanted]


#: The dataset, for those parts of `returns` that read files.
DATASET = Kind(recognise, near_miss, _missing, goes_on=False, quotes=True, unread="SL-SD-04", unknown="SL-SD-05")


def _best(names: Sequence[str]) -> Headings | None:
    headings = [plain(name) for name in names]
    every = [understood(table.file, names, headings) for table in tables().values()]
    best = max(every, key=lambda each: len(each.positions))
    return best if len(best.positions) >= _FEWEST else None


def _lacking(headings: Headings) -> list[str]:
    placing = [field.name for field in tables()[headings.spec.record].used if field.places]
    return [name for name in placing if name not in headings.positions]


def _field(row: Mapping[str, str]) -> Field:
    roles = row["role"].split()
    return Field(row["field"], row["kind"], "key" in roles, "id" in roles, "newer" in roles, row["use"])
