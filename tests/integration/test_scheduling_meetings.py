"""Planning, settling, moving and cancelling meetings: who may, of which children, and two people at once."""

from __future__ import annotations

from datetime import date, time

import pytest

from service import allocate, make_child, make_person, moment, viewer_of
from sightline.casework.meetings import scheduling
from sightline.casework.meetings.models import Matter, Meeting, Participant
from sightline.casework.meetings.scheduling import Moved, NotPossible
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted
from sightline.casework.outbox.models import Message
from sightline.casework.register.models import Child, Restriction, SiblingGroup
from sightline.casework.register.scope import NoSuchChild
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Entry, Past
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 8)
LATER = date(2026, 12, 10)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def support() -> Viewer:
    return viewer_of(make_person(Role.BUSINESS_SUPPORT))


@pytest.fixture
def child(officer: Person) -> Child:
    child = make_child()
    allocate(child, officer)
    return child


def planned(child: Child, officer: Person, by: Viewer, on: date | None = DECEMBER) -> Meeting:
    pk = scheduling.plan(kind="review", children=[child.pk], chair=officer.pk, by=by, on=on, at=time(15))
    return Meeting.objects.get(pk=pk)


def restricted(child: Child) -> Child:
    manager = make_person(Role.IRO_MANAGER)
    Restriction.objects.create(child=child, reason="Known", set_at=moment(), set_by=manager)
    return child


def test_a_meeting_with_a_day_is_planned_and_without_one_proposed(
    child: Child, officer: Person, support: Viewer
) -> None:
    stamp = child.stamp
    assert planned(child, officer, support).state == "planned"
    pk = scheduling.plan(
        kind="review", children=[child.pk], chair=officer.pk, by=support, proposals=[(LATER, None), (LATER, None)]
    )
    proposed = Meeting.objects.get(pk=pk)
    assert (proposed.state, proposed.on, proposed.proposals.count()) == ("proposed", None, 1)
    child.refresh_from_db()
    assert child.stamp > stamp
    assert Entry.objects.filter(action="meeting_planned", subject=child.pk, by=support.id).count() == 2


def test_planning_the_same_day_twice_is_refused(child: Child, officer: Person, support: Viewer) -> None:
    planned(child, officer, support)
    with pytest.raises(NotPermitted, match="planned for 8 December 2026 already"):
        planned(child, officer, support)
    assert planned(child, officer, support, on=LATER).on == LATER


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.HEAD_OF_SERVICE, Role.ANALYST])
def test_those_who_do_not_plan_are_refused(role: Role, child: Child, officer: Person) -> None:
    with pytest.raises(NotPermitted):
        planned(child, officer, viewer_of(make_person(role)))


def test_a_child_out_of_scope_is_no_child(child: Child, officer: Person, support: Viewer) -> None:
    hidden = restricted(make_child())
    with pytest.raises(NoSuchChild):
        scheduling.plan(kind="review", children=[child.pk, hidden.pk], chair=officer.pk, by=support)
    with pytest.raises(NoSuchChild):
        scheduling.plan(kind="review", children=[child.pk], chair=officer.pk, by=viewer_of(make_person(Role.IRO)))
    assert not Meeting.objects.exists()


def test_who_chairs_is_somebody_who_chairs(child: Child, support: Viewer) -> None:
    with pytest.raises(NotPermitted, match="does not chair"):
        planned(child, make_person(Role.SOCIAL_WORKER), support)


def test_settling_takes_one_day_and_happens_once(child: Child, officer: Person, support: Viewer) -> None:
    meeting = planned(child, officer, support, on=None)
    scheduling.settle(meeting=meeting.pk, version=1, on=LATER, at=time(10), by=support)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.on, meeting.dated_on, meeting.version) == ("planned", LATER, support.on, 2)
    with pytest.raises(NotPossible):
        scheduling.settle(meeting=meeting.pk, version=2, on=DECEMBER, by=support)


def test_a_move_is_told_to_those_who_come_and_not_to_who_moves(
    child: Child, officer: Person, support: Viewer
) -> None:
    meeting = planned(child, officer, support)
    worker, left_out = make_person(Role.SOCIAL_WORKER), make_person(Role.SOCIAL_WORKER)
    matter = meeting.matters.get()
    Participant.objects.create(matter=matter, capacity="social_worker", person=worker)
    Participant.objects.create(matter=matter, capacity="social_worker", person=left_out, plan="excluded", why="No")
    scheduling.move(meeting=meeting.pk, version=1, on=LATER, at=time(15), by=support)
    assert set(Message.objects.values_list("person", "kind")) == {
        (officer.pk, "meeting_moved"), (worker.pk, "meeting_moved"),
    }  # fmt: skip
    meeting.refresh_from_db()
    assert (meeting.on, meeting.sequence, meeting.version) == (LATER, 1, 2)
    assert Past.objects.filter(kind="meetings.meeting", row=meeting.pk, version=1).exists()


