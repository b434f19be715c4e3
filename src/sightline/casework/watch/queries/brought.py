"""Reviews that an officer's answer to a change brought forward, until they were held: which are still to plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from sightline.casework.meetings.models import Matter
from sightline.casework.practice.queries import in_force
from sightline.casework.register.lean import CHILD, lean
from sightline.casework.register.models import Child, Review
from sightline.casework.register.queries.identity import name_of
from sightline.casework.register.scope import children
from sightline.casework.register.standings import fresh
from sightline.casework.staff.queries import Viewer
from sightline.casework.watch.kinds import BROUGHT
from sightline.casework.watch.models import Change


@dataclass(frozen=True)
class Brought:
    """A review that is wanted by a day, for a change; the day for which one is planned, if there is one."""

    change: int
    child: int
    name: str
    kind: str
    wanted_by: date
    planned_on: date | None
    meeting: int | None

    @property
    def to_plan(self) -> bool:
        """Whether none is planned by the day on which it is wanted."""
        return self.planned_on is None or self.planned_on > self.wanted_by


def brought_forward(*, seen_by: Viewer, of: Collection[int] | None = None) -> list[Brought]:
    """Of children in care in scope, or of some of them: one for each child, the soonest wanted first.

    A fixed number of queries.
    """
    cared = fresh(children(seen_by=seen_by), on=seen_by.on, practice=in_force(seen_by.on)).filter(in_care=True)
    if of is not None:
        cared = cared.filter(child__in=list(of))
    rows = Change.objects.filter(answer=BROUGHT, wanted_by__isnull=False, child__in=cared.values("child"))
    asked = list(lean(rows, child=CHILD).order_by("wanted_by", "pk"))
    about = {row.child_id for row in asked}
    held, planned = _held(about), _planned(about)
    told: dict[int, Brought] = {}
    for row in asked:
        if row.answered_at and held.get(row.child_id, date.min) < row.answered_at.date():
            told.setdefault(row.child_id, _brought(row, row.child, planned.get(row.child_id)))
    return list(told.values())


def _brought(row: Change, child: Child, planned: tuple[date, int] | None) -> Brought:
    assert row.wanted_by is not None
    on, meeting = planned or (None, None)
    return Brought(row.pk, row.child_id, name_of(child), row.kind, row.wanted_by, on, meeting)


def _held(about: Iterable[int]) -> dict[int, date]:
    """The last review of each child, told by whomever."""
    wanted = list(about)
    told = dict(Review.objects.filter(child__in=wanted).values_list("child").annotate(last=Max("held")))
    begun = Matter.objects.filter(child__in=wanted, meeting__kind="review", held_on__isnull=False)
    for child, last in begun.values_list("child").annotate(last=Max("held_on")):
        told[child] = max(told.get(child, last), last)
    return told


def _planned(about: Iterable[int]) -> dict[int, tuple[date, int]]:
    """The first review that is planned for each child: its day and meeting."""
    rows = Matter.objects.filter(child__in=list(about), state="to_hold", meeting__kind="review")
    rows = rows.filter(meeting__state__in=("planned", "held"), meeting__on__isnull=False).order_by("-meeting__on")
    return {
        child: (on, meeting) for child, on, meeting in rows.values_list("child", "meeting__on", "meeting") if on
    }
