"""Every component and every kind of page in every state: axe, the keyboard alone, narrow windows, paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from running_site import Site, make_site
from service import make_person
from sightline.domain.roles import Role

PAGES = ("/gallery/", "/gallery/?empty=yes", "/gallery/form/", "/gallery/broken/", "/no/such/page/")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, site_template: Path, django_db_blocker: Any) -> Iterator[Site]:
    """A running site with the gallery's pages in it."""
    made = make_site(tmp_path_factory.mktemp("look"), site_template, django_db_blocker)
    made.environment["DJANGO_SETTINGS_MODULE"] = "gallery.settings"
    made.start()
    yield made
    made.stop()


@pytest.fixture
def signed_in(site: Site) -> Callable[[Page], Page]:
    """A function that signs a manager in: the longest navigation."""

    def sign_in(page: Page) -> Page:
        with site.data():
            person = make_person(Role.IRO_MANAGER)
        site.sign_in(page, person)
        return page

    return sign_in


@pytest.mark.parametrize("address", PAGES)
def test_no_rule_is_broken(page: Page, signed_in: Any, axe: Any, address: str) -> None:
    signed_in(page).goto(address)
    axe(page)


def test_no_rule_is_broken_where_a_form_is_wrong(page: Page, axe: Any) -> None:
    page.goto("/gallery/form/")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page).to_have_title("Error: A form – Sightline")
    axe(page)


@pytest.mark.parametrize("address", PAGES)
def test_a_narrow_window_scrolls_down_only(narrow_page: Page, signed_in: Any, address: str) -> None:
    """320 pixels is a window of 1280 at 400%: the page fits, and a wide table scrolls in its own region."""
    signed_in(narrow_page).goto(address)
    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_narrow_screen_a_row_is_a_card_that_names_its_columns(narrow_page: Page) -> None:
    narrow_page.goto("/gallery/")
    region = narrow_page.get_by_role("region", name="Reviews that are due")
    assert region.evaluate("each => each.scrollWidth - each.clientWidth") == 0  # nothing is beyond the edge
    cell = region.locator("tbody td[data-label]").first
    label = cell.get_attribute("data-label")
    assert label in str(cell.evaluate("each => getComputedStyle(each, '::before').content"))
    narrow_page.set_viewport_size({"width": 1280, "height": 900})
    assert cell.evaluate("each => getComputedStyle(each, '::before').content") == "none"


def test_the_first_key_skips_to_the_content(page: Page, signed_in: Any) -> None:
    signed_in(page).goto("/gallery/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_an_error_leads_to_its_field_by_keyboard(page: Page) -> None:
    page.goto("/gallery/form/")
    page.get_by_role("button", name="Send").press("Enter")
    page.get_by_role("link", name="Fill in “Date of birth”").press("Enter")
    expect(page.get_by_label("Day")).to_be_focused()


def test_the_menu_opens_by_keyboard_in_a_narrow_window(narrow_page: Page, signed_in: Any) -> None:
    signed_in(narrow_page).goto("/gallery/")
    home = narrow_page.get_by_role("navigation", name="Menu").get_by_role("link", name="Home")
    expect(home).to_be_hidden()
    narrow_page.get_by_role("button", name="Menu").press("Enter")
    expect(home).to_be_visible()


def test_without_scripts_the_menu_is_open(new_page: Any, signed_in: Any) -> None:
    page = signed_in(new_page(java_script_enabled=False, viewport={"width": 320, "height": 640}))
    page.goto("/gallery/")
    expect(page.get_by_role("navigation", name="Menu").get_by_role("link", name="Home")).to_be_visible()


def test_paper_has_the_content_and_none_of_the_way_about(page: Page, signed_in: Any) -> None:
    signed_in(page).goto("/gallery/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Components")).to_be_visible()
    expect(page.get_by_role("navigation", name="Menu")).to_be_hidden()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


@pytest.mark.parametrize("address", ["/gallery/", "/gallery/form/", "/gallery/record/", "/no/such/page/"])
def test_the_browser_complains_of_nothing(page: Page, signed_in: Any, address: str) -> None:
    """No script or style that the content policy refuses; a page that is not there says so once."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    signed_in(page).goto(address)
    page.wait_for_load_state("networkidle")
    assert [words for words in said if "404" not in words] == []
