"""Clocks: when something falls due, how it stands on a day, and why, in plain words.

`start_clock` is for one timescale. `review_clocks` reads a child's life and gives the clock of every
review that had to happen; the rule is `docs/review-track.md`. Clocks are worked out when asked, never kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sightline.domain.calendar import Calendar
from sightline.domain.care import Life, Period, periods_of_care
from sightline.domain.explain import counted, in_words
from sightline.domain.limits import NoNumber, end_of, explain_end, hours_after, london
from sightline.domain.practice import HANDBOOK, Counting
from sightline.domain.readings import Clock, adjournment_clocks, read_obligation
from sightline.domain.review_track import obligations
from sightline.domain.short_breaks import short_break_clocks
from sightline.domain.standing import Standing, standing_of
from sightline.domain.timescales import Limit, Status, Timescale, Unit

__all__ = ["Clock", "LongerThanLaw", "NoNumber", "Standing", "StartedClock", "review_clocks", "start_clock"]


class LongerThanLaw(ValueError):
    """A council may set itself a shorter limit than the law's, never a longer one."""


@dataclass(frozen=True, slots=True)
class StartedClock:
    """A clock that runs: when it falls due, and why. `due_at` and `started_at` are set for hours alone."""

    key: str
    started: date
    due: date
    why: str
    started_at: datetime | None = None
    due_at: datetime | None = None

    def standing(self, on: date, *, met_on: date | None = None, ended: date | None = None) -> Standing:
        """How the clock stands on a day, given the day it was met or there was no more need for it."""
        return standing_of(self.due, met_on=met_on, ended=ended, on=on)

    def is_overdue_at(self, moment: datetime, *, met_at: datetime | None = None) -> bool:
        """For a clock in hours: whether it ran out before a moment (or before it was met, if that was sooner)."""
        if self.due_at is None:
            raise NoNumber(f"{self.key} is not counted in hours")
        last = _in_london(moment if met_at is None else min(_in_london(moment), _in_london(met_at)))
        return last > self.due_at


def start_clock(
    timescale: Timescale,
    started: date,
    calendar: Calendar,
    counting: Counting = HANDBOOK,
    *,
    amount: int | None = None,
) -> StartedClock:
    """The clock of one timescale from the day it starts; from a datetime for a limit in hours.

    `amount` is a council's own number. Raises NoNumber where there is none, LongerThanLaw where it is
    longer than the law's, and BeyondCalendar where working days run off the list of bank holidays.
    """
    limit = _limit(timescale, amount)
    if limit.unit is Unit.HOURS:
        return _clock_in_hours(timescale, limit, started)
    day = started.date() if isinstance(started, datetime) else started
    due = end_of(limit, day, calendar, counting)
    return StartedClock(timescale.key, day, due, explain_end(timescale, day, due, calendar, counting, limit=limit))


def review_clocks(
    life: Life,
    *,
    counting: Counting,
    calendar: Calendar,
    on: date,
    history_from: date | None = None,
) -> tuple[Clock, ...]:
    """The clock of every review a child has had or should have, as it stands on a day, in order.

    One for each obligation of each period of care, one for each adjourned meeting beside it, and those of
    short breaks. `history_from` is the first day of the unbroken run of returns that the life was read
    from; None means that all is known.
    """
    clocks = [
        clock
        for period in periods_of_care(life.as_at(on).episodes)
        for clock in _period_clocks(life, period, counting, calendar, on, history_from)
    ]
    breaks = short_break_clocks(life, counting=counting, calendar=calendar, on=on, known=history_from is None)
    return tuple(sorted((*clocks, *breaks), key=lambda clock: clock.period_started))


def _period_clocks(
    life: Life, period: Period, counting: Counting, calendar: Calendar, on: date, history_from: date | None
) -> Iterator[Clock]:
    told = life.as_at(on)
    for obligation in obligations(
        period, told.reviews, told.early_reviews, counting=counting, calendar=calendar, history_from=history_from
    ):
        yield read_obligation(obligation, counting=counting, calendar=calendar, on=on)
    yield from adjournment_clocks(period, life.reviews, counting=counting, calendar=calendar, on=on)


def _limit(timescale: Timescale, amount: int | None) -> Limit:
    limit = timescale.limit
    if amount is None:
        return limit
    if timescale.status is Status.LAW and limit.amount is not None and amount > limit.amount:
        raise LongerThanLaw(f"{timescale.title}: {limit.in_words()} by law ({timescale.cite})")
    return replace(limit, amount=amount)


def _clock_in_hours(timescale: Timescale, limit: Limit, started: date) -> StartedClock:
    if not isinstance(started, datetime) or limit.amount is None:
        raise NoNumber(f"{timescale.key} is counted in hours: it starts at a time of day")
    start = _in_london(started)
    due = hours_after(start, limit.amount)
    why = (
        f"Due at {_moment(due)}: {counted(limit.amount, 'hour')} after {timescale.starts} at {_moment(start)}"
        f"{'; the clocks changed in between' if start.utcoffset() != due.utcoffset() else ''}. {timescale.cite}."
    )
    return StartedClock(timescale.key, start.date(), due.date(), why, started_at=start, due_at=due)


def _in_london(moment: datetime) -> datetime:
    return hours_after(moment, 0) if moment.tzinfo is not None else moment.replace(tzinfo=london())


def _moment(moment: datetime) -> str:
    return f"{moment:%H:%M} on {in_words(moment.date())}"
