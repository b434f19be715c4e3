"""The ledger of cells: every count that the figures show, under one key, and whether a reader knows it.

A count is one cell. A percentage shows three: numerator, denominator and the rest. Cells that no figure
shows, but that take part in a sum (an unprinted margin, the gap between a total and its parts), are implied.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Breakdown = tuple[tuple[str, str], ...]
Table = tuple[str, str, date, date]  # indicator, part, first and last day


class Key(NamedTuple):
    """The same key is the same count, wherever it is published."""

    indicator: str
    part: str
    start: date
    end: date
    breakdown: Breakdown

    @property
    def table(self) -> Table:
        return self[:4]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a figure is hidden: `kind` is primary, secondary, follows, withheld or earlier release."""

    kind: str
    rule: str
    detail: str = ""


@dataclass(slots=True)
class Entry:
    """One publication of something: the figures with one id, and the cells that they show.

    `guarded` says of each cell whether hiding the figure must also keep the cell from being worked out.
    """

    name: str
    cells: tuple[int, ...]
    guarded: tuple[bool, ...]
    figures: list[int] = field(default_factory=list)
    cause: Cause | None = None
    lifted: bool = False

    @property
    def hidden(self) -> bool:
        return self.cause is not None


class Ledger:
    """Cells by number. Lists run in parallel; `values` holds the true count, or None when nobody gave it."""

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self.values: list[int | None] = []
        self.lower: list[int] = []  # the least a reader must reckon with while the cell is hidden
        self.known: list[bool] = []
        self.public: list[bool] = []  # known from an earlier release, whatever is done now
        self.protected: list[bool] = []
        self.entries_of: list[list[int]] = []
        self.entries: list[Entry] = []
        self.index: dict[Key, int] = {}
        self.tables: dict[Table, dict[Breakdown, int]] = defaultdict(dict)

    def cell(self, key: Key, value: int | None, lower: int, shown_as: Key | None = None) -> int:
        """The number of the cell with this key; where that holds another value, of the one with this value too."""
        own = shown_as or key
        found = self.index.get(key)
        if found is not None and value is not None and self.values[found] not in (None, value):
            key = key._replace(part=f"{key.part} of {value}")
            found = self.index.get(key)
        if found is None:
            found = self._new(key, value, lower)
        elif self.values[found] is None:
            self.values[found], self.lower[found] = value, lower
        self.tables[own.table][own.breakdown] = found
        return found

    def implied(self, key: Key, value: int | None, *, lower: int = 0, protected: bool = False) -> int:
        """A cell that no figure shows."""
        number = self._new(key, value, lower)
        self.protected[number] = protected
        return number

    def _new(self, key: Key, value: int | None, lower: int) -> int:
        number = len(self.keys)
        self.keys.append(key)
        self.values.append(value)
        self.lower.append(lower)
        self.known.append(False)
        self.public.append(False)
        self.protected.append(False)
        self.entries_of.append([])
        self.index[key] = number
        return number

    def enter(self, entry: Entry) -> int:
        """Add an entry and make its cells known."""
        number = len(self.entries)
        self.entries.append(entry)
        for cell in entry.cells:
            self.entries_of[cell].append(number)
            self.known[cell] = self.known[cell] or (not entry.hidden and self.values[cell] is not None)
        return number

    def hide(self, number: int, cause: Cause) -> list[int]:
        """Hide one entry; the cells that a reader no longer knows."""
        entry = self.entries[number]
        if entry.hidden:
            return []
        entry.cause = cause
        for cell, guarded in zip(entry.cells, entry.guarded, strict=True):
            if guarded and not self.public[cell]:
                self.protected[cell] = True
        return [cell for cell in entry.cells if self._forget(cell)]

    def hide_cell(self, cell: int, cause: Cause) -> list[int]:
        """Hide every entry that shows the cell; all cells that changed."""
        changed: list[int] = []
        for number in self.entries_of[cell]:
            changed += self.hide(number, cause)
        return changed

    def can_hide(self, cell: int) -> bool:
        """Whether the cell is shown now, and hiding its figures would take it from the reader."""
        shown_by = self.entries_of[cell]
        return (
            self.known[cell]
            and not self.public[cell]
            and bool(shown_by)
            and not any(self.entries[number].lifted for number in shown_by)
        )

    def _forget(self, cell: int) -> bool:
        shown = self.public[cell] or any(not self.entries[number].hidden for number in self.entries_of[cell])
        changed = self.known[cell] and not shown
        self.known[cell] = shown and self.values[cell] is not None
        return changed
