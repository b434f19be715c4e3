"""Meetings by day: everybody's that somebody may see, or one chair's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q

from sightline.casework.meetings.models import Meeting, Mode
from sightline.casework.meetings.scope import matters
from sightline.casework.register.queries import name_of
from sightline.casework.staff.queries import Viewer


@dataclass(frozen=True)
class Dated:
    """A meeting in the diary; `children` and `matters` are those in sight, in the same order."""

    meeting: int
    version: int
    kind: str
    state: str
    on: date | None
    at: time | None
    minutes: int
    mode: str
    mode_said: str
    where: str
    chair: int
    chair_name: str
    children: Sequence[tuple[int, str]]
    matters: Sequence[int]


def diary(
    *,
    seen_by: Viewer,
    first: date | None = None,
    last: date | None = None,
    chair: int | None = None,
    states: Sequence[str] = ("planned", "held"),
) -> list[Dated]:
    """Meetings of children in sight from a day to a day, both included; without days those proposed. One query."""
    rows = matters(seen_by=seen_by).exclude(state="taken_out").filter(meeting__state__in=states)
    if first is not None and last is not None:
        rows = rows.filter(Q(meeting__on__range=(first, last)))
    if chair is not None:
        rows = rows.filter(meeting__chair=chair)
    found: dict[int, tuple[Meeting, list[tuple[int, int, str]]]] = {}
    told = rows.select_related("meeting__venue", "meeting__chair", "child").only(*_OF_A_LINE)
    for row in told.order_by("meeting__on", "meeting__at", "meeting", "child__born", "pk"):
        parts = found.setdefault(row.meeting_id, (row.meeting, []))[1]
        parts.append((row.pk, row.child_id, name_of(row.child)))
    return [_dated(meeting, parts) for meeting, parts in found.values()]


#: What of a matter and of what it hangs on is read.
_OF_A_LINE = (
    *("meeting", "child__forename", "child__surname", "meeting__chair__name", "meeting__venue__name"),
    *(f"meeting__{name}" for name in ("version", "kind", "state", "on", "at", "minutes", "mode", "place")),
)


def _dated(meeting: Meeting, parts: Sequence[tuple[int, int, str]]) -> Dated:
    said = meeting.get_mode_display()
    return Dated(
        meeting=meeting.pk, version=meeting.version, kind=meeting.kind, state=meeting.state, on=meeting.on,
        at=meeting.at, minutes=meeting.minutes, mode=meeting.mode, mode_said=said,
        where=where_of(meeting, said),
        chair=meeting.chair_id, chair_name=meeting.chair.name,
        children=[(child, name) for _, child, name in parts], matters=[matter for matter, _, _ in parts],
    )  # fmt: skip


def where_of(meeting: Meeting, said: str) -> str:
    """The venue, the place, or how people meet where that says it."""
    if meeting.venue is not None:
        return meeting.venue.name
    return meeting.place or ("" if meeting.mode == Mode.IN_PERSON else said)
