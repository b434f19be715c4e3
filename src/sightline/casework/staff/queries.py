"""Who somebody is on a day: the roles held, the teams managed, the people stood in for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from sightline.casework.staff.ledger import Capacity as Capacity
from sightline.casework.staff.ledger import by_month as by_month
from sightline.casework.staff.ledger import fte as fte
from sightline.casework.staff.models import Cover, Person, RolePeriod
from sightline.domain.roles import Act, Reach, Role, may, reach_of

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks or acts, with all that decides what they may see and do, at a moment."""

    id: int
    name: str
    roles: frozenset[Role]
    teams: frozenset[int]  # managed by this person
    covers: frozenset[int]  # people this person stands in for today
    at: datetime
    on: date

    @property
    def reach(self) -> Reach:
        """Which children this person sees."""
        return reach_of(self.roles)

    def may(self, act: Act) -> bool:
        """Whether this person may do this."""
        return may(self.roles, act)


def current(rows: QuerySet[M], on: date) -> QuerySet[M]:
    """Of rows with `started` and `ended`, those that hold on a day."""
    return rows.filter(Q(ended=None) | Q(ended__gt=on), started__lte=on)


def viewer(person: Person, *, at: datetime, on: date) -> Viewer:
    """Who this person is now. Two queries."""
    periods = list(current(RolePeriod.objects.filter(person=person), on))
    covers = current(Cover.objects.filter(person=person), on).values_list("absence__person_id", flat=True)
    return Viewer(
        id=person.pk,
        name=person.name,
        roles=frozenset(Role(period.role) for period in periods),
        teams=frozenset(p.team_id for p in periods if p.role == Role.TEAM_MANAGER and p.team_id is not None),
        covers=frozenset(covers),
        at=at,
        on=on,
    )


def names(ids: Iterable[int]) -> dict[int, str]:
    """What people are called, by number."""
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name"))
