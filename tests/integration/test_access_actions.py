"""Restricting records, opening them with a reason, and what is kept of both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service import TODAY, allocate, make_child, make_person, make_team, moment, viewer_of
from sightline.casework.register import breaking_glass, restricting
from sightline.casework.register.models import Child, Glass, Restriction
from sightline.casework.register.queries import access, glass_waiting
from sightline.casework.register.scope import NoSuchChild, children
from sightline.casework.staff.models import Person, RolePeriod
from sightline.casework.trail.models import Entry
from sightline.domain.roles import MAY, Act, Role

pytestmark = pytest.mark.django_db
WHY = "Called by the police at the station, nobody else is here"


def sees(person: Person, child: Child) -> bool:
    return children(seen_by=viewer_of(person)).filter(pk=child.pk).exists()


@pytest.fixture
def manager() -> Person:
    return make_person(Role.IRO_MANAGER)


@pytest.fixture
def child() -> Child:
    return make_child()


def restrict(child: Child, *people: Person, by: Person) -> Restriction:
    return restricting.restrict(
        child=child.pk, people=[one.pk for one in people], reason="Known", by=viewer_of(by)
    )


def test_a_restriction_leaves_sight_to_those_named(child: Child, manager: Person) -> None:
    other = make_person(Role.HEAD_OF_SERVICE)
    restrict(child, manager, by=manager)
    assert sees(manager, child)
    assert not sees(other, child)
    entry = Entry.objects.get(action="restricted")
    assert (entry.by, entry.subject, entry.detail) == (manager.pk, child.pk, {"people": [manager.pk]})


def test_who_restricts_need_not_be_named_if_another_is_who_can_change_it(child: Child, manager: Person) -> None:
    other = make_person(Role.HEAD_OF_SERVICE)
    restrict(child, other, by=manager)
    assert sees(other, child)
    assert not sees(manager, child)


@pytest.mark.parametrize("role", [role for role in Role if role not in MAY[Act.RESTRICT]])
def test_somebody_named_must_be_able_to_change_it_again(child: Child, manager: Person, role: Role) -> None:
    with pytest.raises(restricting.NotPermitted, match="at least one"):
        restrict(child, make_person(role), by=manager)
    assert not Restriction.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in MAY[Act.RESTRICT]])
def test_other_roles_cannot_restrict(child: Child, manager: Person, role: Role) -> None:
    with pytest.raises(restricting.NotPermitted):
        restrict(child, manager, by=make_person(role))


def test_a_reason_is_asked_for(child: Child, manager: Person) -> None:
    with pytest.raises(restricting.NotPermitted, match="why"):
        restricting.restrict(child=child.pk, people=[manager.pk], reason="  ", by=viewer_of(manager))


def test_twice_is_refused(child: Child, manager: Person) -> None:
    restrict(child, manager, by=manager)
    with pytest.raises(restricting.NotPermitted, match="already"):
        restrict(child, manager, by=manager)


def test_for_a_manager_who_is_not_named_there_is_no_such_child(child: Child, manager: Person) -> None:
    restrict(child, manager, by=manager)
    other = viewer_of(make_person(Role.IRO_MANAGER))
    for act in (
        lambda: restricting.lift(child=child.pk, reason="x", by=other),
        lambda: restricting.name(child=child.pk, person=other.id, reason="x", by=other),
    ):
        with pytest.raises(NoSuchChild):
            act()


def test_one_more_is_named_and_taken_off_again(child: Child, manager: Person) -> None:
    officer, by = make_person(Role.IRO), viewer_of(manager)
    allocate(child, officer)
    restrict(child, manager, by=manager)
    restricting.name(child=child.pk, person=officer.pk, reason="Their officer", by=by)
    assert sees(officer, child)
    restricting.unname(child=child.pk, person=officer.pk, reason="Moved on", by=by)
    assert not sees(officer, child)
    restricting.name(child=child.pk, person=officer.pk, reason="Back", by=by)
    assert sees(officer, child)


def test_the_last_who_can_change_it_is_not_taken_off(child: Child, manager: Person) -> None:
    restrict(child, manager, make_person(Role.BUSINESS_SUPPORT), by=manager)
    with pytest.raises(restricting.NotPermitted, match="at least one"):
        restricting.unname(child=child.pk, person=manager.pk, reason="x", by=viewer_of(manager))
    assert sees(manager, child)


def test_lifting_lets_everybody_in_again(child: Child, manager: Person) -> None:
    other = make_person(Role.ANALYST)
    restrict(child, manager, by=manager)
    restricting.lift(child=child.pk, reason="They left", by=viewer_of(manager))
    assert sees(other, child)
    assert Restriction.objects.get().lifted_why == "They left"


def test_every_change_makes_what_was_worked_out_old(child: Child, manager: Person) -> None:
    before = child.stamp
    restrict(child, manager, by=manager)
    child.refresh_from_db()
    assert child.stamp == before + 1


def test_who_opened_it_with_a_reason_changes_nothing(child: Child, manager: Person) -> None:
    restrict(child, manager, by=manager)
    other = make_person(Role.HEAD_OF_SERVICE)
    assert opens(other, child) == child.pk
    with pytest.raises(restricting.NotPermitted, match="Only the people named"):
        restricting.lift(child=child.pk, reason="x", by=viewer_of(other))


def test_unless_nobody_named_is_left_who_could(child: Child, manager: Person) -> None:
    restrict(child, manager, by=manager)
    RolePeriod.objects.filter(person=manager).update(ended=TODAY)
    other = make_person(Role.HEAD_OF_SERVICE)
    opens(other, child)
    restricting.lift(child=child.pk, reason="Nobody named is left", by=viewer_of(other))
    assert sees(make_person(Role.ANALYST), child)


def test_who_can_be_named_are_those_whose_role_reaches_the_child(child: Child, manager: Person) -> None:
    team = make_team()
    worker, boss = make_person(Role.SOCIAL_WORKER, team=team), make_person(Role.TEAM_MANAGER, team=team)
    stranger = make_person(Role.IRO)
    allocate(child, worker, role="social_worker")
    people = {one.id: one for one in access.who_would_see(child.pk, seen_by=viewer_of(manager))}
    assert people.keys() == {worker.pk, boss.pk, manager.pk}
    assert people[worker.pk].works_with
    assert people[manager.pk].can_change
    assert stranger.pk not in people


def test_restricted_records_are_listed_for_those_named_alone(child: Child, manager: Person) -> None:
    restrict(child, manager, by=manager)
    assert [row[0] for row in access.restricted_records(seen_by=viewer_of(manager))] == [child]
    assert not access.restricted_records(seen_by=viewer_of(make_person(Role.IRO_MANAGER)))


# Opening a record with a reason


def opens(person: Person, child: Child, *, reason: str = WHY, hours: int = 8) -> int:
    number = child.identifiers.get().value
    return breaking_glass.open_record(
        scheme="903", identifier=number, reason=reason, hours=hours, by=viewer_of(person)
    )


def test_a_record_is_opened_for_its_hours(child: Child) -> None:
    person = make_person(Role.IRO)
    assert not sees(person, child)
    assert opens(person, child, hours=8) == child.pk
    assert sees(person, child)
    glass = Glass.objects.get()
    assert glass.until - glass.opened_at == timedelta(hours=8)
    assert Entry.objects.get().action == "glass_broken"


@pytest.mark.parametrize("role", [role for role in Role if role not in MAY[Act.BREAK_GLASS]])
def test_other_roles_cannot(child: Child, role: Role) -> None:
    with pytest.raises(breaking_glass.NotPermitted):
        opens(make_person(role), child)
    assert not Glass.objects.exists()


@pytest.mark.parametrize(("length", "enough"), [(19, False), (20, True)])
def test_the_reason_has_at_least_twenty_characters(child: Child, length: int, enough: bool) -> None:
    person = make_person(Role.IRO)
    if enough:
        assert opens(person, child, reason="x" * length) == child.pk
    else:
        with pytest.raises(breaking_glass.NotPermitted, match="at least 20"):
            opens(person, child, reason=" " + "x" * length + " ")


def test_what_one_sees_anyway_is_not_opened(child: Child) -> None:
    person = make_person(Role.IRO)
    allocate(child, person)
    assert opens(person, child) == child.pk
    assert not Glass.objects.exists()


def test_a_number_that_nobody_has_is_reported_and_not_kept(child: Child) -> None:
    person = make_person(Role.IRO)
    with pytest.raises(breaking_glass.NoSuchRecord):
        breaking_glass.open_record(scheme="case", identifier="X99", reason=WHY, hours=8, by=viewer_of(person))
    assert Glass.objects.get().child is None
    assert glass_waiting(seen_by=viewer_of(make_person(Role.IRO_MANAGER))) == 1
    assert "X99" not in str(list(Entry.objects.values()) + list(Glass.objects.values()))


def test_five_times_in_a_day_found_or_not(child: Child) -> None:
    person = make_person(Role.IRO)
    for n in range(4):
        Glass.objects.create(person=person, reason=WHY, opened_at=moment() - timedelta(hours=n), until=moment())
    Glass.objects.create(person=person, reason=WHY, opened_at=moment() - timedelta(days=1), until=moment())
    assert opens(person, child) == child.pk
    with pytest.raises(breaking_glass.NotPermitted, match="5 records in 24 hours"):
        opens(person, make_child())


# Looking into it


def test_an_opening_waits_until_somebody_else_has_looked_into_it(child: Child, manager: Person) -> None:
    opens(make_person(Role.IRO), child)
    looking = viewer_of(manager)
    assert glass_waiting(seen_by=looking) == 1
    opening = access.openings(seen_by=looking, waiting=True)[0]
    breaking_glass.look_into(glass=opening.id, finding="It was right", by=looking)
    assert glass_waiting(seen_by=looking) == 0
    done = access.openings(seen_by=looking, waiting=False)[0]
    assert (done.finding, done.looked_into_by) == ("It was right", manager.name)
    with pytest.raises(breaking_glass.NotPermitted, match="already"):
        breaking_glass.look_into(glass=opening.id, finding="Again", by=looking)


def test_nobody_looks_into_their_own(child: Child) -> None:
    head = make_person(Role.DIRECTOR)
    restrict(child, manager := make_person(Role.IRO_MANAGER), by=manager)
    opens(head, child)
    own = viewer_of(head)
    with pytest.raises(breaking_glass.NotPermitted, match="Somebody else"):
        breaking_glass.look_into(glass=Glass.objects.get().pk, finding="Fine", by=own)
    assert glass_waiting(seen_by=own) == 0


def test_it_is_for_heads_alone(child: Child) -> None:
    officer = make_person(Role.IRO)
    opens(officer, child)
    other = viewer_of(make_person(Role.SENIOR_IRO))
    assert glass_waiting(seen_by=other) == 0
    with pytest.raises(breaking_glass.NotPermitted):
        breaking_glass.look_into(glass=Glass.objects.get().pk, finding="Fine", by=other)


def test_the_report_does_not_say_which_restricted_child_it_was(child: Child, manager: Person) -> None:
    restrict(child, manager, by=manager)
    opens(make_person(Role.IRO), child)
    named = access.openings(seen_by=viewer_of(manager))[0]
    other = access.openings(seen_by=viewer_of(make_person(Role.DIRECTOR)))[0]
    assert named.child == child.pk
    assert other.child is None
    assert other.found


@pytest.mark.parametrize("count", [1, 6])
def test_the_report_asks_the_database_as_often_for_one_as_for_many(
    count: int, django_assert_num_queries: object
) -> None:
    for _ in range(count):
        opens(make_person(Role.IRO), make_child())
    seen_by = viewer_of(make_person(Role.IRO_MANAGER))
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(access.openings(seen_by=seen_by)) == count
