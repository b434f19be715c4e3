"""Parquet tables from rows in memory: for tests, the sample council and the reference tables.

Rows go through a temporary text file that DuckDB reads with the types declared, never guessed: faster
than handing values over one by one (0.2 s for 100,000 rows), and no data frame library is needed.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, is_dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from sightline.domain.records import EVERY, TABLES, Column, ColumnType, columns, table_columns
from sightline.engine.connect import Engine, connect

#: The SQL type of each kind of column, in both engines.
SQL_TYPES: dict[ColumnType, str] = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.CODE: "VARCHAR",
    ColumnType.NUMBER: "INTEGER",
    ColumnType.FLAG: "INTEGER",
    ColumnType.DATE: "DATE",
}

#: Every lives folder says which collections it was joined from, one row each.
COLLECTIONS = {"collection": "INTEGER", "start_on": "DATE", "end_on": "DATE"}

_NOTHING = "\\N"  # stands for NULL in the temporary file, so that an empty text stays one


def schema(table: str) -> dict[str, str]:
    """The SQL type of each column of a table of `domain.records` (provenance last), or of `collections`."""
    if table == "collections":
        return dict(COLLECTIONS)
    return _types(table_columns(table))


def write_rows(path: Path, rows: Iterable[Sequence[Any]], types: Mapping[str, str]) -> None:
    """Write plain rows to one Parquet file. `types` has the SQL type of each column, in order."""
    with connect("duckdb") as engine:
        _write(engine, path, rows, types)


def write_small(folder: Path, tables: Mapping[str, tuple[Iterable[Sequence[Any]], Mapping[str, str]]]) -> None:
    """Write a Parquet file for each name, from rows and types, through one connection: opening one takes 20 ms."""
    with connect("duckdb", threads=1) as engine:
        for name, (rows, types) in tables.items():
            _write(engine, folder / f"{name}.parquet", rows, types)


def write_records(path: Path, table: str, records: Iterable[Any], *, collection: int = 0, file: str = "") -> None:
    """Write records of one table, all from one collection and file, in lines from 2 on."""
    values = attrgetter(*(column.name for column in columns(EVERY[table])))
    rows = ((*values(record), collection, file, line) for line, record in enumerate(records, start=2))
    write_rows(path, rows, schema(table))


def write_tables(folder: Path, tables: Mapping[str, Iterable[Any]]) -> Path:
    """Write a folder of tables, every table of `domain.records` included, with rows or without.

    Rows are tuples with provenance (or records, which get blank provenance). Gives the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with connect("duckdb") as engine:
        for table in (*TABLES, "collections"):
            rows = map(_with_provenance, tables.get(table, ()))
            _write(engine, folder / f"{table}.parquet", rows, schema(table))
    return folder


def _with_provenance(row: Any) -> Sequence[Any]:
    if is_dataclass(row) and not isinstance(row, type):
        return (*astuple(row), 0, "", 0)
    plain: Sequence[Any] = row
    return plain


def _write(engine: Engine, path: Path, rows: Iterable[Sequence[Any]], types: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory(prefix="sightline-") as folder:
        text = Path(folder) / "rows.csv"
        with text.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([_NOTHING if value is None else value for value in row] for row in rows)
        engine.write_parquet(_reading(text, types), path)


def _reading(text: Path, types: Mapping[str, str]) -> str:
    named = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    place = str(text).replace("'", "''")
    return (
        f"SELECT * FROM read_csv('{place}', header = false, auto_detect = false, delim = ',', quote = '\"', "
        f"escape = '\"', nullstr = '{_NOTHING}', dateformat = '%Y-%m-%d', columns = {{{named}}})"
    )


def _types(declared: Iterable[Column]) -> dict[str, str]:
    return {column.name: SQL_TYPES[column.type] for column in declared}
