"""Pages between reviews: who is offered, what is told at the head of a child's pages, files, and few queries."""

from __future__ import annotations

import csv
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access_world import sent
from service import TODAY, allocate, make_child, make_person, moment, signed_in, viewer_of
from sightline.casework.meetings.models import Matter
from sightline.casework.practice import actions as practice
from sightline.casework.register.models import Child, Restriction, Review, SiblingGroup
from sightline.casework.reviews.actions import plan_review
from sightline.casework.watch import contacting, tracking
from sightline.casework.watch.models import Change, Check, Contact, Tracking
from sightline.domain.practice_files import shipped
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
CAME, HELD = date(2026, 2, 3), date(2026, 8, 3)


@pytest.fixture(autouse=True)
def derby() -> None:
    """A practice that names levels."""
    by = viewer_of(make_person(Role.ADMINISTRATOR))
    practice.switch(version=practice.add(file=shipped()["derby"], by=by), since=TODAY, why="Agreed", by=by)


def a_child(officer: Any, **fields: Any) -> Child:
    child = make_child(in_care_since=CAME, **fields)
    for held in (date(2026, 2, 26), date(2026, 5, 20), HELD):
        Review.objects.create(child=child, held=held, participation="PN1")
    allocate(child, officer, CAME)
    return child


def busy(officer: Any, count: int) -> Child:
    """Children with something of everything; the last of them."""
    family = SiblingGroup.objects.create()
    for n in range(count):
        child = a_child(officer, family=family)
        tracking.set_level(child=child.pk, level="High", since=TODAY, next_contact=TODAY, by=viewer_of(officer))
        for day in (1, 2, 3)[: 1 + n % 3]:
            Contact.objects.create(
                child=child, on=TODAY.replace(day=day), kind="panel", by=officer, made_at=moment()
            )
        Change.objects.create(child=child, kind="placement", happened_on=TODAY, told_at=moment())
        brought(child, officer)
        Check.objects.create(child=child, since=HELD, due_on=date(2026, 11, 3))
    return child


def brought(child: Child, officer: Any, by: date = date(2026, 12, 11)) -> Change:
    """A change that was answered: a review is wanted by a day."""
    return Change.objects.create(
        child=child, kind="school", happened_on=TODAY, told_at=moment(), answer="bring_forward", wanted_by=by,
        answered_at=moment(), answered_by=officer,
    )  # fmt: skip


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("role", [Role.IRO, Role.SENIOR_IRO])
def test_no_page_asks_more_often_for_more(client: Client, role: Role) -> None:
    officer = make_person(role)
    signed_in(client, officer)
    child = busy(officer, 2)
    addresses = [
        "/", "/?show=service", *map(reverse, ("checks", "changes", "closings", "contact-note", "caseload")),
        *(reverse(name, args=[child.pk]) for name in ("child-footprint", "child-contact-add", "child-level")),
        reverse("child-check", args=[child.pk, Check.objects.get(child=child).pk]),
    ]  # fmt: skip
    few = {address: asked(client, address) for address in addresses}
    busy(officer, 9)
    assert {address: asked(client, address) for address in addresses} == few


def test_a_restricted_brother_or_sister_is_not_offered(client: Client) -> None:
    officer = make_person()
    family = SiblingGroup.objects.create()
    child, sister = (a_child(officer, family=family, forename=name) for name in ("Ada", "Zyxwena"))
    signed_in(client, officer)
    addresses = [reverse("child-contact-add", args=[child.pk]), reverse("contact-note")]
    assert all("Zyxwena" in client.get(address).content.decode() for address in addresses)
    Restriction.objects.create(child=sister, reason="Known", set_at=moment(), set_by=officer)
    assert not any("Zyxwena" in client.get(address).content.decode() for address in addresses)


