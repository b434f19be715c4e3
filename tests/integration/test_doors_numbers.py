"""What comes from outside and is no number, or larger than any: not found, or asked for again; never a fault."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from service import make_child, make_person, signed_in
from sightline.domain.roles import Role
from sightline.web.numbers import LARGEST, number, page_number
from sightline.web.site_map import pages

pytestmark = pytest.mark.django_db
ABOVE = LARGEST + 1


@pytest.fixture
def manager(client: Client) -> Client:
    return signed_in(client, make_person(Role.IRO_MANAGER))


@pytest.mark.parametrize(
    ("text", "is_"),
    [
        ("12", 12),
        ("٣", 3),
        ("²", None),
        ("-1", None),
        ("", None),
        (None, None),
        ("9" * 19, LARGEST),
        ("9" * 5000, None),
    ],
)
def test_a_number_is_one_that_a_row_can_have(text: str | None, is_: int | None) -> None:
    assert number(text) == is_


def test_a_page_is_at_least_the_first() -> None:
    assert [page_number(text) for text in ("3", "0", "²", None)] == [3, 1, 1, 1]


def test_no_address_has_a_row_beyond_any_number(client: Client) -> None:
    """Not with any role's rights: whatever a page does with the number, the database never meets it."""
    signed_in(client, make_person(Role.IRO_MANAGER))
    for page in pages():
        if page.parameters and "<int:" in page.route and page.route.count("<") == 1:
            route = page.route.partition("<")
            address = f"{route[0]}{ABOVE}{route[2].partition('>')[2]}"
            assert client.get(address).status_code in (403, 404, 405), page.route


@pytest.mark.parametrize("text", ["²", "9" * 3000, "-1", "x"])
def test_lists_of_looks_take_any_page(manager: Client, text: str) -> None:
    address = reverse("child-seen", args=[make_child().pk])
    assert manager.get(address, {"page": text}).status_code == 200


@pytest.mark.parametrize("number_asked", [ABOVE, "²", 0])
def test_another_child_by_a_number_that_none_has(manager: Client, number_asked: object) -> None:
    child = make_child()
    told = {"other": number_asked, "looked_for": number_asked, "which": number_asked}
    parent = manager.post(reverse("child-parent", args=[child.pk]), told)
    together = {**told, "what": "together", "reason": "A letter"}
    sibling = manager.post(reverse("child-siblings", args=[child.pk]), together)
    assert (parent.status_code, sibling.status_code) == (200, 200)


@pytest.mark.parametrize("box", ["day", "month"])
def test_a_day_of_any_size_is_asked_for_again(manager: Client, box: str) -> None:
    told = {
        "what": "x",
        "started_day": "1",
        "started_month": "2",
        "started_year": "2026",
        f"started_{box}": "9" * 30,
    }
    page = manager.post(reverse("absence-add", args=[make_person().pk]), told)
    assert "must be a real date" in page.text


def test_notices_are_told_by_numbers(client: Client) -> None:
    signed_in(client, make_person(Role.IRO))
    assert client.post(reverse("notices-read"), {"notice": ["²", "9" * 5000, str(ABOVE), "1"]}).status_code == 302
