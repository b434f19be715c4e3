"""Many rows at once: past the ORM, which makes ten thousand of them slowly. Values are those of the columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

_AT_ONCE = 5000


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows; how many. `columns` are attribute names ("child_id")."""
    fields = _columns(model, columns)
    table = _quoted(model._meta.db_table)
    if connection.vendor == "postgresql":
        return _copy(f"COPY {table} ({fields}) FROM STDIN", rows)
    places = ", ".join(["%s"] * len(columns))
    return _many(f"INSERT INTO {table} ({fields}) VALUES ({places})", rows)


def update(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Set columns of rows by number: each row has the values, and the row's number last."""
    told = ", ".join(f"{_columns(model, [name])} = %s" for name in columns)
    return _many(f"UPDATE {_quoted(model._meta.db_table)} SET {told} WHERE id = %s", rows)


def moment(at: datetime) -> Any:
    """A moment as this database's columns have it."""
    return connection.ops.adapt_datetimefield_value(at)


def in_parts(numbers: Iterable[int], size: int = _AT_ONCE) -> Iterable[list[int]]:
    """Numbers of rows, some thousands at a time: databases take only so many values in one question."""
    every = sorted(set(numbers))
    for start in range(0, len(every), size):
        yield every[start : start + size]


def _many(sql: str, rows: Iterable[Sequence[Any]]) -> int:
    told = list(rows)
    with connection.cursor() as cursor:
        for start in range(0, len(told), _AT_ONCE):
            cursor.executemany(sql, told[start : start + _AT_ONCE])
    return len(told)


def _copy(sql: str, rows: Iterable[Sequence[Any]]) -> int:
    told = list(rows)  # they may come from this very connection, which can do nothing else while it copies
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in told:
            copy.write_row(row)
    return len(told)


def _columns(model: type[Model], names: Sequence[str]) -> str:
    by_name = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    return ", ".join(_quoted(by_name[name]) for name in names)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def analyze() -> None:
    """Let the database look at how many rows it has of what, so that it takes the narrow way to them.

    PostgreSQL does it by itself some minutes after a load; SQLite never does. It reads each index whole (300 MB in
    a second): at a part of it, it took one of five results for as narrow as one of forty thousand children.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
