"""Who may be named as a child's social worker, and who is."""

from __future__ import annotations

from datetime import date

from sightline.casework.register.models import Child, Involvement
from sightline.casework.staff.models import RolePeriod
from sightline.casework.staff.queries import current
from sightline.domain.roles import Role


def social_workers(*, on: date) -> list[tuple[int, str]]:
    """Everybody who is a social worker on a day, with their team, by name."""
    rows = current(RolePeriod.objects.filter(role=Role.SOCIAL_WORKER.value, person__is_active=True), on)
    told = {row.person_id: (row.person.name, row.team) for row in rows.select_related("person", "team")}
    named = [(pk, f"{name}, {team.name}" if team else name) for pk, (name, team) in told.items()]
    return sorted(named, key=lambda one: (one[1].casefold(), one[0]))


def works_as(child: Child, role: str) -> tuple[int, int | None]:
    """The row that says who works with the child in this role now, and who that is; 0 and None: nobody."""
    row = Involvement.objects.filter(child=child, role=role, ended=None).order_by("-pk").first()
    return (row.pk, row.person_id) if row else (0, None)
