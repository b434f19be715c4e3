"""From a limit and a day to the day it ends, and the sentence that says how it was counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sightline.domain.calendar import Calendar, Holiday, months_after
from sightline.domain.explain import MONTHS, counted, holidays_in_words, in_words
from sightline.domain.practice import Counting, MonthMethod
from sightline.domain.timescales import Limit, Timescale, Unit

#: Rule R4: what some case systems count in place of three and six months.
DAYS_FOR_MONTHS = {3: 91, 6: 183}


class NoNumber(ValueError):
    """The timescale has no number of its own: an event, or a number that each council has to set."""


def end_of(limit: Limit, started: date, calendar: Calendar, counting: Counting) -> date:
    """The last day that meets a limit counted from a day.

    Raises NoNumber for a limit that gives no date, and BeyondCalendar where working days run off the list.
    """
    if limit.amount is None or not limit.unit.gives_a_date or limit.unit is Unit.HOURS:
        raise NoNumber(limit.in_words())
    sign = -1 if limit.before else 1
    if limit.unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(started, sign * working_days_to_add(limit.amount, counting))
    if limit.unit is Unit.MONTHS:
        return end_of_months(started, sign * limit.amount, counting)
    days = limit.amount * (7 if limit.unit is Unit.WEEKS else 1)
    return started + timedelta(days=sign * days)


def working_days_to_add(amount: int, counting: Counting) -> int:
    """A number of working days, one fewer where the trigger is counted as day 1 (rule R2)."""
    return amount - 1 if counting.count_trigger_as_day_1 else amount


def end_of_months(started: date, months: int, counting: Counting) -> date:
    """Some months after (or before) a day, by the method in force (rules R3, R4)."""
    days = DAYS_FOR_MONTHS.get(abs(months))
    if counting.month_method is MonthMethod.CALENDAR or days is None:
        return months_after(started, months)
    return started + timedelta(days=days if months > 0 else -days)


def hours_after(moment: datetime, hours: int) -> datetime:
    """Elapsed hours after a moment, told in London time; a moment without a zone is London time (rule R11)."""
    local = moment if moment.tzinfo is not None else moment.replace(tzinfo=london())
    return (local.astimezone(UTC) + timedelta(hours=hours)).astimezone(london())


@cache
def london() -> ZoneInfo:
    """The zone of the local clock."""
    return ZoneInfo("Europe/London")


def explain_end(
    timescale: Timescale,
    started: date,
    due: date,
    calendar: Calendar,
    counting: Counting,
    limit: Limit | None = None,
) -> str:
    """The sentence for a due date: the limit, what it was counted from, what did not count, and the source."""
    limit = limit or timescale.limit
    how = _how(limit, started, due, calendar, counting)
    side = "before" if limit.before else "after"
    span = _span(limit, counting)
    said = f"Due {in_words(due)}: {span} {side} {timescale.starts} on {in_words(started)}{how}."
    relaxed = [each.in_words() for each in timescale.relaxed_between(min(started, due), max(started, due))]
    return " ".join([said, f"{timescale.cite}.", *relaxed])


def _span(limit: Limit, counting: Counting) -> str:
    span = counted(limit.amount or 0, limit.unit.value.replace("_", " ").removesuffix("s"))
    if limit.unit is Unit.MONTHS and counting.month_method is MonthMethod.DAYS_91_183:
        days = DAYS_FOR_MONTHS.get(limit.amount or 0)
        return f"{counted(days, 'day')} (for {span})" if days else span
    return span


def _how(limit: Limit, started: date, due: date, calendar: Calendar, counting: Counting) -> str:
    if limit.unit is Unit.WORKING_DAYS:
        first = ", counted as the first day" if counting.count_trigger_as_day_1 else ""
        return first + holidays_in_words(_holidays_inside(started, due, calendar))
    if limit.unit is not Unit.MONTHS or limit.amount is None:
        return ""
    by_calendar = months_after(started, -limit.amount if limit.before else limit.amount)
    if due != by_calendar:
        return f"; by the calendar it would be {in_words(by_calendar)}"
    if by_calendar.day != started.day:
        lacking = f"{MONTHS[due.month - 1]} {due.year} has no {started.day}{_ordinal_ending(started.day)}"
        return f"; {lacking}, so its last day counts"
    return ""


def _ordinal_ending(day: int) -> str:
    """The ending of a day that some month lacks: 29th, 30th, 31st."""
    return "st" if day == 31 else "th"


def _holidays_inside(started: date, due: date, calendar: Calendar) -> tuple[Holiday, ...]:
    if due >= started:
        return calendar.holidays_between(started, due)
    return calendar.holidays_between(due, started - timedelta(days=1))
