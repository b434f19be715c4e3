"""Rows of a list of children with what was done for each between reviews: the last step, and the level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, overload

from sightline.casework.allocation.queries import Row
from sightline.casework.watch.queries.footprint import last_steps
from sightline.casework.watch.queries.levels import levels_of


@dataclass(frozen=True)
class Watched:
    """One child of a list; whatever `Row` says, and the last step of the reviewing service with the level."""

    row: Row
    last_step: date | None
    level: str

    def __getattr__(self, name: str) -> Any:
        """What the row says."""
        return getattr(self.row, name)


class WatchedRows(Sequence[Watched]):
    """Rows of a roll; a slice of them asks the database a constant number of times."""

    def __init__(self, rows: Sequence[Row], on: date) -> None:
        self._rows = rows
        self._on = on

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Watched: ...
    @overload
    def __getitem__(self, place: slice) -> list[Watched]: ...
    def __getitem__(self, place: int | slice) -> Watched | list[Watched]:
        if isinstance(place, int):
            return self._watched([self._rows[place]])[0]
        return self._watched(self._rows[place])

    def __iter__(self) -> Iterator[Watched]:
        return iter(self[:])

    def _watched(self, rows: Sequence[Row]) -> list[Watched]:
        children = [row.child for row in rows]
        steps, levels = last_steps(children, on=self._on), levels_of(children, on=self._on)
        return [
            Watched(row, steps.get(row.child), levels[row.child].level if row.child in levels else "")
            for row in rows
        ]
