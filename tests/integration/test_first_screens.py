"""Everybody's first screen says what needs them, of the children they may see and of nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from service import TODAY, allocate, make_child, make_person, make_team, signed_in
from sightline.casework.register.models import Notice, Restriction, SiblingGroup
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db


def numbers(response) -> dict[str, str]:
    return {number.says: number.value for number in response.context["numbers"]}


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_first_screen_empty_and_full(client, role):
    person = make_person(role, team=make_team())
    signed_in(client, person)
    assert client.get("/").status_code == 200
    for _ in range(3):
        allocate(make_child(family=SiblingGroup.objects.create()), person)
    response = client.get("/")
    assert response.status_code == 200
    assert response.context["numbers"]


def test_every_number_that_leads_somewhere_opens_its_list(client):
    for role in Role:
        signed_in(client, make_person(role))
        for number in client.get("/").context["numbers"]:
            if number.url:
                assert client.get(number.url).status_code == 200, (role, number)


def test_an_officer_sees_what_is_overdue_of_their_own_children_alone(client):
    mine, other = make_person(), make_person()
    late = make_child(in_care_since=date(2026, 9, 1))
    allocate(late, mine)
    theirs = make_child(in_care_since=date(2026, 9, 1))
    allocate(theirs, other)
    allocate(make_child(in_care_since=TODAY - timedelta(days=20)), mine)
    response = signed_in(client, mine).get("/")
    told = numbers(response)
    shown = [told[each] for each in ("review overdue", "reviews due in 14 days", "children, my caseload")]
    assert shown == ["1", "1", "2"]
    assert f'href="/children/{late.pk}/"' in response.content.decode()
    assert f'href="/children/{theirs.pk}/"' not in response.content.decode()


def test_a_manager_sees_who_has_no_iro(client):
    waiting = make_child(in_care_since=date(2026, 11, 2), forename="Zara", surname="Quick")
    response = signed_in(client, make_person(Role.IRO_MANAGER)).get("/")
    assert numbers(response)["children with no IRO"] == "1"
    assert "1 should have an IRO by now." in response.content.decode()
    assert f"/children/{waiting.pk}/allocate/" in response.content.decode()


def test_a_restricted_child_is_in_no_number_of_those_not_named(client):
    child = make_child(in_care_since=date(2026, 9, 1), forename="Zara", surname="Quick")
    head = make_person(Role.HEAD_OF_SERVICE)
    Restriction.objects.create(child=child, reason="r", set_at="2026-11-01T09:00Z", set_by=head)
    for role in Role:
        response = signed_in(client, make_person(role)).get("/")
        assert "Quick" not in response.content.decode()
        told = numbers(response)
        assert told.get("children in care", "0") == told.get("reviews overdue", "0") == "0"
        assert told.get("children with no IRO", "0") == "0"


def test_somebody_with_two_roles_has_tabs(client):
    person = make_person(Role.SENIOR_IRO)
    signed_in(client, person)
    assert [title for title, _, _ in client.get("/").context["tabs"]] == ["Today", "Service"]
    assert client.get("/?show=service").context["screen"].key == "service"
    assert client.get("/?show=data").context["screen"].key == "today"


def test_notices_are_read_by_whom_they_are_for(client):
    officer, other, child = make_person(), make_person(), make_child()
    allocate(child, officer)
    notice = Notice.objects.create(
        child=child, kind="placement_changed", happened_on=date(2026, 11, 2), known_on=TODAY
    )
    signed_in(client, other).post("/notices/read/", {"notice": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None
    signed_in(client, officer)
    assert "Told late" in client.get("/").content.decode()
    client.post("/notices/read/", {"notice": notice.pk})
    notice.refresh_from_db()
    assert notice.read_by == officer


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("address", ["/", "/?show=service", "/children/?all=yes", "/caseload/?all=yes"])
def test_queries_of_a_page_do_not_grow_with_rows(client, role, address):
    person, team = make_person(role), make_team()
    signed_in(client, person)

    def grow(n):
        group = SiblingGroup.objects.create()
        for _ in range(n):
            child = make_child(family=group)
            allocate(child, person)
            allocate(child, make_person(None), role="social_worker", team=team)
            Notice.objects.create(child=child, kind="left_care", happened_on=TODAY, known_on=TODAY)

    def count():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    grow(2)
    few = count()
    grow(12)
    assert count() == few
