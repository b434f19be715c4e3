"""A lives folder, child by child, as the domain's own records: for clocks and for anything that explains.

Counting everybody is the engine's work; this is for telling of one child at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from sightline.domain.care import Life
from sightline.domain.records import TABLES, columns
from sightline.engine import reference
from sightline.engine.connect import Engine, connect

_TOLD = ("children", "episodes", "reviews", "early_reviews")


def history_from(lives: Path) -> date | None:
    """The first day that the returns tell of without a gap; None where they tell of none."""
    with connect("duckdb") as engine:
        reference.load(engine, lives)
        ((first,),) = engine.rows("SELECT history_from FROM history")
        return first  # type: ignore[no-any-return]


def lives_in(lives: Path, *, child: str | None = None) -> Iterator[Life]:
    """Every child's life, in order of identifier; with `child`, that one alone.

    Children without a row in the Header have no life: the check of the return says so.
    """
    with connect("duckdb") as engine:
        rows = {table: _by_child(engine, lives, table, child) for table in _TOLD}
        for name, (person,) in rows["children"].items():
            yield Life.of(person, *(rows[table].get(name, ()) for table in _TOLD[1:]))


def _by_child(engine: Engine, lives: Path, table: str, child: str | None) -> dict[str, list[Any]]:
    record = TABLES[table]
    names = ", ".join(column.name for column in columns(record))
    engine.load(table, lives / f"{table}.parquet")
    only = "" if child is None else " WHERE child = :child"
    told = engine.rows(
        f"SELECT {names} FROM {table}{only} ORDER BY {names}", **({} if child is None else {"child": child})
    )
    return {name: [record(*row) for row in rows] for name, rows in groupby(told, key=itemgetter(0))}
