"""A review was said to be held by mistake: it is to be held again, and nothing tells of it any more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from service import TODAY, allocate, make_child, make_person, moment, signed_in, viewer_of
from settled import decisions_agree
from sightline.casework.documents.models import Issued
from sightline.casework.meetings import answering, holding
from sightline.casework.meetings.models import Decision, Matter, Meeting, Participant, Record, Section, Sitting
from sightline.casework.meetings.progress import unkept
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted
from sightline.casework.outbox.models import Call, Hook
from sightline.casework.practice.queries import in_force
from sightline.casework.register.models import Child, Import
from sightline.casework.register.models import Review as Told
from sightline.casework.register.queries import TABLES, rows_of
from sightline.casework.register.standings import fresh
from sightline.casework.reviews.actions import correct_day, hold, not_held, plan_review
from sightline.casework.reviews.models import Review
from sightline.casework.reviews.queries.returned import reviews_of_return
from sightline.casework.staff.models import Person
from sightline.casework.trail.actions import Changed
from sightline.casework.trail.models import Entry, Past
from sightline.casework.watch import daily
from sightline.casework.watch.models import Check
from sightline.domain.roles import Role
from sightline.domain.workflows import NotPossible

pytestmark = pytest.mark.django_db
CAME, FIRST = date(2026, 2, 3), date(2026, 2, 26)
HELD = date(2026, 5, 20)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


@pytest.fixture
def child(officer: Person) -> Child:
    child = make_child(in_care_since=CAME)
    allocate(child, officer)
    Told.objects.create(child=child, held=FIRST, participation="PN1")
    return child


def said(children: list[Child], officer: Person, move: str = "complete") -> list[Matter]:
    """A review said to be held of each of these children, in one meeting."""
    by = viewer_of(officer)
    meeting = plan_review(children=[child.pk for child in children], chair=officer.pk, by=by, on=HELD)
    for matter in Matter.objects.filter(meeting=meeting):
        hold(matter=matter.pk, move=move, on=HELD, by=by, version=None, why="Nobody could interpret")
    return list(Matter.objects.filter(meeting=meeting).order_by("child"))


def take_back(matter: Matter, by: Person, **more: Any) -> Matter:
    told = {"version": matter.version, "why": "It was her brother's", **more}
    not_held(matter=matter.pk, by=viewer_of(by), **told)
    return Matter.objects.get(pk=matter.pk)


def due(child: Child) -> date | None:
    return fresh(Child.objects.filter(pk=child.pk), on=TODAY, practice=in_force(TODAY)).get().due


@pytest.mark.parametrize("move", ["complete", "adjourn", "begin"])
def test_it_is_to_be_held_again(child: Child, officer: Person, move: str) -> None:
    before = due(child)
    [matter] = said([child], officer, move)
    after = take_back(matter, officer)
    assert (after.state, after.held_on, after.completed_on, after.adjourned_why) == ("to_hold", None, None, "")
    assert (after.meeting.state, Sitting.objects.count()) == ("planned", 0)
    assert list(Told.objects.filter(child=child).values_list("held", flat=True)) == [FIRST]
    assert Review.objects.get(matter=matter).told is None
    assert due(child) == before
    kept = Past.objects.get(kind="meetings.matter", row=matter.pk, cause="not held")
    assert (kept.values["held_on"], kept.why) == (HELD.isoformat(), "It was her brother's")
    assert Entry.objects.filter(action="review_not_held", subject=child.pk).exists()


def test_no_return_has_it_and_it_can_be_held_on_another_day(child: Child, officer: Person) -> None:
    [matter] = said([child], officer)
    analyst = viewer_of(make_person(Role.ANALYST))
    assert [told.held for told in reviews_of_return(2027, seen_by=analyst)] == [HELD]
    take_back(matter, officer)
    assert list(reviews_of_return(2027, seen_by=analyst)) == []
    hold(matter=matter.pk, move="complete", on=HELD + timedelta(days=7), by=viewer_of(officer), version=None)
    assert [told.held for told in reviews_of_return(2027, seen_by=analyst)] == [HELD + timedelta(days=7)]


def test_what_a_feed_told_is_again_the_feeds(child: Child, officer: Person) -> None:
    load = Import.objects.create(kind="ssd", state="loaded", made_at=moment())
    row = Told.objects.create(child=child, held=HELD, participation="PN2", load=load, file="reviews.csv", line=4)
    [matter] = said([child], officer)
    assert Told.objects.get(pk=row.pk).entered_by_id == officer.pk
    take_back(matter, officer)
    again = Told.objects.get(pk=row.pk)
    assert (again.entered_by_id, again.load_id, again.line, again.participation) == (None, load.pk, 4, "PN2")
    told = next(one for one in rows_of(child.pk, TABLES["reviews"]) if one.pk == row.pk)
    assert told.source.told_by_feed


def test_what_a_person_told_before_is_told_again(client: Client, child: Child, officer: Person) -> None:
    support = make_person(Role.BUSINESS_SUPPORT)
    row = Told.objects.create(child=child, held=HELD, participation="PN1", entered_by=support)
    [matter] = said([child], officer)
    signed_in(client, officer)
    body = {"why": "It was her brother's", "_version": matter.version}
    page = client.post(f"/reviews/{matter.pk}/hold/not-held/", body, follow=True).content.decode()
    assert "The record tells of one on that day as it did before" in page
    again = Told.objects.get(pk=row.pk)
    assert (again.entered_by, again.participation) == (support, "PN1")


def test_a_feed_that_told_that_day_anew_meanwhile_stands_alone(child: Child, officer: Person) -> None:
    """The day was corrected first, so the feed's row was another's by then, and the feed told its own again."""
    load = Import.objects.create(kind="ssd", state="loaded", made_at=moment())
    Told.objects.create(child=child, held=HELD, participation="PN2", load=load)
    [matter] = said([child], officer)
    by, right = viewer_of(officer), HELD - timedelta(days=7)
    correct_day(matter=matter.pk, held_on=right, by=by, version=None, why="By the notes")
    anew = Told.objects.create(child=child, held=HELD, participation="PN2", load=load)
    assert not_held(matter=matter.pk, by=by, version=None, why="It was her brother's")
    assert list(Told.objects.filter(child=child, held__gt=FIRST)) == [anew]


def test_answers_given_there_and_who_came_are_as_before(child: Child, officer: Person) -> None:
    by = viewer_of(officer)
    earlier = Meeting.objects.create(kind="review", state="held", on=FIRST, chair=officer, made_at=moment())
    first = Matter.objects.create(
        meeting=earlier, child=child, state="complete", held_on=FIRST, completed_on=FIRST
    )
    promised = [
        Decision.objects.create(matter=first, place=place, what=what, state="final")
        for place, what in enumerate(("Find a school", "See the dentist"), start=1)
    ]
    [matter] = said([child], officer)
    mother = Participant.objects.create(matter=matter, capacity="parent", name="A parent", came="")
    holding.attendance(matter=matter.pk, came={mother.pk: "yes"}, views={mother.pk: True}, by=by, version=None)
    answering.answer(matter=matter.pk, decision=promised[0].pk, result="done", by=by, version=None)
    again_by, told = TODAY + timedelta(days=30), {"by": by, "version": None}
    answering.answer(
        matter=matter.pk, decision=promised[1].pk, result="partly", says="Booked", again_by=again_by, **told
    )
    take_back(Matter.objects.get(pk=matter.pk), officer)
    mother.refresh_from_db()
    assert (mother.came, mother.sent_views) == ("", None)
    answers = (
        Decision.objects.filter(matter=first).order_by("place").values_list("result", "answered_at", "result_on")
    )
    assert list(answers) == [("open", None, None)] * 2
    assert list(unkept(Decision.objects.filter(matter__child=child)).order_by("place")) == promised
    assert decisions_agree()


def test_how_the_child_took_part_is_asked_again_and_the_record_stays(child: Child, officer: Person) -> None:
    [matter] = said([child], officer)
    answers = {"attended": "yes", "spoke": "yes"}
    Review.objects.filter(matter=matter).update(code="PN1", answers=answers)
    record = Record.objects.create(matter=matter, state="writing", started_on=HELD)
    Section.objects.create(record=record, key="summary", text="We met")
    take_back(matter, officer)
    review = Review.objects.get(matter=matter)
    assert (review.code, review.answers) == ("", {})
    assert Past.objects.get(kind="reviews.review", row=review.pk, cause="not held").values["code"] == "PN1"
    assert Section.objects.get(record=record).text == "We met"


def test_a_brother_whose_part_was_held_keeps_the_meeting_held(child: Child, officer: Person) -> None:
    brother = make_child(in_care_since=CAME)
    allocate(brother, officer)
    first, second = said([child, brother], officer)
    take_back(first, officer)
    assert Meeting.objects.get(pk=first.meeting_id).state == "held"
    take_back(Matter.objects.get(pk=second.pk), officer)
    assert Meeting.objects.get(pk=first.meeting_id).state == "planned"


def test_the_midway_check_of_it_is_no_longer_asked_for(child: Child, officer: Person) -> None:
    [matter] = said([child], officer)
    daily.make_checks(on=TODAY, at=moment())
    assert Check.objects.filter(child=child, since=HELD, not_needed_why="").exists()
    take_back(matter, officer)
    daily.make_checks(on=TODAY, at=moment())
    assert not Check.objects.filter(child=child, since=HELD, not_needed_why="").exists()


def test_programs_are_told_without_a_day_and_then_of_the_real_one(child: Child, officer: Person) -> None:
    Hook.objects.create(
        name="Warehouse", url="https://warehouse.example.org/told", secret="0" * 64, events=["review.held"],
        made_by=officer, made_at=moment(),
    )  # fmt: skip
    [matter] = said([child], officer)
    take_back(matter, officer)
    later = HELD + timedelta(days=7)
    hold(matter=matter.pk, move="complete", on=later, by=viewer_of(officer), version=None)
    told = [call.body for call in Call.objects.order_by("pk")]
    assert [each["held"] for each in told] == [HELD.isoformat(), None, later.isoformat()]
    assert {each["matter"] for each in told} == {matter.pk}


@pytest.mark.parametrize(
    ("gone_out", "says"),
    [
        (lambda m: Matter.objects.filter(pk=m.pk).update(decisions_issued_on=TODAY), "sent to managers"),
        (lambda m: Record.objects.create(matter=m, state="finished", finished_on=TODAY), "open it again first"),
        (
            lambda m: Issued.objects.create(
                child=m.child, kind="letter", about="matter", number=m.pk, format="pdf", sha256="0" * 64, size=1,
                made_at=moment(),
            ),
            "Documents were made of it",
        ),
    ],
)  # fmt: skip
def test_not_once_something_went_out(child: Child, officer: Person, gone_out: Any, says: str) -> None:
    [matter] = said([child], officer)
    gone_out(matter)
    with pytest.raises(NotPermitted, match=says):
        take_back(matter, officer)
    assert Told.objects.filter(child=child, held=HELD).exists()


def test_who_may_and_what_is_refused(child: Child, officer: Person) -> None:
    [matter] = said([child], officer)
    with pytest.raises(Changed):
        take_back(matter, officer, version=matter.version - 1)
    with pytest.raises(NotPermitted, match="Say why"):
        take_back(matter, officer, why="  ")
    with pytest.raises(NoSuchMatter):
        take_back(matter, make_person(Role.IRO))
    with pytest.raises(NotPermitted):
        take_back(matter, make_person(Role.BUSINESS_SUPPORT))
    after = take_back(matter, officer)
    with pytest.raises(NotPossible):
        take_back(after, officer)


def test_the_page_takes_it_back(client: Client, child: Child, officer: Person) -> None:
    [matter] = said([child], officer)
    signed_in(client, officer)
    url = f"/reviews/{matter.pk}/hold/not-held/"
    assert url in client.get(f"/reviews/{matter.pk}/hold/").content.decode()
    sent = client.post(url, {"why": "It was her brother's", "_version": matter.version})
    assert (sent.status_code, Matter.objects.get(pk=matter.pk).state) == (302, "to_hold")
    assert "nothing to take back" in client.get(url).content.decode()
