"""A meeting as pages show it, and what there is to know before one is planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Exists, OuterRef

from sightline.casework.allocation import queries as allocation
from sightline.casework.meetings.models import Matter, Meeting, Mode
from sightline.casework.meetings.scope import NoSuchMatter, matters
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child, Involvement
from sightline.casework.register.queries import name_of
from sightline.casework.register.scope import children
from sightline.casework.register.standings import fresh
from sightline.casework.staff.models import Absence, RolePeriod
from sightline.casework.staff.queries import Viewer, current
from sightline.domain.calendar import BeyondCalendar, england
from sightline.domain.preparation import Dates, invitations
from sightline.domain.roles import MAY, Act

NEAR = timedelta(days=42)  # brothers' and sisters' reviews due so near each other may be held together
FULL = 3  # meetings of one chair on one day
LOOK_BACK = timedelta(days=56)
OFFERED = 5


@dataclass(frozen=True)
class OfChild:
    """One child's part of a meeting."""

    matter: int
    version: int
    child: int
    name: str
    state: str
    taken_out_why: str


@dataclass(frozen=True)
class Planned:
    """A meeting, as far as whoever looks may see its children."""

    pk: int
    version: int
    kind: str
    state: str
    on: date | None
    at: time | None
    minutes: int
    mode: str
    mode_said: str
    venue: int | None
    venue_name: str
    access: str
    place: str
    chair: int
    chair_name: str
    why_then: str
    cancelled_why: str
    proposals: Sequence[tuple[date, time | None]]
    children: Sequence[OfChild]

    @property
    def still_in(self) -> list[OfChild]:
        """The children who were not taken out."""
        return [each for each in self.children if each.state != "taken_out"]

    @property
    def where(self) -> str:
        """Where people meet, or how."""
        return self.venue_name or self.place or ("" if self.mode == Mode.IN_PERSON else self.mode_said)


@dataclass(frozen=True)
class Offer:
    """What there is to know before a child's review is planned: what is due and why, who could chair, and when.

    `row` is the child's line of the caseload, `near` those of brothers and sisters whose review is due near it.
    """

    row: allocation.Row
    near: Sequence[allocation.Row]
    days: Sequence[date]
    chairs: Sequence[tuple[int, str]]
    chair: int | None
    planned: Sequence[tuple[int, date | None]]  # meetings about the child that are planned already, and their days

    @property
    def due(self) -> date | None:
        """The first day that is due, of the child and of the brothers and sisters near."""
        return min((row.due for row in (self.row, *self.near) if row.due), default=None)


def planned(pk: int, *, seen_by: Viewer) -> Planned:
    """One meeting. Raises NoSuchMatter where none of its children is in sight. Three queries."""
    rows = matters(seen_by=seen_by).filter(meeting=pk).select_related("child")
    seen = list(rows.order_by("child__born", "pk"))
    if not seen:
        raise NoSuchMatter
    meeting = Meeting.objects.select_related("venue", "chair").get(pk=pk)
    proposals = list(meeting.proposals.order_by("on", "at").values_list("on", "at"))
    return _planned(meeting, seen, proposals)


def offer(child: Child, *, seen_by: Viewer, chair: int | None = None) -> Offer:
    """What there is to know before a review of a child in scope is planned. A constant number of queries."""
    family = [child.pk, *_family(child, seen_by)]
    rows = {row.child: row for row in allocation.of_children(family, seen_by=seen_by)[:]}
    row = rows.pop(child.pk)
    near = [each for each in rows.values() if _is_near(row, each)]
    chairs = people_who_chair(on=seen_by.on)
    who = chair or row.iro
    due = min((each.due for each in (row, *near) if each.due), default=None)
    return Offer(
        row=row,
        near=near,
        days=free_days(due, chair=who, seen_by=seen_by),
        chairs=chairs,
        chair=who if who in dict(chairs) else None,
        planned=_already(child, seen_by),
    )


def due_of(meeting: Planned, *, seen_by: Viewer) -> date | None:
    """The first day on which a review of the children of a meeting is due. A constant number of queries."""
    pks = [each.child for each in meeting.still_in]
    rows = allocation.of_children(pks, seen_by=seen_by)[:] if meeting.kind == "review" else []
    return min((row.due for row in rows if row.due), default=None)


