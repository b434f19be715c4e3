"""Teams. One that is gone is closed, never deleted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from sightline.casework.staff.doing import Doer, NotPermitted, changed, doer
from sightline.casework.staff.models import RolePeriod, Team
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail import actions as trail
from sightline.domain.roles import Act


@transaction.atomic
def add_team(
    *,
    name: str,
    code: str = "",
    parent_id: int | None = None,
    link_officer_id: int | None = None,
    by: Viewer | None,
    at: datetime | None = None,
) -> int:
    """Add a team; `link_officer_id` is the reviewing officer who keeps in touch with it. Raises NotPermitted."""
    who = doer(by, at, Act.CHANGE_PEOPLE)
    _one_name(name, but=None)
    team = Team.objects.create(name=name, code=code, parent_id=parent_id, link_officer_id=link_officer_id)
    _record("team_added", team, who)
    return team.pk


@transaction.atomic
def correct_team(*, team: int, version: int, by: Viewer | None, at: datetime | None = None, **values: Any) -> None:
    """Write what is now so of a team: name, code, parent_id, link_officer_id. Raises Changed, NotPermitted."""
    if not values.keys() <= {"name", "code", "parent_id", "link_officer_id"}:
        raise TypeError("a correction may give name, code, parent_id and link_officer_id")
    who = doer(by, at, Act.CHANGE_PEOPLE)
    row = Team.objects.select_for_update().get(pk=team)
    _one_name(values.get("name", row.name), but=team)
    _not_inside_itself(team, values.get("parent_id"))
    changed(row, version=version, by=who, **values)
    _record("team_corrected", row, who, fields=sorted(values))


@transaction.atomic
def close_team(*, team: int, on: date, version: int, by: Viewer | None, at: datetime | None = None) -> None:
    """Close a team from a day on, when nobody is in it any more. Raises Changed, NotPermitted."""
    who = doer(by, at, Act.CHANGE_PEOPLE)
    row = Team.objects.select_for_update().get(pk=team)
    left = current(RolePeriod.objects.filter(team=team), on).count()
    if left:
        raise NotPermitted(f"{left} people are in the team on that day. End their roles in it first.")
    changed(row, version=version, by=who, closed=on)
    _record("team_closed", row, who, closed=f"{on}")


def _one_name(name: str, *, but: int | None) -> None:
    same = Team.objects.filter(name__iexact=name)
    if (same if but is None else same.exclude(pk=but)).exists():
        raise NotPermitted("There is a team of this name. Choose another name.")


def _not_inside_itself(team: int, parent: int | None) -> None:
    above = dict(Team.objects.values_list("pk", "parent"))
    while parent is not None:
        if parent == team:
            raise NotPermitted("A team cannot be part of itself.")
        parent = above.get(parent)


def _record(action: str, team: Team, who: Doer, **detail: Any) -> None:
    trail.record(action, by=who.id, at=who.at, kind="team", subject=team.pk, **detail)
