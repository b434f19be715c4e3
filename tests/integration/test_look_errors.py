"""When something is wrong, the page says what to do and nothing of what happened."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from service import make_person, signed_in
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db


def test_no_such_page(client: Client) -> None:
    answer = signed_in(client, make_person()).get("/no/such/page/Ada-Appleby/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()
    assert "Appleby" not in answer.content.decode().replace(str(answer.wsgi_request.user), "")


@override_settings(ROOT_URLCONF="gallery.urls")
def test_a_failure_says_nothing_of_itself() -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/gallery/broken/")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()
    assert "Ada" not in answer.content.decode()


def test_a_page_from_an_old_session(client: Client) -> None:
    answer = signed_in(Client(enforce_csrf_checks=True), make_person()).post("/account/stay")
    assert answer.status_code == 403
    assert "This page was open for too long" in answer.content.decode()


def test_the_layout_knows_who_is_signed_in(client: Client) -> None:
    """The near miss: on the page of sign-in nobody is."""
    person = make_person(Role.IRO_MANAGER, name="Ines Iqbal")
    page = signed_in(client, person).get("/").content.decode()
    assert "Ines Iqbal" in page
    assert "You will be signed out at" in page
    page = Client().get("/account/login/").content.decode()
    assert "Sign out" not in page
    assert "You will be signed out at" not in page
