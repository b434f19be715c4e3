"""The list of children opens on those in care; of the others it says that they are not, and since when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from service import make_child, make_person, signed_in
from sightline.domain.roles import Role
from sightline.web.components.cells import shown
from sightline.web.components.values import BLANK

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Client:
    """A manager's browser, where one child is in care, one left and one never was."""
    make_child(forename="Wren", surname="Within")
    left = make_child(forename="Lena", surname="Left", in_care_since=date(2025, 1, 6))
    left.episode_set.update(ceased=date(2025, 5, 3), reason_ceased="E8")
    make_child(forename="Nell", surname="Never", in_care_since=None)
    return signed_in(client, make_person(Role.IRO_MANAGER))


def test_it_opens_on_children_in_care_and_says_so(manager: Client) -> None:
    page = manager.get("/children/").content.decode()
    assert "Within" in page
    assert "Left" not in page.replace("Left care", "")
    assert "Remove filter: </span>In care: In care now" in page


def test_the_filter_once_taken_off_stays_off(manager: Client) -> None:
    manager.get("/children/?all=yes")
    page = manager.get("/children/").content.decode()
    assert "Within" in page
    assert "Nell Never" in page
    assert "Remove filter" not in page


def test_of_children_not_in_care_it_is_said(manager: Client) -> None:
    page = manager.get("/children/?all=yes").content.decode()
    assert 'Left care</span><span class="sl-line"><time datetime="2025-05-03">3 May 2025</time>' in page
    assert "Not in care" in page
    assert "Not recorded" not in page.split("Nell Never")[1].split("</tr>")[0]


@pytest.mark.parametrize(("told", "said"), [("1.000", "1.0"), ("0.600", "0.6"), ("0.75", "0.75"), ("95", "95")])
def test_parts_of_a_post_are_short(told: str, said: str) -> None:
    assert shown(Decimal(told)) == said


def test_a_blank_cell_says_nothing_and_a_missing_value_that_it_is() -> None:
    assert shown(BLANK) == ""
    assert "Not recorded" in shown(None)
