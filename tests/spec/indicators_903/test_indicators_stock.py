"""Who is looked after on a day, and how many came and went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sightline.domain.practice import HANDBOOK
from sightline.indicators.figures import Period

YEAR_END = Period.year(2025)


def as_at(text: str) -> Period:
    day = date.fromisoformat(text)
    return Period(day, day)


def test_a_child_is_looked_after_from_the_first_day_to_the_day_before_the_last(given: Any) -> None:
    given.episode("A", "2024-06-01", "2024-09-01")
    assert given.figure("cla-count", period=as_at("2024-05-31")).numerator == 0
    assert given.figure("cla-count", period=as_at("2024-06-01")).numerator == 1
    assert given.figure("cla-count", period=as_at("2024-08-31")).numerator == 1
    assert given.figure("cla-count", period=as_at("2024-09-01")).numerator == 0


def test_the_day_of_leaving_counts_only_by_setting(given: Any) -> None:
    given.episode("A", "2024-06-01", "2025-03-31")
    assert given.figure("cla-count").numerator == 0
    given.counting = replace(HANDBOOK, cease_on_census_day_counts=True)
    assert given.figure("cla-count").numerator == 1


def test_a_change_of_placement_on_the_day_counts_the_child_once(given: Any) -> None:
    given.episode("A", "2024-06-01", "2025-03-31", rec="X1", moved="CARPL")
    given.episode("A", "2025-03-31", rne="P", place="K2")
    given.counting = replace(HANDBOOK, cease_on_census_day_counts=True)
    assert given.parts("cla-count", "placement-group") == {"Children's home": 1}


def test_short_breaks_are_counted_apart(given: Any) -> None:
    given.episode("A", "2024-06-01", status="V4")
    given.episode("B", "2024-06-01", status="V2")
    assert given.figure("cla-count").numerator == 1
    assert given.figure("cla-short-breaks").numerator == 1


def test_the_stock_of_the_day_before_the_first_return_is_known(given: Any) -> None:
    """A return tells of every child looked after when its year began; of any day before it does not."""
    given.episode("A", "2020-01-01")
    given.episode("B", "2024-04-01")
    assert given.figure("cla-count", period=as_at("2024-03-31")).numerator == 1
    earlier = given.figure("cla-count", period=as_at("2024-03-30"))
    assert (earlier.symbol, earlier.note) == ("x", "needs the return for 2023-24 as well")


def test_the_day_before_is_not_known_if_leaving_on_it_counts(given: Any) -> None:
    """Whoever left on 31 March is in the return of the year that ended then."""
    given.episode("A", "2020-01-01")
    given.counting = replace(HANDBOOK, cease_on_census_day_counts=True)
    assert given.figure("cla-count", period=as_at("2024-03-31")).symbol == "x"


def test_a_date_after_the_last_return_is_not_known(given: Any) -> None:
    given.episode("A", "2020-01-01")
    figure = given.figure("cla-count", period=as_at("2026-04-01"))
    assert (figure.symbol, figure.note) == ("x", "needs the returns for 2025-26 and 2026-27 as well")


def test_a_period_needs_every_day_told(given: Any) -> None:
    given.episode("A", "2024-06-01")
    whole = given.figure("cla-started", period=Period(date(2024, 4, 1), date(2024, 6, 30)))
    before = given.figure("cla-started", period=Period(date(2024, 3, 31), date(2024, 6, 30)))
    assert whole.numerator == 1
    assert (before.symbol, before.note) == ("x", "needs the return for 2023-24 as well")


def test_years_before_a_gap_in_the_returns_are_not_used(given: Any) -> None:
    given.returns(2023, 2025)
    given.episode("A", "2022-06-01")
    assert given.figure("cla-started", period=Period.year(2023)).numerator == 1


def test_a_child_who_starts_twice_is_one_child_and_two_starts(given: Any) -> None:
    given.episode("A", "2024-05-01", "2024-06-01", need="N1")
    given.episode("A", "2024-11-01", need="N8")
    assert given.figure("cla-started").numerator == 1
    assert given.figure("cla-started-starts").numerator == 2
    assert given.parts("cla-started-by-need", "need") == {"Abuse or neglect": 1}  # the first start tells
    assert given.parts("cla-started-starts", "quarter") == {
        "April to June 2024": 1,
        "October to December 2024": 1,
    }


def test_only_a_new_period_of_care_is_a_start(given: Any) -> None:
    """An episode that goes on from another (RNE L, P, T, B, U) is none, nor is a short break's S."""
    given.episode("A", "2024-05-01", "2024-06-01", rec="X1")
    given.episode("A", "2024-06-01", rne="L", status="C1")
    given.episode("B", "2024-05-01", "2024-05-08", status="V3")
    assert given.figure("cla-started-starts").numerator == 1


