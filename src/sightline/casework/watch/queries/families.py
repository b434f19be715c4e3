"""Whom somebody may choose: brothers and sisters of a child, and the children of one's own caseload."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children
from sightline.casework.register.standings import fresh
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch.officers import children_of


@dataclass(frozen=True)
class Chosen:
    """A child who may be chosen: the number, and what the child is called."""

    child: int
    name: str
    family: int | None


def brothers_and_sisters(child: Child, *, seen_by: Viewer) -> list[Chosen]:
    """Those of a child whom this person may see, without the child. One query."""
    if child.family_id is None:
        return []
    rows = children(seen_by=seen_by).filter(family=child.family_id).exclude(pk=child.pk)
    return [Chosen(row.pk, name_of(row), row.family_id) for row in rows.order_by("born", "pk")]


def caseload(*, seen_by: Viewer) -> list[Chosen]:
    """Children in care whose officer this person is or stands in for, brothers and sisters beside each other."""
    whose = children_of({seen_by.id, *seen_by.covers}, on=seen_by.on)
    scope = children(seen_by=seen_by).filter(pk__in=whose)
    rows = fresh(scope, on=seen_by.on, practice=in_force(seen_by.on)).filter(in_care=True)
    told = [
        Chosen(row.child_id, name_of(row.child), row.child.family_id) for row in rows.order_by("child__surname")
    ]
    first: dict[int, int] = {}
    for place, each in enumerate(told):
        first.setdefault(each.family or -each.child, place)
    return sorted(told, key=lambda each: (first[each.family or -each.child], each.child))
