"""Meetings as calendar files: a title that tells nothing of the child, the name of the venue at most, the time.

A calendar leaves the service: it is on telephones and in other people's mail. So an entry says "Review (R-1042)",
never a name, never whose home it is at. The number is that of the meeting; the service says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from icalendar import Calendar, Event, Timezone, vCalAddress, vDatetime

from sightline.casework.meetings.models import Meeting, Mode, Participant, Sitting
from sightline.casework.meetings.scope import matters
from sightline.casework.meetings.sittings import UNFINISHED
from sightline.casework.staff.queries import Viewer

LONDON = ZoneInfo("Europe/London")
TITLES = {"review": "Review"}
MAKER = "-//Sightline//Meetings//EN"
_HOW = {Mode.VIDEO: "By video", Mode.PHONE: "By phone", Mode.CONSULTATION: "By consultation"}


@dataclass(frozen=True)
class Entry:
    """One meeting in a calendar. Without a time of day it takes the whole day."""

    uid: str
    title: str
    on: date
    at: time | None
    minutes: int
    where: str
    sequence: int
    cancelled: bool
    made_at: datetime


def entry_of(meeting: int, *, seen_by: Viewer) -> Entry | None:
    """The entry of one meeting in sight; None where it has no day."""
    return next(iter(_entries(Q(meeting=meeting), seen_by)), None)


def entries_of(viewer: Viewer, first: date, last: date) -> list[Entry]:
    """What a person chairs or has a part in, both days included, in order: sittings to come too. Two queries.

    Only of children whom the person may see when it is asked; nobody who is left out of a meeting has it.
    """
    part = Participant.objects.filter(matter=OuterRef("pk"), person=viewer.id).exclude(plan="excluded")
    mine = Q(meeting__chair=viewer.id) | Q(Exists(part))
    told = _entries(mine & Q(meeting__on__gte=first, meeting__on__lte=last), viewer)
    told += _sittings(mine, first, last, viewer)
    return sorted(told, key=lambda entry: (entry.on, entry.at or time.min))


def to_ics(entries: Iterable[Entry]) -> bytes:
    """A calendar of these entries; where all were cancelled, one that takes them out of a calendar (RFC 5546)."""
    told = list(entries)
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    gone = bool(told) and all(entry.cancelled for entry in told)
    calendar.add("method", "CANCEL" if gone else "PUBLISH")
    if any(entry.at is not None for entry in told):
        years = [entry.on.year for entry in told]
        calendar.add_component(
            Timezone.from_tzinfo(LONDON, first_date=date(min(years), 1, 1), last_date=date(max(years) + 1, 12, 31))
        )
    for entry in told:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _entries(which: Q, seen_by: Viewer) -> list[Entry]:
    rows = matters(seen_by=seen_by).filter(which, meeting__on__isnull=False)
    meetings: dict[int, tuple[Meeting, list[str]]] = {}
    for row in rows.select_related("meeting__venue").order_by("meeting__on", "meeting__at", "pk"):
        meetings.setdefault(row.meeting_id, (row.meeting, []))[1].append(row.state)
    return [_entry(meeting, states) for meeting, states in meetings.values()]


def _sittings(mine: Q, first: date, last: date, seen_by: Viewer) -> list[Entry]:
    """The next sittings of what was begun or adjourned, an entry of their own each."""
    seen = matters(seen_by=seen_by).filter(mine, state__in=UNFINISHED)
    rows = Sitting.objects.filter(matter__in=seen, held=False, on__gte=first, on__lte=last)
    return [
        replace(
            _entry(row.matter.meeting, [row.matter.state]),
            uid=f"{row.matter.meeting.uid}-{row.matter_id}@sightline", on=row.on, at=row.at,
        )
        for row in rows.select_related("matter__meeting__venue")
    ]  # fmt: skip


def _entry(meeting: Meeting, states: Sequence[str]) -> Entry:
    """`states` are of the children in sight: where all were taken out, it is cancelled for whoever looks."""
    assert meeting.on is not None
    return Entry(
        uid=f"{meeting.uid}@sightline",
        title=f"{TITLES.get(meeting.kind, 'Meeting')} ({meeting.kind[:1].upper()}-{meeting.pk})",
        on=meeting.on,
        at=meeting.at,
        minutes=meeting.minutes,
        where=meeting.venue.name if meeting.venue else _HOW.get(Mode(meeting.mode), ""),
        sequence=meeting.sequence,
        cancelled=meeting.state == "cancelled" or all(state == "taken_out" for state in states),
        made_at=meeting.made_at,
    )


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event["dtstamp"] = vDatetime(entry.made_at.astimezone(UTC).replace(microsecond=0))
    event["organizer"] = _organizer()
    event.add("summary", entry.title)
    if entry.at is None:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
    else:
        start = datetime.combine(entry.on, entry.at, LONDON)
        event.add("dtstart", start)
        event.add("duration", timedelta(minutes=entry.minutes))
    if entry.where:
        event.add("location", entry.where)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _organizer() -> vCalAddress:
    """Calendars want one. It has no address: what is answered to a calendar would be read by nobody."""
    address = vCalAddress("invalid:nomail")
    address.params["CN"] = "Independent Reviewing Service"
    return address
