"""Legal status, placements, and how long they last."""

from __future__ import annotations

from typing import Any

import pytest

from sightline.indicators.figures import Period


def test_section_20_lasts_over_changes_of_placement(given: Any) -> None:
    given.episode("A", "2024-03-31", "2024-12-01", status="V2", rec="X1")
    given.episode("A", "2024-12-01", status="V2", rne="P", place="K2")
    given.episode("B", "2024-04-01", status="V2")
    assert given.share("s20-duration-12") == (1, 2)  # B: one day short
    assert given.share("s20-duration-6") == (2, 2)


def test_section_20_begins_anew_after_another_status(given: Any) -> None:
    given.episode("A", "2023-01-01", "2024-11-01", status="V2", rec="X1")
    given.episode("A", "2024-11-01", "2024-12-01", status="L1", rne="L", rec="X1")
    given.episode("A", "2024-12-01", status="V2", rne="L")
    assert given.share("s20-duration-6") == (0, 1)


def test_section_20_that_may_have_begun_earlier_is_unknown_unless_long_enough(given: Any) -> None:
    """The first episode seen began with a move (RNE P): the status is older than it."""
    given.episode("A", "2024-07-01", status="V2", rne="P")
    six, twelve = given.figure("s20-duration-6"), given.figure("s20-duration-12")
    assert (six.numerator, six.denominator, six.unknown) == (1, 1, 0)
    assert (twelve.symbol, twelve.unknown) == ("x", 1)


@pytest.mark.parametrize(("rne", "unknown"), [("S", 0), ("L", 0), ("B", 0), ("U", 0), ("P", 1), ("T", 1)])
def test_which_first_episodes_begin_a_legal_status(given: Any, rne: str, unknown: int) -> None:
    given.episode("A", "2024-07-01", status="V2", rne=rne)
    figure = given.figure("s20-duration-12")
    assert (figure.symbol, figure.unknown) == ("x" if unknown else None, unknown)
    assert figure.denominator == (None if unknown else 1)


def test_placement_order_not_yet_placed(given: Any) -> None:
    given.episode("A", "2024-05-01", status="E1", place="U4")
    given.episode("B", "2024-05-01", status="E1", place="U5")  # foster to adopt: not yet placed for adoption
    given.episode("C", "2024-05-01", status="E1", place="A6")
    given.episode("D", "2024-05-01", status="C2", place="U4")
    assert given.share("placement-order-unplaced") == (2, 3)


def test_a_night_in_hospital_does_not_unplace(given: Any) -> None:
    given.episode("A", "2024-05-01", "2025-03-30", status="E1", place="A6", rec="X1")
    given.episode("A", "2025-03-30", status="E1", place="T1", rne="P", provider=None)
    assert given.share("placement-order-unplaced") == (0, 1)


def test_own_provision_of_all_and_of_fostering(given: Any) -> None:
    given.episode("A", "2024-05-01", place="U4", provider="PR1")
    given.episode("B", "2024-05-01", place="U4", provider="PR4")
    given.episode("C", "2024-05-01", place="P1", provider="PR0")
    assert given.share("cla-placement-provider") == (1, 3)
    assert given.share("cla-placement-provider-foster") == (1, 2)
    assert given.share("cla-connected-carers") == (0, 3)
    assert given.share("cla-placed-with-parents") == (1, 3)


def test_connected_carers_are_u1_to_u3(given: Any) -> None:
    given.episode("A", "2024-05-01", place="U3")
    given.episode("B", "2024-05-01", place="U4")
    assert given.share("cla-connected-carers") == (1, 2)


def test_where_a_placement_is_cannot_be_told(given: Any) -> None:
    given.episode("A", "2024-05-01")
    figure = given.figure("cla-out-of-area")
    assert figure.symbol == "x"
    assert "postcode" in figure.note


def three_stays(given: Any, third: str = "P") -> None:
    """A placement since before the year, a second in it, and a third that is one by `third`'s code."""
    given.episode("A", "2023-01-01", "2024-06-01", rec="X1", moved="CARPL")
    given.episode("A", "2024-06-01", "2024-09-01", rne="P", place="K2", rec="X1", moved="CARPL")
    given.episode("A", "2024-09-01", rne=third, place="U6")


def test_the_placement_running_when_the_year_began_counts(given: Any) -> None:
    three_stays(given)
    assert given.share("cla-3plus-placements") == (1, 1)


def test_a_placement_left_on_the_first_day_of_the_year_is_not_in_it(given: Any) -> None:
    """1 April already belongs to the next; had the child moved on 2 April, the first would count."""
    for name, moved in (("A", "2024-04-01"), ("B", "2024-04-02")):
        given.episode(name, "2023-01-01", moved, rec="X1", moved="CARPL")
        given.episode(name, moved, "2024-09-01", rne="P", place="K2", rec="X1", moved="CARPL")
        given.episode(name, "2024-09-01", rne="P", place="U6")
    assert given.share("cla-3plus-placements") == (1, 2)


def test_a_move_with_the_same_carer_is_no_placement(given: Any) -> None:
    three_stays(given, third="T")
    assert given.share("cla-3plus-placements") == (0, 1)


def test_a_temporary_stay_and_the_return_are_no_placements(given: Any) -> None:
    given.episode("A", "2023-01-01", "2024-06-01", rec="X1", moved="CARPL", postcode="A")
    given.episode("A", "2024-06-01", "2024-09-01", rne="P", place="K2", rec="X1", postcode="B")
    given.episode("A", "2024-09-01", "2024-09-05", rne="P", place="T1", provider=None, rec="X1", postcode="C")
    given.episode("A", "2024-09-05", rne="P", place="K2", postcode="B")
    assert given.share("cla-3plus-placements") == (0, 1)


