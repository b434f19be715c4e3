"""Who may see which child: the first line of every query of the register.

A person's reach (`domain.roles.REACH`) says which children; a restriction takes out those whose record only the
people named on it may see; a record opened by breaking the glass is let in for its hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db.models import (
    Case,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)

from sightline.casework.practice.once import is_one_page, once
from sightline.casework.register.models import Child, Glass, Involvement, Restriction, RestrictionMember
from sightline.casework.staff.models import RolePeriod
from sightline.casework.staff.queries import Viewer, current
from sightline.domain.roles import REVIEWING, Act, Reach, Role

M = TypeVar("M", bound=Model)
Numbers = QuerySet[Any, Any]  # the numbers of children


class NoSuchChild(LookupError):
    """There is no such child, or not for this person: nobody can tell which."""


class How(TextChoices):
    """In what way somebody sees a child; the trail keeps it with every look."""

    GLASS = "glass", "Opened with a reason"
    OWN = "own", "Works with the child"
    COVER = "cover", "Stood in for somebody"
    REACH = "reach", "Sees every child of the service"
    TEAM = "team", "A child of the team"
    FAMILY = "family", "Works with a brother or sister"


def children(*, seen_by: Viewer) -> QuerySet[Child]:
    """The children that somebody may see. Everything that is asked of the register starts here.

    While one page is looked at (`practice.once`), who they are is asked once: the numbers of those in reach, or of
    those who are kept from somebody who sees the whole service.
    """
    if not is_one_page():
        return _in_scope(seen_by)
    return once(("children", seen_by), lambda: within(Child.objects.all(), "pk", seen_by=seen_by))


def one(pk: int, *, seen_by: Viewer) -> QuerySet[Child]:
    """A child, if in scope. Where a page is about one, this is less than asking for all in reach."""
    return _in_scope(seen_by).filter(pk=pk)


def within(rows: QuerySet[M], child: str, *, seen_by: Viewer) -> QuerySet[M]:
    """Those of some rows that are of children in scope; `child` is the way from a row to its child."""
    if not is_one_page():
        return rows.filter(**{f"{child}__in": _in_scope(seen_by).values("pk")})
    if seen_by.reach is Reach.SERVICE:
        hidden = once(("kept from", seen_by), lambda: _numbers(_kept_from(seen_by)))
        return rows.exclude(**{f"{child}__in": hidden}) if hidden else rows
    return rows.filter(**{f"{child}__in": once(("in scope", seen_by), lambda: _numbers(_in_scope(seen_by)))})


def open_child(pk: int, *, seen_by: Viewer) -> Child:
    """One child with `how` this person sees it. One query.

    Raises NoSuchChild, alike where there is none and where this person may not see it.
    """
    found = once(("child", pk, seen_by), lambda: one(pk, seen_by=seen_by).annotate(how=_how(seen_by)).first())
    if found is None:
        raise NoSuchChild
    return found


def _numbers(rows: QuerySet[Child]) -> frozenset[int]:
    return frozenset(rows.values_list("pk", flat=True))


def _kept_from(seen_by: Viewer) -> QuerySet[Child]:
    """Of whoever sees the whole service: the restricted children who are out of sight."""
    restricted = Child.objects.filter(pk__in=_restricted())
    return restricted.exclude(pk__in=_in_scope(seen_by).values("pk"))


def _in_scope(seen_by: Viewer) -> QuerySet[Child]:
    """In reach and not kept from this person; or opened with a reason, whatever the reach and the restriction."""
    opened = [_glass_broken(seen_by)] if seen_by.may(Act.BREAK_GLASS) else []
    return Child.objects.filter(_within_reach(seen_by, *opened), _not_kept_from(seen_by, *opened))


def _without_glass(seen_by: Viewer) -> Q:
    return _within_reach(seen_by) & _not_kept_from(seen_by)


def _within_reach(seen_by: Viewer, *more: Numbers) -> Q:
    """Those in reach, and `more`: as one list of numbers, or the database would look at every child there is."""
    if seen_by.reach is Reach.SERVICE:
        return Q()
    first, *others = [*_ways(seen_by), *more] or [Child.objects.none().values("pk")]
    return Q(pk__in=first.union(*others) if others else first)


def _ways(seen_by: Viewer) -> Iterator[Numbers]:
    if seen_by.reach is Reach.NONE:
        return
    own = current(Involvement.objects.filter(person__in=_people(seen_by)), seen_by.on).values("child")
    yield own
    if seen_by.roles & (REVIEWING | {Role.CONFERENCE_CHAIR}):
        families = Child.objects.filter(pk__in=own, family__isnull=False).values("family")
        yield Child.objects.filter(family__in=families).values("pk")


def _people(seen_by: Viewer) -> set[int]:
    """Whose children are seen: one's own, those of people stood in for, those of the teams managed."""
    people = {seen_by.id, *seen_by.covers}
    if seen_by.reach is Reach.TEAM:
        people |= set(
            current(RolePeriod.objects.filter(team__in=seen_by.teams), seen_by.on).values_list("person", flat=True)
        )
    return people


def _not_kept_from(seen_by: Viewer, *opened: Numbers) -> Q:
    named = RestrictionMember.objects.filter(person=seen_by.id, off_at=None, restriction__lifted_at=None)
    seen = ~Q(pk__in=_restricted()) | Q(pk__in=named.values("restriction__child"))
    for numbers in opened:
        seen |= Q(pk__in=numbers)
    return seen


def _restricted() -> Numbers:
    return Restriction.objects.filter(lifted_at=None).values("child")


def _glass_broken(seen_by: Viewer) -> Numbers:
    broken = Glass.objects.filter(person=seen_by.id, child__isnull=False, opened_at__lte=seen_by.at)
    broken = broken.filter(until__gt=seen_by.at)
    return broken.values("child")


def _how(seen_by: Viewer) -> Case:
    """The nearest way in which a child in scope is seen; the glass only where there is no other."""
    ways = [
        When(~_without_glass(seen_by), then=Value(How.GLASS)),
        When(_working_with({seen_by.id}, seen_by), then=Value(How.OWN)),
        When(_working_with(set(seen_by.covers), seen_by), then=Value(How.COVER)),
    ]
    if seen_by.reach is Reach.SERVICE:
        return Case(*ways, default=Value(How.REACH))
    return Case(
        *ways, When(_working_with(_people(seen_by), seen_by), then=Value(How.TEAM)), default=Value(How.FAMILY)
    )


def _working_with(people: set[int], seen_by: Viewer) -> Exists:
    return Exists(current(Involvement.objects.filter(person__in=people, child=OuterRef("pk")), seen_by.on))
