"""How days are said, in English."""

from __future__ import annotations

from datetime import date, datetime

from sightline.domain.calendar import BeyondCalendar, england

#: Further off than this, working days mean little to anybody: it is said in weeks, months or years.
FAR = 30

DAYS_OF_A_WEEK, MONTHS_OF_A_YEAR = 7, 12

#: From two of them on, a unit is used: 13 days, 2 weeks; 23 months, 2 years.
TWO_WEEKS, TWO_MONTHS, TWO_YEARS = 14, 2, 24


def day_in_words(day: date) -> str:
    """13 May 2025; with the time of day where there is one."""
    said = f"{day.day} {day:%B %Y}"
    return f"{said}, {day:%H:%M}" if isinstance(day, datetime) else said


def distance_in_words(day: date, on: date) -> str:
    """How far a day is from another: today, tomorrow, in 5 working days, 3 months ago."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - on).days)
    if near is not None:
        return near
    many = _many(day, on)
    return f"in {many}" if day > on else f"{many} ago"


def _many(day: date, on: date) -> str:
    first, last = min(day, on), max(day, on)
    try:
        working = england().working_days_between(first, last)
    except BeyondCalendar:
        return _longer(first, last)
    return counted(working, "working day") if 0 < working <= FAR else _longer(first, last)


def _longer(first: date, last: date) -> str:
    days, months = (last - first).days, _whole_months(first, last)
    if months >= TWO_YEARS:
        return counted(months // MONTHS_OF_A_YEAR, "year")
    if months >= TWO_MONTHS:
        return counted(months, "month")
    if days >= TWO_WEEKS:
        return counted(days // DAYS_OF_A_WEEK, "week")
    return counted(days, "day")


def _whole_months(first: date, last: date) -> int:
    months = (last.year - first.year) * MONTHS_OF_A_YEAR + last.month - first.month
    return months if last.day >= first.day else months - 1


def counted(number: int, thing: str) -> str:
    """1 day, 2 days."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