def test_a_child_who_leaves_twice_is_one_child_with_the_last_reason(given: Any) -> None:
    given.episode("A", "2024-05-01", "2024-06-01", rec="E4A")
    given.episode("A", "2024-08-01", "2024-09-01", rec="E45")
    assert given.figure("cla-ceased").numerator == 1
    assert given.figure("cla-ceased-ends").numerator == 2
    assert given.parts("cla-ceased-by-reason", "reason") == {"Special guardianship order": 1}
    assert given.share("sgo-adoption-sgo") == (1, 1)
    assert given.share("sgo-adoption-adopted") == (0, 1)


def test_an_episode_that_goes_on_is_no_leaving(given: Any) -> None:
    given.episode("A", "2024-05-01", "2024-06-01", rec="X1")
    given.episode("A", "2024-06-01", rne="P")
    assert given.figure("cla-ceased-ends").numerator == 0


def test_adoption_is_e11_and_e12(given: Any) -> None:
    for name, reason in (("A", "E11"), ("B", "E12"), ("C", "E4A"), ("D", "E48")):
        given.episode(name, "2024-05-01", "2024-06-01", rec=reason)
    assert given.share("sgo-adoption-adopted") == (2, 4)
    assert given.share("sgo-adoption-share") == (3, 4)


def test_ages_are_those_on_the_day(given_on_each: Any) -> None:
    """A tenth birthday on 31 March counts; one on 1 April does not. 29 February has its birthday on 1 March."""
    given_on_each.child("A", born="2015-03-31")
    given_on_each.child("B", born="2015-04-01")
    given_on_each.child("C", born="2020-02-29")
    for name in "ABC":
        given_on_each.episode(name, "2024-05-01")
    assert given_on_each.parts("cla-count", "age") == {"10": 1, "9": 1, "5": 1}
    assert given_on_each.parts("cla-count", "age-band") == {"5 to 9": 2, "10 to 15": 1}


def test_change_is_divided_by_the_earlier_value(given: Any) -> None:
    """791 to 845 is 6.83 per cent of 791, not 6.39 of 845: here 2 to 3."""
    given.episode("A", "2020-01-01")
    given.episode("B", "2020-01-01")
    given.episode("C", "2024-06-01")
    figure = given.figure("cla-change")
    assert (figure.numerator, figure.denominator, figure.value) == (1, 2, 50)


def test_change_needs_the_earlier_stock(given: Any) -> None:
    given.episode("A", "2020-01-01")
    figure = given.figure("cla-change", period=as_at("2024-12-31"))
    assert (figure.symbol, figure.note) == ("x", "needs the return for 2023-24 as well")


def test_a_distribution_carries_its_total_with_each_part(given: Any) -> None:
    given.child("A", sex="M")
    given.child("B", sex="F")
    given.child("C", sex="F")
    for name in "ABC":
        given.episode(name, "2024-05-01")
    whole, *parts = given.figures("cla-sex-profile")
    assert (whole.breakdown, whole.numerator, whole.denominator) == ((), 3, 3)
    assert [(part.breakdown[0][1], part.numerator, part.denominator) for part in parts] == [
        ("Male", 1, 3),
        ("Female", 2, 3),
        ("Unknown", 0, 3),
    ]


