"""Who is away, and who stands in. Cover opens the children of the person away for its days, so it is checked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from sightline.casework.staff.actions.periods import roles_on
from sightline.casework.staff.doing import Doer, NotPermitted, changed, doer, in_order, overlap
from sightline.casework.staff.models import Absence, Cover, Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail import actions as trail
from sightline.domain.explain import in_words
from sightline.domain.roles import Act, Reach, may_stand_in


@transaction.atomic
def record_absence(
    *,
    person: int,
    kind: str,
    started: date,
    ended: date | None = None,
    by: Viewer | None,
    at: datetime | None = None,
) -> int:
    """Somebody is away; `ended` is the day they are back. Raises NotPermitted."""
    who = doer(by, at, Act.RECORD_ABSENCE)
    in_order(started, ended)
    Person.objects.select_for_update().get(pk=person)  # two absences at once see one another
    for other in Absence.objects.select_for_update().filter(person=person):
        if overlap(started, ended, other.started, other.ended):
            raise NotPermitted(f"An absence from {in_words(other.started)} has some of these days already.")
    absence = Absence.objects.create(person_id=person, kind=kind, started=started, ended=ended)
    _record("absence_recorded", absence, who)
    return absence.pk


@transaction.atomic
def back(*, absence: int, on: date, version: int, by: Viewer | None, at: datetime | None = None) -> None:
    """Somebody is back on a day, sooner or later than was said. Cover ends with the absence.

    Raises Changed, NotPermitted.
    """
    who = doer(by, at, Act.RECORD_ABSENCE)
    row = Absence.objects.select_for_update().get(pk=absence)
    in_order(row.started, on)
    changed(row, version=version, by=who, ended=on)
    for cover in row.covers.filter(started__gte=on):
        cover.delete()
    row.covers.filter(ended=None).update(ended=on)
    row.covers.filter(ended__gt=on).update(ended=on)
    _record("absence_ended", row, who)


@transaction.atomic
def add_cover(
    *,
    absence: int,
    person: int,
    started: date,
    ended: date | None = None,
    by: Viewer | None,
    at: datetime | None = None,
) -> int:
    """Somebody stands in for some days of an absence. Raises NotPermitted."""
    who = doer(by, at, Act.RECORD_ABSENCE)
    row = Absence.objects.select_for_update().get(pk=absence)
    if person == who.id and by is not None and by.reach is not Reach.SERVICE:
        raise NotPermitted("Nobody opens children's records for themselves. Ask somebody else to record it.")
    ended = ended or row.ended
    in_order(started, ended)
    _can_stand_in(row, person, started, ended)
    cover = Cover.objects.create(absence=row, person_id=person, started=started, ended=ended)
    _record("cover_added", row, who, cover=person, started=f"{started}", ended=f"{ended}" if ended else None)
    return cover.pk


@transaction.atomic
def end_cover(*, cover: int, on: date, by: Viewer | None, at: datetime | None = None) -> None:
    """Somebody stands in no longer, from a day on. Cover that had not begun is taken away. Raises NotPermitted."""
    who = doer(by, at, Act.RECORD_ABSENCE)
    row = Cover.objects.select_for_update().select_related("absence").get(pk=cover)
    if row.ended is not None and row.ended <= on:
        raise NotPermitted(f"It ended on {in_words(row.ended)}.")
    if row.started >= on:
        row.delete()
    else:
        Cover.objects.filter(pk=cover).update(ended=on)
    _record("cover_ended", row.absence, who, cover=row.person_id, ended=f"{on}")


def _can_stand_in(absence: Absence, person: int, started: date, ended: date | None) -> None:
    if person == absence.person_id:
        raise NotPermitted("Nobody stands in for themselves. Choose somebody else.")
    if started < absence.started or (absence.ended is not None and (ended is None or ended > absence.ended)):
        raise NotPermitted("Cover has to be within the days of the absence.")
    if not may_stand_in(roles_on(person, started), roles_on(absence.person_id, absence.started)):
        raise NotPermitted("This person's role may not stand in. A reviewing officer is covered by another.")
    for other in Absence.objects.filter(person=person):
        if overlap(started, ended, other.started, other.ended):
            raise NotPermitted(f"This person is away too, from {in_words(other.started)}.")
    for cover in absence.covers.filter(person=person):
        if overlap(started, ended, cover.started, cover.ended):
            raise NotPermitted("This person stands in on some of these days already.")


def _record(action: str, absence: Absence, who: Doer, **detail: Any) -> None:
    trail.record(
        action, by=who.id, at=who.at, kind="person", subject=absence.person_id, absence=absence.pk, **detail
    )
