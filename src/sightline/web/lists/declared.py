"""What a list is: its columns, its filters, its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sightline.web.components.values import Cell

if TYPE_CHECKING:
    from sightline.web.lists.asked import Asked

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and what a row says in it. One without a `key` cannot be sorted by.

    `by` is what a list in memory is sorted by, where that is not what the cell says. `where` is "page" or "export"
    for a column that is only there.
    """

    title: str
    value: Callable[[Any], Cell]
    key: str = ""
    numeric: bool = False
    by: Callable[[Any], Any] | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing to choose by. Options are (value, label); a page may give those that only it knows.

    `keeps` says for a list in memory whether a row is kept for a value chosen.
    """

    key: str
    title: str
    options: Options = ()
    keeps: Callable[[Any, str], bool] | None = None
    every: str = "All"  # the label of no choice


@dataclass(frozen=True)
class Listing:
    """One list of the service. `things` names what its rows are: one, and many.

    `order` is the key that it is sorted by at first, with a "-" before it for the last first. `notes` stand on the
    second sheet of the spreadsheet. `empty` is said where nothing is there at all. `at_first` is chosen until
    somebody chooses otherwise: values by the keys of filters.
    """

    key: str
    title: str
    things: tuple[str, str]
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    order: str = ""
    notes: Sequence[str] = ()
    empty: str = "There is nothing here yet."
    page_length: int = 50
    at_first: Mapping[str, str] = field(default_factory=dict)

    def asked(self, request: Any, *, options: Mapping[str, Options] | None = None) -> Asked:
        """What a request asks of this list. `options` gives choices of filters by key."""
        from sightline.web.lists.asked import Asked

        return Asked.of(self, request, options or {})

    @property
    def orders(self) -> frozenset[str]:
        """Every order that may be asked for."""
        keys = [column.key for column in self.columns if column.key]
        return frozenset([*keys, *(f"-{key}" for key in keys)])
