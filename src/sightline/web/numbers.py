"""Numbers that come from outside: of rows, of pages."""

from __future__ import annotations

#: The largest number that a row of any database here can have.
LARGEST = 2**63 - 1
_DIGITS = 19


def number(text: str | None) -> int | None:
    """The number that a text is; None where it is none, or larger than any row's."""
    if text is None or not text.isdecimal() or len(text) > _DIGITS:
        return None
    return min(int(text), LARGEST)


def page_number(text: str | None) -> int:
    """Which page is asked for: the first where the text says nothing sensible."""
    return max(1, min(number(text) or 1, 10**6))
