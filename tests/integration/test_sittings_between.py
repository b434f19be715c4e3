"""A review of three sittings or more: each is held, and each day can be put right."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from access_world import sent
from service import TODAY, allocate, make_child, make_person, moment, signed_in, viewer_of
from sightline.casework.meetings.correcting import between
from sightline.casework.meetings.models import Matter, Sitting
from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.meetings.sittings import plan_sitting
from sightline.casework.outbox.models import Call, Hook
from sightline.casework.register.models import Child
from sightline.casework.register.models import Review as Told
from sightline.casework.reviews.actions import correct_day, hold, plan_review
from sightline.casework.staff.models import Person
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Past
from sightline.domain.roles import Role
from sightline.domain.workflows import NotPossible

pytestmark = pytest.mark.django_db
CAME = date(2026, 2, 3)
FIRST, SECOND, THIRD, LAST = (date(2026, 10, day) for day in (5, 9, 14, 20))
RIGHT = date(2026, 10, 12)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def matter(officer: Person) -> Matter:
    """Held three times, and not complete."""
    child = make_child(in_care_since=CAME)
    allocate(child, officer)
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=viewer_of(officer), on=FIRST)
    found = Matter.objects.get(meeting=meeting)
    for day in (FIRST, SECOND, THIRD):
        held(found, officer, "begin", day)
    return anew(found)


def anew(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def held(matter: Matter, by: Person, move: str, on: date, version: int | None = None) -> None:
    hold(matter=matter.pk, move=move, on=on, by=viewer_of(by), version=version, why="Nobody could interpret")


def sat(matter: Matter) -> list[date]:
    return list(Sitting.objects.filter(matter=matter, held=True).order_by("on").values_list("on", flat=True))


def correct(matter: Matter, by: Person, *days: date, **more: Any) -> Matter:
    """`days` of the sittings between, the others as they are."""
    now = anew(matter)
    rows = {row.pk: day for row, day in zip(between(now), days, strict=True)}
    told = {"held_on": now.held_on, "completed_on": now.completed_on, "version": now.version, "why": "Misread"}
    correct_day(matter=matter.pk, sittings=rows, by=viewer_of(by), **told | more)
    return anew(matter)


def test_each_sitting_is_held_and_the_day_of_the_review_stays_the_first(matter: Matter, officer: Person) -> None:
    assert (matter.state, matter.held_on, sat(matter)) == ("begun", FIRST, [FIRST, SECOND, THIRD])
    assert not Told.objects.exists()  # in the register it has not happened before its last
    held(matter, officer, "complete", LAST)
    assert sat(matter) == [FIRST, SECOND, THIRD, LAST]
    row = Told.objects.get()
    assert (row.held, row.completed, row.adjourned) == (FIRST, LAST, 0)


def test_an_adjourned_review_is_resumed_once(officer: Person) -> None:
    child = make_child(in_care_since=CAME)
    meeting = plan_review(
        children=[child.pk], chair=officer.pk, by=viewer_of(make_person(Role.IRO_MANAGER)), on=FIRST
    )
    allocate(child, officer)
    found = Matter.objects.get(meeting=meeting)
    held(found, officer, "adjourn", FIRST)
    with pytest.raises(NotPossible):
        held(found, officer, "begin", SECOND)


def test_a_sitting_is_not_before_the_last_one(matter: Matter, officer: Person) -> None:
    for move in ("begin", "complete"):
        with pytest.raises(NotPermitted, match="sitting was on 14 October 2026"):
            held(matter, officer, move, THIRD - timedelta(days=1))
    with pytest.raises(Changed):
        held(matter, officer, "begin", LAST, version=matter.version - 1)


def test_a_planned_sitting_is_the_one_that_was_held(matter: Matter, officer: Person) -> None:
    plan_sitting(matter=matter.pk, on=TODAY, at=None, by=viewer_of(officer), version=None)
    held(matter, officer, "begin", TODAY)
    assert [*sat(matter)][-1] == TODAY
    assert not Sitting.objects.filter(held=False).exists()


@pytest.mark.parametrize("complete", [True, False])
def test_one_between_is_put_right_and_what_it_said_is_kept(
    matter: Matter, officer: Person, complete: bool
) -> None:
    if complete:
        held(matter, officer, "complete", LAST)
    before, stamp = anew(matter), Child.objects.get().stamp
    after = correct(matter, officer, SECOND, RIGHT)
    assert sat(matter)[:3] == [FIRST, SECOND, RIGHT]
    assert (after.held_on, after.completed_on) == (before.held_on, before.completed_on)
    assert after.version == before.version + 1
    assert Child.objects.get().stamp > stamp
    kept = Past.objects.get(kind="meetings.sitting")
    assert (kept.values["on"], kept.why, kept.subject) == (THIRD.isoformat(), "Misread", matter.child_id)


def test_all_of_them_at_once(matter: Matter, officer: Person) -> None:
    held(matter, officer, "complete", LAST)
    week = timedelta(days=7)
    correct(matter, officer, SECOND + week, THIRD + week, held_on=FIRST + week, completed_on=LAST + week)
    assert sat(matter) == [FIRST + week, SECOND + week, THIRD + week, LAST + week]
    assert Told.objects.get().held == FIRST + week


@pytest.mark.parametrize(
    ("days", "more", "says"),
    [
        ((SECOND, LAST), {}, "out of order"),
        ((FIRST, THIRD), {}, "out of order"),
        ((THIRD, SECOND), {}, "out of order"),
        ((SECOND, THIRD), {"held_on": SECOND}, "out of order"),
        ((SECOND, TODAY + timedelta(days=1)), {"completed_on": TODAY + timedelta(days=2)}, "after today"),
    ],
)
def test_days_that_cannot_be(
    matter: Matter, officer: Person, days: tuple[date, ...], more: dict[str, Any], says: str
) -> None:
    held(matter, officer, "complete", LAST)
    with pytest.raises(NotPermitted, match=says):
        correct(matter, officer, *days, **more)
    assert sat(matter) == [FIRST, SECOND, THIRD, LAST]


def test_the_last_that_was_held_is_before_the_next(matter: Matter, officer: Person) -> None:
    plan_sitting(matter=matter.pk, on=TODAY, at=None, by=viewer_of(officer), version=None)
    with pytest.raises(NotPermitted, match="next sitting is planned"):
        correct(matter, officer, SECOND, TODAY)
    correct(matter, officer, SECOND, TODAY - timedelta(days=1))


def test_one_of_another_review_cannot(matter: Matter, officer: Person) -> None:
    other = Sitting.objects.create(
        matter=Matter.objects.create(meeting=matter.meeting, child=make_child()),
        on=FIRST,
        mode="in_person",
        held=True,
    )
    told = {"held_on": FIRST, "version": None, "why": "Misread", "by": viewer_of(officer)}
    with pytest.raises(NotPermitted, match="sittings"):
        correct_day(matter=matter.pk, sittings={other.pk: SECOND}, **told)


def test_programs_are_told_again_only_of_the_first_and_the_last_day(matter: Matter, officer: Person) -> None:
    Hook.objects.create(
        name="Case system", url="https://example.org/", secret="x", events=["review.held"], made_at=moment(),
        made_by=officer,
    )  # fmt: skip
    held(matter, officer, "complete", LAST)
    correct(matter, officer, SECOND, RIGHT)
    assert Call.objects.count() == 1
    correct(matter, officer, SECOND, RIGHT, completed_on=LAST + timedelta(days=1))
    assert Call.objects.count() == 2


def test_the_pages(client: Client, matter: Matter, officer: Person) -> None:
    signed_in(client, officer)
    shown = client.get(f"/reviews/{matter.pk}/hold/").content.decode()
    assert "another sitting follows" in shown
    assert "14 October 2026" in shown
    client.post(f"/reviews/{matter.pk}/hold/", sent({"move": "complete", "on": LAST, "_version": matter.version}))
    now, rows = anew(matter), between(anew(matter))
    assert now.completed_on == LAST
    page = f"/reviews/{matter.pk}/hold/day/"
    assert "Day of sitting 3" in client.get(page).content.decode()
    told = {"held_on": FIRST, "completed_on": LAST, "why": "Misread", "_version": now.version}
    days = {f"sitting_{row.pk}": row.on for row in rows}
    wrong = client.post(page, sent({**told, **days, f"sitting_{rows[1].pk}": LAST}))
    assert "out of order" in wrong.content.decode()
    client.post(page, sent({**told, **days, f"sitting_{rows[1].pk}": RIGHT}))
    assert sat(matter) == [FIRST, SECOND, RIGHT, LAST]
    stale = client.post(page, sent({**told, **days, f"sitting_{rows[1].pk}": THIRD}))
    assert "Somebody else changed this" in stale.content.decode()
