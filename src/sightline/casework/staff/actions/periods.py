"""What somebody is, from when to when. Who may not be two things at once is in `domain.roles`."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from sightline.casework.staff.doing import Doer, NotPermitted, changed, doer, in_order, overlap
from sightline.casework.staff.models import Cover, Person, Post, RolePeriod
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail import actions as trail
from sightline.domain.explain import in_words
from sightline.domain.roles import Act, Role, conflicts_of, may_stand_in


@transaction.atomic
def give_role(
    *,
    person: int,
    role: Role,
    started: date,
    ended: date | None = None,
    team: int | None = None,
    acting: bool = False,
    note: str = "",
    by: Viewer | None,
    at: datetime | None = None,
) -> int:
    """Give somebody a role from a day on. Raises NotPermitted, with the role that stands against it."""
    who = doer(by, at, Act.CHANGE_PEOPLE)
    holder = Person.objects.select_for_update().get(pk=person)
    _not_oneself(person, who)
    in_order(started, ended)
    if role is Role.TEAM_MANAGER and team is None:
        raise NotPermitted("Choose the team that is managed.")
    _nothing_against(holder, role, started, ended, team)
    period = RolePeriod.objects.create(
        person=holder, role=role.value, team_id=team, started=started, ended=ended, acting=acting, note=note
    )
    _record("role_given", period, who)
    return period.pk


@transaction.atomic
def end_role(*, period: int, on: date, version: int, by: Viewer | None, at: datetime | None = None) -> None:
    """End a role: `on` is the first day on which it is no longer held. Raises Changed, NotPermitted."""
    who = doer(by, at, Act.CHANGE_PEOPLE)
    lock_administrators()
    row = RolePeriod.objects.select_for_update().get(pk=period)
    _not_oneself(row.person_id, who)
    in_order(row.started, on)
    if row.ended is not None and on > row.ended:
        raise NotPermitted(
            f"It ended on {in_words(row.ended)}. Give the role again from the day it is held again."
        )
    if row.role == Role.ADMINISTRATOR:
        keep_an_administrator(row.person_id, on=on)
    changed(row, version=version, by=who, ended=on)
    _end_cover(row.person_id, on)
    _record("role_ended", row, who)


def end_all(person: int, *, on: date, by: Doer) -> None:
    """End every role and post of somebody on a day. One that begins on that day or later never begins."""
    for model in (RolePeriod, Post):
        rows = model._default_manager.select_for_update().filter(Q(ended=None) | Q(ended__gt=on), person=person)
        for row in rows.filter(started__lt=on):
            changed(row, version=None, by=by, ended=on)
        for row in rows.filter(started__gte=on):
            trail.keep(row, by=by.id, at=by.at, cause="correction", why="left before it began", gone=True)
            row.delete()
    _end_cover(person, on)


def roles_on(person: int, on: date) -> list[Role]:
    """The roles that somebody holds on a day."""
    held = current(RolePeriod.objects.filter(person=person), on).values_list("role", flat=True)
    return [Role(role) for role in held]


def _end_cover(person: int, on: date) -> None:
    """Whoever holds no role any more that may stand in stands in no longer: cover opens children's records."""
    lasting = Cover.objects.filter(Q(ended=None) | Q(ended__gt=on), person=person).select_related("absence")
    for cover in lasting:
        away = cover.absence
        if may_stand_in(roles_on(person, max(on, cover.started)), roles_on(away.person_id, away.started)):
            continue
        if cover.started >= on:
            cover.delete()
        else:
            Cover.objects.filter(pk=cover.pk).update(ended=on)


def lock_administrators() -> None:
    """Two administrators who end each other wait for one another: the second is told that it is the last."""
    rows = Person.objects.filter(role_periods__role=Role.ADMINISTRATOR).values("pk")
    list(Person.objects.select_for_update().filter(pk__in=rows).order_by("pk").values_list("pk"))


def keep_an_administrator(but: int, *, on: date) -> None:
    """Refuse what would leave nobody who administers the service from a day on."""
    lasting = current(RolePeriod.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True), on)
    mine = lasting.filter(person=but)
    if mine.exists() and not lasting.filter(ended=None).exclude(person=but).exists():
        raise NotPermitted("This is the last administrator. Give somebody else the role first.")


def _nothing_against(holder: Person, role: Role, started: date, ended: date | None, team: int | None) -> None:
    for other in RolePeriod.objects.filter(person=holder).exclude(ended__lte=F("started")):
        if not overlap(started, ended, other.started, other.ended):
            continue
        if other.role == role and other.team_id == team:
            raise NotPermitted(f"{holder.name} holds this role from {in_words(other.started)} already.")
        if conflicts_of([role, Role(other.role)]):
            raise NotPermitted(
                f"{holder.name} is {Role(other.role).label} in that time. Nobody both runs children's cases and "
                "reviews them (SI 2010/959 reg 46). End that role first."
            )


def _not_oneself(person: int, who: Doer) -> None:
    """Roles open children's records: nobody opens them for themselves."""
    if person == who.id:
        raise NotPermitted("Nobody can change their own roles. Ask another administrator.")


def _record(action: str, period: RolePeriod, who: Doer) -> None:
    trail.record(
        action,
        by=who.id,
        at=who.at,
        kind="person",
        subject=period.person_id,
        role=period.role,
        team=period.team_id,
        started=f"{period.started}",
        ended=f"{period.ended}" if period.ended else None,
    )
