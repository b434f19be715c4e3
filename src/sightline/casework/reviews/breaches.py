"""Telling programs of time limits that were passed: reviews that are overdue, and what follows a review.

Each obligation is told once, whatever day its limit is then said to have ended on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sightline.casework.meetings.models import Matter
from sightline.casework.outbox.actions import happen_all, is_asked_for
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child
from sightline.casework.register.standings import fresh
from sightline.domain.calendar import england
from sightline.domain.practices import Practice
from sightline.domain.standing import Standing

EVENT = "clock.breached"
#: How long after a review its limits are looked at: what is older was told.
LOOKED_AT = timedelta(days=366)


def tell(*, on: date, at: datetime) -> int:
    """Tell hooks of every limit passed before a day. How many limits are passed. Can be run again."""
    if not is_asked_for(EVENT):
        return 0
    practice = in_force(on)
    passed = dict([*_overdue(on, practice), *_after(on, practice)])
    happen_all(EVENT, passed, at=at)
    return len(passed)


def _overdue(on: date, practice: Practice) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Reviews that should have been held."""
    rows = fresh(Child.objects.all(), on=on, practice=practice).filter(due_standing=Standing.OVERDUE.value)
    rows = rows.filter(due__isnull=False)
    for child, key, due, came, last in rows.values_list("child", "due_key", "due", "came", "last_review"):
        since = max((day for day in (came, last) if day), default=due)
        yield f"{key}:{child}:{since}", {"child": child, "clock": key, "due": f"{due}"}


def _after(on: date, practice: Practice) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Decisions and records of a review that are not out in time."""
    rows = Matter.objects.filter(state="complete", completed_on__gt=on - LOOKED_AT, meeting__kind="review")
    told = rows.values_list("pk", "child", "completed_on", "decisions_issued_on", "record__finished_on")
    for matter, child, completed, issued, finished in told:
        if completed is None:  # the database has it so, the reader of types does not know
            continue
        for key, met in (("review-decisions", issued), ("review-record", finished)):
            clock = practice.clock(key, completed, england())
            if clock.standing(on, met_on=met) in (Standing.OVERDUE, Standing.LATE):
                yield (
                    f"{key}:matter:{matter}",
                    {"child": child, "clock": key, "due": f"{clock.due}", "matter": matter},
                )
