"""The day on which a review was held was written down wrongly: all that hangs on it follows."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client

from access_world import sent
from service import TODAY, allocate, make_child, make_person, moment, signed_in, viewer_of
from sightline.casework.meetings.models import Matter, Record, Sitting
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted
from sightline.casework.meetings.sittings import next_sitting, plan_sitting
from sightline.casework.outbox.models import Call, Hook
from sightline.casework.register.models import Child
from sightline.casework.register.models import Review as Told
from sightline.casework.reviews.actions import DayTaken, correct_day, hold, plan_review
from sightline.casework.reviews.models import Review
from sightline.casework.reviews.queries.one import review
from sightline.casework.reviews.queries.returned import reviews_of_return
from sightline.casework.staff.models import Person
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Past
from sightline.casework.watch import checking, daily
from sightline.casework.watch.models import Check
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
CAME, FIRST = date(2026, 2, 3), date(2026, 2, 26)
HELD, RIGHT = date(2026, 5, 20), date(2026, 5, 13)
LATER = HELD + timedelta(days=12)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def child(officer: Person) -> Child:
    child = make_child(in_care_since=CAME)
    allocate(child, officer)
    Told.objects.create(child=child, held=FIRST, participation="PN1")
    return child


def begun(child: Child, officer: Person, move: str, on: date = HELD) -> Matter:
    by = viewer_of(officer)
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=by, on=on)
    matter = Matter.objects.get(meeting=meeting)
    hold(matter=matter.pk, move=move, on=on, by=by, version=None, why="Nobody could interpret")
    return Matter.objects.get(pk=matter.pk)


def complete(matter: Matter, by: Person, on: date) -> Matter:
    hold(matter=matter.pk, move="complete", on=on, by=viewer_of(by), version=None)
    return Matter.objects.get(pk=matter.pk)


def correct(matter: Matter, by: Person, on: date = RIGHT, **more: Any) -> Matter:
    told = {"version": matter.version, "why": "The 13th, by the notes", **more}
    correct_day(matter=matter.pk, held_on=on, by=viewer_of(by), **told)
    return Matter.objects.get(pk=matter.pk)


def days_of(matter: Matter) -> list[date]:
    return list(Sitting.objects.filter(matter=matter, held=True).order_by("on").values_list("on", flat=True))


def test_the_matter_its_sitting_and_the_register_say_the_right_day(child: Child, officer: Person) -> None:
    matter = begun(child, officer, "complete")
    stamp = Child.objects.get(pk=child.pk).stamp
    after = correct(matter, officer)
    assert (after.held_on, after.completed_on, after.version) == (RIGHT, RIGHT, matter.version + 1)
    assert days_of(matter) == [RIGHT]
    row = Told.objects.get(made_by__matter=matter)
    assert (row.held, row.completed) == (RIGHT, RIGHT)
    assert Child.objects.get(pk=child.pk).stamp > stamp
    kept = Past.objects.get(kind="meetings.matter", row=matter.pk, cause="correction")
    assert (kept.values["held_on"], kept.why) == (HELD.isoformat(), "The 13th, by the notes")
    assert Past.objects.filter(kind="register.review", row=row.pk).count() == 1


def test_clocks_and_the_return_follow(child: Child, officer: Person) -> None:
    """The next is due half a year after the right day, and the return has that day alone."""
    matter = begun(child, officer, "complete")
    correct(matter, officer)
    clock = review(matter.pk, seen_by=viewer_of(officer)).clock
    assert clock is not None
    assert clock.review is not None
    assert clock.review.held == RIGHT
    held = [told.held for told in reviews_of_return(2027, seen_by=viewer_of(make_person(Role.ANALYST)))]
    assert held == [RIGHT]


def test_an_adjourned_review_has_two_days(child: Child, officer: Person) -> None:
    matter = complete(begun(child, officer, "adjourn"), officer, LATER)
    after = correct(matter, officer, completed_on=LATER - timedelta(days=1))
    assert days_of(matter) == [after.held_on, after.completed_on] == [RIGHT, LATER - timedelta(days=1)]
    row = Told.objects.get(made_by__matter=matter)
    assert (row.held, row.completed, row.adjourned) == (RIGHT, LATER - timedelta(days=1), 1)


def test_two_sittings_of_one_day_are_told_apart(child: Child, officer: Person) -> None:
    matter = complete(begun(child, officer, "adjourn"), officer, HELD)
    assert days_of(matter) == [HELD]
    correct(matter, officer, RIGHT, completed_on=HELD)
    assert days_of(matter) == [RIGHT, HELD]


def test_a_first_sitting_is_before_the_next(child: Child, officer: Person) -> None:
    matter = begun(child, officer, "adjourn", TODAY - timedelta(days=2))
    plan_sitting(matter=matter.pk, on=TODAY, at=None, by=viewer_of(officer), version=None)
    with pytest.raises(NotPermitted, match="next sitting is planned"):
        correct(matter, officer, TODAY, version=None)
    after = correct(matter, officer, TODAY - timedelta(days=1), version=None)
    assert (after.held_on, after.completed_on) == (TODAY - timedelta(days=1), None)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (TODAY + timedelta(days=1), "after today"),
        (CAME - timedelta(days=1), "came into care on 3 February 2026"),
        (LATER + timedelta(days=1), "cannot be after the day on which the review was completed"),
    ],
)
def test_days_that_cannot_be(child: Child, officer: Person, day: date, says: str) -> None:
    matter = complete(begun(child, officer, "adjourn"), officer, LATER)
    with pytest.raises(NotPermitted, match=says):
        correct(matter, officer, day, completed_on=LATER)
    assert days_of(matter) == [HELD, LATER]
    assert Matter.objects.get(pk=matter.pk).held_on == HELD


def test_the_day_on_which_the_child_came_can_be(child: Child, officer: Person) -> None:
    assert correct(begun(child, officer, "complete"), officer, CAME).held_on == CAME


def test_a_day_after_the_record_was_finished_cannot_be(child: Child, officer: Person) -> None:
    matter = begun(child, officer, "complete")
    Record.objects.create(matter=matter, state="finished", finished_on=LATER)
    with pytest.raises(NotPermitted, match="record was finished on 1 June 2026"):
        correct(matter, officer, LATER + timedelta(days=1))
    assert correct(matter, officer, LATER).completed_on == LATER


def test_a_day_after_managers_had_the_decisions_cannot_be(child: Child, officer: Person) -> None:
    matter = begun(child, officer, "complete")
    Matter.objects.filter(pk=matter.pk).update(decisions_issued_on=HELD)
    with pytest.raises(NotPermitted, match="sent to managers on 20 May 2026"):
        correct(matter, officer, HELD + timedelta(days=1))


@pytest.mark.parametrize("told_by", ["an import", "a review held here"])
def test_the_day_of_another_review_is_taken(child: Child, officer: Person, told_by: str) -> None:
    matter = begun(child, officer, "complete")
    if told_by == "an import":
        Told.objects.create(child=child, held=RIGHT, participation="PN1")
    else:
        begun(child, officer, "adjourn", RIGHT)
    with pytest.raises(DayTaken):
        correct(matter, officer)
    assert Told.objects.get(made_by__matter=matter).held == HELD


def test_two_at_once_are_told_of_each_other(child: Child, officer: Person) -> None:
    matter = begun(child, officer, "complete")
    correct(matter, officer)
    with pytest.raises(Changed) as changed:
        correct(matter, officer, HELD - timedelta(days=1))
    assert changed.value.now == {"held_on": RIGHT, "completed_on": RIGHT}


def test_who_may(child: Child, officer: Person) -> None:
    """Who chairs and who leads them; business support may not, and a stranger finds no review."""
    matter = begun(child, officer, "complete")
    with pytest.raises(NotPermitted):
        correct(matter, make_person(Role.BUSINESS_SUPPORT))
    with pytest.raises(NoSuchMatter):
        correct(matter, make_person(Role.IRO))
    assert correct(matter, make_person(Role.IRO_MANAGER)).held_on == RIGHT


def test_one_that_was_not_held_has_no_day(child: Child, officer: Person) -> None:
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=viewer_of(officer), on=HELD)
    with pytest.raises(NotPermitted, match="Only a review that was held"):
        correct(Matter.objects.get(meeting=meeting), officer)


@pytest.mark.parametrize(("birthday", "code"), [(date(2022, 5, 15), "PN0"), (date(2022, 5, 10), "PN1")])
def test_a_code_that_this_age_cannot_have_is_forgotten(officer: Person, birthday: date, code: str) -> None:
    """The child was three on the right day, and one who was four then keeps what was answered."""
    small = make_child(in_care_since=CAME, born=birthday)
    allocate(small, officer)
    matter = begun(small, officer, "complete")
    answers = {"attended": "yes", "spoke": "yes"}
    Review.objects.filter(matter=matter).update(code="PN1", answers=answers)
    Told.objects.filter(child=small).update(participation="PN1")
    correct(matter, officer)
    kept = Review.objects.get(matter=matter)
    assert (kept.code, Told.objects.get(child=small).participation) == (code, code)
    assert bool(kept.answers) == (code == "PN1")


def test_a_child_who_was_four_is_asked_again(officer: Person) -> None:
    """What nobody answers yet is empty in the register too."""
    big = make_child(in_care_since=CAME, born=date(2022, 5, 16))
    allocate(big, officer)
    matter = begun(big, officer, "complete", RIGHT)
    assert Told.objects.get(child=big).participation == "PN0"
    correct(matter, officer, HELD)
    assert (Review.objects.get(matter=matter).code, Told.objects.get(child=big).participation) == ("", "")


def test_programs_are_told_again(child: Child, officer: Person) -> None:
    Hook.objects.create(
        name="Case system", url="https://example.org/", secret="x", events=["review.held"], made_at=moment(),
        made_by=officer,
    )  # fmt: skip
    matter = begun(child, officer, "complete")
    correct(matter, officer)
    told = [
        (call.body["matter"], call.body["held"], call.body["completed"]) for call in Call.objects.order_by("pk")
    ]
    assert told == [(matter.pk, f"{HELD}", f"{HELD}"), (matter.pk, f"{RIGHT}", f"{RIGHT}")]


# the midway check


def made(on: date) -> list[tuple[date, bool, bool]]:
    """The checks after the job of a day: of which review, whether done, whether not needed."""
    daily.make_checks(on=on, at=moment(on))
    rows = Check.objects.order_by("since")
    return [(row.since, row.done_on is not None, bool(row.not_needed_why)) for row in rows]


def test_a_check_that_is_to_come_is_made_anew(child: Child, officer: Person) -> None:
    matter = begun(child, officer, "complete")
    assert made(LATER) == [(HELD, False, False)]
    correct(matter, officer)
    assert made(LATER) == [(RIGHT, False, False), (HELD, False, True)]
    assert made(LATER) == [(RIGHT, False, False), (HELD, False, True)]
    assert Check.objects.get(since=RIGHT).due_on < Check.objects.get(since=HELD).due_on


def test_a_check_that_was_done_is_not_asked_again(child: Child, officer: Person) -> None:
    matter = begun(child, officer, "complete")
    made(LATER)
    check = Check.objects.get()
    by = viewer_of(officer)
    checking.finish(checks={check.pk: 1}, found="on_track", says="", on=TODAY, by=by)
    correct(matter, officer)
    assert made(TODAY) == [(RIGHT, True, False)]
    correct(Matter.objects.get(pk=matter.pk), officer, HELD)
    assert made(TODAY) == [(HELD, True, False)]


def test_a_check_done_before_the_right_day_is_of_no_review(child: Child, officer: Person) -> None:
    """What was seen before the review cannot be what was seen after it."""
    matter = begun(child, officer, "complete")
    made(LATER)
    done = HELD + timedelta(days=2)
    checking.finish(checks={Check.objects.get().pk: 1}, found="on_track", says="", on=done, by=viewer_of(officer))
    correct(matter, officer, LATER)
    assert made(TODAY) == [(HELD, True, False), (LATER, False, False)]


# the page


def test_the_page(client: Client, child: Child, officer: Person) -> None:
    matter = begun(child, officer, "complete")
    page = f"/reviews/{matter.pk}/hold/day/"
    signed_in(client, officer)
    assert page in client.get(f"/reviews/{matter.pk}/hold/").content.decode()
    shown = client.get(page).content.decode()
    assert "20 May 2026" in shown
    assert "Day on which it was completed (optional)" in shown
    early = sent({"held_on": CAME - timedelta(days=1), "why": "Misread", "_version": matter.version})
    assert "came into care on 3 February 2026" in client.post(page, early).content.decode()
    client.post(page, sent({"held_on": RIGHT, "why": "Misread", "_version": matter.version}))
    assert Matter.objects.get(pk=matter.pk).held_on == RIGHT
    stale = client.post(page, sent({"held_on": HELD, "why": "No", "_version": matter.version}))
    assert "Somebody else changed this" in stale.content.decode()
    assert Matter.objects.get(pk=matter.pk).held_on == RIGHT


# ---- several sittings -----------------------------------------------------------------------------------------


def sat(child: Child, officer: Person, *days: int) -> Matter:
    """A review of several sittings, all but the first planned at ten o'clock, completed on the last."""
    first, *between, last = (date(2026, 10, day) for day in days)
    matter = begun(child, officer, "begin", first)
    for on in between:
        by = viewer_of(officer, at=moment(on))
        plan_sitting(matter=matter.pk, on=on, at=time(10), by=by, version=None)
        hold(matter=matter.pk, move="begin", on=on, by=by, version=None)
    return complete(matter, officer, last)


