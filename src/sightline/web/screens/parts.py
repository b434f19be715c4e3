"""What first screens are made of: numbers that open their lists, and tables of children with what is next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from sightline.casework.allocation import queries
from sightline.casework.staff.queries import Viewer
from sightline.domain.roles import Role
from sightline.web.components.values import Cell, Column, Table
from sightline.web.pages import caseload

#: What the address of the page says besides.
Chosen = Mapping[str, str]


@dataclass(frozen=True)
class Number:
    """A number that says what needs somebody; it opens its list. `urgent` where it should be none and is not."""

    value: str
    says: str
    url: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Screen:
    """A first screen: whose it is, and what makes its values."""

    key: str
    title: str
    roles: frozenset[Role]
    make: Callable[[Viewer, Chosen], dict[str, Any]]

    @property
    def template(self) -> str:
        """Its template."""
        return f"pages/home/{self.key}.html"


def rows_table(title: str, rows: Iterable[queries.Row], *, empty: str, officer: bool = False) -> Table:
    """Children with what is next and why."""
    headings = ["Child", "Next review due", "Which, and why then", *(["IRO"] if officer else ["Seen by the IRO"])]
    return Table(title, headings, [_row(row, officer) for row in rows], empty=empty, caption_hidden=True)


def _row(row: queries.Row, officer: bool) -> list[Cell]:
    last: Cell = caseload.officer(row) if officer else caseload.seen(row)
    return [caseload.child_link(row), caseload.next_due(row), row.due_why or row.due_title, last]


def list_of(name: str, **chosen: str) -> str:
    """The address of a list with something chosen."""
    return f"{reverse(name)}?{urlencode(chosen)}"


def counts(title: str, what: str, told: Sequence[tuple[str, int]]) -> Table:
    """How many reviews, by what is said of them."""
    headings: list[Column | str] = [what, Column("Reviews", numeric=True)]
    return Table(title, headings, [[says, n] for says, n in told], empty="None.", caption_hidden=True)
