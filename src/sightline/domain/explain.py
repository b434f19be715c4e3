"""Dates and counts in plain words: the sentences that say why a date is what it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sightline.domain.calendar import Calendar, Holiday

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def in_words(day: date) -> str:
    """A date as people write it: 13 May 2025."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def counted(number: int, noun: str) -> str:
    """A number and its noun: 1 working day, 20 working days."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def joined(names: Sequence[str]) -> str:
    """A list in words: a, b and c."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def holidays_in_words(holidays: Iterable[Holiday]) -> str:
    """The holidays that do not count, as a clause; nothing where there are none."""
    names = [f"the {holiday.name}" if "bank holiday" in holiday.name else holiday.name for holiday in holidays]
    if not names:
        return ""
    return f"; {joined(names)} {'does' if len(names) == 1 else 'do'} not count"


def lateness(days: int, working_days: int | None) -> str:
    """How late, both ways: 3 days (1 working day)."""
    if working_days is None:
        return counted(days, "day")
    return f"{counted(days, 'day')} ({counted(working_days, 'working day')})"


def days_and_working_days(start: date, end: date, calendar: Calendar) -> tuple[int, int | None]:
    """Days after `start` up to `end`, and working days, None where the list of bank holidays ends first."""
    within = calendar.first <= start and end <= calendar.last
    return (end - start).days, calendar.working_days_between(start, end) if within else None
