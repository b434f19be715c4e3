"""Who the child's social worker is, where no feed tells: named by a person, the one before ends that day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from service import TODAY, allocate, make_child, make_person, make_team, signed_in, viewer_of
from sightline.casework.register import actions
from sightline.casework.register.models import Child, Involvement, Notice
from sightline.casework.register.scope import NoSuchChild, children
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.models import Entry, Past
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 17)


@pytest.fixture
def child() -> Child:
    return make_child(in_care_since=TUESDAY)


@pytest.fixture
def support() -> Viewer:
    return viewer_of(make_person(Role.BUSINESS_SUPPORT))


@pytest.fixture
def wes() -> Person:
    return make_person(Role.SOCIAL_WORKER, team=make_team("North"))


def name(child: Child, person: Person, by: Viewer, *, on: date = TUESDAY, seen: int | None = 0) -> int:
    return actions.name_worker(child=child.pk, role="social_worker", person=person.pk, on=on, seen=seen, by=by)


def test_the_first_is_named_with_the_team_and_sees_the_child(child: Child, support: Viewer, wes: Person) -> None:
    row = Involvement.objects.get(pk=name(child, wes, support))
    assert (row.person, row.started, row.ended, row.team.name) == (wes, TUESDAY, None, "North")  # type: ignore[union-attr]
    assert children(seen_by=viewer_of(wes)).filter(pk=child.pk).exists()
    assert not Notice.objects.exists()
    assert Entry.objects.get(action="worker_named").detail == {"person": wes.pk, "role": "social_worker"}


def test_the_one_before_ends_that_day_and_the_officer_is_told(child: Child, support: Viewer, wes: Person) -> None:
    first, other = name(child, wes, support), make_person(Role.SOCIAL_WORKER)
    name(child, other, support, on=TODAY, seen=first)
    assert Involvement.objects.get(pk=first).ended == TODAY
    assert Past.objects.get(row=first, kind="register.involvement").values["ended"] is None
    assert Notice.objects.get(child=child).kind == "social_worker_changed"
    assert not children(seen_by=viewer_of(wes)).filter(pk=child.pk).exists()


def test_somebody_named_another_meanwhile(child: Child, support: Viewer, wes: Person) -> None:
    first = name(child, wes, support)
    with pytest.raises(actions.Changed) as changed:
        name(child, make_person(Role.SOCIAL_WORKER), support)
    assert (changed.value.version, changed.value.now) == (first, {"person": wes.pk})
    assert Involvement.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "on", "says"),
    [
        (Role.IRO, TUESDAY, "a social worker today"),
        (Role.SOCIAL_WORKER, TODAY + timedelta(days=1), "not on a day to come"),
    ],
)
def test_what_cannot_be(child: Child, support: Viewer, who: Role, on: date, says: str) -> None:
    with pytest.raises(actions.NotPermitted, match=says):
        name(child, make_person(who), support, on=on)
    assert not Involvement.objects.exists()


def test_the_same_again_and_a_day_before_the_other_began(child: Child, support: Viewer, wes: Person) -> None:
    first = name(child, wes, support)
    with pytest.raises(actions.NotPermitted, match="already"):
        name(child, wes, support, on=TODAY, seen=first)
    with pytest.raises(actions.NotPermitted, match="began later"):
        name(child, make_person(Role.SOCIAL_WORKER), support, on=TUESDAY - timedelta(days=1), seen=first)
    assert Involvement.objects.get().ended is None


def test_a_child_out_of_sight_is_no_child(child: Child, wes: Person) -> None:
    with pytest.raises(NoSuchChild):
        name(child, wes, viewer_of(make_person(Role.IRO)))


def test_a_social_worker_names_nobody(client: Client, child: Child, wes: Person) -> None:
    allocate(child, wes, role="social_worker")
    assert signed_in(client, wes).get(f"/children/{child.pk}/people/social_worker/").status_code == 403


def test_its_page_offers_social_workers_alone(client: Client, child: Child, wes: Person) -> None:
    officer, support = make_person(Role.IRO, name="Olive Officer"), make_person(Role.BUSINESS_SUPPORT)
    page = signed_in(client, support).get(f"/children/{child.pk}/people/social_worker/").content.decode()
    assert f"{wes.name}, North" in page
    assert officer.name not in page
    assert signed_in(client, support).get(f"/children/{child.pk}/people/iro/").status_code == 404
