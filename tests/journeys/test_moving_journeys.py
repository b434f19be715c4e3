"""Business support hears that a child moved, and later that the child went home; the officer sees both at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from running_site import Site
from service import allocate, make_child, make_person
from sightline.casework.register.models import Episode
from sightline.domain.roles import Role


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, Any]:
    """An officer with a child, and somebody who hears what happens."""
    with site.data():
        officer, support = make_person(name="Ines Hughes"), make_person(Role.BUSINESS_SUPPORT)
        child = make_child(forename="Wren", surname="Appleby", in_care_since=date(2026, 10, 1))
        allocate(child, officer, date(2026, 10, 2))
    return {"officer": officer, "support": support, "child": child.pk}


def day(page: Page, group: str, *parts: str) -> None:
    for label, part in zip(("Day", "Month", "Year"), parts, strict=True):
        page.get_by_role("group", name=group).get_by_label(label).fill(part)


def test_what_business_support_tells_is_on_the_officers_first_screen(
    site: Site,
    plain_page: Page,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    people: dict[str, Any],
) -> None:
    page = plain_page
    site.sign_in(page, people["support"])
    page.goto(f"/children/{people['child']}/")
    page.get_by_role("link", name="Tell that the placement or legal status changed").click()
    page.get_by_label("In the same placement").check()
    day(page, "From which day", "1", "10", "2026")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("began on 1 October 2026: choose a later day")
    day(page, "From which day", "3", "11", "2026")
    page.get_by_label("With other carers, or in another home").check()
    page.get_by_label("New placement").select_option("K2")
    page.get_by_label("Provided by").select_option("PR4")
    page.get_by_label("Why the placement changed").select_option("CARPL")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("What is new: told.")).to_be_visible()

    page.get_by_role("link", name="Tell that the child left care").click()
    day(page, "The child left care on", "17", "11", "2026")
    page.get_by_label("Why the child left care").select_option("E4A")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The child left care: told.")).to_be_visible()
    expect(page.get_by_role("link", name="Tell that the child left care")).to_have_count(0)

    officers = new_page()
    site.sign_in(officers, people["officer"])
    officers.goto("/")
    expect(officers.get_by_role("cell", name="Placement changed")).to_be_visible()
    expect(officers.get_by_role("cell", name="Left care")).to_be_visible()


@pytest.mark.looks
@pytest.mark.parametrize("width", [320, 1280])
def test_its_pages_are_accessible(
    site: Site, new_page: Callable[..., Page], people: dict[str, Any], axe: Callable[[Page], None], width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 900})
    with site.data():
        episode = Episode.objects.get(child=make_child(in_care_since=date(2026, 10, 1)))
    site.sign_in(page, people["support"])
    for name in ("left", "next"):
        page.goto(f"/children/{episode.child_id}/episodes/{episode.pk}/{name}/")
        axe(page)
        page.get_by_role("button", name="Save", exact=True).click()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    page.goto(f"/children/{episode.child_id}/")
