"""A review that was begun or adjourned: when people meet again, and who is reminded of it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.test import Client

from service import TODAY, allocate, make_child, make_person, moment, signed_in, viewer_of
from sightline.casework.meetings import holding
from sightline.casework.meetings.calendars import entries_of, to_ics
from sightline.casework.meetings.models import Matter, Meeting, Sitting
from sightline.casework.meetings.queries.sittings import diary_of_sittings, unfinished
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted
from sightline.casework.meetings.sittings import plan_sitting
from sightline.casework.reviews.models import Review
from sightline.casework.staff import doing as staff
from sightline.casework.staff.models import Person
from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import Changed
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
YESTERDAY, SOON = TODAY - timedelta(days=1), TODAY + timedelta(days=6)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def iro(officer: Person) -> Viewer:
    return viewer_of(officer)


@pytest.fixture
def adjourned(officer: Person, iro: Viewer) -> Matter:
    child = make_child(forename="Posy", surname="Harker")
    allocate(child, officer)
    meeting = Meeting.objects.create(kind="review", state="planned", on=YESTERDAY, chair=officer, made_at=moment())
    matter = Matter.objects.create(meeting=meeting, child=child)
    Review.objects.create(matter=matter, kind="later")
    holding.move(matter=matter.pk, move="adjourn", on=YESTERDAY, by=iro, version=1, why="No interpreter came")
    return Matter.objects.get(pk=matter.pk)


def plan(matter: Matter, by: Viewer, on: date = SOON, version: int | None = 2) -> None:
    plan_sitting(matter=matter.pk, on=on, at=time(16), by=by, version=version)


def test_planned_it_is_in_the_diary_and_in_the_calendar_of_who_chairs(adjourned: Matter, iro: Viewer) -> None:
    plan(adjourned, iro)
    [line] = diary_of_sittings(seen_by=iro, first=TODAY, last=SOON, chair=iro.id)
    assert (line.on, line.at, line.state, line.children) == (
        SOON, time(16), "sitting", [(adjourned.child_id, "Posy Harker")]
    )  # fmt: skip
    entries = entries_of(iro, TODAY, SOON)
    assert [(entry.on, entry.at) for entry in entries] == [(SOON, time(16))]
    assert b"Posy" not in to_ics(entries)


def test_planned_anew_there_is_one(adjourned: Matter, iro: Viewer) -> None:
    plan(adjourned, iro)
    plan(adjourned, iro, on=SOON + timedelta(days=1), version=3)
    assert Sitting.objects.get(matter=adjourned, held=False).on == SOON + timedelta(days=1)
    with pytest.raises(Changed) as changed:
        plan(adjourned, iro, version=3)
    assert changed.value.now == {"on": SOON + timedelta(days=1), "at": time(16)}


def test_held_that_day_it_is_no_longer_to_come(adjourned: Matter, iro: Viewer, officer: Person) -> None:
    plan(adjourned, iro, on=TODAY)
    assert [(each.adjourned, each.on) for each in unfinished(seen_by=iro, chairs=[iro.id])] == [(True, TODAY)]
    holding.move(matter=adjourned.pk, move="complete", on=TODAY, by=iro, version=3)
    assert unfinished(seen_by=iro) == []
    assert not Sitting.objects.filter(held=False).exists()


def test_days_that_cannot_be(adjourned: Matter, iro: Viewer) -> None:
    with pytest.raises(NotPermitted, match="a day to come"):
        plan(adjourned, iro, on=YESTERDAY)
    Matter.objects.filter(pk=adjourned.pk).update(held_on=TODAY)
    with pytest.raises(NotPermitted, match="this one is later"):
        plan(adjourned, iro, on=TODAY)
    assert not Sitting.objects.filter(held=False).exists()


def test_who_may_and_whose(adjourned: Matter) -> None:
    with pytest.raises(NoSuchMatter):
        plan(adjourned, viewer_of(make_person(Role.IRO)))
    with pytest.raises(staff.NotPermitted, match="This is for"):
        plan(adjourned, viewer_of(make_person(Role.ANALYST)))


def test_todays_page_and_the_tray_say_that_it_is_to_be_completed(
    client: Client, adjourned: Matter, officer: Person, iro: Viewer
) -> None:
    support = make_person(Role.BUSINESS_SUPPORT)
    for person, title in ((officer, "Reviews to be completed"), (support, "Next sittings to plan")):
        page = signed_in(client, person).get("/").content.decode()
        assert title in page
        assert f"/reviews/{adjourned.pk}/sitting/" in page
    plan(adjourned, iro)
    assert "Next sittings to plan" not in signed_in(client, support).get("/").content.decode()


def test_a_review_outside_the_register_has_no_such_limit(
    client: Client, adjourned: Matter, officer: Person
) -> None:
    """The 20 working days of regulation 36 are of looked-after children's reviews alone."""
    before = signed_in(client, officer).get("/").content.decode()
    assert "No limit of its own" not in before
    Review.objects.filter(matter=adjourned).update(kind="supervision")
    assert "No limit of its own" in signed_in(client, officer).get("/").content.decode()
    for page in ("hold", "sitting"):
        shown = signed_in(client, officer).get(f"/reviews/{adjourned.pk}/{page}/").content.decode()
        assert "To be completed by" not in shown
