"""Who works with children now: for lists of flags and decisions. One query, however many children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet

from sightline.casework.register.models import Involvement
from sightline.casework.staff.queries import current


@dataclass(frozen=True)
class Around:
    """Somebody who works with a child, and for which team."""

    name: str = ""
    team: str = ""


def around(children: Iterable[int], on: date) -> Mapping[tuple[int, str], Around]:
    """The reviewing officer (iro) and the social worker of these children, by child and role."""
    rows = Involvement.objects.filter(child__in=set(children), role__in=("iro", "social_worker"))
    told = current(rows, on).values_list("child", "role", "person__name", "worker", "team__name")
    return {
        (child, role): Around(name or f"Worker {worker}", team or "")
        for child, role, name, worker, team in told.order_by("started", "pk")
    }


def working(role: str, on: date, child: str, who: Q) -> QuerySet[Involvement]:
    """The work of somebody in a role with the child of an outer query, for Exists."""
    return current(Involvement.objects.filter(who, role=role, child=OuterRef(child)), on)