def to_plan(*, seen_by: Viewer, mine: bool = False, order: str = "due") -> allocation.Roll:
    """Children whose review is due within six weeks, or overdue, and is not planned yet. Constant queries.

    `mine`: those whose officer is whoever looks, or somebody they stand in for.
    """
    scope = children(seen_by=seen_by)
    standings = fresh(scope, on=seen_by.on, practice=in_force(seen_by.on))
    coming = Matter.objects.filter(child=OuterRef("child"), state__in=("to_hold", "begun", "adjourned"))
    coming = coming.filter(meeting__kind="review", meeting__state__in=("proposed", "planned", "held"))
    due = standings.filter(due__lte=seen_by.on + NEAR, due_standing__in=("due", "overdue")).exclude(Exists(coming))
    if mine:
        people = {seen_by.id, *seen_by.covers}
        own = current(Involvement.objects.filter(role="iro", person__in=people), seen_by.on)
        due = due.filter(child__in=own.values("child"))
    return allocation.listed(due, order=order, on=seen_by.on)


def people_who_chair(*, on: date) -> list[tuple[int, str]]:
    """Who may chair on a day, by name. One query."""
    roles = sorted(role.value for role in MAY[Act.HOLD_MEETING])
    told = current(RolePeriod.objects.filter(role__in=roles), on).values_list("person_id", "person__name")
    return sorted(set(told), key=lambda each: (each[1], each[0]))


def free_days(due: date | None, *, chair: int | None, seen_by: Viewer) -> list[date]:
    """Working days up to the day due on which the chair is there and has room; the latest, in order.

    Days that leave time for invitations come first; where all are past, the next that there are. Meetings out of
    sight are not counted: nothing tells of them. Two queries.
    """
    on = seen_by.on
    last = max(due or on + LOOK_BACK, on + timedelta(days=14))
    first = max(on + timedelta(days=1), last - LOOK_BACK)
    away = list(Absence.objects.filter(person=chair, started__lte=last).exclude(ended__lte=first)) if chair else []
    rows = matters(seen_by=seen_by).filter(meeting__chair=chair, meeting__on__range=(first, last))
    taken = rows.exclude(meeting__state="cancelled").values_list("meeting__on", "meeting").distinct()
    busy = Counter(day for day, _ in taken)
    free = [
        day
        for day in _working(first, last)
        if busy[day] < FULL and not any(a.started <= day and (a.ended is None or day < a.ended) for a in away)
    ]
    return _chosen(free, due, on)


def _chosen(free: Sequence[date], due: date | None, on: date) -> list[date]:
    in_time = [day for day in free if due is not None and day <= due]
    if not in_time:
        return list(free[:OFFERED])
    practice, calendar = in_force(on), england()
    in_good_time = [
        day for day in in_time if not invitations(Dates(day, on), practice=practice, calendar=calendar).at_once
    ]
    return (in_good_time or in_time)[-OFFERED:]


def _working(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    try:
        return [day for day in days if england().is_working_day(day)]
    except BeyondCalendar:
        return []


def _family(child: Child, seen_by: Viewer) -> list[int]:
    if child.family_id is None:
        return []
    return list(children(seen_by=seen_by).filter(family=child.family_id).values_list("pk", flat=True))


def _is_near(row: allocation.Row, other: allocation.Row) -> bool:
    return row.due is not None and other.due is not None and abs(row.due - other.due) <= NEAR


def _already(child: Child, seen_by: Viewer) -> list[tuple[int, date | None]]:
    rows = matters(seen_by=seen_by).filter(
        child=child, state="to_hold", meeting__state__in=("proposed", "planned")
    )
    return list(rows.order_by("meeting__on", "meeting").values_list("meeting", "meeting__on"))


def _planned(meeting: Meeting, seen: Sequence[Matter], proposals: Sequence[tuple[date, time | None]]) -> Planned:
    out = all(each.state == "taken_out" for each in seen)
    return Planned(
        pk=meeting.pk, version=meeting.version, kind=meeting.kind, state="cancelled" if out else meeting.state,
        on=meeting.on, at=meeting.at, minutes=meeting.minutes, mode=meeting.mode,
        mode_said=meeting.get_mode_display(), venue=meeting.venue_id,
        venue_name=meeting.venue.name if meeting.venue else "",
        access=meeting.venue.access if meeting.venue else "", place=meeting.place, chair=meeting.chair_id,
        chair_name=meeting.chair.name, why_then=meeting.why_then,
        cancelled_why=meeting.cancelled_why or (seen[0].taken_out_why if out else ""), proposals=proposals,
        children=[
            OfChild(each.pk, each.version, each.child_id, name_of(each.child), each.state, each.taken_out_why)
            for each in seen
        ],
    )  # fmt: skip
