"""A child's pages: what is on them, where each fact comes from, and how it is put right."""

from __future__ import annotations

import pytest
from django.test import Client

from service import allocate, make_child, make_person, signed_in

pytestmark = pytest.mark.django_db

PAGES = (
    *("", "chronology/", "people/", "record/", "details/", "siblings/"),
    *("record/episodes/add/", "record/relations/add/"),
)


@pytest.fixture
def officer():  # type: ignore[no-untyped-def]
    return make_person()


@pytest.fixture
def child(officer):  # type: ignore[no-untyped-def]
    made = make_child()
    allocate(made, officer)
    return made


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_child_opens(client: Client, officer, child, page: str) -> None:  # type: ignore[no-untyped-def]
    answer = signed_in(client, officer).get(f"/children/{child.pk}/{page}")
    assert answer.status_code == 200
    assert child.surname in answer.content.decode()
