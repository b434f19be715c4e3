"""Cells without their looks: for files, and to sort by."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sightline.web.components.values import Distance, Link, Several, Tag

#: What a spreadsheet would take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(cell: Any) -> str | int | float | date | None:
    """What a cell says: text, a number, a date, or nothing."""
    if isinstance(cell, Link):
        return cell.text
    if isinstance(cell, Tag):
        return cell.label
    if isinstance(cell, Distance):
        return cell.day
    if isinstance(cell, Several):
        return "; ".join(written(part) for part in cell.parts if part not in (None, ""))
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, Decimal):
        return float(cell)
    return cell  # type: ignore[no-any-return]


def written(cell: Any) -> str:
    """What a cell says, as text: dates as in ISO 8601; nothing is empty."""
    said = plain(cell)
    if said is None:
        return ""
    return said.isoformat(sep=" ", timespec="minutes") if isinstance(said, datetime) else str(said)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def sortable(value: Any) -> tuple[bool, Any]:
    """A key to sort by: what is missing comes last, capital letters make no difference."""
    said = plain(value)
    missing = said is None or said == ""
    if missing:
        return True, 0
    return False, said.casefold() if isinstance(said, str) else said
