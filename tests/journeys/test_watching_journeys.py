"""Between reviews in the browser: one line for three children, a change answered, a child who left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import F
from playwright.sync_api import Page, expect

from running_site import Site
from service import allocate, make_child, make_person, moment
from sightline.casework.meetings.models import Decision, Matter, Meeting
from sightline.casework.register.models import Child, EarlyReview, Review, SiblingGroup, Visit
from sightline.casework.watch import daily
from sightline.casework.watch.models import Check, Closing, Contact
from sightline.domain.roles import Role

TODAY = date(2026, 11, 20)
CAME, HELD = date(2026, 2, 3), date(2026, 8, 3)


def a_child(officer: Any, **fields: Any) -> Child:
    child = make_child(in_care_since=CAME, **fields)
    for held in (date(2026, 2, 26), date(2026, 5, 20), HELD):
        Review.objects.create(child=child, held=held, participation="PN1")
    allocate(child, officer, CAME)
    return child


@pytest.fixture
def officer(site: Site) -> Any:
    with site.data():
        return make_person(Role.IRO)


def day(page: Page, legend: str, on: date) -> None:
    group = page.get_by_role("group", name=legend)
    for box, part in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        group.get_by_label(box).fill(str(part))


def test_one_contact_for_three_brothers_and_sisters(
    site: Site, plain_page: Page, page: Page, axe: Callable[[Page], None], officer: Any
) -> None:
    with site.data():
        family = SiblingGroup.objects.create()
        first, *others = [a_child(officer, family=family, forename=name) for name in ("Ada", "Bo", "Cy")]
    site.sign_in(plain_page, officer)
    plain_page.goto(f"/children/{first.pk}/footprint/")
    plain_page.get_by_role("link", name="Note a contact, a visit or a file check").click()
    for other in others:
        plain_page.get_by_label(f"{other.forename} {other.surname}").check()
    plain_page.get_by_label("What was it?").select_option("visit")
    plain_page.get_by_label("What about?").fill("They built a den together.")
    plain_page.get_by_label("If you visited").select_option("alone")
    plain_page.get_by_role("button", name="Note it").click()
    expect(plain_page.get_by_role("heading", name="Visited the child: seen alone")).to_be_visible()
    site.sign_in(page, officer)
    page.goto(f"/children/{first.pk}/footprint/")
    axe(page)
    page.goto(f"/children/{first.pk}/contacts/add/")
    axe(page)
    with site.data():
        assert Contact.objects.filter(child__family=family).count() == 3
        assert Visit.objects.filter(child__family=family, kind="iro", seen_alone=1).count() == 3


def test_a_change_is_told_and_answered_by_bringing_the_review_forward(
    site: Site, page: Page, new_page: Callable[..., Page], axe: Callable[[Page], None], officer: Any
) -> None:
    with site.data():
        child = a_child(officer)
        worker = make_person(Role.SOCIAL_WORKER)
        allocate(child, worker, role="social_worker")
    theirs = new_page()
    site.sign_in(theirs, worker)
    theirs.goto("/")
    theirs.get_by_role("link", name="Tell of a significant change").click()
    axe(theirs)
    theirs.get_by_role("link", name="Tell of a change").click()
    theirs.get_by_label("School or training").check()
    theirs.get_by_label("No, it is proposed").check()
    day(theirs, "On which day", date(2027, 1, 4))
    theirs.get_by_label("What does it mean for the child?").fill("A school nearer to the carers.")
    axe(theirs)
    theirs.get_by_role("button", name="Tell it").click()
    expect(theirs.get_by_text("The reviewing officer will answer")).to_be_visible()

    site.sign_in(page, officer)
    page.goto("/")
    expect(page.get_by_role("heading", name="Changes to answer (1)")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Answer change told of").click()
    page.get_by_label("Bring the review forward").check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("link", name="Say by which day a review is wanted")).to_be_visible()
    day(page, "by which day", date(2026, 12, 11))
    axe(page)
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Review brought forward", exact=True)).to_be_visible()
    expect(page.locator(".sl-identity")).to_contain_text("11 December 2026")
    with site.data():
        assert EarlyReview.objects.get(child=child).wanted_by == date(2026, 12, 11)


def test_a_midway_check_by_keyboard_alone(
    site: Site, page: Page, axe: Callable[[Page], None], officer: Any
) -> None:
    with site.data():
        child = a_child(officer)
        daily.make_checks(on=TODAY, at=moment())
    site.sign_in(page, officer)
    page.goto("/")
    page.get_by_role("link", name="Do it midway check of").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/midway-checks/**")
    page.get_by_label("The plan is on track").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("What have you seen").focus()
    page.keyboard.type("The school place is late; asked again.")
    axe(page)
    page.get_by_role("button", name="Save the check").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Midway check: Some of it is drifting")).to_be_visible()
    with site.data():
        assert Check.objects.get(child=child).found == "some_drift"


def test_the_last_note_of_a_child_who_left_is_written_and_seen(
    site: Site, page: Page, new_page: Callable[..., Page], axe: Callable[[Page], None], officer: Any
) -> None:
    with site.data():
        child = a_child(officer)
        child.episode_set.update(ceased=TODAY, reason_ceased="E4A")
        Child.objects.filter(pk=child.pk).update(stamp=F("stamp") + 1)
        meeting = Meeting.objects.create(kind="review", state="held", on=HELD, chair=officer, made_at=moment())
        matter = Matter.objects.create(meeting=meeting, child=child)
        Decision.objects.create(matter=matter, place=1, what="Keep the swimming club", state="final")
        manager = make_person(Role.IRO_MANAGER)
    site.sign_in(page, officer)
    page.goto("/")
    page.get_by_role("link", name="Write it closing note of").click()
    expect(page.get_by_text("Keep the swimming club")).to_be_visible()
    page.get_by_label("What should be known?").fill("Home, and glad of it.")
    axe(page)
    page.get_by_role("button", name="Save the note").click()
    page.get_by_label("What happens with the decisions").fill("The grandmother pays for it.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Closing note: kept.")).to_be_visible()
    theirs = new_page()
    site.sign_in(theirs, manager)
    theirs.goto(f"/children/{child.pk}/closing/")
    theirs.get_by_role("button", name="I have seen this note").click()
    axe(theirs)
    with site.data():
        assert Closing.objects.get(child=child).seen_by_id == manager.pk
