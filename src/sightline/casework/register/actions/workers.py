"""The social worker of a child, and a personal adviser: named by a person where no feed tells who it is."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction

from sightline.casework.register.actions.locking import open_for, told_anew
from sightline.casework.register.models import Involvement, Notice
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.staff.models import RolePeriod
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Act, Role

#: Whom a person may name here; a reviewing officer is named by an allocation.
WORKERS: Final = {"social_worker": "Social worker", "personal_adviser": "Personal adviser"}


@transaction.atomic
def name_worker(*, child: int, role: str, person: int, on: date, seen: int | None, by: Viewer) -> int:
    """Say who works with the child in this role from a day on; who did before ends that day. The row's number.

    `seen` is the row that was in force when whoever decides looked (0 or None: nobody). Raises NotPermitted,
    NoSuchChild, and Changed where somebody else was named since.
    """
    found = open_for(Act.RECORD_FACTS, child, by)
    if role not in WORKERS:
        raise NotPermitted("Choose what this person is to the child.")
    period = current(RolePeriod.objects.filter(person=person, role=Role.SOCIAL_WORKER.value), by.on).first()
    if period is None:
        raise NotPermitted("Choose somebody who is a social worker today.")
    if on > by.on:
        raise NotPermitted("It begins today or began before, not on a day to come.")
    before = _ended(found.pk, role, person, on, seen or 0, by)
    made = Involvement.objects.create(
        child=found, person_id=person, role=role, team_id=period.team_id, started=on, entered_by_id=by.id
    )
    if role == "social_worker" and before:
        Notice.objects.get_or_create(
            child=found, kind="social_worker_changed", happened_on=on,
            defaults={"known_on": by.on, "made_by_id": by.id},
        )  # fmt: skip
    told_anew(child, "worker_named", by, person=person, role=role)
    return made.pk


def _ended(child: int, role: str, person: int, on: date, seen: int, by: Viewer) -> bool:
    """End whoever works with the child in this role; whether there was anybody."""
    rows = list(Involvement.objects.select_for_update().filter(child=child, role=role, ended=None).order_by("pk"))
    latest = rows[-1].pk if rows else 0
    if latest != seen:
        raise trail.Changed(latest, {"person": rows[-1].person_id if rows else None})
    for row in rows:
        if row.person_id == person:
            raise NotPermitted("This is who it is already.")
        if row.started > on:
            raise NotPermitted("Who it is now began later than this day: correct that first.")
        trail.keep(row, by=by.id, at=by.at, cause="correction")
        row.ended, row.entered_by_id, row.version = on, by.id, row.version + 1
        row.save(update_fields=["ended", "entered_by", "version"])
    return bool(rows)
