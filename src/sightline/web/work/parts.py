"""What a part of the work is given to pages as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sightline.web.components.values import Link, Table, Tag


@dataclass(frozen=True, slots=True)
class Step:
    """One task of a review. `who` is whose step it is, `hint` why it waits; without `url` it cannot begin yet."""

    title: str
    status: Tag
    url: str = ""
    who: str = ""
    due: date | None = None
    hint: str = ""
    group: str = ""  # Prepare, Hold and record, Tell, Between reviews


@dataclass(frozen=True, slots=True)
class Block:
    """Part of a first screen: a few rows that need somebody, and where all of them are."""

    title: str
    table: Table
    count: int
    more: Link | None = None
    links: Sequence[Link] = field(default=())
