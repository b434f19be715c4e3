"""Collection years: 2025 is 1 April 2024 to 31 March 2025, and is named by its end."""

from __future__ import annotations

from datetime import date


def collection_of(day: date) -> int:
    """The collection year that a day is in."""
    return day.year + (day >= date(day.year, 4, 1))


def days_of(collection: int) -> tuple[date, date]:
    """The first and the last day of a collection year."""
    return date(collection - 1, 4, 1), date(collection, 3, 31)


def year_in_words(collection: int) -> str:
    """A collection year as people say it: April 2024 to March 2025."""
    return f"April {collection - 1} to March {collection}"
