"""The rows of a Parquet file a page at a time, in the order they were written, so that many are no burden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sightline.engine.connect import connect

PAGE = 20_000  # rows held in memory at a time


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The named columns of every row."""
    place = str(path).replace("'", "''")
    source = f"read_parquet('{place}', file_row_number = true)"
    query = (
        f"SELECT {', '.join(columns)} FROM {source} "
        "WHERE file_row_number >= :first AND file_row_number < :last ORDER BY file_row_number"
    )
    with connect("duckdb", threads=1) as engine:
        ((total,),) = engine.rows(f"SELECT count(*) FROM {source}")
        for first in range(0, total, PAGE):
            yield from engine.rows(query, first=first, last=first + PAGE)
