"""Who may see which child: every reach, each with a near miss."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from service import TODAY, allocate, make_child, make_person, make_team, moment, viewer_of
from sightline.casework.register.models import Child, Glass, Involvement, Restriction, SiblingGroup
from sightline.casework.register.scope import How, NoSuchChild, children, open_child
from sightline.casework.staff.models import Absence, Cover, Person, RolePeriod
from sightline.domain.roles import REACH, Reach, Role

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def sees(person: Person, child: Child, *, on: date = TODAY, at: time = time(10, 0)) -> bool:
    return children(seen_by=viewer_of(person, at=moment(on, at))).filter(pk=child.pk).exists()


def how(person: Person, child: Child) -> str:
    return str(open_child(child.pk, seen_by=viewer_of(person)).how)  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", [role for role in Role if REACH[role] is Reach.SERVICE])
def test_the_whole_service_is_seen_by(role: Role) -> None:
    assert sees(make_person(role), make_child())


@pytest.mark.parametrize("role", [role for role in Role if REACH[role] is not Reach.SERVICE])
def test_a_child_of_somebody_else_is_not_seen_by(role: Role) -> None:
    assert not sees(make_person(role), make_child())


def test_nobody_without_a_role_sees_anybody() -> None:
    person, child = make_person(None), make_child()
    allocate(child, person)
    assert not sees(person, child)


def test_an_administrator_sees_no_child_not_even_one_they_work_with() -> None:
    person, child = make_person(Role.ADMINISTRATOR), make_child()
    allocate(child, person)
    assert not sees(person, child)


@pytest.mark.parametrize(
    ("role", "capacity"),
    [
        (Role.IRO, "iro"),
        (Role.SOCIAL_WORKER, "social_worker"),
        (Role.CONFERENCE_CHAIR, "conference_chair"),
        (Role.TEAM_MANAGER, "social_worker"),
    ],
)
def test_ones_own_child_is_seen(role: Role, capacity: str) -> None:
    person, child = make_person(role), make_child()
    allocate(child, person, role=capacity)
    assert sees(person, child)
    assert how(person, child) == How.OWN


def test_work_is_seen_from_its_first_day_up_to_the_day_it_ended() -> None:
    person, child = make_person(Role.IRO), make_child()
    allocate(child, person, TODAY - 9 * DAY, ended=TODAY)
    assert not sees(person, child, on=TODAY - 10 * DAY)
    assert sees(person, child, on=TODAY - 9 * DAY)
    assert sees(person, child, on=TODAY - DAY)
    assert not sees(person, child, on=TODAY)


def test_a_role_that_ended_opens_nothing() -> None:
    person, child = make_person(Role.IRO_MANAGER), make_child()
    RolePeriod.objects.filter(person=person).update(ended=TODAY)
    assert sees(person, child, on=TODAY - DAY)
    assert not sees(person, child)


def test_two_roles_reach_as_far_as_the_further() -> None:
    person, child = make_person(Role.IRO), make_child()
    RolePeriod.objects.create(person=person, role=Role.PARTICIPATION_OFFICER, started=date(2026, 1, 1))
    assert sees(person, child)


# Brothers and sisters


@pytest.fixture
def siblings() -> tuple[Child, Child]:
    family = SiblingGroup.objects.create()
    return make_child(family=family), make_child(family=family)


@pytest.mark.parametrize(("role", "capacity"), [(Role.IRO, "iro"), (Role.CONFERENCE_CHAIR, "conference_chair")])
def test_who_chairs_sees_brothers_and_sisters(siblings: tuple[Child, Child], role: Role, capacity: str) -> None:
    person = make_person(role)
    allocate(siblings[0], person, role=capacity)
    assert sees(person, siblings[1])
    assert how(person, siblings[1]) == How.FAMILY


def test_a_social_worker_does_not(siblings: tuple[Child, Child]) -> None:
    person = make_person(Role.SOCIAL_WORKER)
    allocate(siblings[0], person, role="social_worker")
    assert not sees(person, siblings[1])


def test_children_of_no_family_are_not_each_others_siblings() -> None:
    person, child, other = make_person(Role.IRO), make_child(family=None), make_child(family=None)
    allocate(child, person)
    assert not sees(person, other)


def test_a_restricted_brother_is_not_seen(siblings: tuple[Child, Child]) -> None:
    person = make_person(Role.IRO)
    allocate(siblings[0], person)
    restrict(siblings[1], make_person(Role.IRO_MANAGER))
    assert sees(person, siblings[0])
    assert not sees(person, siblings[1])


# Cover


@pytest.fixture
def covered() -> tuple[Person, Child]:
    """Somebody who stands in from the 10th to the 16th (the 17th is the first day on which they no longer do)."""
    away, covering, child = make_person(Role.IRO), make_person(Role.IRO), make_child()
    allocate(child, away)
    absence = Absence.objects.create(
        person=away, kind="leave", started=date(2026, 11, 9), ended=date(2026, 11, 21)
    )
    Cover.objects.create(absence=absence, person=covering, started=date(2026, 11, 10), ended=date(2026, 11, 17))
    return covering, child


@pytest.mark.parametrize(("day", "seen"), [(9, False), (10, True), (16, True), (17, False), (18, False)])
def test_who_stands_in_sees_on_the_days_of_cover(covered: tuple[Person, Child], day: int, seen: bool) -> None:
    assert sees(*covered, on=date(2026, 11, day)) is seen


def test_cover_is_said_as_such(covered: tuple[Person, Child]) -> None:
    Cover.objects.update(ended=None)
    assert how(*covered) == How.COVER


# Teams


def test_a_team_manager_sees_children_of_people_in_the_team() -> None:
    team, child = make_team(), make_child()
    worker, manager = make_person(Role.SOCIAL_WORKER, team=team), make_person(Role.TEAM_MANAGER, team=team)
    allocate(child, worker, role="social_worker")
    assert sees(manager, child)
    assert how(manager, child) == How.TEAM


def test_not_those_of_another_team_nor_of_somebody_who_left_it() -> None:
    team, child = make_team(), make_child()
    worker, manager = make_person(Role.SOCIAL_WORKER, team=team), make_person(Role.TEAM_MANAGER, team=team)
    other = make_person(Role.TEAM_MANAGER, team=make_team())
    allocate(child, worker, role="social_worker")
    assert not sees(other, child)
    RolePeriod.objects.filter(person=worker).update(ended=TODAY)
    assert sees(manager, child, on=TODAY - DAY)
    assert not sees(manager, child)


def test_a_colleague_in_the_team_sees_nothing_by_it() -> None:
    team, child = make_team(), make_child()
    allocate(child, make_person(Role.SOCIAL_WORKER, team=team), role="social_worker")
    assert not sees(make_person(Role.SOCIAL_WORKER, team=team), child)


# Restriction


def restrict(child: Child, *people: Person) -> Restriction:
    made = Restriction.objects.create(child=child, reason="Known to staff", set_at=moment(), set_by=people[0])
    for person in people:
        made.members.create(person=person)
    return made


@pytest.mark.parametrize("role", [role for role in Role if REACH[role] is Reach.SERVICE])
def test_a_restricted_record_is_seen_by_those_named_alone(role: Role) -> None:
    child, person, other = make_child(), make_person(role), make_person(role)
    restrict(child, person)
    assert sees(person, child)
    assert not sees(other, child)


def test_not_even_its_own_officer_sees_it_unless_named() -> None:
    child, person = make_child(), make_person(Role.IRO)
    allocate(child, person)
    restrict(child, make_person(Role.IRO_MANAGER))
    assert not sees(person, child)


def test_being_named_opens_nothing_that_the_role_does_not_reach() -> None:
    child, person = make_child(), make_person(Role.IRO)
    restriction = restrict(child, make_person(Role.IRO_MANAGER), person)
    assert not sees(person, child)
    allocate(child, person)
    assert sees(person, child)
    restriction.members.filter(person=person).update(off_at=moment())
    assert not sees(person, child)


def test_a_restriction_lifted_keeps_nobody_out() -> None:
    child, person = make_child(), make_person(Role.IRO_MANAGER)
    restriction = restrict(child, make_person(Role.IRO_MANAGER))
    Restriction.objects.filter(pk=restriction.pk).update(lifted_at=moment())
    assert sees(person, child)


def test_being_named_on_one_that_was_lifted_does_not_help_with_the_next() -> None:
    child, person, manager = make_child(), make_person(Role.IRO_MANAGER), make_person(Role.IRO_MANAGER)
    Restriction.objects.filter(pk=restrict(child, person).pk).update(lifted_at=moment())
    restrict(child, manager)
    assert not sees(person, child)


def test_who_stands_in_for_somebody_named_is_not_named() -> None:
    away, covering, child = make_person(Role.IRO), make_person(Role.IRO), make_child()
    allocate(child, away)
    restrict(child, away)
    absence = Absence.objects.create(person=away, kind="sickness", started=TODAY)
    Cover.objects.create(absence=absence, person=covering, started=TODAY)
    assert sees(away, child)
    assert not sees(covering, child)


# Glass


def broken(person: Person, child: Child | None) -> Glass:
    return Glass.objects.create(
        person=person, child=child, reason="Police station", opened_at=moment(), until=moment(at=time(18, 0))
    )


def test_a_record_opened_with_a_reason_is_seen_for_its_hours() -> None:
    person, child = make_person(Role.IRO), make_child()
    broken(person, child)
    assert not sees(person, child, at=time(9, 59))
    assert sees(person, child, at=time(10, 0))
    assert sees(person, child, at=time(17, 59))
    assert not sees(person, child, at=time(18, 0))
    assert how(person, child) == How.GLASS


def test_by_the_one_who_opened_it_alone() -> None:
    child = make_child()
    broken(make_person(Role.IRO), child)
    assert not sees(make_person(Role.IRO), child)


def test_a_restricted_record_too() -> None:
    person, child = make_person(Role.HEAD_OF_SERVICE), make_child()
    restrict(child, make_person(Role.IRO_MANAGER))
    broken(person, child)
    assert sees(person, child)
    assert how(person, child) == How.GLASS


def test_not_by_somebody_whose_role_no_longer_may() -> None:
    person, child = make_person(Role.SOCIAL_WORKER), make_child()
    broken(person, child)
    assert not sees(person, child)


def test_an_attempt_that_found_nothing_opens_nothing() -> None:
    person, child = make_person(Role.IRO), make_child()
    broken(person, None)
    assert not sees(person, child)


def test_in_one_way_or_another_reach_comes_last() -> None:
    person, child = make_person(Role.SENIOR_IRO), make_child()
    assert how(person, child) == How.REACH
    allocate(child, person)
    assert how(person, child) == How.OWN


def test_none_and_not_yours_are_alike() -> None:
    person, child = viewer_of(make_person(Role.IRO)), make_child()
    for pk in (child.pk, child.pk + 1000):
        with pytest.raises(NoSuchChild):
            open_child(pk, seen_by=person)


@pytest.mark.parametrize("role", Role)
def test_one_question_to_the_database_whoever_asks(role: Role, django_assert_max_num_queries: object) -> None:
    person, child = make_person(role, team=make_team()), make_child()
    allocate(child, person, role="social_worker" if role is not Role.IRO else "iro")
    seen_by = viewer_of(person)
    asked = 2 if role is Role.TEAM_MANAGER else 1  # who is in the team
    with django_assert_max_num_queries(asked):  # type: ignore[operator]
        list(children(seen_by=seen_by))
    assert Involvement.objects.exists()
