"""Days as whole numbers (proleptic ordinals): lives are worked out in them because it is quick.

Nobody in the sample is born on 29 February, whose birthdays can be read in two ways, or leaves care on
31 March, which may or may not count as being looked after on that day (a setting).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from sightline.domain import calendar

YEAR = 365.25
_FAR_PAST, _FAR_FUTURE = 1985, 2065


def ordinal(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


@dataclass(frozen=True, slots=True)
class CollectionYear:
    """1 April to 31 March, named after the year it ends in."""

    name: int
    first: int
    last: int


@cache
def collection_year(name: int) -> CollectionYear:
    return CollectionYear(name, ordinal(name - 1, 4, 1), ordinal(name, 3, 31))


def year_holding(day: int) -> CollectionYear:
    """The collection year that a day falls in."""
    on = date.fromordinal(day)
    return collection_year(on.year + ((on.month, on.day) >= (4, 1)))


_LAST_OF_MARCH = frozenset(ordinal(year, 3, 31) for year in range(_FAR_PAST, _FAR_FUTURE))
_LEAP_DAYS = frozenset(ordinal(year, 2, 29) for year in range(_FAR_PAST, _FAR_FUTURE) if year % 4 == 0)


def birth_day(day: int) -> int:
    """The nearest day before that somebody in the sample may be born on. 31 March would make an 18th birthday
    that is the last day of the return."""
    return day - 1 if day in _LEAP_DAYS or day in _LAST_OF_MARCH else day


def leaving_day(day: int) -> int:
    """The nearest day before on which somebody in the sample may leave care."""
    return day - 1 if day in _LAST_OF_MARCH else day


def birthday(born: int, age: int) -> int:
    """The day somebody becomes `age` years old."""
    on = date.fromordinal(born)
    return date(on.year + age, on.month, on.day).toordinal()


def age_on(born: int, day: int) -> int:
    """Whole years; a birthday on the day counts."""
    birth, on = date.fromordinal(born), date.fromordinal(day)
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


@cache
def _bank_holidays() -> tuple[int, int, frozenset[int]]:
    listed = calendar.england()
    first, last = listed.first.toordinal(), listed.last.toordinal()
    free = (day for day in range(first, last + 1) if not listed.is_working_day(date.fromordinal(day)))
    return first, last, frozenset(free)


def is_working_day(day: int) -> bool:
    """Outside the years of the bank holiday list only weekends are known, which does for a sample's past."""
    first, last, free = _bank_holidays()
    if first <= day <= last:
        return day not in free
    return day % 7 not in (6, 0)


def working_day_from(day: int) -> int:
    """The day itself, or the next working day."""
    while not is_working_day(day):
        day += 1
    return day


def working_day_up_to(day: int) -> int:
    """The day itself, or the working day before."""
    while not is_working_day(day):
        day -= 1
    return day


def add_working_days(day: int, count: int) -> int:
    """The day that is `count` working days after another."""
    while count:
        day += 1
        count -= is_working_day(day)
    return day


@cache
def months_after(day: int, months: int) -> int:
    """The corresponding day some months later, or that month's last day (rule R3)."""
    return calendar.months_after(date.fromordinal(day), months).toordinal()
