"""Restrictions, records opened with a reason, and who has looked: for those who answer for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.timezone import make_aware

from sightline.casework.register.models import (
    Child,
    Glass,
    Identifier,
    Involvement,
    Restriction,
    RestrictionMember,
)
from sightline.casework.register.scope import children
from sightline.casework.staff.models import Cover, RolePeriod
from sightline.casework.staff.queries import Viewer, current, names
from sightline.casework.trail.queries import Look, looks, people_who_looked
from sightline.domain.roles import MAY, REACH, Act, Reach, Role

SCHEMES = tuple((str(value), str(label)) for value, label in Identifier._meta.get_field("scheme").flatchoices)


@dataclass(frozen=True)
class Named:
    """Somebody named on a restriction, or who might be. `works_with`: has to do with the child now."""

    id: int
    name: str
    roles: tuple[str, ...]
    works_with: bool = False
    can_change: bool = False


@dataclass(frozen=True)
class RestrictionNow:
    """A restriction that stands. `may_change`: whether whoever asks may name people and lift it."""

    reason: str
    set_at: datetime
    set_by: str
    people: tuple[Named, ...]
    may_change: bool


@dataclass(frozen=True)
class Opening:
    """A record opened with a reason, or an attempt. `child` is empty where whoever asks may not see it."""

    id: int
    person: str
    own: bool  # of the person who asks
    child: int | None
    found: bool  # whether there was such a record
    reason: str
    opened_at: datetime
    until: datetime
    looked_into_at: datetime | None
    looked_into_by: str
    finding: str


def restriction(child: int, *, seen_by: Viewer) -> RestrictionNow | None:
    """The restriction of a child whom this person may see."""
    found = Restriction.objects.filter(child__in=children(seen_by=seen_by).filter(pk=child), lifted_at=None)
    standing = found.select_related("set_by").first()
    if standing is None:
        return None
    members = RestrictionMember.objects.filter(restriction=standing, off_at=None).values_list("person", flat=True)
    people = _people(set(members), works_with=frozenset(), on=seen_by.on)
    told = {person.id for person in people if person.can_change}
    return RestrictionNow(
        reason=standing.reason,
        set_at=standing.set_at,
        set_by=standing.set_by.name,
        people=people,
        may_change=seen_by.may(Act.RESTRICT) and (seen_by.id in set(members) or not told),
    )


def who_would_see(child: int, *, seen_by: Viewer) -> tuple[Named, ...]:
    """Everybody whose role reaches the child today: the people who can be named. Those who work with it first."""
    on = seen_by.on
    involved = current(Involvement.objects.filter(child__in=children(seen_by=seen_by).filter(pk=child)), on)
    near = set(involved.exclude(person=None).values_list("person", flat=True))
    near |= set(current(Cover.objects.filter(absence__person__in=near), on).values_list("person", flat=True))
    teams = current(RolePeriod.objects.filter(person__in=near), on).exclude(team=None).values("team")
    far = current(RolePeriod.objects.filter(_sees_all() | Q(role=Role.TEAM_MANAGER, team__in=teams)), on)
    everybody = near | set(far.filter(person__is_active=True).values_list("person", flat=True))
    return _people(everybody, works_with=frozenset(near), on=on)


def _sees_all() -> Q:
    return Q(role__in=[role.value for role, reach in REACH.items() if reach is Reach.SERVICE])


def _people(ids: set[int], *, works_with: frozenset[int], on: date) -> tuple[Named, ...]:
    roles: dict[int, set[Role]] = {person: set() for person in ids}
    for person, role in current(RolePeriod.objects.filter(person__in=ids), on).values_list("person", "role"):
        roles[person].add(Role(role))
    called = names(ids)
    people = [
        Named(
            id=person,
            name=called[person],
            roles=tuple(sorted(role.label for role in held)),
            works_with=person in works_with,
            can_change=not MAY[Act.RESTRICT].isdisjoint(held),
        )
        for person, held in roles.items()
    ]
    return tuple(sorted(people, key=lambda one: (not one.works_with, one.name, one.id)))


def restricted_records(*, seen_by: Viewer) -> Sequence[tuple[Child, str, datetime]]:
    """Restricted children, why and since when: for those named on each, and nobody else."""
    named = RestrictionMember.objects.filter(person=seen_by.id, off_at=None).values("restriction")
    standing = Restriction.objects.filter(pk__in=named, lifted_at=None, child__in=children(seen_by=seen_by))
    return [(row.child, row.reason, row.set_at) for row in standing.select_related("child").order_by("-set_at")]


def openings(*, seen_by: Viewer, waiting: bool | None = None) -> Sequence[Opening]:
    """Records opened with a reason, newest first; `waiting`: those that nobody looked into yet, or the others."""
    rows = Glass.objects.select_related("person", "looked_into_by").order_by("-opened_at", "-pk")
    if waiting is not None:
        rows = rows.filter(looked_into_at__isnull=waiting)
    visible = set(
        children(seen_by=seen_by)
        .filter(pk__in=rows.exclude(child=None).values("child"))
        .values_list("pk", flat=True)
    )
    return [_opening(row, visible, seen_by) for row in rows]


def _opening(row: Glass, visible: set[int], seen_by: Viewer) -> Opening:
    return Opening(
        id=row.pk,
        person=row.person.name,
        own=row.person_id == seen_by.id,
        child=row.child_id if row.child_id in visible else None,
        found=row.child_id is not None,
        reason=row.reason,
        opened_at=row.opened_at,
        until=row.until,
        looked_into_at=row.looked_into_at,
        looked_into_by=row.looked_into_by.name if row.looked_into_by else "",
        finding=row.finding,
    )


def glass_waiting(*, seen_by: Viewer) -> int:
    """How many openings by others nobody has looked into yet: none for those who do not look into them."""
    if not seen_by.may(Act.SEE_GLASS):
        return 0
    return Glass.objects.filter(looked_into_at=None).exclude(person=seen_by.id).count()


def lookers(child: int, *, seen_by: Viewer) -> dict[int, str]:
    """Everybody who ever saw this child's record or changed it, by number."""
    return names(people_who_looked(kind="child", subject=child)) if _may_know(child, seen_by) else {}


def who_looked(
    child: int,
    *,
    seen_by: Viewer,
    person: int | None = None,
    first: date | None = None,
    last: date | None = None,
    page: int = 1,
    count: int = 50,
) -> tuple[Sequence[Look], int]:
    """Looks at this child's record and changes of it, newest first, and how many there are in all.

    `first` and `last` are days, both counted. Nothing where this person may not see the child.
    """
    if not _may_know(child, seen_by):
        return [], 0
    return looks(
        kind="child",
        subject=child,
        by=person,
        first=_midnight(first) if first else None,
        before=_midnight(last + timedelta(days=1)) if last else None,
        start=(page - 1) * count,
        count=count,
    )


def _may_know(child: int, seen_by: Viewer) -> bool:
    return seen_by.may(Act.SEE_WHO_LOOKED) and children(seen_by=seen_by).filter(pk=child).exists()


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
