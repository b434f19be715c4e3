"""People are added, given roles without conflict, and ended; posts make capacity; those stand in who may."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from service import LONG_AGO, TODAY, allocate, make_child, make_person, make_team, moment, viewer_of
from sightline.casework.register.scope import children
from sightline.casework.staff import actions, directory, queries
from sightline.casework.staff.actions import NotPermitted
from sightline.casework.staff.models import Absence, Person, RolePeriod
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Entry, Past
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def admin() -> Viewer:
    return viewer_of(make_person(Role.ADMINISTRATOR))


def post(person: Person | None, fraction: str, admin: Viewer, **told: Any) -> int:
    given = {"role": Role.IRO, "employment": "permanent" if person else "vacant", "started": LONG_AGO, **told}
    return actions.add_post(person=person.pk if person else None, fraction=Decimal(fraction), by=admin, **given)


def test_a_person_is_added_and_told_of_in_the_trail(admin: Viewer) -> None:
    pk = actions.add_person(name="Wren Adeyemi", email="wren@example.org", by=admin)
    assert directory.profile(pk).name == "Wren Adeyemi"
    assert Entry.objects.get(action="person_added").detail == {}


@pytest.mark.parametrize("email", ["wren@example.org", "WREN@example.org"])
def test_one_person_an_address(admin: Viewer, email: str) -> None:
    actions.add_person(name="Wren", email="wren@example.org", by=admin)
    with pytest.raises(NotPermitted, match="e-mail address already"):
        actions.add_person(name="Another", email=email, by=admin)


def test_who_may_not_change_people_is_refused() -> None:
    manager = viewer_of(make_person(Role.IRO_MANAGER))
    with pytest.raises(NotPermitted, match="Administrator"):
        actions.add_person(name="Wren", email="wren@example.org", by=manager)


def test_a_correction_keeps_what_was_said_before(admin: Viewer) -> None:
    person = make_person(name="Old Name")
    actions.correct_person(person=person.pk, version=1, by=admin, name="New Name")
    past = Past.objects.get(kind="staff.person").values
    assert past["name"] == "Old Name"
    assert "password" not in past
    with pytest.raises(Changed) as changed:
        actions.correct_person(person=person.pk, version=1, by=admin, name="Third Name")
    assert changed.value.now == {"name": "New Name"}


def test_only_details_can_be_corrected(admin: Viewer) -> None:
    with pytest.raises(TypeError):
        actions.correct_person(person=make_person().pk, version=1, by=admin, password="!")


def test_nobody_reviews_and_runs_cases_at_once(admin: Viewer) -> None:
    iro = make_person(Role.IRO)
    with pytest.raises(NotPermitted, match="reg 46"):
        actions.give_role(person=iro.pk, role=Role.SOCIAL_WORKER, started=TODAY, by=admin)
    actions.give_role(person=iro.pk, role=Role.BUSINESS_SUPPORT, started=TODAY, by=admin)


def test_one_after_the_other_is_no_conflict(admin: Viewer) -> None:
    iro = make_person(Role.IRO)
    period = RolePeriod.objects.get(person=iro)
    actions.end_role(period=period.pk, on=LATER, version=1, by=admin)
    with pytest.raises(NotPermitted):
        actions.give_role(person=iro.pk, role=Role.SOCIAL_WORKER, started=LATER - timedelta(days=1), by=admin)
    actions.give_role(person=iro.pk, role=Role.SOCIAL_WORKER, started=LATER, by=admin)


def test_a_role_is_not_given_twice_and_a_manager_has_a_team(admin: Viewer) -> None:
    iro = make_person(Role.IRO)
    with pytest.raises(NotPermitted, match="already"):
        actions.give_role(person=iro.pk, role=Role.IRO, started=TODAY, by=admin)
    other = make_person(None)
    with pytest.raises(NotPermitted, match="team"):
        actions.give_role(person=other.pk, role=Role.TEAM_MANAGER, started=TODAY, by=admin)
    actions.give_role(person=other.pk, role=Role.TEAM_MANAGER, started=TODAY, team=make_team().pk, by=admin)


def test_nobody_changes_their_own_roles(admin: Viewer) -> None:
    with pytest.raises(NotPermitted, match="own roles"):
        actions.give_role(person=admin.id, role=Role.IRO_MANAGER, started=TODAY, by=admin)
    with pytest.raises(NotPermitted, match="own roles"):
        actions.leave(person=admin.id, on=TODAY, by=admin)


def test_an_administrator_is_always_left(admin: Viewer) -> None:
    second = make_person(Role.ADMINISTRATOR)
    actions.leave(person=second.pk, on=TODAY, by=admin)
    with pytest.raises(NotPermitted, match="last administrator"):
        actions.let_sign_in(person=admin.id, may=False, version=1, by=None, at=moment())


def test_leaving_ends_roles_and_posts_and_deletes_nobody(admin: Viewer) -> None:
    iro = make_person(Role.IRO)
    post(iro, "0.6", admin)
    actions.leave(person=iro.pk, on=LATER, by=admin)
    assert viewer_of(iro).roles == {Role.IRO}
    assert viewer_of(iro, at=moment(LATER)).roles == frozenset()
    assert queries.fte(LATER, Role.IRO).filled == 0
    assert Person.objects.filter(pk=iro.pk).exists()


def test_capacity_is_what_is_filled_of_the_establishment(admin: Viewer) -> None:
    post(make_person(), "1", admin)
    post(make_person(), "0.6", admin, employment="agency")
    post(make_person(), "0.5", admin, employment="seconded_out")
    post(None, "0.8", admin)
    post(make_person(Role.SOCIAL_WORKER), "1", admin, role=Role.SOCIAL_WORKER)
    capacity = queries.fte(TODAY, Role.IRO)
    assert (capacity.establishment, capacity.filled, capacity.vacant) == (
        Decimal("2.9"),
        Decimal("1.6"),
        Decimal("0.8"),
    )
    assert (capacity.headcount, capacity.per_fte(100)) == (2, Decimal("62.5"))
    assert queries.fte(LONG_AGO - timedelta(days=1), Role.IRO).per_fte(100) is None


def test_a_post_counts_up_to_the_day_before_its_end(admin: Viewer) -> None:
    line = post(make_person(), "1", admin)
    actions.end_post(post=line, on=TODAY, version=1, by=admin)
    assert queries.fte(TODAY - timedelta(days=1), Role.IRO).filled == 1
    assert queries.fte(TODAY, Role.IRO).filled == 0


def test_months_are_counted_on_their_first_day(admin: Viewer, django_assert_num_queries: Any) -> None:
    post(make_person(), "1", admin, started=date(2026, 3, 1))
    post(make_person(), "0.5", admin, started=date(2026, 3, 2))
    with django_assert_num_queries(1):
        months = queries.by_month(date(2026, 2, 20), 3, {Role.IRO})
    assert [month.filled for month in months] == [0, 1, Decimal("1.5")]


def test_nobody_is_more_than_full_time(admin: Viewer) -> None:
    person = make_person()
    post(person, "0.6", admin)
    with pytest.raises(NotPermitted, match="more than full time"):
        post(person, "0.5", admin)
    post(person, "0.4", admin)


def test_a_vacancy_has_nobody_and_nothing_else_has(admin: Viewer) -> None:
    with pytest.raises(NotPermitted, match="vacant"):
        post(make_person(), "1", admin, employment="vacant")
    with pytest.raises(NotPermitted, match="vacant"):
        post(None, "1", admin, employment="agency")


def test_cover_sees_the_children_of_the_person_away_for_its_days(admin: Viewer) -> None:
    away, cover = make_person(Role.IRO), make_person(Role.IRO)
    child = make_child()
    allocate(child, away)
    absence = actions.record_absence(person=away.pk, kind="leave", started=TODAY, ended=LATER, by=admin)
    actions.add_cover(absence=absence, person=cover.pk, started=TODAY, ended=TODAY + timedelta(days=2), by=admin)
    seen = [
        children(seen_by=viewer_of(cover, at=moment(TODAY + timedelta(days=day)))).filter(pk=child.pk).exists()
        for day in (-1, 0, 1, 2)
    ]
    assert seen == [False, True, True, False]


def test_who_may_not_stand_in_is_refused(admin: Viewer) -> None:
    away = make_person(Role.IRO)
    absence = actions.record_absence(person=away.pk, kind="leave", started=TODAY, ended=LATER, by=admin)

    def stand_in(person: Person, **told: Any) -> int:
        return actions.add_cover(absence=absence, person=person.pk, **{"started": TODAY, **told}, by=admin)

    with pytest.raises(NotPermitted, match="themselves"):
        stand_in(away)
    with pytest.raises(NotPermitted, match="may not stand in"):
        stand_in(make_person(Role.SOCIAL_WORKER))
    with pytest.raises(NotPermitted, match="within the days"):
        stand_in(make_person(), ended=LATER + timedelta(days=1))
    busy = make_person()
    actions.record_absence(person=busy.pk, kind="leave", started=LATER - timedelta(days=1), by=admin)
    with pytest.raises(NotPermitted, match="away too"):
        stand_in(busy)
    assert stand_in(make_person(Role.IRO_MANAGER))


def test_coming_back_sooner_ends_the_cover(admin: Viewer) -> None:
    away, cover = make_person(), make_person()
    absence = actions.record_absence(person=away.pk, kind="sickness", started=TODAY, by=admin)
    actions.add_cover(absence=absence, person=cover.pk, started=TODAY, by=admin)
    actions.back(absence=absence, on=TODAY + timedelta(days=3), version=1, by=admin)
    assert viewer_of(cover, at=moment(TODAY + timedelta(days=2))).covers == {away.pk}
    assert viewer_of(cover, at=moment(TODAY + timedelta(days=3))).covers == frozenset()


def test_cover_ends_with_the_role_that_may_stand_in(admin: Viewer) -> None:
    away, cover, leads = make_person(), make_person(), make_person(Role.IRO_MANAGER)
    absence = actions.record_absence(person=away.pk, kind="leave", started=TODAY, by=admin)
    for person in (cover, leads):
        actions.add_cover(absence=absence, person=person.pk, started=TODAY, by=admin)
    day = TODAY + timedelta(days=3)
    actions.end_role(period=RolePeriod.objects.get(person=cover).pk, on=day, version=1, by=admin)
    actions.give_role(person=cover.pk, role=Role.SOCIAL_WORKER, started=day, by=admin)
    assert viewer_of(cover, at=moment(day - timedelta(days=1))).covers == {away.pk}
    assert viewer_of(cover, at=moment(day)).covers == frozenset()
    assert viewer_of(leads, at=moment(day)).covers == {away.pk}


def test_absences_do_not_overlap(admin: Viewer) -> None:
    person = make_person()
    actions.record_absence(person=person.pk, kind="leave", started=TODAY, ended=LATER, by=admin)
    with pytest.raises(NotPermitted, match="already"):
        actions.record_absence(person=person.pk, kind="leave", started=LATER - timedelta(days=1), by=admin)
    actions.record_absence(person=person.pk, kind="leave", started=LATER, by=admin)
    assert Absence.objects.filter(person=person).count() == 2


def test_a_worker_that_a_feed_tells_of_cannot_sign_in(django_assert_max_num_queries: Any) -> None:
    first = actions.known_worker(worker="W1", name="Robin Okafor", at=moment())
    assert actions.known_worker(worker="W1", name="Robin Okafor", at=moment()) == first
    person = Person.objects.get(pk=first)
    assert (person.is_active, person.has_usable_password()) == (False, False)
    with django_assert_max_num_queries(12):
        assert len(actions.known_workers({f"W{n}": "" for n in range(200)}, at=moment())) == 200


def test_a_worker_told_of_needs_an_address_before_sign_in(admin: Viewer) -> None:
    pk = actions.known_worker(worker="W1", name="Robin Okafor", at=moment())
    with pytest.raises(NotPermitted, match="e-mail"):
        actions.let_sign_in(person=pk, may=True, version=1, by=admin)
    actions.correct_person(person=pk, version=1, by=admin, email="robin@example.org")
    actions.let_sign_in(person=pk, may=True, version=2, by=admin)


def test_a_team_is_not_part_of_itself_and_closes_empty(admin: Viewer) -> None:
    above = actions.add_team(name="North", by=admin)
    below = actions.add_team(name="North 1", parent_id=above, by=admin)
    with pytest.raises(NotPermitted, match="itself"):
        actions.correct_team(team=above, version=1, by=admin, parent_id=below)
    with pytest.raises(NotPermitted, match="name"):
        actions.add_team(name="north", by=admin)
    worker = make_person(None)
    given = actions.give_role(person=worker.pk, role=Role.SOCIAL_WORKER, started=TODAY, team=below, by=admin)
    with pytest.raises(NotPermitted, match="1 people"):
        actions.close_team(team=below, on=LATER, version=1, by=admin)
    actions.end_role(period=given, on=LATER, version=1, by=admin)
    actions.close_team(team=below, on=LATER, version=1, by=admin)
    assert directory.team(below, TODAY).closed == LATER
