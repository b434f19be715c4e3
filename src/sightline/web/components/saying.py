"""How days are said, in English."""

from __future__ import annotations

from datetime import date, datetime

from sightline.domain.calendar import BeyondCalendar, england

#: Further off than this, working days mean little to anybody: it is said in weeks, months or years.
FAR = 30

DAYS_OF_A_WEEK, DAYS_OF_A_MONTH, DAYS_OF_A_YEAR = 7, 30.44, 365.25


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
        return _longer((last - first).days)
    return counted(working, "working day") if 0 < working <= FAR else _longer((last - first).days)


def _longer(days: int) -> str:
    if days < 2 * DAYS_OF_A_WEEK:
        return counted(days, "day")
    if days < 2 * DAYS_OF_A_MONTH:
        return counted(days // DAYS_OF_A_WEEK, "week")
    if days < 2 * DAYS_OF_A_YEAR:
        return counted(int(days / DAYS_OF_A_MONTH), "month")
    return counted(int(days / DAYS_OF_A_YEAR), "year")


def counted(number: int, thing: str) -> str:
    """1 day, 2 days."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
