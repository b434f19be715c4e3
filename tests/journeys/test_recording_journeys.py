"""Holding and recording a review of brother and sister in a browser; nothing written is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from playwright.sync_api import Page, expect

from running_site import Site
from service import TODAY, allocate, make_child, make_person, moment, viewer_of
from sightline.casework.meetings import recording
from sightline.casework.meetings.models import Decision, Matter, Meeting, Record, Section
from sightline.casework.meetings.queries.recorded import recorded
from sightline.casework.meetings.recording import Said
from sightline.casework.register.models import SiblingGroup
from sightline.casework.reviews.models import Review
from sightline.casework.staff.models import Person
from sightline.domain.roles import Role

HELD = TODAY - timedelta(days=1)
Axe = Callable[[Page], None]


def siblings(site: Site, *, begun: bool = False) -> tuple[Person, Meeting, Matter, Matter]:
    """An officer and a meeting about Ines and Jonah, with a review planned for each."""
    with site.data():
        officer, family = make_person(Role.IRO), SiblingGroup.objects.create()
        meeting = Meeting.objects.create(kind="review", state="planned", on=HELD, chair=officer, made_at=moment())
        parts = []
        for name in ("Ines", "Jonah"):
            child = make_child(forename=name, surname="Hughes", family=family)
            allocate(child, officer)
            parts.append(Matter.objects.create(meeting=meeting, child=child))
            Review.objects.create(matter=parts[-1], kind="later")
        if begun:
            for part in parts:
                recording.start(matter=part.pk, form="later", options=["signs_of_safety"], by=viewer_of(officer))
        return officer, meeting, parts[0], parts[1]


def fill(site: Site, matter: Matter, officer: Person) -> None:
    """Write every section that has to be and is not."""
    with site.data():
        by = viewer_of(officer)
        for section in recorded(matter.pk, by).sections:
            if section.missing:
                recording.write(matter=matter.pk, key=section.key, said=Said("Well"), by=by, version=0)


def on_day(page: Page, legend: str, day: Any) -> None:
    box = page.get_by_role("group", name=legend)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        box.get_by_label(part, exact=True).fill(str(value))


def save(page: Page, name: str = "Save and go on") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_brother_and_sister_are_held_recorded_together_and_finished(site: Site, page: Page, axe: Axe) -> None:
    officer, meeting, ines, jonah = siblings(site)
    site.sign_in(page, officer)
    for part in (ines, jonah):
        page.goto(f"/reviews/{part.pk}/")
        page.get_by_role("link", name="Hold the review").click()
        page.get_by_label("Yes, and it is complete").check()
        axe(page)
        save(page, "Save")
        page.get_by_role("link", name="Write the record").click()
        save(page, "Begin the record")
    page.get_by_role("link", name="Brothers and sisters side by side").click()
    axe(page)
    page.get_by_role("link", name="Family time").click()
    page.get_by_label("Time with family and friends (Ines)").fill("Sundays with their grandmother")
    page.get_by_role("button", name="Copy to the others from Ines").click()
    theirs = page.get_by_label("Time with family and friends (Jonah)")
    expect(theirs).to_have_value("Sundays with their grandmother")
    theirs.fill("He would rather stay at football")
    page.get_by_role("button", name="Copy to the others from Ines").click()
    expect(page.get_by_text("What was written already is kept: Jonah")).to_be_visible()
    axe(page)
    save(page)
    for part in (ines, jonah):
        fill(site, part, officer)
    page.goto(f"/reviews/{ines.pk}/decide/add/")
    page.get_by_label("What will be done?").fill("Ask the school about the drama club")
    save(page, "Save")
    page.goto(f"/reviews/{ines.pk}/record/finish/")
    axe(page)
    page.get_by_role("link", name="Decision 1: say who does it and by when").click()
    page.get_by_label("Who will do it, in words").fill("Social worker")
    on_day(page, "By when?", TODAY + timedelta(days=20))
    axe(page)
    save(page, "Save")
    axe(page)
    page.goto(f"/reviews/{ines.pk}/record/finish/")
    save(page, "Finish the record")
    expect(page.get_by_text("The record is finished.")).to_be_visible()
    with site.data():
        texts = Section.objects.filter(key="family_time", record__matter__meeting=meeting)
        assert list(texts.order_by("record__matter").values_list("text", flat=True)) == [
            "Sundays with their grandmother", "He would rather stay at football",
        ]  # fmt: skip
        assert Record.objects.get(matter=ines).state == "finished"
        assert Review.objects.get(matter=ines).told.recorded == TODAY  # type: ignore[union-attr]


def test_a_section_is_written_by_keyboard_alone(site: Site, page: Page) -> None:
    officer, _, ines, _ = siblings(site, begun=True)
    site.sign_in(page, officer)
    page.goto(f"/reviews/{ines.pk}/record/section/summary/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
    page.keyboard.type("Ines is well, and laughs a lot")
    page.keyboard.press("Tab")  # where the text comes from
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Save and go on"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Summary: saved.")).to_be_visible()
    with site.data():
        section = Section.objects.get(record__matter=ines, key="summary")
        assert (section.text, section.source) == ("Ines is well, and laughs a lot", "pasted")


def test_a_session_that_ends_in_the_middle_of_a_long_record_loses_nothing(site: Site, page: Page) -> None:
    officer, _, ines, _ = siblings(site, begun=True)
    site.sign_in(page, officer)
    address = f"/reviews/{ines.pk}/record/section/views/"
    page.goto(address)
    long = "She says that the garden is the best part of the day. " * 200
    page.get_by_label("The child's views and wishes").fill(long)
    page.get_by_label("What a usual day is like for the child").fill("Up early, for the rabbits")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    save(page)
    expect(page).to_have_url(f"{site.url}/account/login/?next={address}")
    site.sign_in(page, officer)
    page.goto(address)
    expect(page.get_by_label("The child's views and wishes")).to_have_value(long)
    expect(page.get_by_label("What a usual day is like for the child")).to_have_value("Up early, for the rabbits")
    save(page)
    expect(page.get_by_text("What the child thinks and feels: saved.")).to_be_visible()


def test_on_one_page_a_section_is_saved_and_what_is_begun_beside_it_stays(
    site: Site, page: Page, axe: Axe
) -> None:
    officer, _, ines, _ = siblings(site, begun=True)
    site.sign_in(page, officer)
    page.goto(f"/reviews/{ines.pk}/record/whole/")
    axe(page)
    health, summary = page.locator("#health"), page.locator("#summary")
    summary.get_by_label("In short").fill("Begun, and not sent")
    health.get_by_label("Health, teeth, eyes, feelings").fill("Glasses are new")
    health.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Health: saved.")).to_be_visible()
    expect(summary.get_by_label("In short")).to_have_value("Begun, and not sent")
    with site.data():
        assert list(Section.objects.filter(record__matter=ines).values_list("key", flat=True)) == ["health"]


def test_what_is_pasted_is_marked_and_may_be_marked_otherwise(site: Site, page: Page) -> None:
    officer, _, ines, _ = siblings(site, begun=True)
    site.sign_in(page, officer)
    page.goto(f"/reviews/{ines.pk}/record/section/summary/")
    paste(page, "A few words")
    expect(page.get_by_label("Typed here")).to_be_checked()  # the near miss
    paste(page, "Ines has lived with the same carers for three years. " * 4)
    expect(page.get_by_label("Pasted from somewhere else")).to_be_checked()
    expect(page.get_by_text("You pasted text: it is marked so.")).to_be_visible()
    page.get_by_label("Drafted by a machine, and checked by me").check()
    paste(page, "And there is more to say about it than fits in one paragraph. " * 4)
    expect(page.get_by_label("Drafted by a machine, and checked by me")).to_be_checked()


def paste(page: Page, text: str) -> None:
    page.get_by_label("In short").evaluate(
        """(box, text) => {
            const told = new DataTransfer();
            told.setData("text/plain", text);
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: told, bubbles: true }));
        }""",
        text,
    )


def test_without_javascript_a_section_and_an_answer_are_sent(site: Site, plain_page: Page) -> None:
    officer, _, ines, _ = siblings(site, begun=True)
    with site.data():
        Matter.objects.filter(pk=ines.pk).update(held_on=HELD)
        before = Meeting.objects.create(
            kind="review", state="held", on=HELD - timedelta(days=90), chair=officer, made_at=moment()
        )
        then = Matter.objects.create(
            meeting=before, child=ines.child, state="complete", held_on=before.on, completed_on=before.on
        )
        Decision.objects.create(matter=then, place=1, what="See the dentist", who="Carer", state="final")
    site.sign_in(plain_page, officer)
    plain_page.goto(f"/reviews/{ines.pk}/earlier/")
    plain_page.get_by_role("link", name="Answer the next").click()
    plain_page.get_by_label("Partly done").check()
    save(plain_page)
    plain_page.get_by_role("link", name="Say why, in a sentence").click()
    plain_page.get_by_label("In a sentence").fill("There was one visit")
    on_day(plain_page, "Set it again for", TODAY + timedelta(days=30))
    save(plain_page)
    expect(plain_page.get_by_text("All 1 are answered.")).to_be_visible()
    plain_page.goto(f"/reviews/{ines.pk}/record/section/signs_of_safety/")
    plain_page.get_by_label("What is working well?").fill("The carers")
    save(plain_page)
    with site.data():
        assert Decision.objects.get(matter=ines).again == Decision.objects.get(matter=then)
        assert Section.objects.get(record__matter=ines).answers == {"well": "The carers"}


def test_in_the_room_everybody_sees_decisions_and_nothing_else(site: Site, narrow_page: Page, axe: Axe) -> None:
    officer, _, ines, _ = siblings(site, begun=True)
    with site.data():
        Decision.objects.create(matter=ines, place=1, what="See the dentist", who="Carer", resource=True)
    site.sign_in(narrow_page, officer)
    narrow_page.goto(f"/reviews/{ines.pk}/projector/")
    axe(narrow_page)
    assert narrow_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shown = narrow_page.locator("body").inner_text()
    assert "See the dentist" in shown
    for private in ("Hughes", officer.name, "2014", "Search", "costs"):
        assert private not in shown, private
    assert "Ines" not in narrow_page.title()
