"""What each year's return looks like: files, columns, XML tags. Last year's, and a short difference."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from sightline.domain.records import KEYS, TABLES, Column, columns

FIRST, LAST = 2016, 2027


@dataclass(frozen=True)
class ColumnSpec:
    """One column of a file: its official name, and the field of the record that it fills."""

    name: str
    field: str
    required: bool = False
    xml: str = ""  # the tag, where it is not the name
    also: tuple[str, ...] = ()  # other headings met in practice
    form: str = ""  # "partial date": text of the form zz/MM/YYYY

    @property
    def tag(self) -> str:
        """The XML tag."""
        return self.xml or self.name


@dataclass(frozen=True)
class FileSpec:
    """One file of a return, for one table of `domain.records`."""

    record: str
    name: str
    xml: str
    columns: tuple[ColumnSpec, ...]
    xml_when: str = ""

    @property
    def file_name(self) -> str:
        """The name of the CSV file."""
        return f"{self.name}.csv"

    @property
    def key_columns(self) -> tuple[ColumnSpec, ...]:
        """The columns without which a row cannot be placed in a life."""
        return tuple(column for column in self.columns if column.field in KEYS[self.record])

    def column(self, named: str) -> ColumnSpec:
        """The column that fills a field. Raises KeyError where none does."""
        for column in self.columns:
            if column.field == named:
                return column
        raise KeyError(named)

    def record_column(self, column: ColumnSpec) -> Column:
        """The record's own declaration of a column: its type and code set."""
        return next(each for each in columns(TABLES[self.record]) if each.name == column.field)


@dataclass(frozen=True)
class ReturnSpec:
    """The return of one collection year."""

    collection: int
    files: Mapping[str, FileSpec]  # by record
    xml_root: str = ""
    xml_header: tuple[str, ...] = ()
    xml_episode: tuple[str, ...] = ()
    written: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # column name -> our code -> theirs


@cache
def for_year(collection: int) -> ReturnSpec:
    """The return of a collection year, named by its end: 2025 is 2024-25.

    Raises ValueError outside the years that Sightline knows.
    """
    if not FIRST <= collection <= LAST:
        raise ValueError(f"Sightline knows the returns of {FIRST} to {LAST}")
    before = ReturnSpec(FIRST, {}) if collection == FIRST else for_year(collection - 1)
    difference = files(__name__) / f"{collection}.toml"
    if not difference.is_file():
        return replace(before, collection=collection)
    return _changed(before, collection, tomllib.loads(difference.read_text(encoding="utf-8")))


def every_file() -> tuple[FileSpec, ...]:
    """Every file that any year's return has had."""
    return tuple(for_year(LAST).files.values())


def _changed(before: ReturnSpec, collection: int, difference: dict[str, Any]) -> ReturnSpec:
    changed = {entry["record"]: _file(entry) for entry in difference.get("files", ())}
    xml = difference.get("xml", {})
    return ReturnSpec(
        collection=collection,
        files={**before.files, **changed},
        xml_root=xml.get("root", before.xml_root),
        xml_header=(*xml.get("header", before.xml_header), *xml.get("header_also", ())),
        xml_episode=tuple(xml.get("episode", before.xml_episode)),
        written={**before.written, **difference.get("written", {})},
    )


def _file(entry: dict[str, Any]) -> FileSpec:
    named = tuple(ColumnSpec(**{**each, "also": tuple(each.get("also", ()))}) for each in entry["columns"])
    return FileSpec(entry["record"], entry["name"], entry["xml"], named, entry.get("xml_when", ""))
