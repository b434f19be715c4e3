"""An administrator lets people in again: a first link, a lock, a lost second factor; and somebody leaves."""

from __future__ import annotations

import os
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import TOTP
from playwright.sync_api import Page, expect

from running_site import Site
from service import allocate, make_child, make_person
from sightline.domain.roles import Role


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SIGHTLINE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_an_administrator_gives_a_link_that_is_shown_once(
    site: Site, page: Page, axe: Callable[[Page], None]
) -> None:
    with site.data():
        admin, new = make_person(Role.ADMINISTRATOR), make_person(Role.IRO, name="Wren Adeyemi")
    site.sign_in(page, admin)
    page.goto(f"/people/{new.pk}/")
    axe(page)
    shot(page, "person")
    page.get_by_role("button", name="Make a link for the first password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A link for Wren Adeyemi")
    link = page.locator("code").inner_text()
    assert f"{site.url}/account/password/reset/key/" in link
    axe(page)
    shot(page, "link")


def test_a_second_factor_is_reset_with_a_reason(site: Site, page: Page, axe: Callable[[Page], None]) -> None:
    with site.data():
        admin, person = make_person(Role.ADMINISTRATOR), make_person(Role.IRO, name="Iris Lost")
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    site.sign_in(page, admin)
    page.goto(f"/people/{person.pk}/")
    page.get_by_role("link", name="Reset the second factor").click()
    axe(page)
    shot(page, "reset")
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_role("alert")).to_contain_text("Fill in")
    page.get_by_label("Why?").fill("New telephone; she came to my desk")
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_text("Reset: to be set up at the next sign-in")).to_be_visible()
    with site.data():
        person.refresh_from_db()  # what was signed in as them has ended
    site.sign_in(page, person)
    page.goto("/account/second-factor/app/")
    expect(page.get_by_text("Your second factor was reset on")).to_be_visible()
    shot(page, "told")
    axe(page)


def test_who_leaves_leaves_no_child_behind(site: Site, page: Page, axe: Callable[[Page], None]) -> None:
    with site.data():
        admin, person = make_person(Role.ADMINISTRATOR), make_person(Role.IRO)
        allocate(make_child(), person)
    site.sign_in(page, admin)
    page.goto(f"/people/{person.pk}/leave/")
    page.get_by_role("button", name="End all roles and posts").click()
    expect(page.get_by_role("alert")).to_contain_text("Children are still allocated")
    axe(page)
    shot(page, "leave")
