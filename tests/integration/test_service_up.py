"""The service answers, and lets nobody in who is not signed in."""

from __future__ import annotations

import pytest
from django.test import Client


def test_health_is_open_to_all(client: Client) -> None:
    assert client.get("/health").json() == {"status": "up"}


@pytest.mark.django_db
def test_home_asks_who_you_are(client: Client) -> None:
    assert client.get("/").headers["Location"].startswith("/account/login/")
