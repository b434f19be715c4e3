"""Measures of a reporting year: health, missing, care leavers, social workers, deprivation of liberty."""

from __future__ import annotations

from datetime import date
from typing import Any

from sightline.indicators.figures import Period


def test_health_of_the_cohort_blank_is_unknown(given: Any) -> None:
    for name, value in (("A", 1), ("B", 0), ("C", None)):
        given.episode(name, "2020-01-01")
        given.outcome(name, health_assessment=value)
    figure = given.figure("health-assessment")
    assert (figure.numerator, figure.denominator, figure.unknown) == (1, 2, 1)


def test_development_checks_are_for_under_fives(given: Any) -> None:
    given.child("A", born="2020-04-01")  # five tomorrow
    given.child("B", born="2020-03-31")  # five today
    for name in "AB":
        given.outcome(name, health_check=1)
    assert given.share("health-development-u5") == (1, 1)


def test_offending_is_from_ten(given: Any) -> None:
    given.child("A", born="2015-03-31")  # ten today
    given.child("B", born="2015-04-01")
    given.outcome("A", convicted=0)
    given.outcome("B")
    assert given.share("offending") == (0, 1)


def test_the_questionnaire_is_for_those_four_at_the_start_and_not_seventeen_at_the_end(given: Any) -> None:
    for name, born in (("A", "2020-04-01"), ("B", "2020-04-02"), ("C", "2008-04-01"), ("D", "2008-03-31")):
        given.child(name, born=born)
        given.outcome(name, sdq_score=14)
    assert given.share("sdq-complete") == (2, 2)


def test_average_score_and_bands(given: Any) -> None:
    for name, score in (("A", 13), ("B", 14), ("C", 16), ("D", 17), ("E", None)):
        given.outcome(name, sdq_score=score, sdq_reason="SDQ2" if score is None else None)
    assert given.share("sdq-average") == (60, 4)
    assert given.share("sdq-complete") == (4, 5)
    bands = [figure.numerator for figure in given.figures("sdq-bands")]
    assert bands == [4, 1, 2, 1]


def test_help_for_substance_misuse_is_a_share_of_those_with_the_problem(given: Any) -> None:
    given.outcome("A", substance_misuse=1, intervention_received=1)
    given.outcome("B", substance_misuse=1, intervention_received=0, intervention_offered=1)
    given.outcome("C", substance_misuse=0)
    assert given.share("substance-misuse") == (2, 3)
    assert given.share("substance-misuse-intervention") == (1, 2)


def test_year_measures_are_asked_of_a_reporting_year(given: Any) -> None:
    given.returns(2024, 2025)
    given.outcome("A", health_assessment=1)
    calendar_year = Period(date(2024, 1, 1), date(2024, 12, 31))
    figure = given.figure("health-assessment", period=calendar_year)
    assert (figure.symbol, figure.note) == ("x", "speaks of a whole reporting year: ask for 1 April to 31 March")


def test_missing_of_all_looked_after_in_the_period(given: Any) -> None:
    given.episode("A", "2024-01-01", "2024-04-01")  # left on the first day: looked after in the year
    given.episode("B", "2024-05-01")
    given.episode("C", "2024-05-01")
    given.missing("B", "2024-06-01", "2024-06-03")
    given.missing("B", "2024-07-01", "2024-07-03")
    given.missing("C", "2024-06-01", "2024-06-03", kind="A")  # away, not missing
    assert given.share("missing-children") == (1, 3)
    assert given.share("missing-children-times") == (2, 1)


def test_care_leavers_activity_and_accommodation(given: Any) -> None:
    for name, activity, home, touch in (
        ("A", "F4", "U1", "YES"),
        ("B", "P1", "U2", "YES"),
        ("C", "G5", "X1", "YES"),  # custody is never suitable
        ("D", "0", "0", "NO"),
    ):
        given.child(name, born="2005-06-01")
        given.leaver(name, activity, home, touch)
    assert given.share("care-leaver-eet") == (2, 4)
    assert given.share("care-leaver-suitable") == (1, 4)
    assert given.share("care-leaver-in-touch") == (3, 4)
    assert given.parts("care-leaver-eet", "age") == {"19": 2}


def test_three_social_workers_are_three_people(given: Any) -> None:
    given.episode("A", "2020-01-01")
    given.worker("A", "SW1", "2023-01-01", "2024-05-01")
    given.worker("A", "SW2", "2024-05-01", "2024-06-01")
    given.worker("A", "SW1", "2024-06-01")  # back again: two people
    given.episode("B", "2020-01-01")
    for number, month in enumerate((4, 5, 6), start=1):
        given.worker("B", f"SW{number}", f"2024-{month:02}-10")
    given.episode("C", "2020-01-01")  # none recorded
    figure = given.figure("sw-changes")
    assert (figure.numerator, figure.denominator, figure.unknown) == (1, 2, 1)


def test_social_workers_are_in_the_return_since_2023_24(given: Any) -> None:
    given.returns(2023, 2023)
    given.episode("A", "2020-01-01")
    figure = given.figure("sw-changes")
    assert (figure.symbol, figure.note) == ("x", "not part of the return before 2023-24")


def test_children_under_liberty_orders(given: Any) -> None:
    given.returns(2027, 2027)
    given.episode("A", "2026-05-01", place="K2")
    given.liberty_order("A", "2026-05-10", "2026-06-10")
    given.liberty_order("A", "2026-06-10", "2026-07-10")
    assert given.figure("liberty-orders").numerator == 1
    before = Period(date(2026, 4, 1), date(2026, 5, 9))
    assert given.figure("liberty-orders", period=before).numerator == 0
    assert given.parts("liberty-orders", "placement-group") == {"Children's home": 1}
