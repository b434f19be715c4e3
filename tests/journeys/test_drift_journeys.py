"""A promise is past its day: its owner tells, the officer answers, the flag goes; one set aside comes back."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from service import TODAY, allocate, make_child, make_person, moment
from sightline.casework.meetings.models import Decision, Matter, Meeting
from sightline.casework.register.models import Child
from sightline.domain.roles import Role

HELD = date(2026, 9, 7)
ASIDE = re.compile("Set aside.*Decisions overdue")


def a_family():
    officer, worker = make_person(), make_person(Role.SOCIAL_WORKER)
    child = make_child(in_care_since=date(2026, 8, 3))
    allocate(child, officer)
    allocate(child, worker, role="social_worker")
    meeting = Meeting.objects.create(kind="review", state="held", on=HELD, chair=officer, made_at=moment(HELD))
    matter = Matter.objects.create(meeting=meeting, child=child, state="complete", held_on=HELD, completed_on=HELD)
    return officer, worker, child, matter


def promised(matter, what, by_when, owner=None):
    return Decision.objects.create(
        matter=matter, place=1, what=what, by_when=by_when, first_by_when=by_when, owner=owner, state="final"
    )


def test_the_owner_tells_the_officer_answers_and_the_flag_goes(site, new_page, axe):
    with site.data():
        officer, worker, child, matter = a_family()
        promised(matter, "See the dentist", TODAY - timedelta(days=12), worker)
    theirs, mine = new_page(), new_page()
    site.sign_in(theirs, worker)
    theirs.goto("/")
    axe(theirs)
    theirs.get_by_role("link", name="Tell how it goes").first.focus()
    theirs.keyboard.press("Enter")
    theirs.wait_for_url("**/tell/")
    axe(theirs)
    theirs.get_by_label("It is done", exact=True).check()
    theirs.get_by_label("How does it go?").fill("Seen on Monday, all is well.")
    theirs.get_by_role("button", name="Send").click()
    theirs.get_by_text("The reviewing officer has been told").wait_for()
    axe(theirs)

    site.sign_in(mine, officer)
    mine.goto("/drift/?iro=me")
    axe(mine)
    mine.get_by_role("row", name="Decisions overdue").get_by_role("link").click()
    mine.wait_for_url(f"**/children/{child.pk}/drift/")
    axe(mine)
    mine.get_by_role("link", name="The decision").click()
    mine.get_by_text("Seen on Monday, all is well.").wait_for()
    mine.get_by_role("button", name="Say what became of it").click()
    axe(mine)
    mine.get_by_label("Done", exact=True).check()
    mine.get_by_role("button", name="Save", exact=True).click()
    mine.get_by_text("What became of the decision is recorded").wait_for()
    mine.goto(f"/children/{child.pk}/drift/")
    expect(mine.get_by_role("heading", name="Decisions overdue")).to_have_count(0)
    mine.goto(f"/children/{child.pk}/decisions/")
    axe(mine)
    expect(mine.locator("body")).to_contain_text("Nothing is to be done.")


def test_a_flag_that_was_set_aside_comes_back_when_its_facts_change(site, plain_page, new_page, axe):
    with site.data():
        officer, _, child, matter = a_family()
        promised(matter, "Find a school", TODAY - timedelta(days=12))
    page = plain_page
    site.sign_in(page, officer)
    page.goto(f"/children/{child.pk}/drift/")
    page.get_by_role("link", name=ASIDE).click()
    page.get_by_label("It is drift, and is being dealt with").check()
    page.get_by_label("Why", exact=True).fill("A place was offered for January.")
    page.get_by_role("button", name="Set aside").click()
    page.wait_for_url(f"**/children/{child.pk}/drift/")
    expect(page.locator("body")).to_contain_text("A place was offered for January.")
    expect(page.get_by_role("link", name=ASIDE)).to_have_count(0)
    seen = new_page()
    site.sign_in(seen, officer)
    seen.goto(f"/children/{child.pk}/drift/")
    axe(seen)
    with site.data():
        promised(matter, "Buy a uniform", TODAY - timedelta(days=3))
        Child.objects.filter(pk=child.pk).update(stamp=50)
    page.reload()
    expect(page.get_by_role("link", name=ASIDE)).to_have_count(1)
    expect(page.locator("body")).to_contain_text("What it rested on has changed")
    seen.goto(f"/children/{child.pk}/drift/decisions-overdue/set-aside/")
    axe(seen)
