"""An officer goes: the children first, then the role. No child keeps an officer who is not one any more."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sightline.casework.allocation.queries.officers import ROLES
from sightline.casework.register.models import Involvement, Restriction
from sightline.casework.staff import actions as staff
from sightline.casework.staff.actions import NotPermitted
from sightline.casework.staff.models import Person, RolePeriod
from sightline.casework.staff.queries import Viewer, current


class StillNamed(NotPermitted):
    """Children are still allocated to whoever is to go."""


@transaction.atomic
def leave(*, person: int, on: date, by: Viewer) -> None:
    """As `staff.actions.leave`; refused where it leaves children without an officer. Raises StillNamed too."""
    staff.leave(person=person, on=on, by=by)
    _nobody_is_left(person, on, by)


@transaction.atomic
def end_role(*, period: int, on: date, version: int, by: Viewer) -> None:
    """As `staff.actions.end_role`; refused where it leaves children without an officer. Raises StillNamed too."""
    staff.end_role(period=period, on=on, version=version, by=by)
    _nobody_is_left(RolePeriod.objects.get(pk=period).person_id, on, by)


def still_named(person: int, on: date) -> bool:
    """Whether children are allocated to somebody on a day. Which and how many is not for everybody.

    Children with a restricted record do not count: that there is one would be told to those who are not named on
    it. Whoever is named sees in the list of officers that this one is none any more.
    """
    restricted = Restriction.objects.filter(lifted_at=None).values("child")
    named = Involvement.objects.filter(role="iro", person=person).exclude(child__in=restricted)
    return current(named, on).exists()


def _nobody_is_left(person: int, on: date, by: Viewer) -> None:
    """A day to come leaves time to pass the children on; today does not."""
    Person.objects.select_for_update().get(pk=person)
    if on > by.on or current(RolePeriod.objects.filter(person=person, role__in=ROLES), by.on).exists():
        return
    if still_named(person, by.on):
        raise StillNamed(
            "Children are still allocated to this person. Ask an IRO manager to pass them on first, under "
            "Allocation, or give a day to come. Sign-in can be stopped at once."
        )
