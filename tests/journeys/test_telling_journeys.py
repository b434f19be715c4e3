"""After a review: a manager queries, the chair answers, the window closes, business support issues and sends."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from running_site import Site
from service import TODAY, allocate, make_child, make_person, make_team, moment
from sightline.casework.documents.queries import ours
from sightline.casework.meetings import window
from sightline.casework.meetings.models import Decision, Delivery, Matter, Meeting, Participant, Record, Section
from sightline.casework.reviews.models import Review
from sightline.casework.staff.models import Person
from sightline.domain.roles import Role

MONDAY = date(2026, 11, 16)


@pytest.fixture(scope="module")
def told(site: Site) -> dict[str, Any]:
    """A review held on MONDAY with its record finished, two draft decisions, and the people of it."""
    with site.data():
        team = make_team("North")
        people = {
            "officer": make_person(Role.IRO, name="Iris Officer"),
            "manager": make_person(Role.TEAM_MANAGER, name="Max Manager", team=team),
            "worker": make_person(Role.SOCIAL_WORKER, name="Wes Worker", team=team),
            "support": make_person(Role.BUSINESS_SUPPORT, name="Sam Support"),
            "lead": make_person(Role.IRO_MANAGER, name="Lena Lead"),
        }
        child = make_child(forename="Kit", surname="Marlow")
        allocate(child, people["officer"])
        allocate(child, people["worker"], role="social_worker")
        meeting = Meeting.objects.create(
            kind="review", state="held", on=MONDAY, chair=people["officer"], made_at=moment()
        )
        matter = Matter.objects.create(
            meeting=meeting, child=child, state="complete", held_on=MONDAY, completed_on=MONDAY
        )
        Review.objects.create(matter=matter, kind="later")
        for place, what in enumerate(("See the dentist", "Find a school nearer home"), start=1):
            Decision.objects.create(
                matter=matter, place=place, what=what, who="Foster carer", by_when=TODAY + timedelta(days=30),
                outcome="Kit feels better",
            )  # fmt: skip
        record = Record.objects.create(
            matter=matter, state="finished", form="later", started_on=MONDAY, finished_on=TODAY
        )
        Section.objects.create(record=record, key="views", text="I like swimming.")
        Participant.objects.create(matter=matter, capacity="child", gets="letter", came="yes")
        Participant.objects.create(matter=matter, capacity="parent", name="Pat Marlow", gets="record")
        return {**people, "matter": matter.pk, "child": child.pk}


def by(new_page: Callable[..., Page], site: Site, person: Person, **options: Any) -> Page:
    page = new_page(**options)
    site.sign_in(page, person)
    return page


def looked_at(page: Page, name: str) -> None:
    """A picture, where somebody wants to look: PICTURES names the folder."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_from_draft_decisions_to_everybody_sent(
    site: Site, new_page: Callable[..., Page], told: dict[str, Any], axe: Callable[[Page], None]
) -> None:
    address = f"/reviews/{told['matter']}"
    officer = by(new_page, site, told["officer"])
    officer.goto(f"{address}/managers/")
    officer.get_by_role("button", name="Issue the decisions to managers").click()
    axe(officer)
    officer.get_by_role("button", name="Issue them").click()
    expect(officer.get_by_text("The decisions are with managers.")).to_be_visible()

    manager = by(new_page, site, told["manager"], java_script_enabled=False)
    manager.goto("/")
    looked_at(manager, "asked")
    manager.goto(f"{address}/managers/")
    manager.get_by_role("link", name="Query this decision").last.click()
    manager.get_by_label("What do you ask?").fill("Who takes Kit there?")
    manager.get_by_role("button", name="Send").click()
    expect(manager.get_by_text("Queried: held back")).to_be_visible()

    officer.goto("/")
    expect(officer.get_by_role("heading", name="Queries to answer")).to_be_visible()
    officer.goto(f"{address}/managers/")
    officer.get_by_role("link", name="Answer this query").click()
    officer.get_by_label("Your answer").fill("The carer does")
    officer.get_by_label("It is changed to what is below").check()
    officer.get_by_label("What", exact=True).fill("Find a school within walking distance")
    axe(officer)
    looked_at(officer, "answer")
    officer.get_by_role("button", name="Send").click()
    expect(officer.get_by_role("heading", name="What it said first")).to_be_visible()
    axe(officer)
    looked_at(officer, "window")
    narrow = by(new_page, site, told["officer"], viewport={"width": 320, "height": 640})
    narrow.goto(f"{address}/managers/")
    axe(narrow)
    looked_at(narrow, "window-narrow")

    with site.data():
        late = TODAY + timedelta(days=14)
        assert window.close_due(on=late, at=moment()) == 2

    support = by(new_page, site, told["support"])
    support.goto("/")
    looked_at(support, "tray")
    support.goto(f"{address}/documents/")
    support.get_by_role("button", name="Issue documents").click()
    support.get_by_label("Your own words in the letter to the child").fill("It was good to hear of your swimming.")
    axe(support)
    looked_at(support, "issue")
    support.get_by_role("button", name="Issue them").click()
    expect(support.get_by_text("The documents are issued and kept.")).to_be_visible()
    axe(support)
    looked_at(support, "documents")
    with support.expect_download() as got:
        support.get_by_role("link", name="Open").first.click()
    assert "Kit" not in got.value.suggested_filename

    support.get_by_role("link", name="Who is sent what").click()
    support.wait_for_url("**/sending/")
    for box in support.get_by_role("checkbox").all():
        box.check()
    support.get_by_label("How").select_option("post")
    axe(support)
    looked_at(support, "sending")
    support.get_by_role("button", name="Note it").click()
    expect(support.get_by_text("Everybody was sent what is theirs.")).to_be_visible()
    looked_at(support, "sent")
    support.set_viewport_size({"width": 320, "height": 640})
    axe(support)
    looked_at(support, "sent-narrow")
    support.set_viewport_size({"width": 1280, "height": 900})
    support.goto("/reviews/following/?step=done")
    expect(support.get_by_role("link", name="Kit Marlow", exact=True)).to_be_visible()
    axe(support)
    looked_at(support, "following")
    support.goto(address + "/")
    looked_at(support, "tasks")
    with site.data():
        assert Delivery.objects.count() == 2


