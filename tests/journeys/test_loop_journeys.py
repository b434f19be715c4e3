"""The whole loop: two sisters came into care on Tuesday; two rounds of reviews later one of them goes home.

Business support, manager, officer, social worker and team manager each do their part in a browser of their own;
days pass. Nothing but the people of the service is put into the database by hand.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from running_site import Site
from service import LONG_AGO, make_person, make_team
from settled import decisions_agree
from sightline.casework.meetings.models import Decision, Delivery
from sightline.casework.register.models import Review
from sightline.casework.staff.models import Employment, Person, Post
from sightline.casework.trail.queries import verify
from sightline.casework.watch.models import Check, Closing
from sightline.domain.roles import Role

TUESDAY = date(2026, 11, 17)
SISTERS = ("Nell", "Posy")
WORDS = "It goes well, and there is more to do."


class Days:
    """A site whose days pass, and a browser of each of its people.

    days.on(date(2026, 12, 7))  # that day, its daily work done
    days.of("officer").goto("/")
    """

    def __init__(self, site: Site, new_page: Callable[..., Page], people: dict[str, Person]) -> None:
        self.site, self.new_page, self.people = site, new_page, people
        self.pages: dict[str, Page] = {}

    def on(self, day: date) -> None:
        """It is this day now: the server begins anew, and does what a day asks for."""
        self.site.passed(day)

    def of(self, who: str) -> Page:
        """The browser of this person, at their first screen."""
        if who not in self.pages:
            self.pages[who] = self.new_page()
        page = self.pages[who]
        self.site.sign_in(page, self.people[who])  # a session does not outlive months
        page.goto("/")
        return page


@pytest.fixture
def days(site: Site, new_page: Callable[..., Page]) -> Days:
    with site.data():
        team = make_team("North")
        people = {
            "support": make_person(Role.BUSINESS_SUPPORT, name="Sam Support"),
            "lead": make_person(Role.IRO_MANAGER, name="Lena Lead"),
            "officer": make_person(Role.IRO, name="Iris Officer"),
            "worker": make_person(Role.SOCIAL_WORKER, name="Wes Worker", team=team),
            "manager": make_person(Role.TEAM_MANAGER, name="Max Manager", team=team),
        }
        Post.objects.create(
            person=people["officer"], role="iro", fraction=1, employment=Employment.PERMANENT, started=LONG_AGO
        )
    return Days(site, new_page, people)


def pictured(page: Page, name: str) -> None:
    """A picture, where somebody wants to look: PICTURES names the folder."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"loop-{name}.png", full_page=True)


def on_day(page: Page, legend: str, day: date) -> None:
    group = page.get_by_role("group", name=legend)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part, exact=True).fill(str(value))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


# came into care


def added(page: Page, name: str, born: date) -> None:
    page.goto("/children/add/")
    page.get_by_label("First name").fill(name)
    page.get_by_label("Last name").fill("Harker")
    on_day(page, "Born on", born)
    page.get_by_label("Female", exact=True).check()
    on_day(page, "Came into care on", TUESDAY)
    for label, value in (("Legal status", "V2"), ("Main need", "N1"), ("Placement", "U6")):
        page.get_by_label(label, exact=False).first.select_option(value)
    press(page, "Add the child")


def officer_named(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=f"Name an IRO for {name} Harker").click()
    page.get_by_role("link", name="Choose Iris Officer").click()
    page.get_by_label("Why this IRO", exact=True).select_option("new")
    press(page, "Name this IRO")


def family(page: Page) -> None:
    page.goto("/children/1/siblings/")
    page.get_by_label("Another child is a brother or sister").check()
    page.get_by_label("Name, or a number, of the brother or sister").fill("Posy")
    page.get_by_label("How do you know?").fill("Their mother says so")
    press(page, "Save")
    page.get_by_label("Posy Harker").check()
    press(page, "Save")
    for child in (1, 2):
        page.goto(f"/children/{child}/people/")
        page.get_by_role("link", name="Name the social worker").click()
        page.get_by_label("Who", exact=True).select_option(label="Wes Worker, North")
        on_day(page, "From", TUESDAY)
        press(page, "Save")
        page.goto(f"/children/{child}/record/relations/add/")
        page.get_by_label("Name", exact=True).fill("Mona Harker")
        page.get_by_label("Who they are to the child").fill("Mother")
        page.get_by_label("Family", exact=True).check()
        page.get_by_role("group", name="Parental responsibility").get_by_label("Yes").check()
        press(page, "Save")


# prepare


def planned(page: Page, day: str) -> None:
    """Nell's next review, and Posy's with it."""
    page.goto("/")
    page.get_by_role("link", name="Plan the review of Nell Harker").first.click()
    page.get_by_label("Posy Harker, due").check()
    page.get_by_label(day).check()
    page.get_by_label("Time", exact=False).first.fill("4pm")
    page.get_by_label("In person", exact=True).check()
    page.get_by_label("Or another place").fill("At home with their carers")
    press(page, "Plan the review")
    page.wait_for_url("**/preparation/")


