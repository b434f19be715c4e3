"""What is seen is kept, who looked is shown, and a page that the trail cannot keep is not shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from service import allocate, make_child, make_person, moment, signed_in
from sightline.casework.register.models import Child, Glass, Restriction
from sightline.casework.staff.models import Person
from sightline.casework.trail.actions import record
from sightline.casework.trail.models import Entry
from sightline.domain.roles import Role

BOXES = {"day": "11", "month": "11", "year": "2026"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def child() -> Child:
    return make_child()


@pytest.fixture
def manager() -> Person:
    return make_person(Role.IRO_MANAGER)


def test_one_look_is_one_entry(client: Client, child: Child) -> None:
    officer = make_person(Role.IRO)
    allocate(child, officer)
    signed_in(client, officer).get(reverse("child", args=[child.pk]))
    entry = Entry.objects.get(action="saw")
    assert (entry.by, entry.kind, entry.subject) == (officer.pk, "child", child.pk)
    assert entry.detail == {"page": "child", "roles": ["iro"], "how": "own"}
    assert len(entry.request) == 36


def test_what_is_not_shown_is_not_a_look(client: Client, child: Child) -> None:
    signed_in(client, make_person(Role.IRO)).get(reverse("child", args=[child.pk]))
    signed_in(client, make_person(Role.ADMINISTRATOR)).get(reverse("child", args=[child.pk]))
    assert not Entry.objects.filter(action="saw").exists()


def test_where_the_trail_cannot_be_written_nothing_is_shown(
    client: Client, child: Child, manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("sightline.web.middleware.record_all", full)
    client.raise_request_exception = False
    answer = signed_in(client, manager).get(reverse("child", args=[child.pk]))
    assert answer.status_code == 500
    assert child.forename not in answer.content.decode()


def test_who_has_looked_says_who_what_and_in_what_way(client: Client, child: Child, manager: Person) -> None:
    officer = make_person(Role.IRO, name="Olu Officer")
    allocate(child, officer)
    signed_in(client, officer).get(reverse("child", args=[child.pk]))
    page = signed_in(client, manager).get(reverse("child-seen", args=[child.pk])).content.decode()
    for said in ("Olu Officer", "Independent Reviewing Officer", "Looked at", "Works with the child"):
        assert said in page
    assert Entry.objects.filter(by=manager.pk, detail__page="child-seen").exists()


def test_it_is_narrowed_to_a_person_and_to_days(client: Client, child: Child, manager: Person) -> None:
    for day, who in ((10, "Ana Early"), (11, "Ben Later"), (12, "Cat Last")):
        person = make_person(Role.IRO, name=who)
        record("saw", by=person.pk, at=moment(date(2026, 11, day)), kind="child", subject=child.pk)
    signed_in(client, manager)
    address = reverse("child-seen", args=[child.pk])
    day = {f"{which}_{box}": n for which in ("first", "last") for box, n in BOXES.items()}
    assert _rows(client.get(address, day).content.decode()) == {"Ben Later"}
    person = Entry.objects.get(at=moment(date(2026, 11, 12))).by
    assert _rows(client.get(address, {"person": person}).content.decode()) == {"Cat Last"}
    assert _rows(client.get(address).content.decode()) >= {"Ana Early", "Ben Later", "Cat Last"}


def _rows(page: str) -> set[str]:
    table = page[page.index("<tbody") :]
    return {name for name in ("Ana Early", "Ben Later", "Cat Last") if name in table}


def test_as_many_questions_for_one_look_as_for_sixty(client: Client, child: Child, manager: Person) -> None:
    signed_in(client, manager).get(reverse("child-seen", args=[child.pk]))  # what is remembered is worked out
    asked = []
    for looks in (1, 59):
        for n in range(looks):
            record("saw", by=make_person().pk, at=moment(), kind="child", subject=child.pk, how="own", number=n)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("child-seen", args=[child.pk])).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_restricted_child_has_no_such_page_for_a_manager_not_named(
    client: Client, child: Child, manager: Person
) -> None:
    made = Restriction.objects.create(child=child, reason="x", set_at=moment(), set_by=manager)
    made.members.create(person=manager)
    address = reverse("child-seen", args=[child.pk])
    assert signed_in(client, make_person(Role.HEAD_OF_SERVICE)).get(address).status_code == 404
    assert signed_in(client, manager).get(address).status_code == 200


def test_a_manager_restricts_a_record(client: Client, child: Child, manager: Person) -> None:
    address = reverse("child-restriction", args=[child.pk])
    answer = signed_in(client, manager).post(address, {"reason": "Family of staff", "people": [manager.pk]})
    assert answer.headers["Location"] == address
    page = client.get(address).content.decode()
    assert "This record is restricted" in page
    assert "Family of staff" in page


def test_a_manager_who_names_another_is_led_away(client: Client, child: Child, manager: Person) -> None:
    other = make_person(Role.HEAD_OF_SERVICE)
    address = reverse("child-restriction", args=[child.pk])
    answer = signed_in(client, manager).post(address, {"reason": "I know them", "people": [other.pk]})
    assert answer.headers["Location"] == reverse("home")
    assert client.get(address).status_code == 404


def test_a_record_is_opened_with_a_reason(client: Client, child: Child) -> None:
    signed_in(client, make_person(Role.IRO))
    assert client.get(reverse("child", args=[child.pk])).status_code == 404
    sent = {
        "scheme": "903",
        "identifier": child.identifiers.get().value,
        "reason": "The police called from the station",
        "sure": "on",
    }
    assert client.post(reverse("open-a-record"), {**sent, "sure": ""}).status_code == 200
    assert not Glass.objects.exists()
    answer = client.post(reverse("open-a-record"), sent)
    assert answer.headers["Location"] == reverse("child", args=[child.pk])
    assert client.get(answer.headers["Location"]).status_code == 200
    assert Entry.objects.filter(action="saw", subject=child.pk, detail__how="glass").exists()


def test_somebody_else_looks_into_it(client: Client, child: Child, manager: Person) -> None:
    glass = Glass.objects.create(
        child=child, person=make_person(), reason="Police", opened_at=moment(), until=moment()
    )
    signed_in(client, manager)
    assert "Police" in client.get(reverse("opened-records")).content.decode()
    client.post(reverse("opened-record", args=[glass.pk]), {"finding": "It was right"})
    page = client.get(reverse("opened-records")).content.decode()
    assert "It was right" in page
    assert client.get(reverse("opened-record", args=[glass.pk])).status_code == 404
