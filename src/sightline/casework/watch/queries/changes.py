"""Significant changes: what was told, by whom, how long it has waited, what was answered, what was not planned."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from sightline.casework.practice.queries import in_force
from sightline.casework.register.lean import CHILD, NAME, lean
from sightline.casework.register.models import Episode, Involvement
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import within
from sightline.casework.register.tables import EPISODES, PERMANENCE
from sightline.casework.staff.queries import Viewer, current
from sightline.casework.watch.models import Change
from sightline.domain.calendar import BeyondCalendar, england
from sightline.domain.codes import code_set
from sightline.domain.practices import Practice
from sightline.domain.watching import UNPLANNED_END, is_unplanned


@dataclass(frozen=True)
class Unplanned:
    """A placement ended without a plan: why, and by when a review should follow, with the reason for that day."""

    reason: str
    review_by: date | None
    why: str


@dataclass(frozen=True)
class Told:
    """One significant change. `was` and `now` are what a feed told before and after; `waited` working days."""

    id: int
    version: int
    child: int
    name: str
    kind: str
    happened_on: date
    planned: bool
    says: str
    was: str
    now: str
    told_on: date
    told_by: str
    waited: int
    answer: str
    answer_why: str
    wanted_by: date | None
    answered_on: date | None
    answered_by: str
    officer: int | None
    officer_name: str
    unplanned: Unplanned | None


def unanswered(*, seen_by: Viewer, of: Collection[int] | None = None) -> list[Told]:
    """Changes that wait for an answer, the longest first: of the children in scope, or of some of them."""
    return _told(Change.objects.filter(answered_at=None), seen_by, of)


def every(*, seen_by: Viewer, since: date, of: Collection[int] | None = None) -> list[Told]:
    """Changes that wait, and those told since a day."""
    waiting = Change.objects.filter(answered_at=None)
    return _told(waiting | Change.objects.filter(told_at__date__gte=since), seen_by, of)


def of_child(child: int, *, seen_by: Viewer) -> list[Told]:
    """Every change of a child, the first told first."""
    return _told(Change.objects.all(), seen_by, [child])


def _told(rows: QuerySet[Change], seen_by: Viewer, of: Collection[int] | None) -> list[Told]:
    found = within(rows if of is None else rows.filter(child__in=list(of)), "child", seen_by=seen_by)
    found = lean(found, child=CHILD, told_by=NAME, answered_by=NAME, notice=("facts",))
    changes = list(found.order_by("told_at", "pk"))
    officers = _officers({change.child_id for change in changes}, seen_by.on)
    ends = _ends(changes)
    practice = in_force(seen_by.on)
    return [_row(change, officers, ends, practice, seen_by.on) for change in changes]


def _officers(about: Collection[int], on: date) -> dict[int, tuple[int | None, str]]:
    rows = current(Involvement.objects.filter(role="iro", child__in=list(about)), on)
    return {
        child: (person, name or "") for child, person, name in rows.values_list("child", "person", "person__name")
    }


def _ends(changes: Iterable[Change]) -> dict[tuple[int, date], str]:
    """Why placements ended on the days of changes of placement, by child and day. One query."""
    wanted = {(change.child_id, change.happened_on) for change in changes if change.kind == "placement"}
    rows = Episode.objects.filter(child__in={child for child, _ in wanted}, ceased__in={day for _, day in wanted})
    told = rows.values_list("child", "ceased", "reason_moved")
    return {(child, ceased): reason for child, ceased, reason in told if ceased and reason}


def _row(
    change: Change,
    officers: dict[int, tuple[int | None, str]],
    ends: dict[tuple[int, date], str],
    practice: Practice,
    on: date,
) -> Told:
    officer, name = officers.get(change.child_id, (None, ""))
    facts = change.notice.facts if change.notice else {}
    until = change.answered_at.date() if change.answered_at else on
    return Told(
        id=change.pk, version=change.version, child=change.child_id, name=name_of(change.child), kind=change.kind,
        happened_on=change.happened_on, planned=change.planned, says=change.says,
        was=_say(change.kind, facts.get("was")), now=_say(change.kind, facts.get("now")),
        told_on=change.told_at.date(), told_by=change.told_by.name if change.told_by else "",
        waited=_working_days(change.told_at.date(), until),
        answer=change.answer, answer_why=change.answer_why, wanted_by=change.wanted_by,
        answered_on=until if change.answered_at else None,
        answered_by=change.answered_by.name if change.answered_by else "", officer=officer, officer_name=name,
        unplanned=_unplanned(ends.get((change.child_id, change.happened_on)), change, practice),
    )  # fmt: skip


_FIELDS = {
    "placement": EPISODES.field("placement"),
    "legal_status": EPISODES.field("legal_status"),
    "plan": PERMANENCE.field("route"),
}


def _say(kind: str, code: str | None) -> str:
    """A code of a notice in words."""
    field = _FIELDS.get(kind)
    return str(field.say(code) or "") if field else ""


def _working_days(start: date, end: date) -> int:
    """Working days from one to the other, as far as the list of bank holidays knows."""
    calendar = england()
    first, last = (min(max(day, calendar.first), calendar.last) for day in (start, end))
    return max(0, calendar.working_days_between(first, max(first, last)))


def _unplanned(reason: str | None, change: Change, practice: Practice) -> Unplanned | None:
    """The review after an unplanned end counts in working days, the council's own where it says so."""
    if change.kind != "placement" or not is_unplanned(reason):
        return None
    label = code_set("reason_placement_change")[reason].label if reason else ""
    try:
        clock = practice.clock(UNPLANNED_END, change.happened_on, england())
    except BeyondCalendar:
        return Unplanned(label, None, "")
    return Unplanned(label, clock.due, clock.why)
