"""How figures are written: rounding half up, pairs, symbols, and change in words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sightline.indicators import display
from sightline.indicators.figures import Figure, Period

THIS, LAST = Period.year(2025), Period.year(2024)


def count(value: int, period: Period = THIS) -> Figure:
    return Figure("cla-count", 1, period, (), value)


def percent(numerator: int, denominator: int, period: Period = THIS, decimals: int = 1) -> Figure:
    return Figure("in-time", 1, period, (), numerator, denominator, "percent", decimals)


def hidden(unit: str = "percent") -> Figure:
    return Figure("in-time", 1, THIS, (), unit=unit, symbol="c")


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(3, 2), 0, "2"),
        (Fraction(5, 2), 0, "3"),  # half to even would give 2
        (Fraction(49, 100), 0, "0"),
        (Fraction(-1, 2), 0, "−1"),
        (Fraction(-49, 100), 0, "0"),
        (Fraction(1225, 1000), 2, "1.23"),  # as a binary float it would be 1.22
        (Fraction(6286, 100), 1, "62.9"),
        (Fraction(7, 100), 1, "0.1"),
        (32795, 0, "32,795"),
        (Fraction(1234567, 10), 1, "123,456.7"),
        (Fraction(999, 1000), 1, "1.0"),
    ],
)
def test_rounding_is_half_up(value, decimals, shown):
    assert display.number(value, decimals) == shown


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (count(1341), "1,341"),
        (percent(603, 938, decimals=2), "64.29%"),
        (percent(6, 60, decimals=0), "10%"),
        (Figure("cla-rate", 1, THIS, (), 619, 32795, "per_10000", 2), "188.75 per 10,000"),
        (Figure("sdq-average", 1, THIS, (), 158, 10, "average", 1), "15.8"),
        (hidden(), "c"),
        (percent(0, 0), "x"),  # nothing to divide by, and no symbol given
    ],
)
def test_a_figure_with_its_unit(figure, shown):
    assert display.written(figure) == shown


def test_pairs_show_both_numbers_or_neither():
    assert display.pair(percent(1234, 2345)) == "1,234 of 2,345"
    assert display.pair(hidden()) == ""
    assert display.pair(count(5)) == ""
    assert display.pair(Figure("in-time", 1, THIS, (), Fraction(83, 100), 1, "percent")) == ""


def test_the_legend_lists_the_symbols_used_and_no_others():
    figures = [count(7), hidden(), Figure("a", 1, THIS, symbol="z")]
    assert [line[0] for line in display.legend(figures)] == ["c", "z"]
    assert display.legend([count(7)]) == []


def test_a_change_in_a_count_is_a_share_of_the_earlier_value():
    """791 to 845 is 6.83 per cent; over the later value it would be 6.39."""
    moved = display.change(count(845), count(791, LAST))
    assert display.number(moved.percent, 2) == "6.83"
    assert display.change_words(count(845), count(791, LAST)) == (
        "up from 791 to 845, 54 more (6.8% of the earlier figure)"
    )


def test_a_change_in_a_percentage_is_in_points():
    now, before = percent(987, 1000), percent(973, 1000, LAST)
    assert display.change(now, before).percent is None
    assert display.change_words(now, before, "high") == (
        "up from 97.3% to 98.7%, 1.4 percentage points; higher is better"
    )
    assert display.change_words(before, now, "low") == (
        "down from 98.7% to 97.3%, 1.4 percentage points; lower is better"
    )


def test_a_rise_from_nothing_has_no_share():
    assert display.change_words(count(7), count(0, LAST)) == "up from 0 to 7, 7 more"


def test_no_change_and_a_change_too_small_to_show():
    assert display.change_words(percent(1, 2), percent(2, 4), "high") == "unchanged at 50.0%; higher is better"
    words = display.change_words(percent(50001, 100000), percent(1, 2))
    assert words == "up from 50.0% to 50.0%, less than 0.1 percentage points"


@pytest.mark.parametrize("pair", [(hidden(), percent(9, 10)), (percent(9, 10), hidden())])
def test_a_change_is_hidden_when_either_year_is(pair):
    assert display.change(*pair) == display.Change(None, None, "c")
    assert display.change_words(*pair, "high") == "c"


def test_a_change_from_a_year_without_a_figure_is_not_available():
    assert display.change_words(percent(9, 10), Figure("in-time", 1, LAST, unit="percent", symbol="x")) == "x"


def test_percentages_are_pooled_not_averaged():
    """Milton Keynes 2015-16: forms by quarter; pooled 603 of 938."""
    quarters = [percent(*counts) for counts in ((154, 245), (134, 217), (161, 253), (154, 223))]
    year = display.pooled(quarters)
    mean = sum(quarter.value for quarter in quarters) / 4
    assert (display.pair(year), display.number(year.value, 2)) == ("603 of 938", "64.29")
    assert display.number(mean, 2) == "64.33"


def test_the_plain_mean_of_four_printed_percentages():
    """Milton Keynes printed 69.4 for the year's minutes: 69.43, the mean of the quarters, not a pooled figure."""
    printed = [Fraction(597, 10), Fraction(689, 10), Fraction(77), Fraction(721, 10)]
    assert display.number(sum(printed) / 4, 2) == "69.43"


def test_pooling_a_hidden_figure_gives_a_hidden_figure():
    assert display.pooled([percent(9, 10), hidden()]).symbol == "c"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "none"), (1, "fewer than six"), (5, "fewer than six"), (6, "6"), (1200, "1,200")]
)
def test_small_counts_in_words(number, words):
    assert display.count_words(number) == words


def test_the_phrase_follows_the_threshold():
    assert display.fewer_than(9) == "fewer than ten"
    assert display.fewer_than(10) == "fewer than 11"
