"""How closely plans are watched: the level of each child, and contacts that a level asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children
from sightline.casework.register.standings import fresh
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch.models import Tracking


@dataclass(frozen=True)
class Level:
    """The level of one child since a day, why, and by when the next contact is wanted."""

    id: int
    version: int
    child: int
    name: str
    level: str
    since: date
    why: str
    next_contact: date | None
    matter: int | None
    set_by: str


def levels_of(of: Iterable[int], *, on: date) -> dict[int, Level]:
    """The level of each of these children on a day, by child, where there is one. They are in scope. One query."""
    rows = Tracking.objects.filter(child__in=list(of), since__lte=on).select_related("child", "set_by")
    return {row.child_id: _level(row) for row in rows.order_by("since")}


def history(child: Child) -> list[Level]:
    """Every level that a child in scope had, the latest first. One query."""
    rows = Tracking.objects.filter(child=child).select_related("child", "set_by").order_by("-since")
    return [_level(row) for row in rows]


def as_seen(told: Sequence[Level]) -> tuple[int, dict[str, Any]]:
    """Of a child's `history`: one version for all of it, and what the latest says by the names of the form."""
    says: dict[str, Any] = {"level": "", "why": "", "next_contact": None}
    if told:
        says = {name: getattr(told[0], name) for name in says}
    return sum(each.version for each in told), says


def contacts_due(*, seen_by: Viewer, until: date, of: Collection[int] | None = None) -> list[Level]:
    """Contacts that levels ask for by a day, of children in care in scope, the first due first."""
    now = fresh(children(seen_by=seen_by), on=seen_by.on, practice=in_force(seen_by.on)).filter(in_care=True)
    if of is not None:
        now = now.filter(child__in=list(of))
    rows = Tracking.objects.filter(child__in=now.values("child"), since__lte=seen_by.on)
    latest = {row.child_id: row for row in rows.select_related("child", "set_by").order_by("since")}
    due = [_level(row) for row in latest.values() if row.next_contact is not None and row.next_contact <= until]
    return sorted(due, key=lambda each: (each.next_contact or until, each.child))


def _level(row: Tracking) -> Level:
    return Level(
        id=row.pk, version=row.version, child=row.child_id, name=name_of(row.child), level=row.level,
        since=row.since, why=row.why, next_contact=row.next_contact, matter=row.matter_id, set_by=row.set_by.name,
    )  # fmt: skip
