"""Pages of a review: its tasks, what the officer says of it, a child's reviews."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from service import TODAY, allocate, make_child, make_person, signed_in, viewer_of
from sightline.casework.meetings.models import Matter
from sightline.casework.register.models import Child, EarlyReview, Visit
from sightline.casework.register.models import Review as Told
from sightline.casework.reviews.actions import hold, plan_review
from sightline.casework.reviews.models import Review
from sightline.casework.staff.models import Person
from sightline.casework.trail.models import Past

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


def test_tasks_stand_in_their_groups_with_whose_step_it_is(client: Client, child: Child, officer: Person) -> None:
    page = page_of(client, officer, f"/reviews/{planned(child, officer).pk}/")
    assert page.index("Prepare") < page.index("See the child before the review") < page.index("Hold and record")
    assert "The IRO. Once the review was held" in page


def test_a_late_review_asks_why_and_one_in_time_does_not(client: Client, officer: Person) -> None:
    late, early = make_child(in_care_since=date(2026, 2, 3)), make_child(in_care_since=date(2026, 11, 2))
    for child, asks in ((late, True), (early, False)):
        allocate(child, officer)
        page = page_of(client, officer, f"/reviews/{held(child, officer).pk}/")
        assert ("Say why it is late" in page) is asks


def ask(client: Client, matter: Matter, **answers: str) -> str:
    answer = client.post(f"/reviews/{matter.pk}/participation/", answers)
    return answer.content.decode() if answer.status_code == 200 else answer.headers["Location"]


def test_participation_is_asked_question_by_question(client: Client, child: Child, officer: Person) -> None:
    """Each answer leads to the next; the code is shown with its meaning before it is recorded."""
    matter = held(child, officer)
    address = f"/reviews/{matter.pk}/participation/"
    assert "Was the child there?" in page_of(client, officer, address)
    assert "Error:" in ask(client, matter, _asked="present")
    assert "How did the child&#x27;s views reach the meeting?" in ask(
        client, matter, _asked="present", present="no"
    )
    given = {"present": "no", "views_when_absent": "told_somebody"}
    code = ask(client, matter, _asked="views_when_absent", **given)
    assert "PN5" in code
    assert "somebody they had told spoke for them" in code
    assert not Review.objects.get(matter=matter).code
    assert ask(client, matter, _token="t", code="PN5", **given) == f"/reviews/{matter.pk}/"
    assert Review.objects.get(matter=matter).code == "PN5"
    assert Told.objects.get(child=child).participation == "PN5"


def test_a_child_who_was_not_heard_needs_a_reason(client: Client, child: Child, officer: Person) -> None:
    matter = held(child, officer)
    given = {"_token": "t", "present": "no", "views_when_absent": "not_at_all", "code": "PN7"}
    signed_in(client, officer)
    assert "Choose why the child&#x27;s views were not heard" in ask(client, matter, **given)
    assert ask(client, matter, **given, reason="unwell", why="A cold") == f"/reviews/{matter.pk}/"
    row = Review.objects.get(matter=matter)
    assert (row.code, row.code_why, row.answers["reason"]) == ("PN7", "The child was unwell: A cold", "unwell")


def test_an_answer_is_changed_and_what_was_said_is_kept(client: Client, child: Child, officer: Person) -> None:
    matter = held(child, officer)
    signed_in(client, officer)
    ask(client, matter, _token="t", present="in_person", views_when_there="spoke", code="PN1")
    told = {"present": "in_person", "views_when_there": "spoke"}
    assert "Was the child there?" in ask(client, matter, _change="present", **told)
    ask(client, matter, _token="t", present="in_person", views_when_there="without_words", code="PN3")
    assert Told.objects.get(child=child).participation == "PN3"
    assert Past.objects.filter(kind="reviews.review", subject=child.pk).exists()


def test_what_was_recorded_is_shown_when_the_page_is_opened_again(
    client: Client, child: Child, officer: Person
) -> None:
    matter = held(child, officer)
    signed_in(client, officer)
    ask(client, matter, _token="t", present="in_person", views_when_there="spoke", code="PN1")
    page = page_of(client, officer, f"/reviews/{matter.pk}/participation/")
    assert "The child was there and spoke for themselves" in page
    assert "What you answered" in page


def test_the_visit_before_the_review_is_a_visit_of_the_register(
    client: Client, child: Child, officer: Person
) -> None:
    matter = held(child, officer)
    signed_in(client, officer)
    day = {"on_day": "17", "on_month": "11", "on_year": "2026"}
    address = f"/reviews/{matter.pk}/seen/"
    assert "Say on which day you saw the child" in client.post(address, {"seen": "alone"}).content.decode()
    client.post(address, {"seen": "with", **day})
    client.post(address, {"seen": "alone", **day})
    visit = Visit.objects.get(child=child)
    assert (visit.held, visit.kind, visit.seen, visit.seen_alone) == (date(2026, 11, 17), "iro", 1, 1)
    assert "Seen alone on 17 November 2026" in page_of(client, officer, f"/reviews/{matter.pk}/")


def test_why_it_was_late_names_who_could_have_prevented_it(client: Client, child: Child, officer: Person) -> None:
    matter = held(child, officer)
    signed_in(client, officer)
    client.post(f"/reviews/{matter.pk}/late/", {"cause": "told_late"})
    row = Review.objects.get(matter=matter)
    assert (row.late_cause, row.late_party) == ("told_late", "social_care")
    client.post(f"/reviews/{matter.pk}/late/", {"cause": "told_late", "party": "others", "_version": "2"})
    assert Review.objects.get(matter=matter).late_party == "others"
    assert (
        "Say what the reason was"
        in client.post(f"/reviews/{matter.pk}/late/", {"cause": "other", "_version": "3"}).content.decode()
    )


def test_a_childs_reviews_are_those_held_here_told_elsewhere_and_to_come(
    client: Client, child: Child, officer: Person
) -> None:
    Told.objects.create(child=child, held=date(2026, 3, 3), participation="PN1")
    Told.objects.create(child=child, held=date(2026, 5, 19), participation="PN7")
    matter = held(child, officer)
    planned(child, officer, on=date(2027, 3, 2))
    page = page_of(client, officer, f"/children/{child.pk}/reviews/")
    assert page.count(f'href="/reviews/{matter.pk}/"') == 1
    assert [word in page for word in ("PN1", "PN7", "2 March 2027", "Later review")] == [True] * 4
    assert "After the day it is due" not in page


def test_a_review_planned_after_it_is_due_is_pointed_out(client: Client, child: Child, officer: Person) -> None:
    planned(child, officer, on=date(2026, 12, 1))
    assert "After the day it is due" in page_of(client, officer, f"/children/{child.pk}/reviews/")


@pytest.mark.parametrize(
    ("query", "found"),
    [("state=complete", [1]), ("state=coming", [2]), ("late=late", [1]), ("week=last", []), ("week=this", [1]),
     ("week=next", [2]), ("part=yes", [1]), ("kind=first", [1]), ("kind=remand", []), ("all=yes", [1, 2])],
)  # fmt: skip
def test_the_list_of_reviews_is_filtered(client: Client, officer: Person, query: str, found: list[int]) -> None:
    """The first is late and complete; the second, of another child, is planned for next week and in time."""
    first, second = make_child(), make_child(in_care_since=date(2026, 11, 2))
    allocate(first, officer)
    allocate(second, officer)
    held(first, officer, kinds={first.pk: "first"})
    planned(second, officer, on=date(2026, 11, 24), kinds={second.pk: "second"})
    page = page_of(client, officer, f"/reviews/?{query}&format=csv")
    names = {1: first.surname, 2: second.surname}
    assert [n for n, child in ((1, first), (2, second)) if f"{child.forename} {child.surname}" in page] == found, (
        names
    )


def test_the_list_of_reviews_is_of_ones_own_children(client: Client, child: Child, officer: Person) -> None:
    planned(child, officer)
    stranger = make_person()
    assert "1 review" in page_of(client, officer, "/reviews/?all=yes")
    assert "0 reviews" in page_of(client, stranger, "/reviews/?all=yes")


def test_a_review_brought_forward_has_a_reason_and_a_day_that_its_clock_counts(
    client: Client, officer: Person
) -> None:
    child = make_child(in_care_since=date(2026, 11, 2))
    allocate(child, officer)
    matter = planned(child, officer, on=date(2026, 11, 27))
    signed_in(client, officer)
    asked = {"kind": "brought_forward", "wanted_by_day": "27", "wanted_by_month": "11", "wanted_by_year": "2026"}
    assert "Say why it was brought forward" in client.post(f"/reviews/{matter.pk}/kind/", asked).content.decode()
    assert not EarlyReview.objects.exists()
    client.post(f"/reviews/{matter.pk}/kind/", {**asked, "why": "Mum is moving"})
    early = EarlyReview.objects.get(child=child)
    assert (early.asked_on, early.wanted_by, early.trigger) == (TODAY, date(2026, 11, 27), "cla-review-early-iro")
    page = page_of(client, officer, f"/reviews/{matter.pk}/")
    assert "Mum is moving" in page
    assert "Brought forward to 27 November 2026" in page
