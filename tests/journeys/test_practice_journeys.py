"""An administrator changes the practice, by keyboard alone; every page of practice and people is for all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from running_site import Site
from service import TODAY, make_person, make_team, moment, viewer_of
from sightline.casework.practice import actions as practice
from sightline.casework.staff import actions
from sightline.casework.staff.models import Absence, Person
from sightline.domain.practice_files import shipped
from sightline.domain.roles import Role


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, Person]:
    """An administrator, and an officer who is away with somebody to stand in."""
    with site.data():
        admin = make_person(Role.ADMINISTRATOR, name="Ada Admin")
        by = viewer_of(admin)
        officer, other = make_person(Role.IRO, name="Iris Officer", team=make_team("North")), make_person()
        actions.add_post(
            role=Role.IRO, fraction=Decimal("0.6"), employment="agency", started=TODAY, person=officer.pk, by=by
        )
        actions.record_absence(person=officer.pk, kind="leave", started=TODAY, by=by)
        absence = Absence.objects.get()
        actions.add_cover(absence=absence.pk, person=other.pk, started=TODAY, by=by)
        practice.add_shipped(at=moment())
        actions.make_key(name="Power BI", scopes=["children"], expires=TODAY + timedelta(days=30), by=by)
        return {"admin": admin, "officer": officer, "other": other}


def test_an_administrator_mends_a_practice_and_switches_it_on(
    site: Site, page: Page, people: dict[str, Person], tmp_path: Path
) -> None:
    ours = tmp_path / "ours.toml"
    ours.write_bytes(shipped()["derby"].replace(b'"derby"', b'"ours"').replace(b"hours = 72", b"hours = -1", 1))
    site.sign_in(page, people["admin"])
    page.goto("/practice/")
    press(page, "Add a practice")
    page.set_input_files("input[type=file]", ours)
    page.get_by_role("button", name="Check and keep").press("Enter")
    expect(page.get_by_text("Give a whole number from 1 to 1000.").first).to_be_visible()

    ours.write_bytes(ours.read_bytes().replace(b"hours = -1", b"hours = 48"))
    page.set_input_files("input[type=file]", ours)
    page.get_by_role("button", name="Check and keep").press("Enter")
    expect(page.get_by_text("48 hours").first).to_be_visible()

    press(page, "Switch to this practice")
    page.get_by_label("Why it changes").press_sequentially("Agreed by the board")
    page.get_by_role("button", name="Switch on this day").press("Enter")
    expect(page.get_by_text("In force: Derby, 2017-18")).to_be_visible()
    expect(page.get_by_text("Agreed by the board")).to_be_visible()


def press(page: Page, link: str) -> None:
    page.get_by_role("link", name=link).or_(page.get_by_role("button", name=link)).first.focus()
    page.keyboard.press("Enter")


PAGES = (
    "/practice/",
    "/practice/1/",
    "/practice/upload/",
    "/practice/compare/?before=1&after=2",
    "/practice/2/switch/",
    "/people/",
    "/people/?status=away",
    "/people/?format=print",
    "/people/add/",
    "/people/{officer}/",
    "/people/{other}/",
    "/people/{admin}/",
    "/people/{officer}/correct/",
    "/people/{officer}/role/",
    "/people/{officer}/post/",
    "/people/{officer}/absence/",
    "/people/{officer}/leave/",
    "/people/absences/1/cover/",
    "/people/absences/1/back/",
    "/people/away/",
    "/people/ledger/",
    "/people/workforce/",
    "/people/teams/",
    "/people/teams/1/",
    "/people/teams/1/correct/",
    "/people/teams/add/",
    "/people/keys/",
    "/people/keys/make/",
)


def test_every_page_is_for_everybody(
    site: Site, page: Page, people: dict[str, Person], axe: Callable[[Page], None]
) -> None:
    site.sign_in(page, people["admin"])
    numbers: dict[str, Any] = {name: person.pk for name, person in people.items()}
    for address in PAGES:
        answer = page.goto(address.format(**numbers))
        assert answer is not None
        assert answer.status == 200, address
        axe(page)


def test_forms_with_mistakes_and_without_script(
    site: Site, plain_page: Page, page: Page, people: dict[str, Person], axe: Callable[[Page], None]
) -> None:
    site.sign_in(page, people["admin"])
    for address in ("/people/add/", f"/people/{people['officer'].pk}/role/", "/people/keys/make/"):
        page.goto(address)
        page.locator("main form button[type=submit], main form button").last.press("Enter")
        expect(page.get_by_text("There is a problem"), address).to_be_visible()
        axe(page)
    site.sign_in(plain_page, people["admin"])
    plain_page.goto("/people/add/")
    plain_page.get_by_label("Name").fill("Wren Adeyemi")
    plain_page.get_by_label("E-mail address").fill("wren@example.org")
    plain_page.get_by_role("button", name="Add").click()
    expect(plain_page.get_by_role("link", name="Wren Adeyemi")).to_be_visible()
