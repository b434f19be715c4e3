"""Nothing that is typed is lost: not by a server that stops, a session that ends, or somebody else's change."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from running_site import Site, make_site
from service import make_person
from sightline.domain.roles import Role

RECORD = "/gallery/record/"
KEPT = "What you wrote is kept"
TEN_SECONDS = 10_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, site_template: Path, django_db_blocker: Any) -> Iterator[Site]:
    """A running site with the gallery's pages in it."""
    made = make_site(tmp_path_factory.mktemp("gallery"), site_template, django_db_blocker)
    made.environment["DJANGO_SETTINGS_MODULE"] = "gallery.settings"
    made.start()
    yield made
    made.stop()


@pytest.fixture
def somebody(site: Site) -> Callable[[Page], Any]:
    """A function that signs a new person in."""

    def sign_in(page: Page) -> Any:
        with site.data():
            person = make_person(Role.IRO)
        site.sign_in(page, person)
        return person

    return sign_in


def kill(site: Site) -> None:
    """End the server as a power cut does."""
    assert site.process is not None
    os.killpg(site.process.pid, signal.SIGKILL)
    site.process.wait()


def write(page: Page, note: str) -> None:
    """Open the record and type a note."""
    page.goto(RECORD)
    page.get_by_label("Note").fill(note)


def test_what_was_kept_outlives_the_server(site: Site, page: Page, new_page: Any, somebody: Any) -> None:
    """Ten seconds after it was typed it is with the server, and another browser shows it."""
    person = somebody(page)
    write(page, "She likes the garden")
    expect(page.get_by_text(KEPT)).to_be_visible(timeout=TEN_SECONDS)
    kill(site)
    site.start()
    other = new_page()
    site.sign_in(other, person)
    other.goto(RECORD)
    expect(other.get_by_text("It has not been sent")).to_be_visible()
    expect(other.get_by_label("Note")).to_have_value("She likes the garden")


def test_what_is_typed_while_the_server_is_down_goes_there_later(site: Site, page: Page, somebody: Any) -> None:
    somebody(page)
    page.goto(RECORD)
    kill(site)
    page.get_by_label("Note").fill("Typed with nobody listening")
    expect(page.get_by_text("not saved yet")).to_be_visible(timeout=TEN_SECONDS)
    site.start()
    expect(page.get_by_text(KEPT)).to_be_visible(timeout=TEN_SECONDS)


def test_a_page_left_at_once_keeps_what_was_typed(site: Site, page: Page, somebody: Any) -> None:
    """Leaving does not wait for the five seconds."""
    somebody(page)
    write(page, "Typed and left")
    page.goto("/gallery/")
    page.goto(RECORD)
    expect(page.get_by_label("Note")).to_have_value("Typed and left")


def test_a_session_that_ended_loses_nothing(site: Site, page: Page, somebody: Any) -> None:
    """Sent without being signed in: after sign-in, in the same window, the text is there again."""
    person = somebody(page)
    write(page, "Sent too late")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(f"{site.url}/account/login/?next={RECORD}")
    site.sign_in(page, person)
    page.goto(RECORD)
    expect(page.get_by_text("We kept what you wrote")).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value("Sent too late")


def test_signed_in_again_in_another_window(site: Site, page: Page, somebody: Any) -> None:
    """The page's own mark of the session is old: nothing is changed, and the text comes back."""
    person = somebody(page)
    write(page, "Sent from an old page")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="This page was open for too long")).to_be_visible()
    site.sign_in(page, person)
    page.goto(RECORD)
    expect(page.get_by_label("Note")).to_have_value("Sent from an old page")


def test_nobody_else_is_shown_what_was_kept(site: Site, page: Page, somebody: Any) -> None:
    """The near miss: somebody else signs in, in the same window."""
    somebody(page)
    write(page, "Mine alone")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save", exact=True).click()
    somebody(page)
    page.goto(RECORD)
    expect(page.get_by_label("Note")).not_to_have_value("Mine alone")
    assert page.evaluate("JSON.stringify(sessionStorage)").count("Mine alone") == 0


