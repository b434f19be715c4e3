"""Knowing a file by its headings, however it is named, and which column fills which field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sightline.returns import specs
from sightline.returns.specs import ColumnSpec, FileSpec

#: Two columns that our own files of sent-back rows have before the others; reading passes over them.
SENT_BACK_COLUMNS = ("SENT_BACK_LINE", "WHAT_TO_DO")

_NOT_LETTERS = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True)
class Headings:
    """The heading line of a file, understood."""

    spec: FileSpec
    names: tuple[str, ...]  # as in the file
    positions: dict[str, int]  # field -> where it stands
    repeated: tuple[ColumnSpec, ...]
    extra: tuple[int, ...]  # where columns stand that the file does not have in a return

    @property
    def missing(self) -> tuple[ColumnSpec, ...]:
        """Columns of the file that are not there."""
        return tuple(column for column in self.spec.columns if column.field not in self.positions)


def plain(heading: str) -> str:
    """A heading in capitals, with one underscore for each gap: `place provider` is PLACE_PROVIDER."""
    return _NOT_LETTERS.sub("_", heading.strip("\ufeff \t").upper()).strip("_")


@dataclass(frozen=True)
class Kind:
    """A kind of data set: how its files are known by their headings, and what its text may hold."""

    recognise: Callable[[Sequence[str]], Headings | None]
    near_miss: Callable[[Sequence[str]], str | None]
    missing: Callable[[Headings], Iterable[ColumnSpec]]  # the columns worth telling of that are not there
    goes_on: bool = True  # it is sent on to the department, which takes one form alone
    quotes: bool = False  # a value may hold quotation marks and line breaks
    unread: str = "SL-RD-01"  # what is found where a file cannot be used
    unknown: str = "SL-RD-01"  # and where its headings are of no file of this kind


def recognise(names: Sequence[str]) -> Headings | None:
    """The file that a heading line belongs to, or None.

    It has the columns that place a row in a life, and one column at least that no other file has (the
    Header: any but CHILD, SEX and DOB). Among several, the one with most of its columns there.
    """
    headings = [plain(name) for name in names]
    candidates = [understood(spec, names, headings) for spec in specs.every_file()]
    fitting = [each for each in candidates if _fits(each)]
    return max(fitting, key=lambda each: len(each.positions), default=None)


def near_miss(names: Sequence[str]) -> str | None:
    """What a file lacks that is nearly one of a return's: a sentence about columns; None where far from all."""
    headings = [plain(name) for name in names]
    candidates = [understood(spec, names, headings) for spec in specs.every_file()]
    told = [each for each in candidates if _telling(each.spec) & set(each.positions)]
    best = max(told, key=lambda each: len(each.positions), default=None)
    if best is None:
        return None
    lacking = ", ".join(column.name for column in best.spec.key_columns if column.field not in best.positions)
    return f"it looks like {best.spec.name} but has no column {lacking}"


def understood(spec: FileSpec, names: Sequence[str], headings: Sequence[str]) -> Headings:
    """A heading line taken as that of one file: `headings` are its names in plain form."""
    positions: dict[str, int] = {}
    repeated, extra = [], []
    for position, heading in enumerate(headings):
        column = _by_heading(spec).get(heading)
        if column is None:
            if heading and heading not in SENT_BACK_COLUMNS:
                extra.append(position)
        elif column.field in positions:
            repeated.append(column)
        else:
            positions[column.field] = position
    return Headings(spec, tuple(names), positions, tuple(repeated), tuple(extra))


def _fits(headings: Headings) -> bool:
    keys = {column.field for column in headings.spec.key_columns}
    return keys <= set(headings.positions) and bool(_telling(headings.spec) & set(headings.positions))


@cache
def _by_heading(spec: FileSpec) -> dict[str, ColumnSpec]:
    return {plain(name): column for column in spec.columns for name in (column.name, *column.also)}


@cache
def _telling(spec: FileSpec) -> frozenset[str]:
    """The fields whose columns no other file has."""
    others = {column.name for other in specs.every_file() if other != spec for column in other.columns}
    return frozenset(column.field for column in spec.columns if column.name not in others)


#: The SSDA903 return.
RETURN = Kind(recognise, near_miss, lambda headings: headings.missing)
