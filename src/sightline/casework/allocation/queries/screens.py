"""What the first screens tell: for each role the few numbers that say what needs somebody today.

Each function asks a constant number of queries. Every number is of the children that whoever looks may see, and
each has a list behind it (`queries.roll` with the same choice).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from sightline.casework.allocation.models import Handover
from sightline.casework.allocation.queries.officers import (
    Away,
    Officer,
    Picture,
    in_care,
    in_scope,
    officers,
    picture,
)
from sightline.casework.allocation.queries.roll import Row, cut, rows_of
from sightline.casework.allocation.queries.waiting import Waiting, queue
from sightline.casework.practice.queries import in_force
from sightline.casework.register.lean import CHILD, lean
from sightline.casework.register.models import Involvement, Notice, Standing, Visit
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children
from sightline.casework.staff.queries import Viewer, current, fte
from sightline.domain.calendar import england, months_after
from sightline.domain.practices import Caseload
from sightline.domain.roles import REVIEWING
from sightline.domain.timescales import TIMESCALES

AHEAD = timedelta(days=14)
LATELY = timedelta(days=28)
SHOWN = 12  # rows on a first screen; the list has them all
AT_MOST = 200  # rows of one week


@dataclass(frozen=True)
class Notified:
    """Something that happened to a child, and when it became known."""

    id: int
    child: int
    name: str
    kind: str
    happened_on: date
    known_on: date
    late: bool


@dataclass(frozen=True)
class Passing:
    """A child new to an officer, and what of the handover is still to be done."""

    child: int
    name: str
    handover: int
    since: date
    told: bool
    introduced: bool


@dataclass(frozen=True)
class Today:
    """What an officer opens the service for."""

    children: int
    overdue: Sequence[Row]
    overdue_count: int
    ahead: Sequence[Row]
    ahead_count: int
    kinds: Sequence[tuple[str, int]]  # what is due in the next days, by kind
    not_seen: int  # by the officer, for three months or ever
    notices: Sequence[Notified]
    passing: Sequence[Passing]
    covering: Sequence[tuple[int, str, int]]  # people stood in for: number, name, children


@dataclass(frozen=True)
class Service:
    """What a manager opens the service for."""

    in_care: int
    waiting: Sequence[Waiting]
    overdue: int
    ahead: int
    steps: Sequence[tuple[str, int]]  # whose step the overdue reviews wait for, as far as known
    officers: Sequence[Officer]
    allocated: int
    fte: Decimal
    vacant: Decimal
    lines: Caseload
    told: int
    told_late: int
    away_without_cover: Sequence[tuple[int, str, Away]]
    left_open: int  # children who left care whose allocation has not ended
    handovers_open: int

    @property
    def per_fte(self) -> Decimal | None:
        """Children for one full-time officer."""
        return (Decimal(self.allocated) / self.fte).quantize(Decimal("0.1")) if self.fte else None


@dataclass(frozen=True)
class Week:
    """Reviews that fall due in one week, beginning on a Monday."""

    monday: date
    rows: Sequence[Row]


def today(*, seen_by: Viewer) -> Today:
    """The first screen of somebody whom children are allocated to."""
    on = seen_by.on
    standings = in_care(seen_by, in_force(on))
    mine = list(_seen(_whose(standings, {seen_by.id}, on), on).order_by(F("due").asc(nulls_last=True), "child"))
    overdue = [stands for stands in mine if stands.due_standing == "overdue"]
    ahead = [stands for stands in mine if _soon(stands.due, on)]
    kinds = Counter(stands.due_key for stands in ahead)
    shown = {row.child: row for row in rows_of([*overdue[:SHOWN], *ahead[:SHOWN]], on)}
    return Today(
        children=len(mine),
        overdue=[shown[stands.child_id] for stands in overdue[:SHOWN]],
        overdue_count=len(overdue),
        ahead=[shown[stands.child_id] for stands in ahead[:SHOWN]],
        ahead_count=len(ahead),
        kinds=[(TIMESCALES[key].title if key in TIMESCALES else "Review", n) for key, n in kinds.most_common()],
        not_seen=sum(not stands.seen_lately for stands in mine),
        notices=_notices(seen_by),
        passing=_passing(seen_by),
        covering=_covering(standings, seen_by),
    )


def service(*, seen_by: Viewer) -> Service:
    """The first screen of whoever runs the service."""
    on = seen_by.on
    known = picture(seen_by)
    everybody = officers(seen_by=seen_by, seen=known)
    capacity = fte(on, REVIEWING)
    told, late = _told(seen_by)
    return Service(
        in_care=len(known.children),
        waiting=queue(seen_by=seen_by, seen=known),
        overdue=len(known.overdue),
        ahead=sum(_soon(stands.due, on) for stands in known.children.values()),
        steps=_steps(known, everybody),
        officers=everybody,
        allocated=sum(officer.children for officer in everybody),
        fte=capacity.filled,
        vacant=capacity.vacant,
        lines=known.practice.caseload,
        told=told,
        told_late=late,
        away_without_cover=[(o.id, o.name, o.away) for o in everybody if o.away is not None and not o.away.cover],
        left_open=_left_open(known, seen_by),
        handovers_open=_handovers_open(seen_by),
    )


def tray(*, seen_by: Viewer, first: date | None = None, weeks: int = 6) -> tuple[dict[date, int], Week]:
    """How many reviews fall due in each of the next weeks, and those of one week: this one unless told.

    Brothers and sisters stand beside each other. What is overdue is in this week.
    """
    on = seen_by.on
    monday = on - timedelta(days=on.weekday())
    mondays = [monday + timedelta(weeks=n) for n in range(weeks)]
    known = in_care(seen_by, in_force(on)).filter(due__lt=monday + timedelta(weeks=weeks))
    counts = dict.fromkeys(mondays, 0)
    for due in known.values_list("due", flat=True):
        if due is not None:
            counts[max(monday, due - timedelta(days=due.weekday()))] += 1
    chosen = first if first in counts else monday
    rows = known.filter(due__lt=chosen + timedelta(weeks=1))
    if chosen != monday:
        rows = rows.filter(due__gte=chosen)
    return counts, Week(chosen, _families_together(cut(rows.order_by("due", "child"), on)[:AT_MOST]))


def _whose(standings: QuerySet[Standing], people: set[int], on: date) -> QuerySet[Standing]:
    rows = current(Involvement.objects.filter(role="iro", person__in=people), on)
    return standings.filter(child__in=rows.values("child"))


def _seen(standings: QuerySet[Standing], on: date) -> Any:
    """With `seen_lately`: whether the officer visited in three months."""
    visits = Visit.objects.filter(child=OuterRef("child"), kind="iro", held__lte=on, held__gt=months_after(on, -3))
    return standings.annotate(seen_lately=Exists(visits))


def _notices(seen_by: Viewer) -> list[Notified]:
    """What somebody has not read of their own children, of those who left care too.

    What they entered themselves is no news to them.
    """
    mine = current(Involvement.objects.filter(role="iro", person=seen_by.id), seen_by.on).values("child")
    rows = Notice.objects.filter(child__in=mine, read_at=None, known_on__gt=seen_by.on - LATELY)
    rows = rows.filter(child__in=children(seen_by=seen_by)).exclude(made_by=seen_by.id)
    rows = lean(rows, child=CHILD)
    return [_notified(row) for row in rows.order_by("-known_on", "-pk")[:SHOWN]]


def _notified(row: Notice) -> Notified:
    late = _late(row.happened_on, row.known_on)
    return Notified(row.pk, row.child_id, name_of(row.child), row.kind, row.happened_on, row.known_on, late)


def _passing(seen_by: Viewer) -> list[Passing]:
    rows = _open_handovers().filter(after__person=seen_by.id, after__child__in=children(seen_by=seen_by))
    rows = lean(rows, after=("started",), after__child=CHILD)
    return [
        Passing(
            row.after.child_id, name_of(row.after.child), row.pk, row.after.started,
            row.child_told_on is not None, row.introduced_on is not None,
        )
        for row in rows.order_by("after__started", "pk")[:SHOWN]
    ]  # fmt: skip


def _open_handovers() -> QuerySet[Handover]:
    """Children who passed to another officer and have not been told, or have not met."""
    return Handover.objects.filter(Q(child_told_on=None) | Q(introduced_on=None), after__ended=None)


def _handovers_open(seen_by: Viewer) -> int:
    return len(in_scope(_open_handovers().values_list("after__child", flat=True), seen_by))


def _covering(standings: QuerySet[Standing], seen_by: Viewer) -> list[tuple[int, str, int]]:
    if not seen_by.covers:
        return []
    rows = current(Involvement.objects.filter(role="iro", person__in=seen_by.covers), seen_by.on)
    told = rows.filter(child__in=standings.values("child")).values_list("person", "person__name")
    return [(pk or 0, name or "", n) for pk, name, n in told.annotate(n=Count("child")).order_by("person__name")]


def _soon(due: date | None, on: date) -> bool:
    return due is not None and on <= due <= on + AHEAD


def _steps(known: Picture, everybody: Sequence[Officer]) -> list[tuple[str, int]]:
    """What each overdue review waits for, as far as the register tells: the first that is true of it."""
    away = {officer.id for officer in everybody if officer.away is not None}
    told = Notice.objects.filter(child__in=known.overdue, kind="came_into_care")
    told_late = {child for child, *days in told.values_list("child", "happened_on", "known_on") if _late(*days)}
    steps: Counter[str] = Counter()
    for child in known.overdue:
        if child not in known.officer:
            steps["No IRO was named"] += 1
        elif child in told_late:
            steps["The service was told late that the child came into care"] += 1
        elif known.officer[child] in away:
            steps["The IRO is away"] += 1
        else:
            steps["Not known"] += 1
    return steps.most_common()


def _told(seen_by: Viewer) -> tuple[int, int]:
    """Notices of the last four weeks: how many, and how many came late."""
    rows = Notice.objects.filter(known_on__gt=seen_by.on - LATELY, known_on__lte=seen_by.on)
    told = list(rows.values_list("child", "happened_on", "known_on"))
    seen = in_scope({child for child, _, _ in told}, seen_by)
    late = [_late(happened, known) for child, happened, known in told if child in seen]
    return len(late), sum(late)


def _late(happened: date, known: date) -> bool:
    limit = TIMESCALES["iro-notified"].limit.amount or 0
    return england().working_days_between(happened, max(happened, known)) > limit


def _left_open(known: Picture, seen_by: Viewer) -> int:
    """Children who are not in care and still have an officer."""
    return len(in_scope(known.officer.keys() - known.children.keys(), seen_by))


def _families_together(rows: Sequence[Row]) -> list[Row]:
    first: dict[tuple[str, int], date] = {}
    for row in rows:
        key = ("family", row.family) if row.family is not None else ("child", row.child)
        first[key] = min(first.get(key, row.due or date.max), row.due or date.max)
    return sorted(
        rows,
        key=lambda row: (
            first[("family", row.family) if row.family is not None else ("child", row.child)],
            row.family or 0, row.due or date.max, row.child,
        ),
    )  # fmt: skip
