"""Coming in: by form, with and without scripts; and what somebody sees who may not."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from running_site import Site
from service import PASSWORD, make_person


def test_somebody_signed_in_sees_the_first_screen(site: Site, page: Page, axe: Callable[[Page], None]) -> None:
    with site.data():
        officer = make_person()
    site.sign_in(page, officer)
    page.goto("/")
    expect(page.get_by_role("main")).to_be_visible()
    axe(page)


def test_signing_in_by_the_form_leads_home(site: Site, page: Page, axe: Callable[[Page], None]) -> None:
    with site.data():
        officer = make_person(password=PASSWORD)
    page.goto("/")
    expect(page).to_have_url(f"{site.url}/account/login/?next=/")
    axe(page)
    page.get_by_label("Email").fill(officer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{site.url}/")


def test_on_a_telephone_nothing_of_a_second_factor_is_cut_off(site: Site, narrow_page: Page) -> None:
    with site.data():
        officer = make_person()
    site.sign_in(narrow_page, officer)
    narrow_page.goto("/account/second-factor/app/")
    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= 320
