"""Decisions with managers: what each says, what it said first, what was asked and answered, how long there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from sightline.casework.meetings.models import Decision, Matter, Query
from sightline.casework.meetings.scope import NoSuchMatter, matters, open_matter
from sightline.casework.meetings.window import last_day
from sightline.casework.practice.queries import in_force
from sightline.casework.register.cut import Cut
from sightline.casework.register.lean import CHILD, NAME, lean
from sightline.casework.register.models import Involvement
from sightline.casework.register.queries import name_of
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.trail.models import Past
from sightline.domain.after_meeting import WINDOW
from sightline.domain.calendar import BeyondCalendar, england


@dataclass(frozen=True)
class Asked:
    """A query and its answer, if there is one."""

    number: int
    says: str
    by: str
    at: datetime
    answer: str
    changed: bool | None
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True)
class Shown:
    """A decision as managers see it. `first` has what it said before a query changed it, by field."""

    number: int
    place: int
    what: str
    who: str
    by_when: date | None
    outcome: str
    resource: bool
    state: str
    version: int
    first: Mapping[str, str]
    queries: Sequence[Asked]


@dataclass(frozen=True)
class Window:
    """The managers' window on the decisions of one child's part of a meeting."""

    matter: int
    version: int
    chair: int
    held_on: date | None
    issued_on: date | None
    since: date | None
    last_day: date | None
    closed_at: datetime | None
    closed_how: str
    decisions: Sequence[Shown]

    @property
    def open(self) -> bool:
        """Whether managers may still say something."""
        return self.since is not None and self.closed_at is None

    def count(self, state: str) -> int:
        """How many decisions are in a state."""
        return sum(each.state == state for each in self.decisions)


@dataclass(frozen=True)
class Waiting:
    """A review whose decisions are with managers: for lists."""

    matter: int
    child: int
    child_name: str
    held_on: date | None
    chair: str
    last_day: date | None
    decisions: int
    queried: int
    resource: int


def window(matter: int, *, seen_by: Viewer) -> Window:
    """The window of one matter. Five queries. Raises NoSuchMatter."""
    found = open_matter(matter, seen_by=seen_by)
    since = found.window_since or found.decisions_issued_on
    return Window(
        found.pk, found.version, found.meeting.chair_id, found.held_on, found.decisions_issued_on, since,
        last_day(since, seen_by.on) if since else None, found.window_closed_at, found.window_closed_how,
        _shown(found),
    )  # fmt: skip


def asked(query: int, *, seen_by: Viewer) -> tuple[int, Shown, Asked]:
    """A query: the matter it is of, its decision, and itself. Raises NoSuchMatter."""
    row = Query.objects.filter(pk=query, decision__matter__in=matters(seen_by=seen_by)).first()
    if row is None:
        raise NoSuchMatter
    decision = Decision.objects.select_related("matter").get(pk=row.decision_id)
    shown = next(each for each in _shown(decision.matter) if each.number == decision.pk)
    return decision.matter_id, shown, next(each for each in shown.queries if each.number == query)


def of_managers(*, seen_by: Viewer) -> QuerySet[Matter]:
    """Reviews in sight whose decisions are with managers now."""
    return matters(seen_by=seen_by).filter(window_closed_at=None, pk__in=_with("in_window"))


def of_team(*, seen_by: Viewer) -> QuerySet[Matter]:
    """Of these, those of children whose social worker is in a team that this person manages, or is this person."""
    people = {seen_by.id, *seen_by.covers}
    working = (
        Q(person__in=people)
        | Q(team__in=seen_by.teams)
        | Q(person__role_periods__team__in=seen_by.teams, person__role_periods__ended=None)
    )
    children = current(Involvement.objects.filter(working, role="social_worker"), seen_by.on).values("child")
    return of_managers(seen_by=seen_by).filter(child__in=children)


def to_answer(*, seen_by: Viewer) -> QuerySet[Matter]:
    """Reviews that this person chairs, or stands in for who does, with a query to answer."""
    people = {seen_by.id, *seen_by.covers}
    return matters(seen_by=seen_by).filter(meeting__chair__in=people, pk__in=_with("queried"))


def _with(state: str) -> QuerySet[Any, Any]:
    """Matters with a decision that managers are asked about."""
    return Decision.objects.filter(state=state, unsettled=True).values("matter")


def listed(rows: QuerySet[Matter], *, on: date) -> Cut[Waiting]:
    """Some reviews as a list, those with the least time first."""
    rows = rows.annotate(since=Coalesce("window_since", "decisions_issued_on")).order_by("since", "pk")
    return Cut(
        lean(rows, ("child", "meeting", "held_on"), child=CHILD, meeting__chair=NAME),
        lambda found: _waiting(found, on),
    )


def _waiting(found: Sequence[Any], on: date) -> list[Waiting]:
    counted = (
        Decision.objects.filter(matter__in=found)
        .values("matter")
        .annotate(
            many=Count("pk", Q(state__in=("in_window", "queried"))),
            asked=Count("pk", Q(state="queried")),
            costs=Count("pk", Q(state="in_window", resource=True)),
        )
    )
    of, last = {row["matter"]: row for row in counted}, _last_days(on)
    return [
        Waiting(
            row.pk, row.child_id, name_of(row.child), row.held_on, row.meeting.chair.name, last(row.since),
            of[row.pk]["many"], of[row.pk]["asked"], of[row.pk]["costs"],
        )
        for row in found
    ]  # fmt: skip


def _last_days(on: date) -> Any:
    practice = in_force(on)

    def last(since: date | None) -> date | None:
        try:
            return practice.clock(WINDOW, since, england()).due if since else None
        except BeyondCalendar:
            return None

    return last


def _shown(found: Matter) -> list[Shown]:
    rows = list(lean(found.decisions.exclude(state="withdrawn"), owner=NAME).order_by("place", "pk"))
    first = _first_said({row.pk for row in rows})
    queries: dict[int, list[Asked]] = {}
    told = Query.objects.filter(decision__in=[row.pk for row in rows])
    told = lean(told, asked_by=NAME, answered_by=NAME)
    for each in told.order_by("asked_at", "pk"):
        queries.setdefault(each.decision_id, []).append(_asked(each))
    return [
        Shown(
            row.pk, row.place, row.what, row.who or (row.owner.name if row.owner else ""), row.by_when,
            row.outcome, row.resource, row.state, row.version,
            _different(row, first.get(row.pk, {})), queries.get(row.pk, ()),
        )
        for row in rows
    ]  # fmt: skip


def _asked(row: Query) -> Asked:
    return Asked(
        row.pk, row.says, row.asked_by.name, row.asked_at, row.answer, row.changed,
        row.answered_by.name if row.answered_by else "", row.answered_at,
    )  # fmt: skip


def _first_said(decisions: set[int]) -> dict[int, dict[str, Any]]:
    """What each said before the first answer that changed it."""
    pasts = Past.objects.filter(kind="meetings.decision", row__in=decisions, cause__startswith="answer:")
    first: dict[int, dict[str, Any]] = {}
    for row, values in pasts.order_by("version").values_list("row", "values"):
        first.setdefault(row, values)
    return first


def _different(row: Decision, first: Mapping[str, Any]) -> dict[str, str]:
    now = {"what": row.what, "who": row.who, "by_when": str(row.by_when or ""), "outcome": row.outcome}
    return {name: first.get(name) or "" for name, said in now.items() if first and (first.get(name) or "") != said}