def test_signing_out_leaves_nothing_in_the_browser(site: Site, page: Page, somebody: Any) -> None:
    person = somebody(page)
    write(page, "Written before going home")
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: RECORD not in url)
    assert page.evaluate("Object.keys(sessionStorage).length") == 0
    site.sign_in(page, person)
    page.goto(RECORD)
    expect(page.get_by_label("Note")).to_have_value("Written before going home")


def test_a_draft_that_was_sent_is_gone(site: Site, page: Page, somebody: Any) -> None:
    somebody(page)
    write(page, "The plan has changed")
    expect(page.get_by_text(KEPT)).to_be_visible(timeout=TEN_SECONDS)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The plan has changed")).to_be_visible()
    page.goto(RECORD)
    expect(page.get_by_text("It has not been sent")).to_have_count(0)
    assert page.evaluate("Object.keys(sessionStorage).length") == 0


def test_without_scripts_a_draft_is_kept_and_thrown_away(site: Site, plain_page: Page, somebody: Any) -> None:
    somebody(plain_page)
    write(plain_page, "To be gone on with")
    plain_page.get_by_role("button", name="Save and come back later").click()
    expect(plain_page.get_by_text("What you wrote is kept")).to_be_visible()
    plain_page.goto("/drafts/")
    plain_page.get_by_role("link", name="Record").click()
    expect(plain_page.get_by_label("Note")).to_have_value("To be gone on with")
    plain_page.get_by_role("button", name="Throw it away").click()
    expect(plain_page.get_by_label("Note")).not_to_have_value("To be gone on with")
    plain_page.goto(RECORD)
    expect(plain_page.get_by_text("It has not been sent")).to_have_count(0)


def test_two_browsers_on_one_record(site: Site, plain_page: Page, new_page: Any, somebody: Any, axe: Any) -> None:
    """Both change the note, one the name, too: the second is asked, and both texts are there at the end."""
    first, second = plain_page, new_page()
    for who in (first, second):
        somebody(who)
        who.goto(RECORD)
    first.get_by_label("Note").fill("The first one's note")
    first.get_by_role("button", name="Save", exact=True).click()
    second.get_by_label("Name").fill("Adah")
    second.get_by_label("Note").fill("The second one's note")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_role("heading", name="Somebody else changed this")).to_be_visible()
    axe(second)
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("alert")).to_contain_text("Choose what “Note” should say")
    axe(second)
    second.get_by_label("Both").check()
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_text("The first one's note")).to_be_visible()
    expect(second.get_by_text("The second one's note")).to_be_visible()
    expect(second.get_by_text("Adah")).to_be_visible()


def test_the_session_is_about_to_end(site: Site, page: Page, somebody: Any, axe: Any) -> None:
    """Two minutes before, a dialog takes the keyboard; staying closes it, and it comes again in its time."""
    page.clock.install()
    somebody(page)
    page.goto(RECORD)
    dialog = page.get_by_role("dialog", name="You are about to be signed out")
    page.clock.fast_forward("27:30")
    expect(dialog).to_have_count(0)
    page.clock.fast_forward("01:00")
    expect(dialog).to_be_visible()
    axe(page)
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    page.clock.fast_forward("28:30")
    expect(dialog).to_be_visible()


def test_without_scripts_the_page_says_when(site: Site, plain_page: Page, somebody: Any) -> None:
    somebody(plain_page)
    plain_page.goto(RECORD)
    expect(plain_page.get_by_role("contentinfo")).to_contain_text("You will be signed out at")
    expect(plain_page.get_by_role("dialog")).to_have_count(0)


def test_a_draft_shown_again_breaks_no_rule(site: Site, page: Page, somebody: Any, axe: Any) -> None:
    somebody(page)
    write(page, "To be looked at")
    expect(page.get_by_text(KEPT)).to_be_visible(timeout=TEN_SECONDS)
    axe(page)
    page.goto(RECORD)
    axe(page)
    page.goto("/drafts/")
    axe(page)
