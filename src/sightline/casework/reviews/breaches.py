"""Telling programs of time limits that were passed: reviews that are overdue, and what follows a review.

Each obligation is told once, whatever day its limit is then said to have ended on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sightline.casework.meetings.models import Matter
from sightline.casework.meetings.queries.after import Listed
from sightline.casework.outbox.actions import happen_all, is_asked_for
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child
from sightline.casework.register.standings import fresh
from sightline.domain.practices import Practice
from sightline.domain.standing import Standing

EVENT = "clock.breached"
#: How long after a review its limits are looked at: what is older was told.
LOOKED_AT = timedelta(days=183)
AT_ONCE = 500


def tell(*, on: date, at: datetime) -> int:
    """Tell hooks of every limit passed before a day. How many limits are passed. Can be run again."""
    if not is_asked_for(EVENT):
        return 0
    practice = in_force(on)
    passed = dict([*_overdue(on, practice), *_after(on)])
    happen_all(EVENT, passed, at=at)
    return len(passed)


def _overdue(on: date, practice: Practice) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Reviews that should have been held."""
    rows = fresh(Child.objects.all(), on=on, practice=practice).filter(due_standing=Standing.OVERDUE.value)
    rows = rows.filter(due__isnull=False)
    for child, key, due, came, last in rows.values_list("child", "due_key", "due", "came", "last_review"):
        since = max((day for day in (came, last) if day), default=due)
        yield f"{key}:{child}:{since}", {"child": child, "clock": key, "due": f"{due}"}


def _after(on: date) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Decisions, records and what is sent of a review that was not out in time."""
    rows = Matter.objects.filter(state="complete", completed_on__gt=on - LOOKED_AT, meeting__kind="review")
    listed = Listed(rows.order_by("pk"), on)
    for start in range(0, len(listed), AT_ONCE):
        for review in listed[start : start + AT_ONCE]:
            for step in review.steps:
                if step.standing in (Standing.OVERDUE, Standing.LATE):
                    told = {
                        "child": review.child,
                        "matter": review.matter,
                        "clock": step.key,
                        "due": f"{step.due}",
                    }
                    yield f"{step.key}:matter:{review.matter}:{step.due}", told
