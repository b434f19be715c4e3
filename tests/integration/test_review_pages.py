"""Pages of a review: its tasks, what the officer says of it, a child's reviews."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from service import TODAY, allocate, make_child, make_person, signed_in, viewer_of
from sightline.casework.meetings.models import Matter
from sightline.casework.register.models import Child
from sightline.casework.reviews.actions import hold, plan_review
from sightline.casework.staff.models import Person

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def officer() -> Person:
    return make_person()


@pytest.fixture
def child(officer: Person) -> Child:
    child = make_child()
    allocate(child, officer)
    return child


def planned(child: Child, officer: Person, on: date = YESTERDAY, **told: Any) -> Matter:
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=viewer_of(officer), on=on, **told)
    return Matter.objects.get(meeting=meeting)


def held(child: Child, officer: Person, on: date = YESTERDAY, **told: Any) -> Matter:
    matter = planned(child, officer, on, **told)
    hold(matter=matter.pk, move="complete", on=on, by=viewer_of(officer), version=None)
    matter.refresh_from_db()
    return matter


def page_of(client: Client, officer: Person, address: str) -> str:
    answer = signed_in(client, officer).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_review_says_what_it_is_and_why_it_is_due_then(client: Client, child: Child, officer: Person) -> None:
    page = page_of(client, officer, f"/reviews/{planned(child, officer).pk}/")
    assert "First review, 19 November 2026" in page
    assert "Due 3 March 2026: 20 working days after" in page
