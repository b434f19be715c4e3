"""A manager names an IRO for a child who came on Tuesday; somebody leaves and seventy children pass on."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from service import LONG_AGO, allocate, make_child, make_person
from sightline.casework.register.models import Involvement, SiblingGroup
from sightline.casework.staff.models import Employment, Post
from sightline.domain.roles import Role

TUESDAY = date(2026, 11, 17)


def make_officer(name):
    person = make_person(name=name)
    Post.objects.create(person=person, role="iro", fraction=1, employment=Employment.PERMANENT, started=LONG_AGO)
    return person


def named(child):
    return Involvement.objects.get(child=child, role="iro", ended=None).person.name


def test_a_manager_names_an_iro_by_keyboard_alone(site, page, axe):
    with site.data():
        manager, officer = make_person(Role.IRO_MANAGER), make_officer("Olive Sister")
        make_officer("Adam Other")
        family = SiblingGroup.objects.create()
        allocate(
            make_child(in_care_since=date(2025, 3, 3), family=family, sex="F", born=date(2017, 1, 9)), officer
        )
        child = make_child(in_care_since=TUESDAY, forename="Tess", surname="Tuesday", family=family)
    site.sign_in(page, manager)
    page.goto("/")
    axe(page)
    page.get_by_role("link", name="Name an IRO for Tess Tuesday").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/children/{child.pk}/allocate/")
    assert "Is the IRO of a sister, aged 9." in page.locator(".sl-suggestion").first.inner_text()
    axe(page)
    page.get_by_role("link", name="Choose Olive Sister").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**officer=*")
    assert page.get_by_label("IRO", exact=True).input_value() == str(officer.pk)
    page.get_by_label("Why this IRO", exact=True).focus()
    page.keyboard.type("IRO of a brother")
    page.get_by_label("What the IRO should look at first").focus()
    page.keyboard.type("Contact with her sister.")
    page.get_by_role("button", name="Name this IRO").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/children/{child.pk}/allocation/**")
    expect(page.locator("body")).to_contain_text("Contact with her sister.")
    axe(page)
    with site.data():
        assert named(child) == "Olive Sister"
    page.goto("/allocation/")
    expect(page.locator("body")).to_contain_text("Every child in care has an IRO.")


def test_two_managers_at_once_see_each_other(site, new_page):
    with site.data():
        one, two = make_person(Role.IRO_MANAGER), make_person(Role.IRO_MANAGER)
        first, second = make_officer("First Named"), make_officer("Second Named")
        child = make_child(in_care_since=TUESDAY)
    pages = [new_page(), new_page()]
    for page, manager, officer in zip(pages, (one, two), (first, second), strict=True):
        site.sign_in(page, manager)
        page.goto(f"/children/{child.pk}/allocate/?officer={officer.pk}")
        page.get_by_label("Why this IRO", exact=True).select_option("new")
    for page in pages:
        page.get_by_role("button", name="Name this IRO").click()
        page.wait_for_load_state()
    with site.data():
        assert named(child) == "First Named"
    assert "First Named" in pages[1].locator(".sl-compare").inner_text()


def test_somebody_leaves_and_seventy_children_pass_on_with_javascript_off(site, plain_page, axe):
    with site.data():
        manager, leaver = make_person(Role.IRO_MANAGER), make_officer("Lee Leaves")
        for name in ("Stay One", "Stay Two", "Stay Three"):
            make_officer(name)
        family = SiblingGroup.objects.create()
        children = [make_child(family=family if n in (3, 60) else None) for n in range(70)]
        for child in children:
            allocate(child, leaver)
    page = plain_page
    site.sign_in(page, manager)
    page.goto("/allocation/")
    page.get_by_role("link", name="Pass on the children of Lee Leaves").click()
    expect(page.locator("body")).to_contain_text("70 children.")
    page.get_by_role("button", name="Look at the caseloads").click()
    expect(page.locator("body")).to_contain_text("Nothing has changed yet.")
    with site.data():
        assert Involvement.objects.filter(person=leaver, ended=None).count() == 70
    page.get_by_role("button", name="Pass on 70 children").click()
    page.wait_for_url("**/handover/")
    with site.data():
        assert Involvement.objects.filter(person=leaver, ended=None).count() == 0
        assert named(children[3]) == named(children[60])


def test_the_pages_of_allocation_break_no_rule(site, page, axe):
    with site.data():
        manager, officer, child = make_person(Role.IRO_MANAGER), make_officer("Nora Next"), make_child()
        allocate(child, officer)
    site.sign_in(page, manager)
    own = f"/children/{child.pk}/allocation"
    for address in (
        "/children/?care=in&due=91", "/children/?legal=other&age=0", f"/caseload/?iro={officer.pk}",
        "/allocation/caseloads/", f"/allocation/people/{officer.pk}/move/",
        f"/allocation/people/{officer.pk}/handover/",
        f"{own}/conflict/", f"{own}/parent/", f"{own}/end/", f"{own}/handover/", "/children/?format=print",
    ):  # fmt: skip
        assert page.goto(address).status == 200
        axe(page)


def test_every_first_screen_breaks_no_rule(site, new_page, axe):
    with site.data():
        people = [make_person(role) for role in Role]
    for person in people:
        page = new_page()
        site.sign_in(page, person)
        page.goto("/")
        axe(page)
