"""Children in care who have no officer: since when, until when one is to be named, and why then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sightline.casework.allocation.queries.officers import Picture, picture
from sightline.casework.register.models import Child, Involvement, Standing
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children
from sightline.casework.staff.queries import Viewer, current
from sightline.domain.calendar import BeyondCalendar, england
from sightline.domain.care import age_on
from sightline.domain.practices import Practice
from sightline.domain.standing import Standing as Stands
from sightline.domain.standing import standing_of

KEY = "iro-appointed"


@dataclass(frozen=True)
class Waiting:
    """A child in care without an officer. `since` is the day the clock started, `before` the officer till then."""

    child: int
    name: str
    age: int | None
    came: date | None
    since: date | None
    due: date | None
    why: str
    standing: Stands
    days: int | None  # working days without
    before: str
    family: tuple[str, ...]  # officers of brothers and sisters in scope
    review_due: date | None


def queue(*, seen_by: Viewer, seen: Picture | None = None) -> list[Waiting]:
    """Every child in care without an officer, the longest waiting first. A constant number of queries."""
    known = seen or picture(seen_by)
    practice = known.practice
    rows = list(Standing.objects.filter(child__in=known.waiting).select_related("child"))
    before = _before([row.child_id for row in rows], seen_by.on)
    family = _officers_of_family([row.child for row in rows], seen_by)
    waiting = [_waiting(row, before.get(row.child_id), family, practice, seen_by.on) for row in rows]
    return sorted(waiting, key=lambda each: (each.due or date.max, each.child))


def _waiting(
    row: Standing, before: Involvement | None, family: dict[int, list[str]], practice: Practice, on: date
) -> Waiting:
    lost = before.ended if before is not None and (row.came is None or (before.ended or on) > row.came) else None
    since = lost or row.came
    due, why = _clock(since, practice)
    if lost is not None:
        why = f"The IRO before stopped on this child's case on the day the clock started. {why}"
    return Waiting(
        child=row.child_id,
        name=name_of(row.child),
        age=age_on(row.child.born, on) if row.child.born else None,
        came=row.came,
        since=since,
        due=due,
        why=why,
        standing=standing_of(due, met_on=None, ended=None, on=on),
        days=england().working_days_between(since, on) if since else None,
        before=before.person.name if before is not None and before.person and lost else "",
        family=tuple(sorted(set(family.get(row.child.family_id or 0, ())))),
        review_due=row.due,
    )


def _clock(since: date | None, practice: Practice) -> tuple[date | None, str]:
    if since is None:
        return None, "Nobody has told the day on which the child came into care."
    try:
        clock = practice.clock(KEY, since, england())
    except BeyondCalendar:
        return None, "The list of bank holidays ends before this day."
    return clock.due, clock.why


def _before(pks: Sequence[int], on: date) -> dict[int, Involvement]:
    """The last officer of each child whose work ended."""
    ended = Involvement.objects.filter(child__in=pks, role="iro", ended__lte=on).select_related("person")
    return {row.child_id: row for row in ended.order_by("ended", "pk")}


def _officers_of_family(rows: Sequence[Child], seen_by: Viewer) -> dict[int, list[str]]:
    groups = {child.family_id for child in rows if child.family_id is not None}
    if not groups:
        return {}
    family = children(seen_by=seen_by).filter(family__in=groups)
    named = current(Involvement.objects.filter(role="iro", child__in=family, person__isnull=False), seen_by.on)
    found: dict[int, list[str]] = defaultdict(list)
    for group, name in named.values_list("child__family", "person__name"):
        found[group or 0].append(name)
    return found