def test_a_move_to_where_it_is_says_nothing(child: Child, officer: Person, support: Viewer) -> None:
    meeting = planned(child, officer, support)
    scheduling.move(meeting=meeting.pk, version=1, on=DECEMBER, at=time(15), by=support)
    meeting.refresh_from_db()
    assert (meeting.version, Message.objects.count()) == (1, 0)


def test_two_who_move_at_once(child: Child, officer: Person, support: Viewer) -> None:
    meeting = planned(child, officer, support)
    scheduling.move(meeting=meeting.pk, version=1, on=LATER, by=support)
    with pytest.raises(Changed) as caught:
        scheduling.move(meeting=meeting.pk, version=1, on=date(2026, 12, 11), by=support)
    assert (caught.value.version, caught.value.now["on"]) == (2, LATER)


def test_many_are_moved_or_none(child: Child, officer: Person, support: Viewer) -> None:
    first = planned(child, officer, support)
    second = planned(make_child(), officer, support)
    with pytest.raises(Changed):
        scheduling.move_all([Moved(first.pk, 1, LATER), Moved(second.pk, 7, LATER)], by=support)
    assert set(Meeting.objects.values_list("on", flat=True)) == {DECEMBER}
    scheduling.move_all([Moved(first.pk, 1, LATER), Moved(second.pk, 1, LATER)], by=support)
    assert set(Meeting.objects.values_list("on", flat=True)) == {LATER}


def test_cancelling_asks_why_and_takes_every_child_out(child: Child, officer: Person, support: Viewer) -> None:
    meeting = planned(child, officer, support)
    with pytest.raises(NotPermitted, match="why"):
        scheduling.cancel(meeting=meeting.pk, version=1, why="  ", by=support)
    scheduling.cancel(meeting=meeting.pk, version=1, why="The child went home", by=support)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_why) == ("cancelled", "The child went home")
    assert Matter.objects.get().state == "taken_out"
    assert Message.objects.get().kind == "meeting_cancelled"


def test_a_held_meeting_is_neither_moved_nor_cancelled(child: Child, officer: Person, support: Viewer) -> None:
    meeting = planned(child, officer, support)
    Meeting.objects.update(state="held")
    with pytest.raises(NotPossible):
        scheduling.move(meeting=meeting.pk, version=1, on=LATER, by=support)
    with pytest.raises(NotPossible):
        scheduling.cancel(meeting=meeting.pk, version=1, why="Why", by=support)


def siblings(officer: Person) -> tuple[Child, Child]:
    family = SiblingGroup.objects.create()
    made = make_child(family=family), make_child(family=family)
    for each in made:
        allocate(each, officer)
    return made


def test_one_of_two_children_is_taken_out_and_the_last_is_not(officer: Person, support: Viewer) -> None:
    first, second = siblings(officer)
    pk = scheduling.plan(kind="review", children=[first.pk, second.pk], chair=officer.pk, by=support, on=LATER)
    one, two = Matter.objects.filter(meeting=pk).order_by("child")
    scheduling.take_out(matter=one.pk, version=1, why="Wants a review alone", by=support)
    one.refresh_from_db()
    assert (one.state, Meeting.objects.get(pk=pk).state) == ("taken_out", "planned")
    with pytest.raises(NotPermitted, match="cancel it instead"):
        scheduling.take_out(matter=two.pk, version=1, why="Too", by=support)


def test_what_is_out_of_sight_goes_on_when_a_meeting_is_cancelled(officer: Person, support: Viewer) -> None:
    first, second = siblings(officer)
    pk = scheduling.plan(kind="review", children=[first.pk, second.pk], chair=officer.pk, by=support, on=LATER)
    restricted(second)
    hidden = Matter.objects.get(child=second)
    with pytest.raises(NoSuchMatter):
        scheduling.take_out(matter=hidden.pk, version=1, why="Why", by=support)
    with pytest.raises(NotPermitted, match="No other child"):
        scheduling.take_out(matter=Matter.objects.get(child=first).pk, version=1, why="Why", by=support)
    scheduling.cancel(meeting=pk, version=1, why="The first child went home", by=support)
    hidden.refresh_from_db()
    assert (hidden.state, Meeting.objects.get(pk=pk).state) == ("to_hold", "planned")
    assert Matter.objects.get(child=first).state == "taken_out"
