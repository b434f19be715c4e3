"""What is new for an officer, how often mail comes, the address of a calendar; an administrator's webhooks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from running_site import Site
from service import allocate, make_child, make_person, moment
from sightline.casework.outbox.actions import tell
from sightline.casework.outbox.models import Call, Hook, Message, Wish
from sightline.casework.practice.actions import add_shipped
from sightline.casework.staff.models import Person
from sightline.domain.roles import Role

Look = Callable[[Page], None]


@pytest.fixture(scope="module")
def officer(site: Site) -> Person:
    """An officer with five children, of whom much is new."""
    with site.data():
        add_shipped(at=moment())
        person = make_person()
        for n, kind in enumerate(("check_due", "change", "check_due", "flag", "level_contact")):
            child = make_child()
            allocate(child, person)
            tell(kind, people=[person.pk], key=f"{n}", at=moment(), number=child.pk, child=child.pk)
        tell("meeting_moved", people=[person.pk], key="moved", at=moment())
        return person


def test_an_officer_sees_what_is_new_and_reads_it(
    site: Site, plain_page: Page, page: Page, axe: Look, officer: Person
) -> None:
    site.sign_in(page, officer)
    page.goto("/")
    expect(page.get_by_role("heading", name="New for me (6)")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="2 midway checks are due").click()
    expect(page.get_by_role("heading", name="What is new for me")).to_be_visible()
    axe(page)

    site.sign_in(plain_page, officer)
    plain_page.goto("/messages/")
    plain_page.get_by_role("button", name="I have read these 6").press("Enter")
    expect(plain_page.get_by_text("6 marked as read.")).to_be_visible()
    expect(plain_page.get_by_text("You have read everything.")).to_be_visible()
    with site.data():
        assert not Message.objects.filter(read_at=None).exists()
    plain_page.get_by_role("link", name="What I have read, too").click()
    expect(plain_page.get_by_role("table")).to_be_visible()


def test_an_officer_says_how_often_and_takes_the_address_of_a_calendar(
    site: Site, page: Page, axe: Look, officer: Person
) -> None:
    site.sign_in(page, officer)
    page.goto("/messages/")
    page.get_by_role("link", name="Change this, or put my meetings into my calendar").press("Enter")
    axe(page)
    page.get_by_label("Once a week", exact=True).check()
    page.get_by_label("On which day, if once a week?").select_option("Thursday")
    page.get_by_role("button", name="Keep").press("Enter")
    expect(page.get_by_text("Kept.", exact=True)).to_be_visible()
    with site.data():
        assert (Wish.objects.get().often, Wish.objects.get().weekday) == ("weekly", 3)

    page.get_by_role("button", name="Make an address").press("Enter")
    expect(page.get_by_role("heading", name="The address of my calendar")).to_be_visible()
    axe(page)
    address = page.locator("code").inner_text()
    assert "BEGIN:VCALENDAR" in page.request.get(address).text()
    page.get_by_role("link", name="Back to mail and calendar").click()
    expect(page.get_by_text("It was last looked at on")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Stop the address").press("Enter")
    expect(page.get_by_text("opens nothing any more")).to_be_visible()
    assert page.request.get(address).status == 404


def test_an_administrator_adds_a_webhook_tries_it_and_stops_it(site: Site, page: Page, axe: Look) -> None:
    with site.data():
        admin = make_person(Role.ADMINISTRATOR)
    site.sign_in(page, admin)
    page.goto("/")
    page.get_by_role("link", name="Webhooks").press("Enter")
    axe(page)
    page.get_by_role("button", name="Add a webhook").press("Enter")
    page.get_by_label("What it is for").fill("Data warehouse")
    page.get_by_label("Address").fill("http://warehouse.example.org/told")
    page.get_by_label("A review was held").check()
    page.get_by_role("button", name="Add").press("Enter")
    expect(page.get_by_text("The address has to begin with https://").first).to_be_visible()
    axe(page)
    page.get_by_label("Address").fill("https://warehouse.example.org/told")
    page.get_by_role("button", name="Add").press("Enter")
    expect(page.get_by_role("heading", name="The webhook is added")).to_be_visible()
    assert re.fullmatch(r"\w{64}", page.locator("code").inner_text())
    axe(page)
    page.get_by_role("link", name="Go to the webhook").click()
    page.get_by_role("button", name="Send a call to try it").press("Enter")
    expect(page.get_by_text("A call will be made within a minute or two.")).to_be_visible()
    with site.data():
        Call.objects.update(tries=1, answer="NewConnectionError", next_try=moment())
    page.reload()
    expect(page.get_by_text("Will be tried again")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Stop it").press("Enter")
    expect(page.get_by_text("It is told of nothing any more.")).to_be_visible()
    with site.data():
        assert Hook.objects.get().stopped_at is not None
