"""The service as a lives folder: the register's tables, and beside them what the reviewing service did (`WORK`).

It stands here because the work is told by the apps of a review from `allocation` to `watch`, and nothing below the
uppermost of them can see all. Figures are made from this folder; `register.extract` alone gives the register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sightline.casework.register import extract
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch import lives_of_reviews, lives_of_watch
from sightline.casework.watch.lives_parts import Named, Telling
from sightline.domain.records import WORK
from sightline.domain.years import collection_of
from sightline.engine.tables import schema, write_small

NotPermitted = extract.NotPermitted

#: What gives the rows of each table of the work, each with its day and its place in the service.
TELLERS: Mapping[str, Callable[[Named], Telling]] = {**lives_of_reviews.TELLERS, **lives_of_watch.TELLERS}


def write(folder: Path, *, on: date, seen_by: Viewer | None = None) -> Path:
    """Write the whole lives folder, register and work, as `register.extract.write` does. Raises NotPermitted."""
    return extract.write(folder, on=on, seen_by=seen_by, beside=lambda made: write_work(made, on, seen_by))


def write_work(folder: Path, on: date, seen_by: Viewer | None = None) -> None:
    """Write the tables of the work into a folder that is there."""
    named = Named.of(seen_by)
    tables: dict[str, tuple[Iterable[Sequence[Any]], Mapping[str, str]]] = {
        table: (_placed(TELLERS[table](named)) if table in TELLERS else [], schema(table)) for table in WORK
    }
    tables["work_told"] = ([(on, collection_of(on), "service", 0)], schema("work_told"))
    write_small(folder, tables)


def _placed(rows: Telling) -> Iterator[tuple[Any, ...]]:
    """The rows with where each comes from: its year, the table of the service, and the row's number there."""
    for day, file, number, values in rows:
        yield (*(None if value == "" else value for value in values), collection_of(day), file, number)
