"""What has to happen before a review, worked out backwards: working days, bank holidays, dates settled late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sightline.domain.calendar import england
from sightline.domain.practice_files import handbook, shipped, understand
from sightline.domain.practices import ConsultationForm
from sightline.domain.preparation import (
    INVITATIONS,
    Dates,
    capacities,
    due,
    form_for,
    invitations,
    kinds,
    timeline,
    title_of,
)

LONG_BEFORE = date(2026, 1, 5)


def day_of(kind: str, review: date, settled: date = LONG_BEFORE, council: str = "handbook") -> date | None:
    practice, _ = understand(shipped()[council].decode())
    return due(kind, Dates(review, settled), practice=practice, calendar=england()).day


@pytest.mark.parametrize(
    ("kind", "review", "council", "says"),
    [
        # Tuesday 8 December 2026: no holiday before it
        ("sw_talk", date(2026, 12, 8), "handbook", date(2026, 11, 17)),
        ("sw_report", date(2026, 12, 8), "handbook", date(2026, 12, 3)),
        ("sw_report", date(2026, 12, 8), "enfield", date(2026, 12, 1)),
        ("health", date(2026, 12, 8), "handbook", date(2026, 12, 1)),
        # Tuesday 5 January 2027: Christmas Day, Boxing Day (taken on the 28th) and New Year's Day do not count
        ("sw_report", date(2027, 1, 5), "handbook", date(2026, 12, 30)),
        ("health", date(2027, 1, 5), "handbook", date(2026, 12, 24)),
        # the day after Easter Monday 2026 (6 April): Good Friday (3 April) does not count either
        ("sw_report", date(2026, 4, 7), "handbook", date(2026, 3, 31)),
    ],
)
def test_days_are_counted_back_over_bank_holidays(kind: str, review: date, council: str, says: date) -> None:
    assert day_of(kind, review, council=council) == says


def test_invitations_are_ten_working_days_before_and_say_why() -> None:
    told = invitations(Dates(date(2026, 12, 8), LONG_BEFORE), practice=handbook(), calendar=england())
    assert told.day == date(2026, 11, 24)
    assert "10 working days before the review on 8 December 2026" in told.why
    assert "IRO Handbook (2010)" in told.why


@pytest.mark.parametrize(
    ("settled", "says", "at_once"),
    [
        (date(2026, 11, 23), date(2026, 11, 24), False),
        (date(2026, 11, 24), date(2026, 11, 24), False),  # settled on the last day: still in time
        (date(2026, 11, 25), date(2026, 11, 25), True),
        (date(2026, 12, 8), date(2026, 12, 8), True),
        (date(2026, 12, 9), date(2026, 12, 8), True),  # entered afterwards: never due after the review
    ],
)
def test_a_date_settled_too_late_makes_it_due_at_once(settled: date, says: date, at_once: bool) -> None:
    told = invitations(Dates(date(2026, 12, 8), settled), practice=handbook(), calendar=england())
    assert (told.day, told.at_once) == (says, at_once)
    assert ("due at once" in told.why) is at_once


def test_a_review_beyond_the_list_of_holidays_has_no_day_and_says_so() -> None:
    beyond = Dates(date(england().last.year + 2, 3, 1), LONG_BEFORE)
    for kind in kinds():
        told = due(kind, beyond, practice=handbook(), calendar=england())
        assert (told.day, "list of bank holidays" in told.why) == (None, True)


@pytest.mark.parametrize(
    ("age", "asked", "not_asked"),
    [
        (2, {"health"}, {"child_views", "pep", "pathway_plan"}),
        (3, {"pep"}, {"child_views"}),
        (4, {"pep", "child_views"}, {"pathway_plan"}),
        (16, {"pathway_plan", "child_views"}, set()),
        (None, {"pep", "child_views", "pathway_plan"}, set()),
    ],
)
def test_what_is_asked_for_goes_by_age(age: int | None, asked: set[str], not_asked: set[str]) -> None:
    told = timeline(Dates(date(2026, 12, 8), LONG_BEFORE), age=age, practice=handbook(), calendar=england())
    keys = [key for key, _ in told]
    assert asked | {INVITATIONS, "sw_talk", "sw_report"} <= set(keys)
    assert not set(keys) & not_asked
    days = [each.day for _, each in told if each.day]
    assert days == sorted(days)


def test_a_childs_paper_is_the_councils_form_for_the_age() -> None:
    practice = replace(
        handbook(), consultation_forms=(ConsultationForm("Big kids", 4, 11), ConsultationForm("Teens", 12, 17))
    )
    assert [form and form.name for form in (form_for(age, practice) for age in (3, 4, 11, 12))] == [
        None, "Big kids", "Big kids", "Teens",
    ]  # fmt: skip
    assert title_of("child_views", age=12, practice=practice) == "Child's consultation paper: Teens"
    assert title_of("sw_report", age=12, practice=practice) == "Social worker's report and updated care plan"


def test_everything_asked_for_is_of_a_capacity_and_has_one_limit_with_its_source() -> None:
    for kind in kinds().values():
        assert kind.of in capacities()
        assert bool(kind.timescale) != bool(kind.working_days and kind.cite)
