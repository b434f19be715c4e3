"""Restricting a child's record to the people named, and lifting that again.

A restriction only ever takes sight away: being named opens nothing that somebody's role does not reach. At least
one of those named can change it, so that no record is shut for good; where the last such person has left, somebody
who may restrict and opened the record with a reason may change it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from sightline.casework.register.models import Child, Restriction, RestrictionMember
from sightline.casework.register.scope import open_child
from sightline.casework.staff.models import RolePeriod
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail.actions import record
from sightline.domain.roles import MAY, Act


class NotPermitted(Exception):
    """The restriction cannot be set or changed so; the message says why."""


@transaction.atomic
def restrict(*, child: int, people: Collection[int], reason: str, by: Viewer) -> Restriction:
    """Let only these people see the record, from now on. One of them must be able to change that again."""
    found = _locked(child, by)
    if Restriction.objects.filter(child=found, lifted_at=None).exists():
        raise NotPermitted("This record is restricted already.")
    _somebody_can_change_it(people, by.on)
    made = Restriction.objects.create(child=found, reason=_said(reason), set_at=by.at, set_by_id=by.id)
    for person in sorted(set(people)):
        made.members.create(person_id=person, named_at=by.at, named_by_id=by.id)
    _record("restricted", child, by, people=sorted(set(people)))
    return made


@transaction.atomic
def lift(*, child: int, reason: str, by: Viewer) -> None:
    """Let everybody see the record again whose role reaches it."""
    standing = _standing(child, by)
    standing.lifted_at, standing.lifted_by_id, standing.lifted_why = by.at, by.id, _said(reason)
    standing.save()
    _record("restriction_lifted", child, by)


@transaction.atomic
def name(*, child: int, person: int, reason: str, by: Viewer) -> None:
    """Let one more person see the restricted record."""
    standing = _standing(child, by)
    if person in named(standing):
        raise NotPermitted("This person is named already.")
    standing.members.create(person_id=person, why=_said(reason), named_at=by.at, named_by_id=by.id)
    _record("named_on_restriction", child, by, person=person)


@transaction.atomic
def unname(*, child: int, person: int, reason: str, by: Viewer) -> None:
    """Take somebody off those who may see the restricted record."""
    standing = _standing(child, by)
    member = standing.members.filter(person=person, off_at=None).first()
    if member is None:
        raise NotPermitted("This person is not named.")
    _somebody_can_change_it(named(standing) - {person}, by.on)
    member.off_at, member.off_by_id, member.off_why = by.at, by.id, _said(reason)
    member.save()
    _record("taken_off_restriction", child, by, person=person)


def named(restriction: Restriction) -> set[int]:
    """Who is named on it now."""
    members = RestrictionMember.objects.filter(restriction=restriction, off_at=None)
    return set(members.values_list("person", flat=True))


def _standing(child: int, by: Viewer) -> Restriction:
    """The restriction that stands, where this person may change it."""
    found = _locked(child, by)
    standing = Restriction.objects.filter(child=found, lifted_at=None).first()
    if standing is None:
        raise NotPermitted("This record is not restricted.")
    if by.id not in named(standing) and _can_change_it(named(standing), by.on):
        raise NotPermitted("Only the people named on this restriction may change it.")
    return standing


def _locked(child: int, by: Viewer) -> Child:
    if not by.may(Act.RESTRICT):
        raise NotPermitted("Your role may not restrict records.")
    found = open_child(child, seen_by=by)
    Child.objects.filter(pk=child).update(stamp=F("stamp") + 1)  # and nobody else changes it at the same time
    return found


def _said(reason: str) -> str:
    if not reason.strip():
        raise NotPermitted("Say why.")
    return reason.strip()


def _somebody_can_change_it(people: Collection[int], on: date) -> None:
    if not _can_change_it(people, on):
        raise NotPermitted("Name at least one person who may change the restriction again: " + _WHO + ".")


def _can_change_it(people: Collection[int], on: date) -> bool:
    roles = RolePeriod.objects.filter(
        person__in=people, person__is_active=True, role__in=[role.value for role in MAY[Act.RESTRICT]]
    )
    return current(roles, on).exists()


_WHO = " or ".join(sorted(role.label for role in MAY[Act.RESTRICT]))


def _record(action: str, child: int, by: Viewer, **detail: Any) -> None:
    record(action, by=by.id, at=by.at, kind="child", subject=child, **detail)
