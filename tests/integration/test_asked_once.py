"""While one page is looked at, what cannot change meanwhile is asked once; where something is sent, each time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from service import allocate, make_child, make_person, moment, signed_in
from sightline.casework.practice.actions import add_shipped
from sightline.casework.practice.once import once, one_page

pytestmark = pytest.mark.django_db


def test_within_a_page_once_and_outside_each_time() -> None:
    found = iter(range(9))
    assert [once("number", lambda: next(found)) for _ in range(2)] == [0, 1]
    with one_page():
        assert [once("number", lambda: next(found)) for _ in range(2)] == [2, 2]
        assert once("another", lambda: next(found)) == 3
    assert once("number", lambda: next(found)) == 4


def test_a_page_asks_once_for_the_practice_and_once_for_whom_may_be_seen(client: Client) -> None:
    add_shipped(at=moment())
    officer = make_person()
    allocate(make_child(), officer)
    signed_in(client, officer).get("/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    assert sum('FROM "practice_inforce"' in each["sql"] for each in asked) == 1
