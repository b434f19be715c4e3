"""What the columns of records are: their types, and how they are read off a record class."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints


class ColumnType(Enum):
    """What a column holds, whichever engine or file it is in."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    FLAG = "flag"  # 0 or 1, kept as a whole number as the returns do
    DATE = "date"


@dataclass(frozen=True)
class Codes:
    """Marks a field whose values come from a code set."""

    code_set: str


@dataclass(frozen=True)
class Flag:
    """Marks a whole-number field that is 0 or 1."""


@dataclass(frozen=True)
class Column:
    """One column of a record's table."""

    name: str
    type: ColumnType
    required: bool
    code_set: str | None = None


FlagValue = Annotated[int | None, Flag()]


@cache
def columns(record: type) -> tuple[Column, ...]:
    """The columns of a record class, in order, without provenance."""
    hints = get_type_hints(record, include_extras=True)
    return tuple(_column(field.name, hints[field.name]) for field in fields(record))


def _column(name: str, hint: Any) -> Column:
    marks: list[object] = []
    if get_origin(hint) is Annotated:
        hint, *marks = get_args(hint)
    members = set(_members(hint))
    required = type(None) not in members
    plain = next(member for member in members if member is not type(None))
    codes = next((mark for mark in marks if isinstance(mark, Codes)), None)
    if codes is not None:
        return Column(name, ColumnType.CODE, required, codes.code_set)
    if any(isinstance(mark, Flag) for mark in marks):
        return Column(name, ColumnType.FLAG, required)
    return Column(name, {date: ColumnType.DATE, int: ColumnType.NUMBER, str: ColumnType.TEXT}[plain], required)


def _members(hint: Any) -> Iterator[Any]:
    if get_origin(hint) in (Union, types.UnionType):
        yield from get_args(hint)
    else:
        yield hint
