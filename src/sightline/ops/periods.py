"""The periods that the command line is asked for: a year, a date, days of one's own, and series of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import click

from sightline.indicators.figures import Period

MONTHS = {"month": 1, "quarter": 3}


def asked(year: int, as_at: date | None, first: date | None, last: date | None) -> Period:
    """One period. Raises UsageError for words that do not go together."""
    if as_at and (first or last):
        raise click.UsageError("Give --as-at, or --from and --to, not both.")
    if bool(first) != bool(last):
        raise click.UsageError("--from and --to go together.")
    if first and last:
        if first > last:
            raise click.UsageError("--from is after --to.")
        return Period(first, last)
    return year_to_date(as_at) if as_at else Period.year(year)


def year_to_date(day: date) -> Period:
    """The reporting year so far, up to a day."""
    return Period(date(day.year if day.month >= 4 else day.year - 1, 4, 1), day)


def series(period: Period, *, every: str | None = None, years: int = 1) -> list[Period]:
    """The same period in each of the last years, earliest first, each cut into months or quarters if asked for."""
    told = [_earlier(period, ago) for ago in range(years - 1, -1, -1)]
    return [part for each in told for part in (parts(each, MONTHS[every]) if every else [each])]


def parts(period: Period, months: int) -> list[Period]:
    """The months (or runs of months) from the period's start, the last cut off at its end."""
    found: list[Period] = []
    start = period.start
    while start <= period.end:
        after = _first_of_month(start, months)
        found.append(Period(start, min(_day_before(after), period.end)))
        start = after
    return found


def _first_of_month(day: date, months_on: int) -> date:
    count = day.year * 12 + day.month - 1 + months_on
    return date(count // 12, count % 12 + 1, 1)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _earlier(period: Period, years: int) -> Period:
    return Period(_years_before(period.start, years), _years_before(period.end, years))


def _years_before(day: date, years: int) -> date:
    """The corresponding day; the last day of a month stays the last."""
    last = monthrange(day.year, day.month)[1]
    there = monthrange(day.year - years, day.month)[1]
    return date(day.year - years, day.month, there if day.day == last else min(day.day, there))
