"""Figures in words: rounding, grammar for none, one and many, and changes worked out before rounding."""

from __future__ import annotations

from dataclasses import replace

from sightline.indicators.figures import Figure, Period
from sightline.reports.document import plain
from sightline.reports.wording import (
    amount,
    change,
    counted,
    denominator_cell,
    numerator_cell,
    series,
    value_cell,
    year_name,
)

NOW, BEFORE = Period.year(2025), Period.year(2024)


def count(number: int | None, period: Period = NOW, symbol: str | None = None) -> Figure:
    return Figure("cla-count", 1, period, (), number, symbol=symbol)


def percent(top: int, bottom: int, period: Period = NOW) -> Figure:
    return Figure("reviews-in-time-review", 1, period, (), top, bottom, "percent", 1)


def test_thousands_are_set_apart() -> None:
    assert amount(count(1187)) == "1,187"
    assert value_cell(count(1187)).number == 1187


def test_a_percentage_has_its_unit_in_a_sentence_and_not_in_a_cell() -> None:
    figure = percent(540, 560)
    assert amount(figure) == "96.4%"
    assert (numerator_cell(figure).text, denominator_cell(figure).text, value_cell(figure).text) == (
        "540",
        "560",
        "96.4",
    )


def test_one_child_and_many_children() -> None:
    assert plain(counted(count(0), "child", "children")) == "no children"
    assert plain(counted(count(1), "child", "children")) == "1 child"
    assert plain(counted(count(2), "child", "children")) == "2 children"


def test_a_hidden_number_is_said_to_be_hidden_and_a_missing_one_to_be_unknown() -> None:
    hidden, missing = count(None, symbol="c"), count(None, symbol="x")
    assert plain(counted(hidden, "child", "children")).startswith("a number of children (hidden")
    assert plain(counted(missing, "child", "children")) == "a number of children (not available)"


def test_nothing_behind_a_symbol_reaches_a_cell() -> None:
    figure = replace(percent(4, 60), symbol="c")
    assert {value_cell(figure).text, numerator_cell(figure).text, denominator_cell(figure).text} == {"c"}
    assert value_cell(figure).number is None


def test_a_percentage_of_nobody_does_not_apply() -> None:
    assert value_cell(percent(0, 0)).text == "z"


def test_a_figure_that_was_not_worked_out_is_not_available() -> None:
    assert value_cell(None).text == "x"


def test_a_count_changes_by_a_number_and_by_a_per_cent_of_the_earlier_value() -> None:
    moved = change(count(845), count(791, BEFORE))
    assert moved.direction == "Up"
    assert plain(moved.text) == "54 more than a year earlier (791), a change of 6.8%."
    assert plain(change(count(791), count(845, BEFORE)).text).startswith("54 fewer than a year earlier (845)")


def test_a_percentage_changes_by_points_before_rounding() -> None:
    moved = change(percent(96449, 100000), percent(95051, 100000, BEFORE))  # printed as 96.4 and 95.1
    assert plain(moved.text) == "1.4 percentage points higher than a year earlier (95.1%)."
    assert plain(change(percent(951, 1000), percent(961, 1000, BEFORE)).text).startswith(
        "1.0 percentage point lower"
    )


def test_no_change_and_a_change_from_nothing() -> None:
    assert change(count(12), count(12, BEFORE)).direction == "No change"
    assert plain(change(count(12), count(0, BEFORE)).text) == "12 more than a year earlier (0)."


def test_a_change_is_not_shown_when_either_year_is_hidden() -> None:
    hidden = count(None, BEFORE, "c")
    moved = change(count(30), hidden)
    assert (moved.direction, moved.figure) == ("", None)
    assert "hidden" in plain(moved.text)


def test_nothing_is_said_of_a_change_that_cannot_be_known() -> None:
    assert change(count(30), count(None, BEFORE, "x")).sentence == ()
    assert change(count(30), None).sentence == ()


def test_a_change_can_be_a_sentence_of_its_own() -> None:
    assert plain(change(count(12), count(0, BEFORE)).sentence) == "That is 12 more than a year earlier (0)."
    assert plain(change(count(12), count(12, BEFORE)).sentence) == "That is the same as a year earlier (12)."


def test_a_change_is_a_figure_with_a_name_of_its_own() -> None:
    moved = change(count(845), count(791, BEFORE)).figure
    assert moved is not None
    assert moved.id == "cla-count@2024-04-01..2025-03-31[change since=31 March 2024]"
    assert moved.value == 54


def test_lists_and_years() -> None:
    assert plain(series([("a",), ("b",), ("c",)])) == "a, b and c"
    assert plain(series([("a",)])) == "a"
    assert (year_name(2025), year_name(2000)) == ("2024-25", "1999-00")
