"""A row of the register that a review held here wrote is put right at the review, and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from access_world import sent
from service import TODAY, allocate, make_child, make_person, moment, signed_in, viewer_of
from sightline.casework.meetings.models import Matter
from sightline.casework.register import actions
from sightline.casework.register.importing import choosing
from sightline.casework.register.importing.actions import NotPermitted as NotChosen
from sightline.casework.register.models import Child, Contradiction, Import, SiblingGroup
from sightline.casework.register.models import Review as Told
from sightline.casework.reviews.actions import correct_day, hold, plan_review
from sightline.casework.staff.models import Person
from sightline.casework.trail.models import Past
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
CAME, FIRST, HELD, RIGHT = date(2026, 2, 3), date(2026, 2, 26), date(2026, 5, 20), date(2026, 5, 13)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def child(officer: Person) -> Child:
    child = make_child(in_care_since=CAME)
    allocate(child, officer)
    return child


@pytest.fixture
def matter(child: Child, officer: Person) -> Matter:
    by = viewer_of(officer)
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=by, on=HELD)
    found = Matter.objects.get(meeting=meeting)
    hold(matter=found.pk, move="complete", on=HELD, by=by, version=None)
    return Matter.objects.get(pk=found.pk)


@pytest.fixture
def held(matter: Matter) -> Told:
    return Told.objects.get(made_by__matter=matter)


def correct(row: Told, by: Person, **told: Any) -> None:
    now = {"held": row.held, "participation": "PN1", "completed": row.completed}
    given = {"version": row.version, "why": "Misread", "by": viewer_of(by)}
    actions.correct(child=row.child_id, table="reviews", row=row.pk, **given, **now | told)


def take_away(row: Told, by: Person) -> None:
    given = {"version": row.version, "reason": "Told twice", "by": viewer_of(by)}
    actions.take_away(child=row.child_id, table="reviews", row=row.pk, **given)


def test_it_is_neither_corrected_nor_taken_away_on_the_record(held: Told, officer: Person) -> None:
    for act in (correct, take_away):
        with pytest.raises(actions.NotPermitted, match="at the review"):
            act(held, officer)
    assert Told.objects.get().version == held.version
    assert not Past.objects.filter(kind="register.review").exists()


def test_what_was_told_by_hand_or_by_a_feed_alone_is(child: Child, matter: Matter, officer: Person) -> None:
    """Of the same child, of another day."""
    load = Import.objects.create(kind="903", state="loaded", as_at=CAME, made_at=moment(CAME))
    for told in ({}, {"load": load}):
        row = Told.objects.create(child=child, held=FIRST, participation="PN0", **told)
        correct(row, officer)
        row.refresh_from_db()
        assert row.participation == "PN1"
        take_away(row, officer)
        assert not Told.objects.filter(held=FIRST).exists()


def test_put_right_at_the_review_both_say_the_same(held: Told, matter: Matter, officer: Person) -> None:
    correct_day(matter=matter.pk, held_on=RIGHT, by=viewer_of(officer), version=matter.version, why="Misread")
    assert Told.objects.get().held == Matter.objects.get().held_on == RIGHT


def test_what_a_feed_tells_of_it_is_not_taken(held: Told) -> None:
    load = Import.objects.create(kind="903", state="loaded", as_at=TODAY, made_at=moment())
    told = {"held": HELD.isoformat(), "participation": "PN3", "completed": None}
    one = Contradiction.objects.create(
        child=held.child, table="reviews", row=held.pk, told=told, load=load, file="reviews.csv", line=2
    )
    analyst = viewer_of(make_person(Role.ANALYST))
    with pytest.raises(NotChosen, match="at the review"):
        choosing.decide(one.pk, theirs=True, by=analyst)
    assert Told.objects.get().participation != "PN3"
    choosing.decide(one.pk, theirs=False, by=analyst)
    assert Contradiction.objects.get().choice == "ours"


def test_a_row_of_a_feed_that_says_the_same_is_the_reviews_from_then_on(child: Child, officer: Person) -> None:
    """Otherwise the next feed would change it, and the review would say something else."""
    load = Import.objects.create(kind="903", state="loaded", as_at=HELD, made_at=moment(HELD))
    Told.objects.create(
        child=child, held=HELD, completed=HELD, participation="PN1", adjourned=0, born=child.born, load=load
    )
    by = viewer_of(officer)
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=by, on=HELD)
    hold(matter=Matter.objects.get(meeting=meeting).pk, move="complete", on=HELD, by=by, version=None)
    row = Told.objects.get()
    assert (row.entered_by_id, row.load) == (officer.pk, load)


@pytest.mark.parametrize("name", ["child-record-row", "child-record-away"])
@pytest.mark.parametrize("role", [Role.IRO, Role.BUSINESS_SUPPORT])
def test_the_page_says_where(
    client: Client, held: Told, matter: Matter, officer: Person, role: Role, name: str
) -> None:
    """Who may put it right is led there; who may not is told who may."""
    signed_in(client, officer if role is Role.IRO else make_person(role))
    page = reverse(name, kwargs={"pk": held.child_id, "table": "reviews", "row": held.pk})
    shown = client.get(page).content.decode()
    assert "held here" in shown
    assert f"/reviews/{matter.pk}/" in shown
    for way in ("hold/day", "participation"):
        assert (f"/reviews/{matter.pk}/{way}/" in shown) == (role is Role.IRO)
    client.post(
        page, sent({"held": RIGHT, "participation": "PN1", "why": "Misread", "reason": "Twice", "_version": 1})
    )
    assert Told.objects.get().held == HELD


def test_an_officer_of_a_sister_who_may_not_put_it_right_is_not_led_there(
    client: Client, held: Told, matter: Matter
) -> None:
    """The act is of the role; whether it is this officer's to do, the review says."""
    other, family = make_person(Role.IRO), SiblingGroup.objects.create()
    allocate(make_child(family=family), other)
    Child.objects.filter(pk=held.child_id).update(family=family)
    page = reverse("child-record-row", kwargs={"pk": held.child_id, "table": "reviews", "row": held.pk})
    shown = signed_in(client, other).get(page).content.decode()
    assert "held here" in shown
    assert f"/reviews/{matter.pk}/hold/day/" not in shown
    assert "Whoever chaired it can put it right" in shown


def test_another_row_has_its_form(client: Client, child: Child, matter: Matter, officer: Person) -> None:
    row = Told.objects.create(child=child, held=FIRST, participation="PN1")
    page = reverse("child-record-row", kwargs={"pk": child.pk, "table": "reviews", "row": row.pk})
    shown = signed_in(client, officer).get(page).content.decode()
    assert "held here" not in shown
    assert 'name="participation"' in shown
