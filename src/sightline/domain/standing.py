"""How a clock stands on a day: the ladder of questions, in order."""

from __future__ import annotations

from datetime import date
from enum import Enum


class Standing(Enum):
    """Where an obligation stands; see the table in `docs/review-track.md`."""

    MET = "met"
    LATE = "late"
    MISSED = "missed"
    VOID = "void"
    OVERDUE = "overdue"
    DUE = "due"
    UNKNOWN = "unknown"


def standing_of(due: date | None, *, met_on: date | None, ended: date | None, on: date) -> Standing:
    """The standing on a day of an obligation that falls due on `due`, a day which still meets it (R6).

    `ended` is the day on which the clock stopped because there was nobody left to review. What happens
    after `on` is not looked at. Without a due date the standing is unknown.
    """
    if due is None:
        return Standing.UNKNOWN
    if met_on is not None and met_on <= on:
        return Standing.MET if met_on <= due else Standing.LATE
    if ended is not None and ended <= on:
        return Standing.VOID if ended <= due else Standing.MISSED
    return Standing.DUE if on <= due else Standing.OVERDUE


def counted_to(standing: Standing, *, met_on: date | None, ended: date | None, on: date) -> date | None:
    """The day up to which lateness is counted; None where nothing is late."""
    return {Standing.LATE: met_on, Standing.MISSED: ended, Standing.OVERDUE: on}.get(standing)
