"""What is next due beside reviews: health, wellbeing, education, visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sightline.domain.calendar import england
from sightline.domain.care import Placement
from sightline.domain.duties import Duty, InCare, duties
from sightline.domain.practice_files import handbook
from sightline.domain.records import EducationPlan, Episode, HealthCheck, SdqScore, Visit
from sightline.domain.standing import Standing

CAME = date(2025, 4, 10)
ON = date(2025, 4, 20)


def stay(placement: str = "U6", started: date = CAME) -> Placement:
    return Placement(started, True, None, Episode("C1", started, "S", "C1", "N1", placement))


CHILD = InCare(born=date(2014, 5, 2), came=CAME, legal_status="C1", placement=stay())


def due(child: InCare, key: str, on: date = ON) -> Duty | None:
    found = duties(child, practice=handbook(), calendar=england(), on=on)
    return next((duty for duty in found if duty.key == key), None)


def check(kind: str, held: date, status: str | None = "done") -> HealthCheck:
    return HealthCheck("C1", held, kind, status)


class TestHealthAssessments:
    def test_the_first_within_twenty_working_days(self) -> None:
        """Good Friday, Easter Monday and the May holiday fall inside the twenty days."""
        assert due(CHILD, "iha").due == date(2025, 5, 13)
        assert "Good Friday" in due(CHILD, "iha").why

    def test_overdue_the_day_after(self) -> None:
        assert due(CHILD, "iha", on=date(2025, 5, 13)).standing is Standing.DUE
        assert due(CHILD, "iha", on=date(2025, 5, 14)).standing is Standing.OVERDUE

    def test_then_yearly_from_five(self) -> None:
        child = replace(CHILD, health=[check("initial", date(2025, 4, 15))])
        assert due(child, "rha-5").due == date(2026, 4, 15)
        assert due(child, "iha") is None

    def test_six_monthly_under_five(self) -> None:
        child = replace(CHILD, born=date(2023, 1, 1), health=[check("initial", date(2025, 4, 15))])
        assert due(child, "rha-u5").due == date(2025, 10, 15)

    def test_yearly_for_a_child_who_is_five_before_the_six_months_end(self) -> None:
        child = replace(CHILD, born=date(2020, 8, 1), health=[check("initial", date(2025, 4, 15))])
        assert due(child, "rha-u5") is None
        assert due(child, "rha-5").due == date(2026, 4, 15)

    def test_one_done_in_the_three_months_before_counts(self) -> None:
        child = replace(CHILD, health=[check("review", date(2025, 1, 10))])
        assert due(child, "iha") is None

    def test_one_done_a_day_earlier_does_not(self) -> None:
        child = replace(CHILD, health=[check("review", date(2025, 1, 9))])
        assert due(child, "iha") is not None

    def test_a_child_who_said_no_has_not_had_one(self) -> None:
        child = replace(CHILD, health=[check("initial", date(2025, 4, 15), "declined")])
        assert "said no" in due(child, "iha").why

    def test_one_that_is_booked_is_not_done(self) -> None:
        child = replace(CHILD, health=[check("initial", date(2025, 4, 15), "booked")])
        assert due(child, "iha").due == date(2025, 5, 13)


class TestTeethAndWellbeing:
    def test_a_dental_check_a_year_after_the_last(self) -> None:
        child = replace(CHILD, health=[check("dental", date(2025, 4, 15))])
        assert due(child, "dental").due == date(2026, 4, 15)

    def test_no_dental_check_recorded_gives_no_date(self) -> None:
        assert due(CHILD, "dental").due is None
        assert due(CHILD, "dental").standing is Standing.UNKNOWN

    def test_a_score_once_a_year_in_care(self) -> None:
        child = replace(CHILD, scores=[SdqScore("C1", date(2026, 5, 1), 12)])
        assert due(child, "sdq", on=date(2026, 5, 2)).due == date(2027, 5, 1)

    def test_none_before_a_year_in_care(self) -> None:
        assert due(CHILD, "sdq", on=date(2026, 4, 9)) is None
        assert due(CHILD, "sdq", on=date(2026, 4, 10)) is not None

    def test_none_for_a_child_of_seventeen(self) -> None:
        child = replace(CHILD, born=date(2009, 1, 1))
        assert due(child, "sdq", on=date(2026, 5, 2)) is None


class TestEducation:
    def test_the_first_plan_within_twenty_working_days(self) -> None:
        assert due(CHILD, "pep-1").due == date(2025, 5, 13)

    def test_then_every_term_without_a_date(self) -> None:
        child = replace(CHILD, plans=[EducationPlan("C1", date(2025, 4, 18))])
        assert due(child, "pep-n").due is None
        assert due(child, "pep-n").last == date(2025, 4, 18)

    def test_none_for_a_baby(self) -> None:
        assert due(replace(CHILD, born=date(2024, 1, 1)), "pep-1") is None


class TestVisits:
    def visited(self, *days: date, **other: object) -> InCare:
        return replace(CHILD, visits=[Visit("C1", day, "social_worker") for day in days], **other)

    def test_the_first_within_a_week_of_moving_in(self) -> None:
        assert due(CHILD, "visit-first").due == date(2025, 4, 17)

    def test_a_visit_before_the_move_does_not_count(self) -> None:
        moved = replace(self.visited(date(2025, 4, 12)), placement=stay(started=date(2025, 4, 18)))
        assert due(moved, "visit-first").due == date(2025, 4, 25)

    def test_every_six_weeks_in_the_first_year(self) -> None:
        assert due(self.visited(date(2025, 4, 14)), "visit-year1").due == date(2025, 5, 26)

    def test_every_three_months_after_a_year_where_it_is_meant_to_last(self) -> None:
        child = self.visited(date(2026, 5, 1), placement=stay("U4"))
        assert due(child, "visit-longterm", on=date(2026, 5, 2)).due == date(2026, 8, 1)

    def test_every_six_weeks_after_a_year_elsewhere(self) -> None:
        child = self.visited(date(2026, 5, 1))
        assert due(child, "visit-other", on=date(2026, 5, 2)).due == date(2026, 6, 12)

    def test_every_week_at_home_under_an_interim_order_until_the_first_review(self) -> None:
        child = self.visited(date(2025, 4, 14), placement=stay("P1"))
        assert due(child, "visit-reg24-ico").due == date(2025, 4, 21)

    def test_then_every_four_weeks(self) -> None:
        child = self.visited(date(2025, 4, 14), placement=stay("P1"), reviews=[date(2025, 4, 16)])
        assert due(child, "visit-reg24-ico").due == date(2025, 5, 12)

    def test_an_officers_visit_is_not_the_social_workers(self) -> None:
        child = replace(CHILD, visits=[Visit("C1", date(2025, 4, 14), "iro")])
        assert due(child, "visit-first") is not None
