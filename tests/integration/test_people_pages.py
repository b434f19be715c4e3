"""The pages about people: found by those who may, changed by administrators, with few queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from service import TODAY, make_person, make_team, signed_in
from sightline.casework.staff import directory
from sightline.casework.staff.models import Absence, Key, Person, Post, RolePeriod, Team
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db


def day(name: str, on: Any) -> dict[str, str]:
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


@pytest.fixture
def admin(client: Client) -> Person:
    person = make_person(Role.ADMINISTRATOR, name="Ada Admin")
    signed_in(client, person)
    return person


def test_everybody_is_listed_and_filtered(client: Client, admin: Person) -> None:
    make_person(Role.IRO, name="Iris Officer")
    make_person(Role.SOCIAL_WORKER, name="Sol Worker")
    page = client.get(reverse("people"), {"role": "iro"})
    assert "Iris Officer" in page.text
    assert "Sol Worker" not in page.text


@pytest.mark.parametrize("role", [Role.IRO, Role.SOCIAL_WORKER, Role.ANALYST])
def test_who_may_not_see_people_is_refused(client: Client, role: Role) -> None:
    signed_in(client, make_person(role))
    for name in ("people", "teams", "people-ledger", "people-away", "people-workforce", "keys"):
        assert client.get(reverse(name)).status_code == 403, name


def test_the_list_asks_as_often_for_many(client: Client, admin: Person, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(4):
        directory.people(TODAY)
        directory.choices(TODAY)
    for _ in range(20):
        make_person()
    with django_assert_num_queries(4):
        directory.people(TODAY)
        directory.choices(TODAY)


def test_an_administrator_adds_somebody_and_gives_a_role(client: Client, admin: Person) -> None:
    added = client.post(reverse("person-add"), {"name": "Wren Adeyemi", "email": "wren@example.org"}, follow=True)
    assert "Wren Adeyemi" in added.text  # her own page: what she is comes next
    assert "Give a role" in added.text
    wren = Person.objects.get(name="Wren Adeyemi")
    client.post(reverse("role-add", args=[wren.pk]), {"role": "iro", **day("started", TODAY)})
    assert "Independent Reviewing Officer" in client.get(reverse("person", args=[wren.pk])).text
    refused = client.post(reverse("role-add", args=[wren.pk]), {"role": "social_worker", **day("started", TODAY)})
    assert "reg 46" in refused.text


def test_a_role_ends_on_a_day(client: Client, admin: Person) -> None:
    iro = make_person(Role.IRO)
    period = RolePeriod.objects.get(person=iro)
    client.post(reverse("role-end", args=[period.pk]), {**day("on", TODAY), "version": 1})
    period.refresh_from_db()
    assert period.ended == TODAY
    stale = client.post(
        reverse("role-end", args=[period.pk]), {**day("on", TODAY - timedelta(days=1)), "version": 1}
    )
    assert "Somebody changed this" in stale.text


def test_details_are_corrected(client: Client, admin: Person) -> None:
    iro = make_person(Role.IRO, name="Iris Officer")
    page = client.get(reverse("person-correct", args=[iro.pk]))
    assert page.status_code == 200
    editing = page.context["editing"] if page.context else None
    assert editing is None or editing.subject == str(iro.pk)


def test_posts_and_vacancies_make_the_ledger(client: Client, admin: Person) -> None:
    iro = make_person(Role.IRO, name="Iris Officer")
    told = {"role": "iro", "fraction": "0.6", "employment": "agency", **day("started", TODAY - timedelta(days=60))}
    client.post(reverse("post-add", args=[iro.pk]), told)
    client.post(reverse("vacancy-add"), {"role": "iro", "fraction": "1", **day("started", TODAY)})
    assert Post.objects.count() == 2
    page = client.get(reverse("people-ledger")).text
    assert "Iris Officer" in page
    assert "Vacant" in page
    assert client.get(reverse("people-ledger"), {"role": "analyst"}).status_code == 200
    assert client.get(reverse("people-ledger"), {"role": "nobody"}).status_code == 200


def test_absence_and_cover(client: Client, admin: Person) -> None:
    away, cover = make_person(Role.IRO, name="Iris Officer"), make_person(Role.IRO, name="Cory Cover")
    client.post(reverse("absence-add", args=[away.pk]), {"kind": "leave", **day("started", TODAY)})
    absence = Absence.objects.get()
    client.post(reverse("cover-add", args=[absence.pk]), {"person": cover.pk, **day("started", TODAY)})
    assert "Cory Cover" in client.get(reverse("people-away")).text
    standing = absence.covers.get()
    client.post(reverse("cover-end", args=[absence.pk, standing.pk]))
    assert not absence.covers.exists()


def test_sign_in_is_stopped_and_allowed(client: Client, admin: Person) -> None:
    iro = make_person(Role.IRO)
    client.post(reverse("person-sign-in", args=[iro.pk]), {"may": "no"})
    iro.refresh_from_db()
    assert not iro.is_active
    client.post(reverse("person-sign-in", args=[iro.pk]), {"may": "yes"})
    iro.refresh_from_db()
    assert iro.is_active


def test_teams(client: Client, admin: Person) -> None:
    officer = make_person(Role.IRO, name="Iris Officer")
    client.post(reverse("team-add"), {"name": "North", "link_officer_id": officer.pk})
    team = Team.objects.get()
    assert "Iris Officer" in client.get(reverse("team", args=[team.pk])).text
    assert "North" in client.get(reverse("teams")).text
    assert client.get(reverse("team-correct", args=[team.pk])).status_code == 200
    client.post(reverse("team-close", args=[team.pk]), {**day("on", TODAY), "version": 1})
    team.refresh_from_db()
    assert team.closed == TODAY


def test_the_workforce_names_nobody(client: Client, admin: Person) -> None:
    make_person(Role.IRO, name="Iris Officer", team=make_team())
    page = client.get(reverse("people-workforce")).text
    assert "Independent Reviewing Officer" in page
    assert "Iris Officer" not in page


def test_a_key_is_shown_once(client: Client, admin: Person) -> None:
    made = client.post(reverse("key-make"), {"name": "Power BI", "scopes": ["children"], **day("expires", TODAY)})
    key = Key.objects.get()
    assert f"{key.prefix}_" in made.text
    assert f"{key.prefix}_" not in client.get(reverse("keys")).text
    client.post(reverse("key-revoke", args=[key.pk]))
    key.refresh_from_db()
    assert key.revoked_at is not None


@pytest.mark.parametrize(
    "name", ["person", "person-correct", "role-add", "role-end", "post-add", "post-end", "absence-add",
             "absence-end", "cover-add", "person-leave", "team", "team-correct", "team-close"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, admin: Person, name: str) -> None:
    assert client.get(reverse(name, args=[99999])).status_code == 404
