"""The next sitting of a review that was begun or adjourned: its day, before it happens."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction

from sightline.casework.meetings.changing import told_anew, touched
from sightline.casework.meetings.models import Matter, Sitting
from sightline.casework.meetings.scope import NotPermitted, open_matter
from sightline.casework.staff.doing import doer
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.domain.explain import in_words
from sightline.domain.roles import Act

#: States of a child's part of which another sitting is to come.
UNFINISHED = ("begun", "adjourned")


@transaction.atomic
def plan_sitting(*, matter: int, on: date, at: time | None, by: Viewer, version: int | None) -> None:
    """Say when people meet again; a day that was planned before gives way.

    Raises NoSuchMatter, NotPermitted, Changed.
    """
    doer(by, None, Act.PLAN_MEETING)
    found = open_matter(matter, seen_by=by, lock=True)
    if found.state not in UNFINISHED:
        raise NotPermitted("Only a review that was begun or adjourned has another sitting.")
    planned = next_sitting(found)
    if version is not None and version != found.version:
        raise Changed(
            found.version, {"on": planned.on if planned else None, "at": planned.at if planned else None}
        )
    if on < by.on:
        raise NotPermitted("A sitting is planned for today or a day to come.")
    before = last_held(found)
    if before and on <= before:
        raise NotPermitted(f"The last sitting was on {in_words(before)}: this one is later.")
    touched(found, by=by, cause="sitting")
    Sitting.objects.filter(matter=found, held=False).delete()
    Sitting.objects.create(matter=found, on=on, at=at, mode=found.meeting.mode)
    told_anew([found.child_id], "planned_sitting", by, matter=matter, on=on.isoformat())


def last_held(found: Matter) -> date | None:
    """The day of the last sitting that was held, if there was one."""
    days = Sitting.objects.filter(matter=found, held=True).values_list("on", flat=True)
    return max((day for day in (found.held_on, *days) if day is not None), default=None)


def next_sitting(found: Matter) -> Sitting | None:
    """The sitting that is planned, if there is one."""
    return Sitting.objects.filter(matter=found, held=False).order_by("-on").first()
