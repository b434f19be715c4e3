"""What components are given: plain values, made by pages from what a query told. They hold no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sightline.web.components.statuses import Tag

__all__ = [
    "BLANK", "Cell", "Column", "Distance", "Link", "Moment", "Pick", "Row", "Several", "Table", "Tag", "Task"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads somewhere. `about` is added for those who hear the page: "Change" of what?"""

    text: str
    url: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Distance:
    """A date said twice: the day itself, and how far it is from `on`."""

    day: date | None
    on: date


@dataclass(frozen=True, slots=True)
class Pick:
    """A box to choose a row with; `about` says of what it is to those who hear the page."""

    name: str
    value: str
    about: str


@dataclass(frozen=True, slots=True)
class Several:
    """More than one thing in one cell, each on a line of its own."""

    parts: Sequence[Cell]


#: A cell in which there is nothing to say, and nothing is missing.
BLANK = Several(())

Cell = str | int | float | Decimal | bool | date | datetime | Link | Tag | Distance | Pick | Several | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading. `sort_url` makes it a link; `sorted` is "ascending", "descending" or nothing.

    `doing` is of a column of what can be done: its few words stay on one line.
    """

    title: str
    numeric: bool = False
    sort_url: str = ""
    sorted: str = ""
    doing: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. The first cell of a row is its heading unless `row_headings` says otherwise.

    `empty` is said in its place where it has no rows. `caption_hidden` keeps the caption for those who hear it,
    where a heading just above says the same.
    """

    caption: str
    columns: Sequence[Column | str]
    rows: Sequence[Sequence[Cell]]
    empty: str = "There is nothing to show."
    row_headings: bool = True
    caption_hidden: bool = False

    @property
    def headings(self) -> list[Column]:
        """The columns, each as one."""
        return [column if isinstance(column, Column) else Column(column) for column in self.columns]

    @property
    def lines(self) -> list[list[tuple[Cell, Column, bool]]]:
        """Every cell with its column, and whether it heads its row."""
        headings = self.headings
        return [
            [
                (cell, column, self.row_headings and place == 0)
                for place, (cell, column) in enumerate(zip(row, headings, strict=True))
            ]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary list: what is asked, what is known, what can be done about it."""

    key: str
    value: Cell
    actions: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list; without an address it cannot be begun yet."""

    title: str
    status: Tag
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing on a time line."""

    title: str
    day: date | datetime
    text: str = ""
    by: str = ""
    tag: Tag | None = None
    links: Sequence[Link] = field(default=())
