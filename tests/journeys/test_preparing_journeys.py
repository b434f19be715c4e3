"""Business support plans a review for two sisters, invites, chases and shares; a social worker says it is done."""

from __future__ import annotations

from datetime import date
from typing import Any

from playwright.sync_api import expect

from service import allocate, make_child, make_person, viewer_of
from sightline.casework.meetings import venues
from sightline.casework.meetings.models import Ask, Meeting, Participant
from sightline.casework.register.models import Relation, SiblingGroup
from sightline.domain.roles import Role

CAME = date(2026, 11, 2)


def make_sisters(officer: Any, worker: Any) -> list[Any]:
    """Two sisters in care since 2 November 2026, whose mother has parental responsibility."""
    family = SiblingGroup.objects.create()
    made = [
        make_child(forename=name, surname="Twining", family=family, in_care_since=CAME, born=date(year, 5, 2))
        for name, year in (("Ursula", 2014), ("Vera", 2016))
    ]
    for child in made:
        allocate(child, officer)
        allocate(child, worker, role="social_worker")
        Relation.objects.create(
            child=child,
            name="Mona Twining",
            relationship="Mother",
            capacity="family",
            parental_responsibility="yes",
        )
    return made


def choose(page: Any, what: str) -> None:
    """Tick the box of a line by what it is."""
    page.get_by_label(f"Choose {what}", exact=False).first.check()


def test_a_review_of_two_sisters_from_the_due_date_to_reports_shared(
    site: Any, page: Any, new_page: Any, axe: Any
) -> None:
    with site.data():
        support, officer = make_person(Role.BUSINESS_SUPPORT), make_person(Role.IRO, name="Olive Officer")
        worker = make_person(Role.SOCIAL_WORKER, name="Will Worker")
        first, _ = make_sisters(officer, worker)
        venues.add(name="Civic Centre", access="Step-free from the car park", by=viewer_of(support))
    site.sign_in(page, support)
    page.goto("/")
    axe(page)
    page.get_by_role("link", name="Plan the review of Ursula Twining").first.click()
    page.wait_for_url(f"**/children/{first.pk}/reviews/plan/")
    expect(page.locator("body")).to_contain_text("20 working days after coming into care")
    axe(page)
    page.get_by_label("Vera Twining, due 30 November 2026").check()
    page.get_by_label("Not settled yet: ask people about these days").check()
    page.get_by_label("Venue", exact=False).select_option(label="Civic Centre")
    page.get_by_role("button", name="Plan the review").click()
    page.wait_for_url("**/preparation/")
    axe(page)

    page.get_by_role("link", name="Date, place and who chairs").click()
    axe(page)
    page.get_by_role("link", name="Settle 27 November 2026").click()
    axe(page)
    page.get_by_role("textbox", name="Time").fill("3.30pm")
    page.get_by_role("button", name="Settle this day").click()
    page.wait_for_url("**/meetings/*/")
    expect(page.locator("body")).to_contain_text("Step-free from the car park")
    axe(page)

    page.get_by_role("link", name="Prepare the review of Ursula Twining").click()
    choose(page, "Mona Twining")
    choose(page, "Ursula Twining")
    page.locator("[name=invite-channel]").select_option(label="Post")
    page.get_by_role("button", name="Note the invitations").click()
    page.get_by_text("Noted: 2 invitations sent").wait_for()
    axe(page)
    for done, how in (("Asked for", "Secure email"), ("Chased", "Phone")):
        choose(page, "Social worker's report")
        page.locator("[name=papers-move]").select_option(label=done)
        page.locator("[name=papers-channel]").select_option(label=how)
        page.get_by_role("button", name="Note it").click()
        page.get_by_text("Noted for 1.").wait_for()

    other = new_page(java_script_enabled=False)
    site.sign_in(other, worker)
    other.goto("/")
    other.get_by_role("link", name="Say what is done").click()
    choose(other, "Social worker's report and updated care plan, Ursula Twining")
    other.get_by_role("button", name="They are done").click()
    other.get_by_text("Thank you.").wait_for()

    page.reload()
    choose(page, "Social worker's report")
    page.locator("[name=papers-move]").select_option(label="Shared with the family")
    page.get_by_role("button", name="Note it").click()
    page.get_by_text("Noted for 1.").wait_for()
    with site.data():
        meeting = Meeting.objects.get()
        assert (meeting.on, f"{meeting.at:%H:%M}", meeting.matters.count()) == (date(2026, 11, 27), "15:30", 2)
        assert Participant.objects.exclude(invited_on=None).count() == 2
        assert Ask.objects.filter(state="shared").count() == 1
    page.goto("/diary/")
    expect(page.locator("body")).to_contain_text("Vera Twining")
    axe(page)


def test_several_meetings_are_moved_with_javascript_off_on_a_telephone(
    site: Any, new_page: Any, axe: Any, page: Any
) -> None:
    with site.data():
        support, officer = make_person(Role.BUSINESS_SUPPORT), make_person(Role.IRO, name="Ines Mover")
        child = make_child(forename="Walter", surname="Lone", in_care_since=CAME)
        allocate(child, officer)
    narrow = new_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    site.sign_in(narrow, support)
    narrow.goto(f"/children/{child.pk}/reviews/plan/")
    narrow.get_by_label("Friday 27 November 2026").check()
    narrow.get_by_role("button", name="Plan the review").click()
    narrow.goto("/meetings/move/")
    narrow.get_by_label("Whose meetings", exact=False).select_option(label="Ines Mover")
    narrow.get_by_role("button", name="Show").click()
    narrow.get_by_label("New day of the meeting about Walter Lone").fill("2026-11-26")
    narrow.get_by_label("New time of the meeting about Walter Lone").fill("9.30")
    narrow.get_by_role("button", name="Move them").click()
    expect(narrow.locator("body")).to_contain_text("26 November 2026")
    with site.data():
        assert Meeting.objects.get(chair=officer).on == date(2026, 11, 26)
    site.sign_in(page, support)
    for address in (
        "/meetings/move/",
        "/preparing/papers/?all=yes",
        "/preparing/invitations/?all=yes",
        "/venues/",
    ):
        page.goto(address)
        axe(page)
