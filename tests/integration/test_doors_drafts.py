"""What a page may send along with a form, written by a hand that wants to break it: an answer, never a fault."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from service import make_child, make_person, signed_in
from sightline.casework.staff.models import Draft, Person
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
ADDRESS = "/drafts/child-add/-/"
HELD = {
    "a zero byte in a name": '{"a\\u0000": ["x"]}',
    "a zero byte": '{"a": ["\\u0000"]}',
    "half a character in a name": '{"\\ud800": ["x"]}',
    "half a character": '{"a": ["\\ud800"]}',
    "deep": "[" * 100_000 + "]" * 100_000,
    "deeper": '{"a":' * 60_000,
    "no list": '{"a": 1}',
    "a large number": "1e400",
    "no text": '{"a": [1]}',
}


@pytest.fixture
def person(client: Client) -> Person:
    made = make_person(Role.IRO_MANAGER)
    signed_in(client, made)
    return made


@pytest.mark.parametrize("held", HELD.values(), ids=HELD)
def test_what_a_record_said_is_read_with_care(client: Client, person: Person, held: str) -> None:
    form = reverse("child-details", args=[make_child().pk])
    assert client.post(ADDRESS, {"_page": "/x", "_opened": held}).status_code == 400
    assert client.post(form, {"_opened": held, "forename": "Ada"}).status_code == 400
    assert client.post(form, {"_before": held, "forename": "Ada"}).status_code == 400
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "page", ["//evil.example", "/\\evil.example", "https://evil.example", "/a\0b", "javascript:x"]
)
def test_a_draft_leads_to_a_page_of_ours(client: Client, person: Person, page: str) -> None:
    assert client.post(ADDRESS, {"_page": page, "a": "b"}).status_code == 400
    assert client.post(ADDRESS, {"_page": "/children/add/", "a": "b"}).status_code == 204


def test_what_is_typed_loses_what_no_database_takes(client: Client, person: Person) -> None:
    client.post(ADDRESS, {"_page": "/x", "forename": "A\0da", "a\0b": "x"})
    assert Draft.objects.get().values == {"forename": ["Ada"]}


def test_a_draft_is_its_writers_own(client: Client, person: Person) -> None:
    """The address has no person in it: there is nothing by which to name another's."""
    client.post(ADDRESS, {"_page": "/children/add/", "forename": "Wilhelmina"})
    other = signed_in(Client(), make_person(Role.IRO_MANAGER))
    assert "Wilhelmina" not in other.get(reverse("child-add")).text
    other.post(ADDRESS, {"_page": "/children/add/", "forename": "Other"})
    assert Draft.objects.get(person=person).values == {"forename": ["Wilhelmina"]}


def test_a_token_of_any_length_stays_small(client: Client, person: Person) -> None:
    client.post(reverse("team-add"), {"_token": "x" * 100_000, "name": "North"})
    assert all(len(token) <= 40 for token in client.session.get("sent_drafts", []))