def test_coming_back_to_another_home_after_a_temporary_stay_is_a_placement(given: Any) -> None:
    given.episode("A", "2023-01-01", "2024-06-01", rec="X1", moved="CARPL", postcode="A")
    given.episode("A", "2024-06-01", "2024-09-01", rne="P", place="K2", rec="X1", postcode="B")
    given.episode("A", "2024-09-01", "2024-09-05", rne="P", place="T1", provider=None, rec="X1", postcode="C")
    given.episode("A", "2024-09-05", rne="P", place="K2", postcode="D")
    assert given.share("cla-3plus-placements") == (1, 1)


def test_placements_of_an_earlier_period_of_care_in_the_year_count(given: Any) -> None:
    given.episode("A", "2024-05-01", "2024-06-01", rec="X1", moved="CARPL")
    given.episode("A", "2024-06-01", "2024-07-01", rne="P", place="K2")
    given.episode("A", "2024-12-01")
    assert given.share("cla-3plus-placements") == (1, 1)


def test_placements_in_the_year_are_asked_of_a_year(given: Any) -> None:
    three_stays(given)
    quarter = Period(Period.year(2025).start, Period.year(2025).start.replace(month=6, day=30))
    figure = given.figure("cla-3plus-placements", period=quarter)
    assert (figure.symbol, figure.note) == ("x", "speaks of twelve months: ask for a period of a year")


def test_two_years_in_one_placement_of_two_and_a_half_in_care(given_on_each: Any) -> None:
    given = given_on_each
    given.episode("A", "2022-09-30")  # two and a half years to the day
    given.episode("B", "2022-10-01")  # a day short: not in it
    given.episode("C", "2022-09-01", "2023-03-31", rec="X1", moved="CARPL")
    given.episode("C", "2023-03-31", rne="P", place="U6")  # two years in the second placement, to the day
    given.episode("D", "2022-09-01", "2023-04-01", rec="X1", moved="CARPL")
    given.episode("D", "2023-04-01", rne="P", place="U6")  # a day short
    assert given.share("cla-2yr-same-placement") == (2, 3)


def test_at_sixteen_a_child_is_no_longer_in_the_measure(given: Any) -> None:
    given.child("A", born="2009-03-31")
    given.child("B", born="2009-04-01")
    given.episode("A", "2020-01-01")
    given.episode("B", "2020-01-01")
    assert given.share("cla-2yr-same-placement") == (1, 1)


def test_adopters_and_the_placement_before_count_together(given: Any) -> None:
    for name, place in (("A", "A6"), ("B", "U6")):
        given.episode(name, "2022-06-01", "2024-12-01", rec="X1", moved="CARPL", status="E1")
        given.episode(name, "2024-12-01", rne="P", place=place, status="E1")
    assert given.share("cla-2yr-same-placement") == (1, 2)


def test_care_that_may_be_older_than_what_is_seen_is_unknown(given: Any) -> None:
    given.episode("A", "2024-06-01", rne="P")  # began before: may be two and a half years or not
    given.episode("B", "2024-06-01")
    figure = given.figure("cla-2yr-same-placement")
    assert (figure.symbol, figure.denominator, figure.unknown) == ("x", None, 1)


def test_unplanned_ends_by_reason(given: Any) -> None:
    for name, reason in (("A", "CREQB"), ("B", "CARPL"), ("C", "STAND"), ("D", "PLACE")):
        given.episode(name, "2024-05-01", "2024-06-01", rec="X1", moved=reason)
        given.episode(name, "2024-06-01", rne="T" if reason == "PLACE" else "P", place="K2")
    assert given.share("placement-unplanned-ends") == (2, 3)  # a change of status only is no move


def test_a_move_without_a_reason_is_unknown_and_a_temporary_one_is_none(given: Any) -> None:
    given.episode("A", "2024-05-01", "2024-06-01", rec="X1")
    given.episode("A", "2024-06-01", rne="P", place="K2")
    given.episode("B", "2024-05-01", "2024-06-01", rec="X1")
    given.episode("B", "2024-06-01", "2024-06-04", rne="P", place="T4", provider=None, rec="X1")
    given.episode("B", "2024-06-04", rne="P")
    given.episode("C", "2024-05-01", "2024-06-01", rec="X1")
    given.episode("C", "2024-06-01", rne="L", status="E1")  # no move at all
    figure = given.figure("placement-unplanned-ends")
    assert (figure.denominator, figure.unknown) == (0, 1)


def test_a_year_with_parents_on_a_care_order(given: Any) -> None:
    given.episode("A", "2024-03-31", place="P1")  # a year on 31 March 2025
    given.episode("B", "2024-04-01", place="P1")  # a day less
    given.episode("C", "2023-01-01", "2024-09-01", status="C1", place="P1", rec="X1")
    given.episode("C", "2024-09-01", rne="L", status="C2", place="P1")  # two years at home, the order is new
    given.episode("D", "2023-01-01", place="U4")  # a year on the order, not at home
    assert given.share("orders-outstanding") == (1, 3)


def test_a_year_at_home_that_was_not_seen_whole_is_unknown(given: Any) -> None:
    given.episode(
        "A", "2024-06-01", rne="L", place="P1"
    )  # the order began; the placement is older than what is seen
    given.episode("B", "2024-06-01", place="P1")
    figure = given.figure("orders-outstanding")
    assert (figure.numerator, figure.denominator, figure.unknown) == (0, 1, 1)