def test_a_review_brought_forward_leads_to_planning_until_it_is_planned(client: Client) -> None:
    """From Today and from the change; business support, whose work it is too, sees the way on the change."""
    officer = make_person()
    child = a_child(officer)
    change = reverse("child-change", args=[child.pk, brought(child, officer).pk])
    plan = reverse("child-plan-review", args=[child.pk])
    signed_in(client, officer)
    today = client.get("/").content.decode()
    assert "Reviews brought forward, to plan" in today
    assert plan in today
    assert plan in client.get(change).content.decode()
    signed_in(client, make_person(Role.BUSINESS_SUPPORT))
    assert plan in client.get(change).content.decode()
    signed_in(client, make_person(Role.ANALYST))
    shown = client.get(change).content.decode()
    assert "Not planned yet" in shown
    assert plan not in shown
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=viewer_of(officer), on=date(2026, 12, 11))
    signed_in(client, officer)
    assert "Reviews brought forward, to plan" not in client.get("/").content.decode()
    assert reverse("meeting", args=[meeting]) in client.get(change).content.decode()


@pytest.mark.parametrize("at", ["child", "review"])
def test_a_level_that_somebody_set_since_is_compared(client: Client, at: str) -> None:
    officer = make_person()
    child = a_child(officer)
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=viewer_of(officer), on=TODAY)
    matter = Matter.objects.get(meeting=meeting)
    address = (
        reverse("child-level", args=[child.pk]) if at == "child" else reverse("review-level", args=[matter.pk])
    )
    signed_in(client, officer)
    told = opened(client.get(address).content.decode())
    tracking.set_level(child=child.pk, level="High", since=TODAY, why="The school rang", by=viewer_of(officer))
    sends = {**told, **sent({"level": "Low", "why": "All is well", "since": TODAY})}
    answer = client.post(address, sends).content.decode()
    assert "Somebody else changed this while you were writing" in answer
    assert "The school rang" in answer
    assert Tracking.objects.get().level == "High"
    chosen = {"_take_level": "mine", "_take_why": "mine", "_before": hidden(answer, "_before")}
    client.post(address, {**sends, **opened(answer), **chosen})
    assert (Tracking.objects.get().level, Tracking.objects.get().version) == ("Low", 2)


def opened(page: str) -> dict[str, str]:
    """What the page sends along of how it was opened."""
    names = [name for name in ("_version", "_opened", "_token") if f'name="{name}"' in page]
    return {name: hidden(page, name) for name in names}


def hidden(page: str, name: str) -> str:
    """The value of a hidden box."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return unescape(found[1])


def test_the_level_is_at_the_head_of_every_page_of_the_child(client: Client) -> None:
    officer = make_person()
    child = busy(officer, 1)
    page = signed_in(client, officer).get(reverse("child", args=[child.pk])).content.decode()
    assert "<dt>Watched</dt><dd>High, contact wanted by" in page


def test_the_footprint_is_narrowed_and_is_a_file(client: Client) -> None:
    officer = make_person()
    child = a_child(officer)
    contacting.note(children=[child.pk], on=TODAY, kind="panel", says="=1+1", by=viewer_of(officer))
    address = reverse("child-footprint", args=[child.pk])
    signed_in(client, officer)
    assert "1 step, the latest first" in client.get(f"{address}?kind=contact&year=2026").content.decode()
    assert "0 steps, the latest first" in client.get(f"{address}?kind=contact&year=2025").content.decode()
    lines = client.get(f"{address}?kind=contact&format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("2026-11-20,Contacts,Took part in a panel or another meeting,'=1+1,")


def test_the_caseload_says_when_something_was_last_done(client: Client) -> None:
    officer = make_person()
    child = a_child(officer)
    contacting.note(children=[child.pk], on=TODAY, kind="file_check", by=viewer_of(officer))
    text = signed_in(client, officer).get(reverse("caseload") + "?format=csv").content.decode("utf-8-sig")
    [row] = csv.DictReader(text.splitlines())
    assert row["Last footprint"] == TODAY.isoformat()