def test_a_sitting_may_take_the_day_that_the_next_one_leaves(child: Child, officer: Person) -> None:
    matter = sat(child, officer, 5, 9, 14, 20)
    second, third = Sitting.objects.filter(matter=matter, on__day__in=(9, 14)).order_by("on")
    days = {second.pk: date(2026, 10, 14), third.pk: date(2026, 10, 16)}
    correct(matter, officer, date(2026, 10, 5), completed_on=date(2026, 10, 20), sittings=days)
    assert [(row.on.day, row.at) for row in Sitting.objects.filter(matter=matter).order_by("on")] == [
        (5, None), (14, time(10)), (16, time(10)), (20, None)
    ]  # fmt: skip


def test_what_was_planned_for_a_day_before_did_not_happen(child: Child, officer: Person) -> None:
    """People met on the 12th and not, as planned, on the 9th: nothing is left of that."""
    matter = begun(child, officer, "begin", date(2026, 10, 5))
    by = viewer_of(officer, at=moment(date(2026, 10, 12)))
    plan_sitting(matter=matter.pk, on=date(2026, 10, 13), at=None, by=by, version=None)
    Sitting.objects.filter(matter=matter, held=False).update(on=date(2026, 10, 9))
    hold(matter=matter.pk, move="begin", on=date(2026, 10, 12), by=by, version=None)
    assert next_sitting(matter) is None
    after = correct(Matter.objects.get(pk=matter.pk), officer, date(2026, 10, 6))
    assert days_of(after) == [date(2026, 10, 6), date(2026, 10, 12)]


def test_completed_on_another_day_after_all(child: Child, officer: Person) -> None:
    matter = begun(child, officer, "complete")
    after = correct(matter, officer, HELD, completed_on=LATER)
    assert (after.held_on, after.completed_on, days_of(after)) == (HELD, LATER, [HELD, LATER])
    assert Told.objects.get(made_by__matter=matter).completed == LATER


def test_only_of_one_that_is_not_complete_the_last_sitting_so_far_is_said(
    client: Client, child: Child, officer: Person
) -> None:
    page = f"/reviews/{sat(child, officer, 5, 9, 14, 20).pk}/hold/"
    assert "the last so far" not in signed_in(client, officer).get(page).content.decode()
