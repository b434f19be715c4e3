"""An officer looks at a child: by keyboard alone, without JavaScript, on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from running_site import Site
from service import allocate, make_child, make_person
from sightline.casework.register import models, sounds


@pytest.fixture(scope="module")
def life(site: Site) -> dict[str, Any]:
    """An officer with a child who has been in care for some years."""
    with site.data():
        officer = make_person(name="Ines Hughes")
        child = make_child(
            forename="Wren",
            surname="Appleby",
            in_care_since=date(2024, 2, 5),
            sounds=sounds.of("Wren", "Appleby"),
        )
        allocate(child, officer, date(2024, 2, 6))
        for held in (date(2024, 3, 1), date(2024, 5, 30), date(2024, 11, 28)):
            models.Review.objects.create(child=child, held=held, participation="PN1")
        models.Visit.objects.create(child=child, held=date(2026, 3, 2), kind="iro", seen=1)
        models.CarePlan.objects.create(child=child, started=date(2024, 3, 1), plan="LTFOST18")
        models.Outcome.objects.create(child=child, collection=2025, sdq_score=12, teeth_check=1, convicted=0)
        models.Uasc.objects.create(child=child)
    return {"officer": officer, "child": child.pk}


def press_until(page: Page, selector: str, key: str = "Tab", most: int = 80) -> None:
    """Move by keyboard until something has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


def test_an_officer_finds_a_child_and_reads_why_by_keyboard_alone(
    site: Site, page: Page, life: dict[str, Any], axe: Callable[[Page], None]
) -> None:
    site.sign_in(page, life["officer"])
    page.goto("/search/")
    press_until(page, "#id_text")
    page.keyboard.type("ren aplebee")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The name sounds like it")).to_be_visible()
    axe(page)
    press_until(page, ".sl-found a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wren Appleby")
    assert page.url.endswith(f"/children/{life['child']}/")
    expect(page.get_by_text("SI 2010/959 reg 33(2)").first).to_be_visible()
    press_until(page, ".sl-strip__scroll")  # the drawing can be scrolled by keyboard
    press_until(page, ".sl-strip ~ details summary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="Grow up with foster carers")).to_be_visible()
    axe(page)


def test_a_child_is_read_without_javascript(site: Site, plain_page: Page, life: dict[str, Any]) -> None:
    site.sign_in(plain_page, life["officer"])
    plain_page.goto(f"/children/{life['child']}/")
    expect(plain_page.get_by_text("What is due, and why")).to_be_visible()
    plain_page.get_by_role("link", name="Chronology", exact=True).click()
    plain_page.get_by_label("Reviews").check()
    plain_page.get_by_role("button", name="Show").click()
    expect(plain_page.get_by_text("3 happenings, the latest first.")).to_be_visible()


def test_a_visit_is_entered_and_corrected_without_javascript(
    site: Site, plain_page: Page, life: dict[str, Any]
) -> None:
    page = plain_page
    site.sign_in(page, life["officer"])
    page.goto(f"/children/{life['child']}/record/visits/add/")
    page.get_by_role("group", name="Visited on").get_by_label("Day").fill("5")
    page.get_by_role("group", name="Visited on").get_by_label("Month").fill("10")
    page.get_by_role("group", name="Visited on").get_by_label("Year").fill("2026")
    page.get_by_label("Independent Reviewing Officer").check()
    page.get_by_role("group", name="Was the child seen?").get_by_label("Yes").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Visit: entered.")).to_be_visible()
    page.get_by_role("row", name="5 October 2026").get_by_role("link", name="Correct").click()
    page.get_by_role("group", name="Was the child seen?").get_by_label("No", exact=True).check()
    page.get_by_label("Why is it changed?").fill("The child was at school")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Why: The child was at school")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_a_child_is_accessible(
    site: Site, new_page: Callable[..., Page], life: dict[str, Any], axe: Callable[[Page], None], width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 900})
    site.sign_in(page, life["officer"])
    forms = ("details/", "siblings/", "record/episodes/add/", "record/outcomes/add/")
    for name in ("", "chronology/", "people/", "record/", *forms):
        page.goto(f"/children/{life['child']}/{name}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def brothers(site: Site, life: dict[str, Any], forename: str) -> list[int]:
    """Two children of one name, both the officer's."""
    with site.data():
        made = [
            make_child(forename=forename, surname="Appleby", born=born, sounds=sounds.of(forename, "Appleby"))
            for born in (date(2016, 9, 1), date(2019, 1, 31))
        ]
        for each in made:
            allocate(each, life["officer"])
        return [each.pk for each in made]


def test_a_brother_is_looked_up_and_chosen_by_keyboard_alone(
    site: Site, page: Page, life: dict[str, Any], axe: Callable[[Page], None]
) -> None:
    brothers(site, life, "Robin")
    site.sign_in(page, life["officer"])
    page.goto(f"/children/{life['child']}/siblings/")
    press_until(page, "[name=what]")
    page.keyboard.press("Space")
    press_until(page, "#id_other")
    page.keyboard.type("robbin")
    press_until(page, "#id_reason")
    page.keyboard.type("Their mother says so")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 were found.")).to_be_visible()
    assert page.evaluate("document.activeElement.matches('.govuk-notification-banner')")  # it is read out first
    axe(page)
    press_until(page, "[name=which]")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Robin Appleby").nth(1)).to_be_checked()
    expect(page.get_by_role("radio", name="Robin Appleby").nth(1)).to_have_accessible_description(
        "Born on 31 January 2019, 7 years old. No social worker now. In care since 3 February 2026."
    )
    press_until(page, "main button:not([name])")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Brothers and sisters: changed.")).to_be_visible()
    expect(page.get_by_role("link", name="Robin Appleby")).to_have_count(1)


def test_a_brother_is_looked_up_and_chosen_without_javascript(
    site: Site, plain_page: Page, life: dict[str, Any]
) -> None:
    page = plain_page
    brothers(site, life, "Jay")
    site.sign_in(page, life["officer"])
    page.goto(f"/children/{life['child']}/siblings/")
    page.get_by_label("Another child is a brother or sister").check()
    page.get_by_label("Name, or a number, of the brother or sister").fill("Finch")
    page.get_by_label("How do you know?").fill("Their mother says so")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Nobody whom you may see was found")).to_be_visible()
    page.get_by_label("Name, or a number, of the brother or sister").fill("Jay")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("None of these: search again").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("radio", name="Jay Appleby")).to_have_count(0)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("radio", name="Jay Appleby").first.check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Brothers and sisters: changed.")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(("text", "reason"), [("Martin", "She says so"), ("Martin", ""), ("Nobody", ""), ("", "")])
def test_every_answer_to_a_brother_looked_up_is_accessible(
    site: Site,
    new_page: Callable[..., Page],
    life: dict[str, Any],
    axe: Callable[[Page], None],
    width: int,
    text: str,
    reason: str,
) -> None:
    brothers(site, life, "Martin")
    page = new_page(viewport={"width": width, "height": 900})
    site.sign_in(page, life["officer"])
    page.goto(f"/children/{life['child']}/siblings/")
    page.get_by_label("Another child is a brother or sister").check()
    page.get_by_label("Name, or a number, of the brother or sister").fill(text)
    page.get_by_label("How do you know?").fill(reason)
    page.get_by_role("button", name="Save", exact=True).click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
