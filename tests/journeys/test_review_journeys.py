"""A review is held and the child's part in it answered, by keyboard; the pages of a review at every width."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta

from service import TODAY, allocate, make_child, make_person, moment, viewer_of
from sightline.casework.meetings.models import Matter
from sightline.casework.register.models import SiblingGroup
from sightline.casework.reviews.actions import hold, plan_review
from sightline.casework.reviews.models import Review

YESTERDAY = TODAY - timedelta(days=1)
PICTURES = os.environ.get("SIGHTLINE_PICTURES", "")


def looked_at(page, axe, name):
    """Checked, and drawn at both widths where somebody wants to look."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for width in (1280, 320) if PICTURES else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def a_family(*, held=False):
    """Two sisters whose review was planned for yesterday, and their officer."""
    officer = make_person()
    family = SiblingGroup.objects.create()
    sisters = [make_child(in_care_since=date(2026, 8, 3), family=family) for _ in range(2)]
    for child in sisters:
        allocate(child, officer)
    by = viewer_of(officer, at=moment(YESTERDAY))
    meeting = plan_review(children=[child.pk for child in sisters], chair=officer.pk, by=by, on=YESTERDAY)
    matters = list(Matter.objects.filter(meeting=meeting).order_by("pk"))
    if held:
        hold(matter=matters[0].pk, move="complete", on=YESTERDAY, by=viewer_of(officer), version=None)
    return officer, sisters, matters


def pressed(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def reached(page, role, name):
    """Go on with Tab until what is looked for has the focus."""
    target = page.get_by_role(role, name=name).first
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"no way by keyboard to the {role} {name}")


def test_a_review_is_held_and_participation_answered_by_keyboard_alone(site, page, axe):
    with site.data():
        officer, _, [matter, other] = a_family()
    site.sign_in(page, officer)
    page.goto(f"/reviews/{matter.pk}/")
    looked_at(page, axe, "review")
    reached(page, "link", "Hold the review")
    pressed(page, "Enter")
    page.wait_for_url("**/hold/")
    reached(page, "radio", "Yes, and it is complete")
    pressed(page, "Space")
    reached(page, "button", re.compile("^Save$"))
    pressed(page, "Enter")
    page.wait_for_url(f"**/reviews/{matter.pk}/")
    page.get_by_text("Held on 19 November 2026").first.wait_for()
    reached(page, "link", "How the child took part")
    pressed(page, "Enter")
    page.get_by_role("heading", name="How the child took part").wait_for()
    looked_at(page, axe, "question")
    reached(page, "radio", "Yes, in the room")
    pressed(page, "ArrowDown", "ArrowDown", "Enter")
    page.get_by_text("How did the child's views reach the meeting?").first.wait_for()
    reached(page, "radio", "The child told somebody")
    pressed(page, "ArrowDown", "ArrowDown", "Enter")
    page.get_by_text("PN7", exact=True).wait_for()
    looked_at(page, axe, "code")
    reached(page, "radio", "The child did not want to")
    pressed(page, "Space")
    reached(page, "button", "Record this")
    pressed(page, "Enter")
    page.wait_for_url(f"**/reviews/{matter.pk}/")
    page.get_by_text("How the child took part: PN7.").wait_for()
    with site.data():
        assert Review.objects.get(matter=matter.pk).code_why == "The child did not want to"
        assert not Review.objects.get(matter=other.pk).code


def test_an_answer_is_changed_without_javascript(site, plain_page):
    with site.data():
        officer, _, [matter, _] = a_family(held=True)
    site.sign_in(plain_page, officer)
    plain_page.goto(f"/reviews/{matter.pk}/participation/")
    plain_page.get_by_label("Yes, in the room").check()
    plain_page.get_by_role("button", name="Continue").click()
    plain_page.get_by_role("button", name="Change the answer to: Was the child there?").click()
    plain_page.get_by_label("No", exact=True).check()
    plain_page.get_by_role("button", name="Continue").click()
    plain_page.get_by_label("The child told somebody").check()
    plain_page.get_by_role("button", name="Continue").click()
    plain_page.get_by_role("button", name="Record this").click()
    plain_page.get_by_text("How the child took part: PN5.").wait_for()


def test_the_pages_of_a_review_can_be_read_at_every_width(site, page, axe):
    with site.data():
        officer, [child, _], [matter, sister] = a_family(held=True)
    site.sign_in(page, officer)
    for name, address in (
        ("sister", f"/reviews/{sister.pk}/"), ("child-reviews", f"/children/{child.pk}/reviews/"),
        ("child", f"/children/{sister.child_id}/"), ("reviews", "/reviews/?all=yes"),
        ("kind", f"/reviews/{sister.pk}/kind/"), ("late", f"/reviews/{matter.pk}/late/"),
        ("seen", f"/reviews/{matter.pk}/seen/"), ("chaired", f"/reviews/{matter.pk}/chaired/"),
        ("level", f"/reviews/{matter.pk}/level/"), ("home", "/"),
    ):  # fmt: skip
        page.goto(address)
        looked_at(page, axe, name)
