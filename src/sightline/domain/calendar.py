"""Working days in England, and months by the corresponding-date rule.

The list of bank holidays knows where it ends: asking about a day outside it raises `BeyondCalendar`
and never guesses. Every look-up is an index into a list made once, so that tens of thousands of clocks
can be worked out in a second.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

SATURDAY = 5


class BeyondCalendar(ValueError):
    """A day, or a day to be worked out, lies outside the published list of bank holidays."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A weekday that is not a working day. `source`: published (equal to the published list), or rule."""

    date: date
    name: str
    source: str


class Calendar:
    """Working days from `first` to `last`: Monday to Friday, less the holidays given (rule R1)."""

    def __init__(self, holidays: Iterable[Holiday], first: date, last: date) -> None:
        self.first = first
        self.last = last
        self._holidays = tuple(sorted(holidays, key=lambda holiday: holiday.date))
        self._holiday_dates = [holiday.date for holiday in self._holidays]
        closed = set(self._holiday_dates)
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        self._working = [day for day in days if day.weekday() < SATURDAY and day not in closed]
        self._ordinals = _ordinals(self._working, first, last)

    def is_working_day(self, day: date) -> bool:
        """Whether a day is a working day. Raises BeyondCalendar outside the list."""
        ordinal = self.ordinal(day)
        return ordinal > 0 and self._working[ordinal - 1] == day

    def ordinal(self, day: date) -> int:
        """The number of working days from the first day of the list up to and including a day."""
        offset = (day - self.first).days
        if not 0 <= offset < len(self._ordinals):
            raise BeyondCalendar(f"the list of bank holidays runs from {self.first} to {self.last}")
        return self._ordinals[offset]

    def add_working_days(self, day: date, n: int) -> date:
        """The nth working day after a day, which is day 0 (rule R2); before it where n is negative.

        The day itself need not be a working day. Nothing added gives the day back.
        """
        if n == 0:
            self.ordinal(day)
            return day
        last_up_to = self.ordinal(day)
        if n < 0 and self.is_working_day(day):
            last_up_to -= 1
        index = last_up_to + n - 1 if n > 0 else last_up_to + n
        if not 0 <= index < len(self._working):
            raise BeyondCalendar(f"the list of bank holidays runs from {self.first} to {self.last}")
        return self._working[index]

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`; less than nothing where `end` is earlier."""
        return self.ordinal(end) - self.ordinal(start)

    def holidays_between(self, start: date, end: date) -> tuple[Holiday, ...]:
        """The holidays after `start`, up to and including `end`, in order."""
        return self._holidays[bisect_right(self._holiday_dates, start) : bisect_right(self._holiday_dates, end)]

    def holiday_on(self, day: date) -> Holiday | None:
        """The holiday that falls on a day, if one does."""
        index = bisect_left(self._holiday_dates, day)
        found = index < len(self._holidays) and self._holiday_dates[index] == day
        return self._holidays[index] if found else None


def months_after(day: date, n: int) -> date:
    """The corresponding day n months on (or back): the same day number, or the month's last (rule R3)."""
    months = day.year * 12 + day.month - 1 + n
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@cache
def england() -> Calendar:
    """The calendar of England, from the package's own list."""
    text = files("sightline.domain").joinpath("data/bank_holidays.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Calendar((Holiday(**row) for row in data["holiday"]), first=data["first"], last=data["last"])


def _ordinals(working: list[date], first: date, last: date) -> list[int]:
    working_days = set(working)
    ordinals = []
    seen = 0
    for offset in range((last - first).days + 1):
        seen += first + timedelta(days=offset) in working_days
        ordinals.append(seen)
    return ordinals