def test_a_template_with_a_mistake_is_refused_with_its_place(
    site: Site, page: Page, told: dict[str, Any], axe: Callable[[Page], None], tmp_path: Path
) -> None:
    wrong, right = tmp_path / "wrong.docx", tmp_path / "right.docx"
    wrong.write_bytes(spoiled(ours("letter")))
    right.write_bytes(ours("letter"))
    site.sign_in(page, told["lead"])
    page.goto("/templates/")
    axe(page)
    looked_at(page, "templates")
    page.get_by_role("button", name="Add a template").click()
    page.get_by_label("Which document it is for").select_option("letter")
    page.get_by_label("What you call it").fill("Letter, new logo")
    page.set_input_files("input[type=file]", wrong)
    page.get_by_role("button", name="Check and keep").click()
    expect(page.get_by_text("Perhaps child.name?")).to_be_visible()
    axe(page)
    looked_at(page, "template-refused")
    page.set_input_files("input[type=file]", right)
    page.get_by_role("button", name="Check and keep").click()
    expect(page.get_by_text("Not in use")).to_be_visible()
    page.get_by_role("button", name="Use it from a day").click()
    page.get_by_role("button", name="Use it from this day").click()
    expect(page.get_by_text("In use", exact=True)).to_be_visible()
    axe(page)
    looked_at(page, "template")


def spoiled(file: bytes) -> bytes:
    """A template with a name in it that there is not."""
    import io

    from docx import Document

    document = Document(io.BytesIO(file))
    document.add_paragraph("Yours, {{ child.nmae }}")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
