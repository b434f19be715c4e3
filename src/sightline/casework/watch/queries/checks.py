"""Midway checks: which are open, when each is due by the clocks of today, and whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child, Involvement, Standing
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children, one
from sightline.casework.register.standings import fresh
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.watch.models import Check
from sightline.domain.calendar import BeyondCalendar, england
from sightline.domain.clocks import StartedClock
from sightline.domain.standing import Standing as Stands
from sightline.domain.standing import standing_of
from sightline.domain.watching import midway


@dataclass(frozen=True)
class Midway:
    """One midway check. `due` and `why` are as today's clocks have them; as it was made where it is past."""

    id: int
    version: int
    child: int
    name: str
    family: int | None
    since: date
    due: date
    why: str
    next_due: date | None
    standing: str
    done_on: date | None
    done_by: str
    found: str
    says: str
    not_needed_why: str
    officer: int | None
    officer_name: str


def midway_of(stands: Standing | None) -> tuple[date | None, StartedClock | None]:
    """The last review of a child in care, and the clock of the midway check after it, if there is to be one."""
    if stands is None or not stands.in_care:
        return None, None
    return _midway_after(stands.came, stands.last_review, stands.due)


def _midway_after(
    came: date | None, last: date | None, due: date | None
) -> tuple[date | None, StartedClock | None]:
    if came is None or last is None or due is None or last < came:
        return None, None
    return last, _clock(last, due)


@lru_cache(maxsize=4096)
def _clock(since: date, due: date) -> StartedClock | None:
    """Children have few pairs of days between them: a list of hundreds works out few clocks."""
    try:
        return midway(since, due, england())
    except BeyondCalendar:
        return None


def open_checks(*, seen_by: Viewer, of: Collection[int] | None = None) -> list[Midway]:
    """Checks to do, the first due first: of the children in scope, or of some of them. Four queries at most."""
    now = _standings(children(seen_by=seen_by), seen_by.on, of).filter(in_care=True)
    rows = Check.objects.filter(done_on=None, not_needed_why="")
    return sorted(_told(rows, now, seen_by.on), key=lambda each: (each.due, each.child))


def overdue_by_officer(*, seen_by: Viewer) -> dict[tuple[int | None, str], int]:
    """How many checks to do are overdue, by the officer, nobody being (None, ""). Three queries."""
    now = _standings(children(seen_by=seen_by), seen_by.on).filter(in_care=True)
    rows = Check.objects.filter(done_on=None, not_needed_why="", child__in=now.values("child"))
    told = rows.values_list(
        "child", "since", "due_on", *(f"child__standing__{name}" for name in ("came", "last_review", "due"))
    )
    late = []
    for child, since, due_on, *stands in told:
        last, clock = _midway_after(*stands)
        due = clock.due if clock is not None and last == since else due_on
        if standing_of(due, met_on=None, ended=None, on=seen_by.on) is Stands.OVERDUE:
            late.append(child)
    named = _officers(set(late), seen_by.on)
    return Counter(named.get(child, (None, "")) for child in late)


def every(*, seen_by: Viewer, since: date, of: Collection[int] | None = None) -> list[Midway]:
    """Checks to do, and those done or not needed of reviews held since a day."""
    now = _standings(children(seen_by=seen_by), seen_by.on, of)
    return sorted(
        _told(Check.objects.filter(since__gte=since), now, seen_by.on), key=lambda each: (each.due, each.child)
    )


def of_child(child: int, *, seen_by: Viewer) -> list[Midway]:
    """Every check of a child, the latest first."""
    now = _standings(one(child, seen_by=seen_by), seen_by.on)
    return sorted(_told(Check.objects.all(), now, seen_by.on), key=lambda each: each.since, reverse=True)


#: What of a check and of what it hangs on is read.
_OF_A_CHECK = (
    *("version", "child", "since", "due_on", "done_on", "done_by", "found", "says", "not_needed_why"),
    *("child__forename", "child__surname", "child__family", "done_by__name"),
    *(f"child__standing__{name}" for name in ("in_care", "came", "last_review", "due")),
)


def _standings(scope: QuerySet[Child], on: date, of: Collection[int] | None = None) -> QuerySet[Standing]:
    rows = fresh(scope, on=on, practice=in_force(on))
    return rows if of is None else rows.filter(child__in=list(of))


def _told(rows: QuerySet[Check], stands: QuerySet[Standing], on: date) -> Iterable[Midway]:
    found = rows.filter(child__in=stands.values("child")).select_related("child__standing", "done_by")
    checks = list(found.only(*_OF_A_CHECK))
    named = _officers({check.child_id for check in checks}, on)
    return [_midway(check, check.child.standing, named, on) for check in checks]


def _officers(about: Collection[int], on: date) -> dict[int, tuple[int | None, str]]:
    rows = current(Involvement.objects.filter(role="iro", child__in=list(about)), on)
    return {
        child: (person, name or "") for child, person, name in rows.values_list("child", "person", "person__name")
    }


def _midway(
    check: Check, stands: Standing | None, named: Mapping[int, tuple[int | None, str]], on: date
) -> Midway:
    since, clock = midway_of(stands)
    now = clock if clock is not None and since == check.since and check.done_on is None else None
    due = now.due if now else check.due_on
    officer, name = named.get(check.child_id, (None, ""))
    ended = check.since if check.not_needed_why else None
    return Midway(
        id=check.pk, version=check.version, child=check.child_id, name=name_of(check.child),
        family=check.child.family_id, since=check.since, due=due, why=now.why if now else "",
        next_due=stands.due if stands and now else None,
        standing=standing_of(due, met_on=check.done_on, ended=ended, on=on).value,
        done_on=check.done_on, done_by=check.done_by.name if check.done_by else "", found=check.found,
        says=check.says, not_needed_why=check.not_needed_why, officer=officer, officer_name=name,
    )  # fmt: skip
