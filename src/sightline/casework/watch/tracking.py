"""How closely a child's plan is watched between reviews: the levels are the council's practice."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sightline.casework.meetings.models import LONGEST_REASON, Matter
from sightline.casework.practice.queries import in_force
from sightline.casework.register.actions.locking import open_for, told_anew
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.casework.trail.actions import Changed
from sightline.casework.watch.models import Tracking
from sightline.casework.watch.queries.levels import as_seen, history
from sightline.domain.roles import Act


@transaction.atomic
def set_level(
    *,
    child: int,
    level: str,
    since: date,
    by: Viewer,
    why: str = "",
    next_contact: date | None = None,
    matter: int | None = None,
    version: int | None = None,
) -> int:
    """Say how closely the plan is watched from a day on; the number of the row. Another of that day is changed.

    `matter` is the part of a meeting that agreed it, `version` what `levels.as_seen` gave; none asks for nothing.
    Raises Changed, NotPermitted, also where the practice names no level or not this one, and NoSuchChild.
    """
    found = open_for(Act.RECORD_CONTACT, child, by)
    now, says = as_seen(history(found))
    if version is not None and version != now:
        raise Changed(now, says)
    _right(level, since, next_contact, by)
    agreed = None if matter is None else _of_child(matter, child)
    told = {"level": level, "why": why.strip()[:LONGEST_REASON], "next_contact": next_contact, "matter_id": agreed}
    row = Tracking.objects.select_for_update().filter(child=child, since=since).first()
    if row is None:
        row = Tracking.objects.create(child_id=child, since=since, set_by_id=by.id, set_at=by.at, **told)
    elif any(getattr(row, name) != value for name, value in told.items()):
        _change(row, by, "set again", **told)
    told_anew(child, "level_set", by, row=row.pk)
    return row.pk


def settle(*, child: int, settles: bool, next_contact: date | None, by: Viewer) -> None:
    """The contact that a level asked for was made, or the next is wanted by another day.

    Part of noting a contact: call it in that transaction, with the child locked.
    """
    if not settles and next_contact is None:
        return
    if next_contact is not None and next_contact <= by.on:
        raise NotPermitted("The next contact has to be on a day to come.")
    row = Tracking.objects.select_for_update().filter(child=child, since__lte=by.on).order_by("-since").first()
    if row is not None and row.next_contact != next_contact:
        _change(row, by, "a contact was noted", next_contact=next_contact)


def _change(row: Tracking, by: Viewer, cause: str, **told: object) -> None:
    trail.keep(row, by=by.id, at=by.at, cause="correction", why=cause)
    for name, value in told.items():
        setattr(row, name, value)
    row.version += 1
    row.set_by_id, row.set_at = by.id, by.at
    row.save()


def _right(level: str, since: date, next_contact: date | None, by: Viewer) -> None:
    levels = {each.name for each in in_force(by.on).tracking_levels}
    if not levels:
        raise NotPermitted("The council's practice names no levels.")
    if level not in levels:
        raise NotPermitted("Choose one of the levels that the council's practice names.")
    if since > by.on:
        raise NotPermitted("A level holds from today or from a day before.")
    if next_contact is not None and next_contact < since:
        raise NotPermitted("The next contact cannot be before the level begins.")


def _of_child(matter: int, child: int) -> int:
    if not Matter.objects.filter(pk=matter, child=child).exists():
        raise NotPermitted("That review is of another child.")
    return matter
