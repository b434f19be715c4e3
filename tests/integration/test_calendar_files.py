"""Calendar files: nothing of a child in them, the right hour when the clocks change, cancelled when it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from service import allocate, make_child, make_person, moment, viewer_of
from sightline.casework.meetings import calendars, scheduling, venues
from sightline.casework.meetings.models import Meeting, Participant
from sightline.casework.register.models import Child, Restriction
from sightline.casework.staff.models import Person
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def child(officer: Person) -> Child:
    child = make_child(forename="Zebedee", surname="Quillfeather")
    allocate(child, officer)
    return child


def planned(child: Child, officer: Person, on: date, at: time | None = time(15), **where: object) -> int:
    return scheduling.plan(
        kind="review", children=[child.pk], chair=officer.pk, by=viewer_of(officer), on=on, at=at, **where
    )  # type: ignore[arg-type]


def read(content: bytes) -> list[object]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_an_entry_says_when_and_at_which_venue_and_nothing_of_the_child(child: Child, officer: Person) -> None:
    room = venues.add(name="Civic Centre", by=viewer_of(officer), address="1 High Street")
    pk = planned(child, officer, date(2026, 12, 8), venue=room, place="at the home of Mrs Quillfeather")
    content = calendars.to_ics(calendars.entries_of(viewer_of(officer), FIRST, LAST))
    event = read(content)[0]
    assert str(event["summary"]) == f"Review (R-{pk})"
    assert str(event["location"]) == "Civic Centre"
    assert str(event["status"]) == "CONFIRMED"
    assert event["sequence"] == 0
    assert str(event["uid"]) == f"{Meeting.objects.get().uid}@sightline"
    for private in (b"Zebedee", b"Quillfeather", b"High Street", child.identifiers.get().value.encode()):
        assert private not in content


@pytest.mark.parametrize(
    ("on", "utc_hour"), [(date(2026, 10, 23), 14), (date(2026, 10, 26), 15)]
)  # the clocks go back on the 25th
def test_three_in_the_afternoon_stays_three_in_the_afternoon(
    on: date, utc_hour: int, child: Child, officer: Person
) -> None:
    planned(child, officer, on)
    content = calendars.to_ics(calendars.entries_of(viewer_of(officer), FIRST, LAST))
    assert b"BEGIN:VTIMEZONE" in content
    assert b"TZID:Europe/London" in content
    start = read(content)[0]["dtstart"].dt
    assert (start.hour, start.astimezone(UTC)) == (15, datetime(on.year, on.month, on.day, utc_hour, tzinfo=UTC))


def test_a_meeting_without_an_hour_takes_the_day(child: Child, officer: Person) -> None:
    planned(child, officer, date(2026, 12, 8), at=None)
    event = read(calendars.to_ics(calendars.entries_of(viewer_of(officer), FIRST, LAST)))[0]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 8), date(2026, 12, 9))


def test_a_moved_meeting_is_the_same_entry_louder_and_a_cancelled_one_says_so(
    child: Child, officer: Person
) -> None:
    pk = planned(child, officer, date(2026, 12, 8))
    by = viewer_of(officer)
    before = calendars.entry_of(pk, seen_by=by)
    scheduling.move(meeting=pk, version=1, on=date(2026, 12, 9), by=by)
    moved = calendars.entry_of(pk, seen_by=by)
    scheduling.cancel(meeting=pk, version=2, why="The child went home", by=by)
    gone = calendars.entry_of(pk, seen_by=by)
    assert before
    assert moved
    assert gone
    assert before.uid == moved.uid == gone.uid
    assert before.sequence < moved.sequence < gone.sequence
    assert b"METHOD:CANCEL" in calendars.to_ics([gone])
    assert b"STATUS:CANCELLED" in calendars.to_ics([gone])
    assert b"METHOD:PUBLISH" in calendars.to_ics([moved])


def test_a_calendar_has_what_somebody_may_see_and_has_a_part_in(child: Child, officer: Person) -> None:
    pk = planned(child, officer, date(2026, 12, 8))
    worker, stranger = make_person(Role.SOCIAL_WORKER), make_person(Role.SENIOR_IRO)
    allocate(child, worker, role="social_worker")
    part = Participant.objects.create(matter=Meeting.objects.get(pk=pk).matters.get(), capacity="social_worker",
                                      person=worker)  # fmt: skip
    Participant.objects.create(matter=part.matter, capacity="parent", name="Out", plan="excluded", why="Court")
    assert len(calendars.entries_of(viewer_of(worker), FIRST, LAST)) == 1
    assert calendars.entries_of(viewer_of(stranger), FIRST, LAST) == []
    Participant.objects.filter(pk=part.pk).update(plan="excluded", why="No")
    assert calendars.entries_of(viewer_of(worker), FIRST, LAST) == []
    Participant.objects.filter(pk=part.pk).update(plan="invite")
    Restriction.objects.create(child=child, reason="Known", set_at=moment(), set_by=officer)
    assert calendars.entries_of(viewer_of(worker), FIRST, LAST) == []


def test_an_empty_calendar_is_a_calendar(officer: Person) -> None:
    assert read(calendars.to_ics(calendars.entries_of(viewer_of(officer), FIRST, LAST))) == []
