"""In a browser: three sittings, the one between put right; the record leads to the review; what ends with care."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from running_site import Site
from service import allocate, make_child, make_person, viewer_of
from sightline.casework.meetings.models import Matter, Sitting
from sightline.casework.register.models import CarePlan, LegalStatus
from sightline.casework.register.models import Review as Told
from sightline.casework.reviews.actions import hold, plan_review
from sightline.domain.roles import Role

CAME = date(2026, 2, 3)
FIRST, SECOND, LAST = (date(2026, 10, day) for day in (5, 9, 20))


@pytest.fixture
def officer(site: Site) -> Any:
    with site.data():
        return make_person(Role.IRO)


@pytest.fixture
def matter(site: Site, officer: Any) -> Any:
    with site.data():
        child = make_child(in_care_since=CAME)
        allocate(child, officer)
        by = viewer_of(officer)
        meeting = plan_review(children=[child.pk], chair=officer.pk, by=by, on=FIRST)
        found = Matter.objects.get(meeting=meeting)
        hold(matter=found.pk, move="begin", on=FIRST, by=by, version=None)
        CarePlan.objects.create(child=child, started=CAME, plan="LTFOST18")
        LegalStatus.objects.create(child=child, started=CAME, legal_status="C2")
        return found


def day(page: Page, on: date, name: str) -> None:
    group = page.get_by_role("group", name=name)
    for part, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        group.get_by_label(part, exact=True).fill(str(value))


def test_a_sitting_between_is_put_right_and_the_record_leads_to_the_review(
    site: Site, page: Page, narrow_page: Page, axe: Callable[[Page], None], officer: Any, matter: Any
) -> None:
    site.sign_in(page, officer)
    for on, answer in ((SECOND, "Yes, and another sitting follows"), (LAST, "Yes, and it is complete now")):
        page.goto(f"/reviews/{matter.pk}/hold/")
        axe(page)
        page.get_by_label(answer).check()
        day(page, on, "On which day?")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("its day is recorded")).to_be_visible()
    page.goto(f"/reviews/{matter.pk}/hold/")
    page.get_by_role("link", name="Correct the day of the review").click()
    day(page, date(2026, 10, 12), "Day of sitting 2")
    page.get_by_label("Why is the day corrected?").fill("By the notes")
    axe(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The day of the review is corrected.")).to_be_visible()
    with site.data():
        days = Sitting.objects.filter(matter=matter).order_by("on").values_list("on", flat=True)
        assert list(days) == [FIRST, date(2026, 10, 12), LAST]
        row = Told.objects.get(made_by__matter=matter)
    site.sign_in(narrow_page, officer)
    narrow_page.goto(f"/children/{matter.child_id}/record/reviews/{row.pk}/")
    axe(narrow_page)
    narrow_page.get_by_role("link", name="Correct the day of the review").click()
    axe(narrow_page)
    expect(narrow_page).to_have_url(f"{site.url}/reviews/{matter.pk}/hold/day/")


def test_what_ends_with_care_is_said_before_it_is_told(
    site: Site, page: Page, axe: Callable[[Page], None], matter: Any
) -> None:
    with site.data():
        support, episode = make_person(Role.BUSINESS_SUPPORT), matter.child.episode_set.get()
    site.sign_in(page, support)
    page.goto(f"/children/{matter.child_id}/episodes/{episode.pk}/left/")
    expect(page.get_by_text("that have no end yet end on that day, too")).to_be_visible()
    axe(page)
    day(page, LAST, "The child left care on")
    page.get_by_label("Why the child left care").select_option("E8")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The child left care: told.")).to_be_visible()
    with site.data():
        for model in (CarePlan, LegalStatus):
            assert model.objects.get(child=matter.child_id).ended == LAST  # type: ignore[attr-defined]


def test_a_review_that_was_not_held_is_to_be_held_again(
    site: Site, page: Page, narrow_page: Page, axe: Callable[[Page], None], officer: Any, matter: Any
) -> None:
    for tried in (narrow_page, page):
        site.sign_in(tried, officer)
        tried.goto(f"/reviews/{matter.pk}/hold/")
        tried.get_by_role("link", name="Say that it was not held").click()
        expect(tried.get_by_role("heading", name="The review was not held after all")).to_be_visible()
        axe(tried)
    page.get_by_label("Why is it taken back?").fill("It was her brother's")
    page.get_by_role("button", name="It was not held").click()
    expect(page.get_by_text("it is still to be held")).to_be_visible()
    axe(page)
    with site.data():
        matter.refresh_from_db()
        assert (matter.state, matter.held_on) == ("to_hold", None)