def test_a_distribution_within_a_breakdown_is_of_that_part(given: Any) -> None:
    given.episode("A", "2024-05-01", need="N1")
    given.episode("B", "2024-05-02", need="N8")
    given.episode("C", "2024-11-02", need="N8")
    figures = {figure.breakdown: figure for figure in given.figures("cla-started-by-need", by=("quarter",))}
    part = figures[("quarter", "April to June 2024"), ("need", "Absent parenting")]
    assert (part.numerator, part.denominator) == (1, 2)


def test_what_was_not_recorded_is_a_part_of_its_own(given: Any) -> None:
    given.episode("A", "2024-05-01", provider=None, place="T0")
    given.episode("B", "2024-05-01")
    figures = [figure for figure in given.figures("cla-count", by=("provider",)) if figure.breakdown]
    assert sum(figure.numerator for figure in figures) == 2
    assert (figures[-1].breakdown[0][1], figures[-1].numerator) == ("Not recorded", 1)


def test_old_and_new_codes_of_one_meaning_are_one_category(given: Any) -> None:
    given.child("A", sex="1")
    given.child("B", sex="M")
    given.episode("A", "2024-05-01")
    given.episode("B", "2024-05-01")
    assert given.parts("cla-count", "sex") == {"Male": 2}


def test_unaccompanied_children_until_their_status_ends(given: Any) -> None:
    given.child("A", born="2008-01-01")
    given.child("B", born="2008-01-01")
    given.child("C", born="2008-01-01")
    for name in "ABC":
        given.episode(name, "2024-05-01", need="N8")
    given.uasc("A")
    given.uasc("B", until="2025-03-31")
    given.uasc("C", until="2025-04-01")
    assert given.figure("cla-uasc").numerator == 2
    assert given.parts("cla-count", "uasc") == {
        "Unaccompanied asylum-seeking": 2,
        "Not unaccompanied asylum-seeking": 1,
    }


def test_without_the_file_nothing_is_said_of_unaccompanied_children(given: Any) -> None:
    given.episode("A", "2024-05-01")
    figure = given.figure("cla-uasc")
    assert (figure.symbol, figure.note) == ("x", "no rows of the UASC file were given for 2024-25")


def test_the_transfer_threshold_is_dated(given: Any) -> None:
    given.returns(2022, 2025)
    given.child("A", born="2008-01-01")
    given.episode("A", "2021-05-01")
    given.uasc("A")
    now = given.figure("uasc-nts-threshold", population=80_000)
    before = given.figure("uasc-nts-threshold", population=80_000, period=Period.year(2022))
    assert (now.numerator, now.denominator) == (1, 80)
    assert (before.numerator, before.denominator) == (1, 56)


def test_rates_name_their_estimate_and_need_one(given: Any) -> None:
    given.episode("A", "2024-05-01")
    figure = given.figure("cla-rate", population={2023: 40_000, 2024: 50_000, 2025: 60_000})
    assert (figure.numerator, figure.denominator, figure.note) == (1, 50_000, "population: mid-2024 estimate")
    assert figure.value == Fraction(1, 5)
    without = given.figure("cla-rate")
    assert (without.symbol, without.note) == ("x", "needs the number of children aged 0 to 17 living in the area")


def test_remand_and_secure_placements_count_beginnings(given: Any) -> None:
    given.episode("A", "2024-05-01", "2024-06-01", status="J1", place="K1", rec="X1")  # both at once: one
    given.episode("A", "2024-06-01", "2024-07-01", rne="P", status="J1", place="K1", rec="X1")  # goes on
    given.episode("A", "2024-07-01", "2024-08-01", rne="P", status="J1", place="U4", rec="X1")  # no longer secure
    given.episode("A", "2024-08-01", rne="P", status="J1", place="K1")  # secure anew
    given.episode("B", "2024-05-01", status="J2")
    assert given.figure("cla-remand").numerator == 2
