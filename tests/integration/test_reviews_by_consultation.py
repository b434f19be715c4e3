"""A review without a meeting is for long-term fostering alone; who plans another is told why, and what to do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from access_world import sent
from service import allocate, make_child, make_episode, make_person, moment, signed_in, viewer_of
from sightline.casework.meetings.models import Meeting
from sightline.casework.meetings.scheduling import Moved
from sightline.casework.meetings.scope import NotPermitted
from sightline.casework.register.models import Child, Restriction, Review
from sightline.casework.reviews.actions import move_review, move_reviews, plan_review, settle_review
from sightline.casework.staff.models import Person
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
MET = date(2026, 1, 14)
SOON, TOO_LATE = date(2027, 1, 14), date(2027, 1, 15)


@pytest.fixture
def officer() -> Person:
    return make_person(Role.IRO)


def fostered(officer: Person, *, placement: str = "U1", since: date = date(2024, 5, 7)) -> Child:
    """A child who has lived with these carers since a day; people last met on MET."""
    child = make_child(in_care_since=None)
    make_episode(child, started=since, placement=placement)
    Review.objects.create(child=child, held=MET, participation="PN1")
    allocate(child, officer)
    return child


def plan(officer: Person, *children: Child, on: date | None = SOON, mode: str = "consultation") -> int:
    return plan_review(
        children=[child.pk for child in children], chair=officer.pk, by=viewer_of(officer), on=on, mode=mode
    )


def test_a_child_fostered_for_the_long_term_may_be_asked_without_a_meeting(officer: Person) -> None:
    assert Meeting.objects.get(pk=plan(officer, fostered(officer))).mode == "consultation"


@pytest.mark.parametrize(
    ("placement", "on", "why"),
    [
        ("U6", SOON, "The child does not live in a long-term foster placement."),
        ("U1", TOO_LATE, "People last met on 14 January 2026, over twelve months before: they have to meet."),
    ],
)
def test_another_has_to_have_a_meeting(officer: Person, placement: str, on: date, why: str) -> None:
    with pytest.raises(NotPermitted) as refused:
        plan(officer, fostered(officer, placement=placement), on=on)
    assert why in str(refused.value)
    assert str(refused.value).endswith("Choose another way in which people meet.")
    assert not Meeting.objects.exists()


def test_a_meeting_does_not_become_a_consultation(officer: Person) -> None:
    meeting = plan(officer, fostered(officer, placement="U6"), mode="in_person")
    by = viewer_of(officer)
    with pytest.raises(NotPermitted, match="cannot be by consultation"):
        move_review(meeting=meeting, version=1, on=SOON, mode="consultation", by=by)
    move_review(meeting=meeting, version=1, on=TOO_LATE, mode="video", by=by)
    assert Meeting.objects.get(pk=meeting).mode == "video"


def test_a_consultation_is_not_moved_to_a_day_on_which_people_have_to_meet(officer: Person) -> None:
    meeting = plan(officer, fostered(officer), on=SOON - timedelta(days=7))
    by = viewer_of(officer)
    with pytest.raises(NotPermitted, match="over twelve months before"):
        move_reviews([Moved(meeting, 1, TOO_LATE)], by=by)
    assert Meeting.objects.get(pk=meeting).on == SOON - timedelta(days=7)
    move_reviews([Moved(meeting, 1, SOON)], by=by)
    assert Meeting.objects.get(pk=meeting).on == SOON


def test_one_that_was_proposed_is_asked_about_when_its_day_is_settled(officer: Person) -> None:
    meeting = plan(officer, fostered(officer), on=None)
    by = viewer_of(officer)
    with pytest.raises(NotPermitted, match="over twelve months before"):
        settle_review(meeting=meeting, version=1, on=TOO_LATE, by=by)
    settle_review(meeting=meeting, version=1, on=SOON, by=by)
    assert Meeting.objects.get(pk=meeting).state == "planned"


def test_each_of_brothers_and_sisters_may_or_none(officer: Person) -> None:
    with pytest.raises(NotPermitted, match="apart from brothers and sisters"):
        plan(officer, fostered(officer), fostered(officer, placement="U6"))
    assert not Meeting.objects.exists()


def test_nothing_is_said_of_a_child_out_of_sight(officer: Person) -> None:
    """A brother whose record was restricted since is asked about by those who see him."""
    child, hidden = fostered(officer), fostered(officer)
    meeting = plan(officer, child, hidden, on=SOON - timedelta(days=7))
    hidden.episode_set.update(placement="U6")
    Restriction.objects.create(child=hidden, reason="court", set_at=moment(), set_by=make_person())
    support = viewer_of(make_person(Role.BUSINESS_SUPPORT))
    move_review(meeting=meeting, version=1, on=SOON, by=support)
    assert Meeting.objects.get(pk=meeting).on == SOON


def test_the_page_says_why_and_keeps_what_was_written(client: Client, officer: Person) -> None:
    child = fostered(officer, placement="U6")
    signed_in(client, officer)
    body = {
        "kind": "later", "day": "other", "other_day": SOON, "minutes": "60", "mode": "consultation",
        "place": "At home", "chair": officer.pk, "why_then": "The carers are away before",
    }  # fmt: skip
    page = client.post(f"/children/{child.pk}/reviews/plan/", sent(body)).content.decode()
    assert "The child does not live in a long-term foster placement." in page
    assert "At home" in page
    client.post(f"/children/{child.pk}/reviews/plan/", sent({**body, "mode": "phone"}))
    assert Meeting.objects.get().mode == "phone"
