"""The next sitting of a review that was begun or adjourned: its day, before it happens."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction

from sightline.casework.meetings.changing import told_anew
from sightline.casework.meetings.models import Matter, Sitting
from sightline.casework.meetings.scope import NotPermitted, open_matter
from sightline.casework.staff.doing import doer
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed, keep
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
    if found.held_on and on <= found.held_on:
        raise NotPermitted(f"The first sitting was on {in_words(found.held_on)}: this one is later.")
    keep(found, by=by.id, at=by.at, cause="sitting")
    Sitting.objects.filter(matter=found, held=False).delete()
    Sitting.objects.create(matter=found, on=on, at=at, mode=found.meeting.mode)
    Matter.objects.filter(pk=found.pk).update(version=found.version + 1)
    told_anew([found.child_id], "planned_sitting", by, matter=matter, on=on.isoformat())


def next_sitting(found: Matter) -> Sitting | None:
    """The sitting that is planned, if there is one."""
    return Sitting.objects.filter(matter=found, held=False).order_by("-on").first()
