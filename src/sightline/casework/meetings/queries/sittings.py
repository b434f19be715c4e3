"""Reviews that were begun or adjourned and are not complete: by when, and when people meet again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Prefetch

from sightline.casework.meetings.models import Matter, Sitting
from sightline.casework.meetings.queries.diary import Dated, where_of
from sightline.casework.meetings.scope import matters
from sightline.casework.meetings.sittings import UNFINISHED
from sightline.casework.practice.once import once
from sightline.casework.register.queries import name_of
from sightline.casework.staff.queries import Viewer


@dataclass(frozen=True)
class Unfinished:
    """One child's part that is not complete. `on` is empty where nobody planned the next sitting."""

    matter: int
    child: int
    name: str
    adjourned: bool
    held_on: date
    on: date | None
    at: time | None
    chair: int
    chair_name: str


def unfinished(*, seen_by: Viewer, chairs: Sequence[int] | None = None) -> list[Unfinished]:
    """What was begun or adjourned, the longest ago first; `chairs`: of these alone. Two queries."""
    rows = sorted((row for row in _rows(seen_by) if row.held_on), key=lambda row: (row.held_on, row.pk))
    return [_one(row) for row in rows if chairs is None or row.meeting.chair_id in chairs]


def diary_of_sittings(*, seen_by: Viewer, first: date, last: date, chair: int | None = None) -> list[Dated]:
    """Sittings to come from a day to a day, both included, as lines of the diary. Two queries."""
    found: dict[tuple[int, date, time | None], list[Matter]] = {}
    for row in _rows(seen_by):
        if chair is not None and row.meeting.chair_id != chair:
            continue
        for sitting in row.sittings.all():
            if first <= sitting.on <= last:
                found.setdefault((row.meeting_id, sitting.on, sitting.at), []).append(row)
    lines = [_dated(parts, on, at) for (_, on, at), parts in found.items()]
    return sorted(lines, key=lambda line: (line.on or date.max, line.at or time.max, line.meeting))


def _rows(seen_by: Viewer) -> list[Matter]:
    """What is begun or adjourned, with the sittings to come: a few at any time. One page asks for them once."""
    to_come = Prefetch("sittings", Sitting.objects.filter(held=False).order_by("on", "at"))
    rows = matters(seen_by=seen_by).filter(state__in=UNFINISHED, unsettled=True).order_by("pk")
    rows = rows.select_related("meeting__venue", "meeting__chair", "child").prefetch_related(to_come)
    return once(("unfinished", seen_by), lambda: list(rows))


def _one(row: Matter) -> Unfinished:
    assert row.held_on is not None
    sitting = next(iter(row.sittings.all()), None)
    return Unfinished(
        matter=row.pk, child=row.child_id, name=name_of(row.child), adjourned=row.state == "adjourned",
        held_on=row.held_on, on=sitting.on if sitting else None, at=sitting.at if sitting else None,
        chair=row.meeting.chair_id, chair_name=row.meeting.chair.name,
    )  # fmt: skip


def _dated(parts: Sequence[Matter], on: date, at: time | None) -> Dated:
    meeting = parts[0].meeting
    said = meeting.get_mode_display()
    return Dated(
        meeting=meeting.pk, version=meeting.version, kind=meeting.kind, state="sitting", on=on, at=at,
        minutes=meeting.minutes, mode=meeting.mode, mode_said=said, where=where_of(meeting, said),
        chair=meeting.chair_id, chair_name=meeting.chair.name,
        children=[(row.child_id, name_of(row.child)) for row in parts], matters=[row.pk for row in parts],
    )  # fmt: skip
