"""A review that is held is a row of the register, whoever told of it first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from service import TODAY, allocate, make_child, make_episode, make_person, viewer_of
from sightline.casework.meetings.models import Matter
from sightline.casework.meetings.scope import NoSuchMatter, NotPermitted
from sightline.casework.register.models import Child, LegalStatus
from sightline.casework.register.models import Review as Told
from sightline.casework.reviews.actions import DayTaken, hold, plan_review
from sightline.casework.reviews.models import Review
from sightline.casework.staff.models import Person
from sightline.casework.trail.models import Past
from sightline.domain.roles import Role

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


def an_officer(*children: Child) -> Person:
    """A reviewing officer of these children."""
    officer = make_person()
    for child in children:
        allocate(child, officer)
    return officer


def planned(child: Child, officer: Person, **told: Any) -> Matter:
    """The child's part of a review that is planned for yesterday."""
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=viewer_of(officer), on=YESTERDAY, **told)
    return Matter.objects.get(meeting=meeting)


def test_a_review_is_planned_with_the_kind_of_each_child() -> None:
    """The kind is told, or what is most likely: here the first review, and a later one."""
    older, younger = make_child(), make_child(in_care_since=date(2026, 11, 2))
    officer = an_officer(older, younger)
    meeting = plan_review(
        children=[older.pk, younger.pk], chair=officer.pk, by=viewer_of(officer), kinds={older.pk: "later"}
    )
    assert {r.matter.child_id: r.kind for r in Review.objects.filter(matter__meeting=meeting)} == {
        older.pk: "later",
        younger.pk: "first",
    }


def test_a_completed_review_is_a_row_of_the_register() -> None:
    child = make_child()
    officer = an_officer(child)
    matter = planned(child, officer)
    stamp = Child.objects.get(pk=child.pk).stamp
    hold(matter=matter.pk, move="complete", on=YESTERDAY, by=viewer_of(officer), version=matter.version)
    row = Told.objects.get(child=child)
    assert (row.held, row.completed, row.adjourned, row.recorded) == (YESTERDAY, YESTERDAY, 0, None)
    assert row.entered_by_id == officer.pk
    assert Review.objects.get(matter=matter).told_id == row.pk
    assert Child.objects.get(pk=child.pk).stamp > stamp


def test_a_child_under_four_has_a_code_at_once() -> None:
    """And one who is four has none until somebody answers."""
    small, big = make_child(born=date(2023, 6, 1)), make_child(born=date(2022, 6, 1))
    officer = an_officer(small, big)
    for child in (small, big):
        matter = planned(child, officer)
        hold(matter=matter.pk, move="complete", on=YESTERDAY, by=viewer_of(officer), version=1)
    assert [Told.objects.get(child=child).participation for child in (small, big)] == ["PN0", ""]


def test_an_adjourned_review_is_told_and_its_completion_follows() -> None:
    child = make_child()
    officer = an_officer(child)
    matter = planned(child, officer)
    by = viewer_of(officer)
    hold(matter=matter.pk, move="adjourn", on=YESTERDAY, by=by, version=matter.version, why="Mum was in hospital")
    assert Told.objects.filter(child=child, held=YESTERDAY, completed=None, adjourned=1).count() == 1
    hold(matter=matter.pk, move="complete", on=TODAY, by=by, version=None)
    row = Told.objects.get(child=child)
    assert (row.held, row.completed, row.adjourned) == (YESTERDAY, TODAY, 1)


def test_a_series_of_sittings_is_told_when_it_is_over() -> None:
    """A first sitting of several does not meet the clock (rule R5)."""
    child = make_child()
    officer = an_officer(child)
    matter = planned(child, officer)
    hold(matter=matter.pk, move="begin", on=YESTERDAY, by=viewer_of(officer), version=matter.version)
    assert not Told.objects.filter(child=child).exists()
    hold(matter=matter.pk, move="complete", on=TODAY, by=viewer_of(officer), version=None)
    row = Told.objects.get(child=child)
    assert (row.held, row.completed, row.adjourned) == (YESTERDAY, TODAY, 0)


def test_a_row_that_an_import_told_is_taken_and_what_it_said_is_kept() -> None:
    child = make_child()
    officer = an_officer(child)
    row = Told.objects.create(child=child, held=YESTERDAY, participation="PN1")
    matter = planned(child, officer)
    hold(matter=matter.pk, move="complete", on=YESTERDAY, by=viewer_of(officer), version=matter.version)
    row.refresh_from_db()
    assert (row.participation, row.completed, row.entered_by_id) == ("PN1", YESTERDAY, officer.pk)
    assert Past.objects.get(kind="register.review", row=row.pk).values["completed"] is None
    assert Review.objects.get(matter=matter).told_id == row.pk


def test_two_reviews_of_one_day_are_refused() -> None:
    child = make_child()
    officer = an_officer(child)
    first, second = planned(child, officer), planned_again(child, officer)
    hold(matter=first.pk, move="complete", on=YESTERDAY, by=viewer_of(officer), version=None)
    with pytest.raises(DayTaken):
        hold(matter=second.pk, move="complete", on=YESTERDAY, by=viewer_of(officer), version=None)
    assert Matter.objects.get(pk=second.pk).state == "to_hold"


def planned_again(child: Child, officer: Person) -> Matter:
    """Another review, planned for today."""
    meeting = plan_review(children=[child.pk], chair=officer.pk, by=viewer_of(officer), on=TODAY)
    return Matter.objects.get(meeting=meeting)


@pytest.mark.parametrize(("status", "kind"), [("SO", "supervision"), ("ISO", "sibling_supervision")])
def test_a_review_outside_care_is_no_row(status: str, kind: str) -> None:
    child = make_child(in_care_since=None)
    LegalStatus.objects.create(child=child, legal_status=status, started=date(2026, 5, 1))
    officer = an_officer(child)
    matter = planned(child, officer)
    assert Review.objects.get(matter=matter).kind == kind
    hold(matter=matter.pk, move="complete", on=YESTERDAY, by=viewer_of(officer), version=matter.version)
    assert not Told.objects.filter(child=child).exists()


def test_a_review_of_short_breaks_is_a_row_that_its_own_clocks_read() -> None:
    child = make_child(in_care_since=None)
    make_episode(child, started=date(2026, 9, 1), legal_status="V3", placement="U6")
    officer = an_officer(child)
    matter = planned(child, officer)
    assert Review.objects.get(matter=matter).kind == "short_break"
    hold(matter=matter.pk, move="complete", on=YESTERDAY, by=viewer_of(officer), version=matter.version)
    assert Told.objects.filter(child=child, held=YESTERDAY).count() == 1


def test_who_does_not_chair_does_not_hold() -> None:
    """Who does not see the child finds none; business support, who does, is refused."""
    child = make_child()
    officer, stranger = an_officer(child), make_person()
    matter = planned(child, officer)
    with pytest.raises(NoSuchMatter):
        hold(matter=matter.pk, move="complete", on=YESTERDAY, by=viewer_of(stranger), version=None)
    support = make_person(Role.BUSINESS_SUPPORT)
    with pytest.raises(NotPermitted):
        hold(matter=matter.pk, move="complete", on=YESTERDAY, by=viewer_of(support), version=None)
    assert not Told.objects.filter(child=child).exists()
