"""The helpers that every test of the service stands on."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from service import allocate, make_child, make_person, signed_in, viewer_of
from sightline.casework.register.scope import children
from sightline.domain.roles import Role


@pytest.mark.django_db
def test_an_officer_sees_the_child_allocated_and_no_other(client: Client) -> None:
    officer, mine, _ = make_person(Role.IRO), make_child(), make_child()
    allocate(mine, officer)
    assert list(children(seen_by=viewer_of(officer))) == [mine]
    assert signed_in(client, officer).get("/").status_code == 200


@pytest.mark.django_db
def test_the_run_is_on_the_database_that_was_asked_for() -> None:
    import os

    assert connection.vendor == os.environ.get("SIGHTLINE_TEST_DATABASE", "sqlite")