def invited_and_asked(page: Page, matter: int) -> None:
    page.goto(f"/reviews/{matter}/preparation/")
    for box in page.locator("[name=person]").all():
        box.check()
    page.locator("[name=invite-channel]").select_option(label="Secure email")
    press(page, "Note the invitations")
    for move in ("Asked for", "Chased"):
        page.get_by_label("Choose Social worker's report", exact=False).first.check()
        page.locator("[name=papers-move]").select_option(label=move)
        page.locator("[name=papers-channel]").select_option(label="Secure email")
        press(page, "Note it")
        page.get_by_text("Noted for 1.").wait_for()


def reports_done(page: Page) -> None:
    """The social worker has written what was asked for."""
    page.get_by_role("link", name="Say what is done").first.click()
    page.wait_for_url("**/asked/papers/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "They are done")
    page.get_by_text("Thank you.").wait_for()


def shared(page: Page, matter: int) -> None:
    page.goto(f"/reviews/{matter}/preparation/")
    page.get_by_label("Choose Social worker's report", exact=False).first.check()
    page.locator("[name=papers-move]").select_option(label="Shared with the family")
    press(page, "Note it")
    page.get_by_text("Noted for 1.").wait_for()


# meet, decide, record


def held(page: Page, matter: int, how: str, *, why: str = "") -> None:
    page.goto(f"/reviews/{matter}/")
    page.get_by_role("link", name="Hold the review").click()
    page.get_by_label(how).check()
    if why:
        page.get_by_label("Why was it adjourned?").fill(why)
    press(page, "Save")
    page.wait_for_url(f"**/reviews/{matter}/")


def who_came(page: Page, matter: int, seen_on: date) -> None:
    page.goto(f"/reviews/{matter}/who-came/")
    for box in page.locator("select[name^=came_]").all():
        box.select_option("yes")
    press(page, "Save")
    page.goto(f"/reviews/{matter}/seen/")
    page.get_by_label("Yes, and the child was seen alone").check()
    on_day(page, "On which day, if you did", seen_on)
    press(page, "Save")
    page.goto(f"/reviews/{matter}/participation/")
    page.get_by_label("Yes, in the room").check()
    press(page, "Continue")
    page.get_by_label("The child spoke for themselves").check()
    press(page, "Continue")
    press(page, "Record this")
    page.get_by_text("How the child took part: PN1.").wait_for()


def recorded(page: Page, matter: int) -> None:
    """Every section that has to be written."""
    page.goto(f"/reviews/{matter}/record/")
    if page.get_by_role("button", name="Begin the record").count():
        press(page, "Begin the record")
    for _ in range(20):
        waiting = page.get_by_role("listitem").filter(has_text="To be written").get_by_role("link")
        if not waiting.count():
            return
        waiting.first.click()
        page.locator("main textarea").first.fill(WORDS)
        for choose in page.locator("main select").all():
            choose.select_option(index=1)
        press(page, "Save and go on")
        page.goto(f"/reviews/{matter}/record/")
    raise AssertionError("there is no end of sections to write")


def decided(page: Page, matter: int, what: str, who: str, by_when: date, owner: str = "") -> None:
    page.goto(f"/reviews/{matter}/decide/add/")
    page.get_by_label("What will be done?").fill(what)
    page.get_by_label("Who will do it, in words").fill(who)
    if owner:
        page.get_by_label("Who of the service will do it").select_option(label=owner)
    on_day(page, "By when?", by_when)
    page.get_by_label("What will be better for the child?").fill("She feels at home")
    press(page, "Save")


def finished(page: Page, matter: int) -> None:
    page.goto(f"/reviews/{matter}/record/finish/")
    press(page, "Finish the record")
    page.get_by_text("The record is finished.").wait_for()


# tell


def to_managers(page: Page, matter: int) -> None:
    page.goto(f"/reviews/{matter}/managers/")
    page.get_by_role("button", name="Issue the decisions to managers").click()
    page.get_by_role("button", name="Issue them").click()
    page.get_by_text("The decisions are with managers.").wait_for()


def queried(page: Page, matter: int) -> None:
    page.goto("/")
    page.get_by_role("link", name="See them Nell Harker").click()
    page.goto(f"/reviews/{matter}/managers/")
    page.get_by_role("link", name="Query this decision").last.click()
    page.get_by_label("What do you ask?").fill("Which dentist takes her?")
    press(page, "Send")
    expect(page.get_by_text("Queried: held back")).to_be_visible()


def answered(page: Page, matter: int) -> None:
    page.goto(f"/reviews/{matter}/managers/")
    page.get_by_role("link", name="Answer this query").click()
    page.get_by_label("Your answer").fill("The one of her carers")
    page.get_by_label("It is changed to what is below").check()
    page.get_by_label("What", exact=True).fill("See the dentist of her carers")
    press(page, "Send")
    expect(page.get_by_role("heading", name="What it said first")).to_be_visible()


def issued_and_sent(page: Page, matter: int) -> None:
    page.goto(f"/reviews/{matter}/documents/")
    page.get_by_role("button", name="Issue documents").click()
    page.get_by_label("Your own words in the letter to the child").fill("It was good to hear about the garden.")
    press(page, "Issue them")
    page.get_by_text("The documents are issued and kept.").wait_for()
    page.get_by_role("link", name="Who is sent what").click()
    page.wait_for_url("**/sending/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("How").select_option("post")
    press(page, "Note it")
    expect(page.get_by_text("Everybody was sent what is theirs.")).to_be_visible()


# between reviews


def sitting_planned(page: Page, day: date) -> None:
    page.goto("/")
    page.get_by_role("link", name="Plan it next sitting about Posy Harker").click()
    on_day(page, "Day", day)
    page.get_by_label("Time").fill("4pm")
    press(page, "Save")
    expect(page.get_by_text("The next sitting is planned.")).to_be_visible()


def midway_checked(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=f"Do it midway check of {name} Harker").click()
    page.get_by_label("The plan is on track").check()
    page.get_by_label("What have you seen").fill("The school visit is late; asked again.")
    press(page, "Save the check")
    page.get_by_role("heading", name="Midway check:").wait_for()


def told_how_it_goes(page: Page, decision: int) -> None:
    page.goto("/")
    page.get_by_role("link", name=f"Tell how it goes for decision {decision}", exact=True).click()
    page.get_by_label("It is done", exact=True).check()
    page.get_by_label("How does it go?").fill("We went on Monday, and she liked the library.")
    press(page, "Send")
    expect(page.get_by_text("The reviewing officer has been told.")).to_be_visible()


def earlier_answered(page: Page, matter: int, became: Sequence[tuple[str, date] | None]) -> None:
    """What became of each, in their order: done (None), or why not and by when again."""
    page.goto(f"/reviews/{matter}/earlier/")
    page.get_by_role("link", name="Answer the next").click()
    for one in became:
        page.get_by_role("heading", name="What became of it?").wait_for()
        page.get_by_label("Not done" if one else "Done", exact=True).check()
        if one:
            page.get_by_label("In a sentence").fill(one[0])
            on_day(page, "Set it again for", one[1])
        press(page, "Save and go on")
        page.wait_for_load_state()
    expect(page.get_by_text(f"All {len(became)} are answered.")).to_be_visible()


def went_home(page: Page, child: int, on: date) -> None:
    page.goto(f"/children/{child}/record/")
    page.get_by_role("link", name="Correct for episode of care").click()
    on_day(page, "Ended on", on)
    page.get_by_label("Why it ended").select_option("E4B")
    page.get_by_label("Why is it changed?").fill("She went home")
    press(page, "Save")
    expect(page.locator(".sl-identity")).to_contain_text("Left on 19 March 2027")


def last_note(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=f"Write it closing note of {name} Harker").click()
    page.get_by_label("What should be known?").fill("Home with her mother, and glad of it.")
    page.get_by_label("What happens with the decisions").fill("Her mother goes on with it.")
    press(page, "Save the note")
    expect(page.get_by_text("Closing note: kept.")).to_be_visible()


# the loop


def test_two_sisters_from_tuesday_through_two_reviews_until_one_goes_home(
    days: Days, axe: Callable[[Page], None]
) -> None:
    came_into_care(days)
    first_review(days, axe)
    between(days, axe)
    second_review(days, axe)
    leaving(days, axe)
    with days.site.data():
        as_the_register_has_it()
        assert verify().holds


def came_into_care(days: Days) -> None:
    support, lead = days.of("support"), days.of("lead")
    for name, born in zip(SISTERS, (date(2015, 4, 9), date(2018, 8, 30)), strict=True):
        added(support, name, born)
    for name in SISTERS:
        officer_named(lead, name)
    family(support)


def first_review(days: Days, axe: Callable[[Page], None]) -> None:
    """Nell's is complete on the day; Posy's is adjourned, and complete four days later."""
    support = days.of("support")
    prepared(days, "Thursday 10 December 2026", 1, 2)
    days.on(date(2026, 12, 10))
    officer = days.of("officer")
    held(officer, 1, "Yes, and it is complete")
    held(officer, 2, "It was adjourned", why="The interpreter for her grandmother did not come")
    expect(officer.locator(".sl-identity")).to_contain_text("12 January 2027")  # 20 working days to complete it
    who_came(officer, 1, date(2026, 12, 10))
    recorded(officer, 1)
    decided(officer, 1, "Visit the new school together", "Wes", date(2027, 1, 15), "Wes Worker")
    decided(officer, 1, "See the dentist", "Foster carer", date(2027, 1, 29))
    finished(officer, 1)
    to_managers(officer, 1)
    queried(days.of("manager"), 1)
    sitting_planned(support, date(2026, 12, 14))
    days.on(date(2026, 12, 14))
    officer = days.of("officer")
    expect(officer.get_by_role("heading", name="Reviews to be completed (1)")).to_be_visible()
    axe(officer)
    pictured(officer, "adjourned")
    answered(officer, 1)
    held(officer, 2, "Yes, and it is complete now")
    who_came(officer, 2, date(2026, 12, 9))
    recorded(officer, 2)
    decided(officer, 2, "Ask about the drama club", "Wes", date(2027, 2, 1), "Wes Worker")
    finished(officer, 2)
    to_managers(officer, 2)
    days.on(date(2026, 12, 23))  # the windows have closed
    support = days.of("support")
    expect(support.get_by_role("heading", name="To issue and send (2)")).to_be_visible()
    pictured(support, "tray")
    for matter in (1, 2):
        issued_and_sent(support, matter)


def prepared(days: Days, day: str, *parts: int) -> None:
    support = days.of("support")
    planned(support, day)
    for matter in parts:
        invited_and_asked(support, matter)
    reports_done(days.of("worker"))
    for matter in parts:
        shared(support, matter)


def between(days: Days, axe: Callable[[Page], None]) -> None:
    days.on(date(2027, 1, 28))
    officer, worker = days.of("officer"), days.of("worker")
    expect(officer.get_by_role("heading", name="Midway checks due (2)")).to_be_visible()
    expect(officer.get_by_role("heading", name="Decisions overdue (1)")).to_be_visible()
    axe(officer)
    pictured(officer, "midway")
    for name in SISTERS:
        midway_checked(officer, name)
    told_how_it_goes(worker, 1)


def second_review(days: Days, axe: Callable[[Page], None]) -> None:
    days.on(date(2027, 2, 10))
    prepared(days, "Thursday 4 March 2027", 3, 4)
    days.on(date(2027, 3, 4))
    officer = days.of("officer")
    for matter in (3, 4):
        held(officer, matter, "Yes, and it is complete")
        who_came(officer, matter, date(2027, 3, 2))
    earlier_answered(officer, 3, [None, ("The dentist was ill", date(2027, 4, 1))])
    earlier_answered(officer, 4, [None])
    for matter in (3, 4):
        recorded(officer, matter)
        decided(officer, matter, "Write the plan to live with grandmother", "Wes", date(2027, 4, 15), "Wes Worker")
        finished(officer, matter)
        to_managers(officer, matter)
    days.on(date(2027, 3, 15))
    support = days.of("support")
    for matter in (3, 4):
        issued_and_sent(support, matter)
    support.goto("/children/1/reviews/")
    expect(support.get_by_text("Second review (permanence decision)")).to_be_visible()
    axe(support)
    pictured(support, "reviews")


def leaving(days: Days, axe: Callable[[Page], None]) -> None:
    days.on(date(2027, 3, 22))
    went_home(days.of("support"), 2, date(2027, 3, 19))
    last_note(days.of("officer"), "Posy")
    lead = days.of("lead")
    lead.get_by_role("link", name="See it closing note of Posy Harker").click()
    press(lead, "I have seen this note")
    lead.goto("/children/2/footprint/")
    axe(lead)
    pictured(lead, "footprint")
    steps = lead.get_by_role("heading", level=2).all_inner_texts()
    assert steps[0] == "Closing note written"
    assert "Midway check: The plan is on track" in steps


def as_the_register_has_it() -> None:
    """What the return and the figures will be written from."""
    reviews = Review.objects.order_by("child", "held").values_list("child", "held", "participation")
    assert list(reviews) == [
        (1, date(2026, 12, 10), "PN1"), (1, date(2027, 3, 4), "PN1"),
        (2, date(2026, 12, 10), "PN1"), (2, date(2027, 3, 4), "PN1"),
    ]  # fmt: skip
    assert Decision.objects.get(what="See the dentist of her carers", matter=3).by_when == date(2027, 4, 1)
    assert set(Decision.objects.values_list("state", flat=True)) == {"final"}
    assert len(decisions_agree()) == Decision.objects.count()
    assert Delivery.objects.count() == 4 * 3  # the child, the mother and the social worker, each time
    assert Check.objects.filter(found="on_track").count() == 2
    assert Closing.objects.get().seen_by.name == "Lena Lead"  # type: ignore[union-attr]
