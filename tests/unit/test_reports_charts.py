"""Charts: the same values give the same bytes, labels keep apart, and a hidden value is a gap with its symbol."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.reports.charts import draw, spread
from sightline.reports.document import Cell, Chart, Series

MONTHS = tuple(f"{month} 2024" for month in ("Apr", "May", "Jun", "Jul", "Aug", "Sep"))


def cells(*values: int | str) -> tuple[Cell, ...]:
    return tuple(Cell(str(value), None, value if isinstance(value, int) else None) for value in values)


def chart(kind: str, *series: Series, categories: tuple[str, ...] = MONTHS) -> Chart:
    return Chart("one", "Caption", kind, categories, series, "Alt.", ("Reading.",), see="table")


def words(svg: str) -> list[str]:
    return [found.strip() for found in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


@pytest.mark.parametrize("kind", ["bars", "stacked", "line"])
def test_the_same_values_give_the_same_bytes(kind: str) -> None:
    one = chart(kind, Series("2024", cells(1, 2, 3, "c", 5, 6)), Series("2025", cells(7, 8, 9, 10, 11, 12)))
    first, second = draw(one), draw(one)
    assert first == second
    assert first.png is not None
    assert first.png.startswith(b"\x89PNG")
    assert "<dc:date>" not in first.svg


@pytest.mark.parametrize("kind", ["bars", "line"])
def test_every_value_is_written_beside_its_bar_or_point_and_a_hidden_one_is_its_symbol(kind: str) -> None:
    svg = draw(chart(kind, Series("Number", cells(311, 322, "c", 344, 355, "x"))), png=False).svg
    found = words(svg)
    assert {"311", "322", "344", "355", "c", "x"} <= set(found)


def test_a_hidden_bar_has_no_length() -> None:
    """The bar of a hidden value is as long as the bar of nought: no length to measure."""
    hidden = draw(chart("bars", Series("Number", cells(30, "c")), categories=("a", "b")), png=False).svg
    nought = draw(chart("bars", Series("Number", cells(30, 0)), categories=("a", "b")), png=False).svg
    shape = re.compile(r'<path d="([^"]*)"')
    assert shape.findall(hidden)[:3] == shape.findall(nought)[:3]


def test_series_differ_without_colour() -> None:
    svg = draw(chart("bars", Series("2024", cells(*range(6))), Series("2025", cells(*range(6)))), png=False).svg
    assert "<pattern" in svg
    line = draw(chart("line", Series("a", cells(*range(6))), Series("b", cells(*range(1, 7)))), png=False).svg
    assert "stroke-dasharray" in line


def test_text_stays_text_in_our_fonts() -> None:
    svg = draw(chart("bars", Series("Number", cells(1, 2, 3, 4, 5, 6))), png=False).svg
    assert "Liberation Sans" in svg
    assert "sans-serif" in svg


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=8), st.floats(0.1, 50))
def test_labels_are_moved_apart_and_never_down(heights: list[float], gap: float) -> None:
    placed = spread(heights, gap)
    ordered = sorted(placed)
    assert all(upper - lower >= gap * 0.999 for lower, upper in pairwise(ordered))
    assert all(after >= before for before, after in zip(heights, placed, strict=True))
