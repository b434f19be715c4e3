"""Saying that a meeting was held, adjourned or begun, and who came: once, by whom, on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from service import TODAY, allocate, make_child, make_person, moment, viewer_of
from sightline.casework.meetings import holding
from sightline.casework.meetings.models import Matter, Meeting, Participant, Sitting
from sightline.casework.meetings.queries.recorded import recorded
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted
from sightline.casework.outbox.models import Call, Hook
from sightline.casework.register.models import Child, Restriction
from sightline.casework.reviews import actions as reviews
from sightline.casework.reviews.models import Review
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Entry, Past
from sightline.domain.roles import Role
from sightline.domain.workflows import NotPossible

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def iro(officer: Person) -> Viewer:
    return viewer_of(officer)


@pytest.fixture
def matter(officer: Person) -> Matter:
    child = make_child()
    allocate(child, officer)
    return part_of(planned(officer), child)


def planned(officer: Person) -> Meeting:
    return Meeting.objects.create(kind="review", state="planned", on=YESTERDAY, chair=officer, made_at=moment())


def part_of(meeting: Meeting, child: Child) -> Matter:
    return Matter.objects.create(meeting=meeting, child=child)


def test_a_review_is_held_in_one_sitting(matter: Matter, iro: Viewer) -> None:
    stamp = matter.child.stamp
    holding.move(matter=matter.pk, move="complete", on=YESTERDAY, by=iro, version=1)
    matter.refresh_from_db()
    assert (matter.state, matter.held_on, matter.completed_on) == ("complete", YESTERDAY, YESTERDAY)
    assert Meeting.objects.get(pk=matter.meeting_id).state == "held"
    assert Sitting.objects.get(matter=matter, held=True).on == YESTERDAY
    assert Past.objects.filter(kind="meetings.matter", row=matter.pk, version=1, cause="complete").exists()
    assert Entry.objects.filter(action="held", subject=matter.child_id, by=iro.id).exists()
    assert Child.objects.get(pk=matter.child_id).stamp == stamp + 1


def test_an_adjourned_review_has_two_days_and_is_not_adjourned_again(matter: Matter, iro: Viewer) -> None:
    with pytest.raises(NotPermitted, match="Say why"):
        holding.move(matter=matter.pk, move="adjourn", on=YESTERDAY, by=iro, version=1)
    holding.move(matter=matter.pk, move="adjourn", on=YESTERDAY, by=iro, version=1, why="No report came")
    with pytest.raises(NotPossible):
        holding.move(matter=matter.pk, move="adjourn", on=TODAY, by=iro, version=2, why="Still none")
    holding.move(matter=matter.pk, move="complete", on=TODAY, by=iro, version=2)
    told = recorded(matter.pk, iro)
    assert (told.held_on, told.completed_on, told.sittings) == (YESTERDAY, TODAY, (YESTERDAY, TODAY))
    assert told.adjourned_why == "No report came"


def test_a_series_begins_and_is_completed_but_never_before_it_began(matter: Matter, iro: Viewer) -> None:
    holding.move(matter=matter.pk, move="begin", on=YESTERDAY, by=iro, version=1)
    with pytest.raises(NotPermitted, match="cannot be before"):
        holding.move(matter=matter.pk, move="complete", on=YESTERDAY - timedelta(days=1), by=iro, version=2)
    holding.move(matter=matter.pk, move="complete", on=YESTERDAY, by=iro, version=2)
    assert Sitting.objects.filter(matter=matter).count() == 1  # that day's sitting is one


def test_a_day_to_come_is_refused(matter: Matter, iro: Viewer) -> None:
    with pytest.raises(NotPermitted, match="after today"):
        holding.move(matter=matter.pk, move="complete", on=TODAY + timedelta(days=1), by=iro, version=1)
    holding.move(matter=matter.pk, move="complete", on=TODAY, by=iro, version=1)


def test_two_at_once_the_second_is_told(matter: Matter, iro: Viewer) -> None:
    holding.move(matter=matter.pk, move="begin", on=YESTERDAY, by=iro, version=1)
    with pytest.raises(Changed) as now:
        holding.move(matter=matter.pk, move="complete", on=YESTERDAY, by=iro, version=1)
    assert now.value.version == 2


def test_a_cancelled_meeting_is_not_held(matter: Matter, iro: Viewer) -> None:
    Meeting.objects.update(state="cancelled")
    with pytest.raises(NotPossible):
        holding.move(matter=matter.pk, move="complete", on=YESTERDAY, by=iro, version=1)
    assert Matter.objects.get().state == "to_hold"


def test_who_may_say_so(matter: Matter) -> None:
    support = make_person(Role.BUSINESS_SUPPORT)
    with pytest.raises(NotPermitted):
        holding.move(matter=matter.pk, move="complete", on=YESTERDAY, by=viewer_of(support), version=1)
    stranger = viewer_of(make_person(Role.IRO))
    with pytest.raises(NoSuchMatter):
        holding.move(matter=matter.pk, move="complete", on=YESTERDAY, by=stranger, version=1)
    manager = viewer_of(make_person(Role.IRO_MANAGER))
    holding.move(matter=matter.pk, move="complete", on=YESTERDAY, by=manager, version=1)


def test_a_restricted_child_is_not_there(matter: Matter, iro: Viewer) -> None:
    manager = make_person(Role.IRO_MANAGER)
    Restriction.objects.create(child=matter.child, reason="Known", set_at=moment(), set_by=manager)
    with pytest.raises(NoSuchMatter):
        holding.move(matter=matter.pk, move="complete", on=YESTERDAY, by=iro, version=1)


def test_of_two_children_one_is_held_and_the_other_waits(matter: Matter, officer: Person, iro: Viewer) -> None:
    sister = make_child()
    allocate(sister, officer)
    other = part_of(matter.meeting, sister)
    holding.move(matter=matter.pk, move="complete", on=YESTERDAY, by=iro, version=1)
    assert Matter.objects.get(pk=other.pk).state == "to_hold"
    holding.move(matter=other.pk, move="adjourn", on=TODAY, by=iro, version=1, why="She was not well")
    assert Meeting.objects.get(pk=matter.meeting_id).version == 2


def test_programs_are_told_once_that_it_was_held(matter: Matter, iro: Viewer, officer: Person) -> None:
    Hook.objects.create(
        name="Case system", url="https://example.org", secret="0", events=["review.held"], made_by=officer,
        made_at=moment(),
    )  # fmt: skip
    Review.objects.create(matter=matter, kind="later")
    reviews.hold(matter=matter.pk, move="begin", on=YESTERDAY, by=iro, version=1)
    assert not Call.objects.exists()  # it is held when its last sitting is
    reviews.hold(matter=matter.pk, move="complete", on=TODAY, by=iro, version=2)
    assert Call.objects.get().body == {
        "matter": matter.pk, "child": matter.child_id, "kind": "later", "held": f"{YESTERDAY}",
        "completed": f"{TODAY}",
    }  # fmt: skip


def test_who_came_is_recorded_and_two_at_once_are_compared(matter: Matter, iro: Viewer) -> None:
    mother = Participant.objects.create(matter=matter, capacity="parent", name="Ms Lee")
    teacher = Participant.objects.create(matter=matter, capacity="teacher", name="Mr Cox")
    came = {mother.pk: "yes", teacher.pk: "apologies"}
    holding.attendance(matter=matter.pk, came=came, views={teacher.pk: True}, by=iro, version=2)
    told = {each.name: (each.came_said, each.sent_views) for each in recorded(matter.pk, iro).participants}
    assert told == {"Ms Lee": ("Came", None), "Mr Cox": ("Sent apologies", True)}
    with pytest.raises(Changed) as now:
        holding.attendance(matter=matter.pk, came=came, by=iro, version=2)
    assert now.value.now[f"came_{teacher.pk}"] == "apologies"
    with pytest.raises(NotPermitted, match="Choose"):
        holding.attendance(matter=matter.pk, came={mother.pk: "perhaps"}, by=iro, version=3)


def test_somebody_elses_participant_is_not_touched(matter: Matter, officer: Person, iro: Viewer) -> None:
    child = make_child()
    allocate(child, officer)
    theirs = Participant.objects.create(matter=part_of(planned(officer), child), capacity="parent", name="No")
    holding.attendance(matter=matter.pk, came={theirs.pk: "yes"}, by=iro, version=None)
    theirs.refresh_from_db()
    assert theirs.came == ""


def test_nothing_is_recorded_of_a_new_matter(matter: Matter, iro: Viewer) -> None:
    told = recorded(matter.pk, iro)
    assert (told.record, told.sections, told.decisions, told.held_on) == ("not_started", (), (), None)
    assert told.age == 12
    assert date(2014, 5, 2) == told.born
