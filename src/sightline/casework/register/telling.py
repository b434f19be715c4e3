"""All that is told of one child, table by table, each row with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection

from sightline.casework.register import models
from sightline.casework.register.lean import NAME, lean
from sightline.casework.register.tables import TABLES, Field, Table
from sightline.domain import records

RETURN, FEED = "903", "ssd"


@dataclass(frozen=True)
class Source:
    """Where a row comes from: the person who entered or corrected it last, or the import, file and line."""

    person: str = ""
    at: datetime | None = None
    kind: str = ""  # of the import: 903, ssd
    load: int | None = None
    as_at: date | None = None
    collection: int | None = None
    file: str = ""
    line: int | None = None

    @property
    def told_by_feed(self) -> bool:
        """Whether an import told it and nobody has corrected it since."""
        return self.load is not None and not self.person

    @property
    def known_on(self) -> date | None:
        """The day as at which it was told last."""
        if self.as_at and not self.person:
            return self.as_at
        return self.at.date() if self.at else None

    def __str__(self) -> str:
        if self.person:
            return f"Entered by {self.person}"
        if self.kind == RETURN:
            return f"Return of {self.collection}" if self.collection else "A return"
        return "Case system" if self.kind else "Entered here"


@dataclass(frozen=True)
class Told:
    """One row told of a child."""

    table: str
    pk: int
    version: int
    values: dict[str, Any]
    source: Source

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def since(self) -> date | None:
        """Its first day, where it has one."""
        name = TABLES[self.table].since
        return self.values[name] if name else None

    @property
    def year(self) -> int:
        """The collection year that it tells of, where it tells of one; else 0."""
        return self.values["collection"] or 0 if TABLES[self.table].yearly else 0

    @property
    def until(self) -> date | None:
        """The day on which it ended, if it has."""
        name = TABLES[self.table].until
        return self.values[name] if name else None

    def holds(self, on: date) -> bool:
        """Whether it is so on a day; the day it ended is not."""
        return (self.since is None or self.since <= on) and (self.until is None or self.until > on)

    def say(self, name: str) -> Any:
        """One of its values, for people."""
        return TABLES[self.table].field(name).say(self.values[name])

    def said(self) -> list[tuple[Field, Any]]:
        """Every value that is told, for people, in the order of the form."""
        said = [(field, field.say(self.values[field.name])) for field in TABLES[self.table].fields]
        return [(field, value) for field, value in said if value is not None]


def told_of(child: int, *, yearly: bool = True) -> dict[str, list[Told]]:
    """Every table's rows of a child, oldest first; those that tell of years only where they are asked for.

    One query, and one for each table that has some.
    """
    tables = {key: table for key, table in TABLES.items() if yearly or not table.yearly}
    with connection.cursor() as cursor:
        cursor.execute(_which_tables(), {"child": child})
        some = {key for (key,) in cursor.fetchall()}
    return {key: rows_of(child, table) if key in some else [] for key, table in tables.items()}


@cache
def _which_tables() -> str:
    """Asks which tables have a row of a child: most children are told of in few of them."""
    name = connection.ops.quote_name
    return " UNION ALL ".join(
        f"SELECT '{key}' WHERE EXISTS"
        f" (SELECT 1 FROM {name(table.model._meta.db_table)} WHERE child_id = %(child)s)"
        for key, table in TABLES.items()
    )


def rows_of(child: int, table: Table) -> list[Told]:
    """One table's rows of a child, oldest first; rows without a first day or a year come before all others."""
    found = lean(table.model._default_manager.filter(child=child), load=("kind", "as_at"), entered_by=NAME)
    return sorted((told(table, row) for row in found), key=lambda row: (row.since or date.min, row.year, row.pk))


def told(table: Table, row: Any) -> Told:
    """A row of the database as it is told."""
    values = {field.name: getattr(row, field.name) for field in table.fields}
    return Told(table.key, row.pk, row.version, values, source_of(row))


def source_of(row: Any) -> Source:
    """Where a row of the database comes from."""
    person, load = row.entered_by, row.load
    return Source(
        person=person.name if person else "",
        at=row.entered_at,
        kind=load.kind if load else "",
        load=load.pk if load else None,
        as_at=load.as_at if load else None,
        collection=row.collection,
        file=row.file,
        line=row.line,
    )


def as_records(child: models.Child, table: str, rows: Iterable[Told]) -> list[Any]:
    """Rows as the domain reads them; columns that no page shows are left empty."""
    record = records.RECORDS[table]
    names = [column.name for column in records.columns(record)][1:]
    return [record(str(child.pk), *(row.values.get(name) for name in names)) for row in rows]
