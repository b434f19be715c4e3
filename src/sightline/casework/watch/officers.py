"""Whose children are whose: the reviewing officers of children, and those who lead them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sightline.casework.register.models import Involvement
from sightline.casework.staff.models import RolePeriod
from sightline.casework.staff.queries import current
from sightline.domain.roles import Role


def officers_of(children: Iterable[int], *, on: date) -> dict[int, list[int]]:
    """The people who are the officers of these children on a day, by child. One query."""
    rows = current(Involvement.objects.filter(role="iro", person__isnull=False, child__in=list(children)), on)
    told: dict[int, list[int]] = defaultdict(list)
    for child, person in rows.values_list("child", "person"):
        if person is not None:
            told[child].append(person)
    return told


def children_of(people: Iterable[int], *, on: date) -> list[int]:
    """The children whose officers these people are on a day. One query."""
    rows = current(Involvement.objects.filter(role="iro", person__in=list(people)), on)
    return list(rows.values_list("child", flat=True).distinct())


def managers(*, on: date) -> list[int]:
    """The people who lead the reviewing officers on a day. One query."""
    rows = current(RolePeriod.objects.filter(role=Role.IRO_MANAGER.value), on)
    return list(rows.values_list("person", flat=True).distinct())
