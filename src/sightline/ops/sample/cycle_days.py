"""On which days the steps of one review of the sample were done, each some working days after another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from sightline.ops.sample.chance import Weighted, spread
from sightline.ops.sample.days import add_working_days, working_day_up_to

_DECISIONS = Weighted({1: 18, 2: 24, 3: 24, 4: 14, 5: 9, 6: 5, 7: 3, 9: 3})
_ADJOURNED, _RECORD_LATE, _SENT_LATE, _AGREED = 0.03, 0.14, 0.1, 0.2
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Steps:
    """Days as numbers. `closed` is when the managers' window closed, `agreed` whether sooner than by itself."""

    held: int
    completed: int
    decisions: int
    closed: int
    recorded: int
    sent: int
    adjourned: bool
    agreed: bool


def steps(chance: Random, held: int) -> Steps:
    """The days of a review held on a working day; some are after any day that is asked about."""
    adjourned = chance.random() < _ADJOURNED
    completed = add_working_days(held, spread(chance, 5, 23)) if adjourned else held
    decisions = add_working_days(completed, _DECISIONS.pick(chance))
    agreed = chance.random() < _AGREED
    closed = add_working_days(decisions, spread(chance, 1, 4) if agreed else 6)
    late = chance.random() < _RECORD_LATE
    recorded = add_working_days(completed, spread(chance, 16, 26) if late else spread(chance, 5, 15))
    ready = max(recorded, closed)
    last = add_working_days(completed, 20)
    sent = add_working_days(ready, spread(chance, 1, 4))
    if sent > last and ready < last and chance.random() > _SENT_LATE:
        sent = last
    return Steps(held, completed, decisions, closed, recorded, sent, adjourned, agreed)


@cache
def back(day: int, working_days: int) -> int:
    """The working day so many working days before another."""
    for _ in range(working_days):
        day = working_day_up_to(day - 1)
    return day


def day_of(day: int) -> date:
    """A day as a date."""
    return date.fromordinal(day)


@cache
def moment_of(day: int, hour: int = 10) -> datetime:
    """A moment of a day in England."""
    return datetime.combine(date.fromordinal(day), time(hour), _LONDON)
