"""Between two reviews: when the midway check is due, and which ends of a placement were not planned."""

from __future__ import annotations

from datetime import date, timedelta

from sightline.domain.calendar import Calendar
from sightline.domain.clocks import StartedClock
from sightline.domain.codes import codes_in
from sightline.domain.explain import counted, in_words

#: The timescale of a midway check, and of a review after an end that was not planned.
MIDWAY, UNPLANNED_END = "review-midway", "cla-review-unplanned-end"


def midway(last: date, next_due: date, calendar: Calendar) -> StartedClock | None:
    """The clock of the midway check: half-way from the last review to the day the next is due.

    The earlier day where the interval cannot be halved; the next working day where that falls on none, but never
    after the review itself. None where the next review is not due after the last. Raises BeyondCalendar.
    """
    interval = (next_due - last).days
    if interval <= 0:
        return None
    half = last + timedelta(days=max(1, interval // 2))
    due = min(_working_day(half, calendar), next_due)
    return StartedClock(MIDWAY, last, due, _why(last, next_due, half, due))


def is_unplanned(reason_moved: str | None) -> bool:
    """Whether a placement that ended for this reason (SSDA903, reason for placement change) ended unplanned."""
    return reason_moved in codes_in("reason_placement_change", "Unplanned")


def _working_day(day: date, calendar: Calendar) -> date:
    return day if calendar.is_working_day(day) else calendar.add_working_days(day, 1)


def _why(last: date, next_due: date, half: date, due: date) -> str:
    said = (
        f"Due {in_words(due)}: half-way through the {counted((next_due - last).days, 'day')} from the last review "
        f"on {in_words(last)} to the next, due {in_words(next_due)}"
    )
    return f"{said}." if due == half else f"{said}; {in_words(half)} is not a working day."
