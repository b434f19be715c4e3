"""Charts of a document, drawn once and written as SVG (page, PDF) and PNG (Word).

A chart reads in black and white: series differ by hatch, marker and line as well as by colour, and every bar or
line end carries its value. A value that is hidden or missing is a gap with its symbol; only what is printed in
the chart's table is drawn, so the file holds nothing else. The same values give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from textwrap import fill
from typing import Any

from sightline.reports.document import Chart, Series

INK, QUIET, RULE = "#0b0c0c", "#505a5f", "#b1b4b6"
COLOURS = ("#1f4e79", "#9db8d2", "#d0842a", "#7a9e9f", "#5b3f73", "#9aa5b1", "#33691e", "#8c3b3b")
HATCHES = ("", "///", "\\\\\\", "xxx", "---", "|||", "++", "//")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES = ("-", "--", "-.", ":")
FONTS = ("Liberation Sans", "Arial", "Helvetica", "DejaVu Sans")
WIDTH = 6.3  # inches: the text width of an A4 page
HUNDRED = range(0, 101, 20)  # the scale of percentages, drawn in full
LABEL_GAP = 0.055  # least space between two labels at line ends, as a part of the height
PNG_DPI = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart as files."""

    svg: str
    png: bytes | None


def draw(chart: Chart, *, png: bool = True) -> Picture:
    """The chart as SVG, and as PNG at 200 dots to the inch when asked for."""
    with _style():
        figure = {"bars": _bars, "stacked": _stacked, "line": _line}[chart.kind](chart)
        return Picture(_svg(figure), _png(figure) if png else None)


@contextmanager
def _style() -> Iterator[None]:
    import matplotlib as mpl

    settings: Any = {
        "svg.hashsalt": "sightline",
        "svg.fonttype": "none",
        "font.family": _fonts(),
        "font.size": 9.5,
        "text.color": INK,
        "axes.edgecolor": RULE,
        "hatch.linewidth": 0.7,
        "path.simplify": False,
    }
    with mpl.rc_context(settings):
        yield


@cache
def _fonts() -> list[str]:
    """The first of our fonts that is installed, then the one that comes with the library."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return [next((name for name in FONTS if name in installed), FONTS[-1]), FONTS[-1]]


def _svg(figure: Any) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    figure.set_layout_engine("none")  # the layout is done: the PNG need not do it again
    svg = out.getvalue()
    stack = ", ".join(f"'{name}'" for name in FONTS) + ", sans-serif"
    svg = re.sub(r"font-family: [^;\"]+", f"font-family: {stack}", svg)
    return svg[svg.index("<svg") :]


def _png(figure: Any) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=PNG_DPI, metadata={"Software": None})
    return out.getvalue()


def _canvas(height: float) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _value(point: Any) -> float | None:
    return None if point.number is None else float(point.number)


# Bars -----------------------------------------------------------------------------------------------------------


def _bars(chart: Chart) -> Any:
    """Horizontal bars, first category on top; several series stand side by side in each category."""
    series = chart.series
    thickness = 0.72 / len(series)
    rows = len(chart.categories)
    per_hundred = chart.unit == "%"
    figure, axes = _canvas(
        0.12 + rows * max(0.28, 0.08 + 0.14 * len(series)) + 0.25 * (len(series) > 1) + 0.22 * per_hundred
    )
    longest = HUNDRED[-1] if per_hundred else _longest(chart)
    for place, one in enumerate(series):
        heights = [row + (place - (len(series) - 1) / 2) * thickness for row in range(rows)]
        lengths = [_value(point) or 0 for point in one.points]
        look = _fill(len(series) - 1 - place)  # the last series, this year's, is the darkest
        axes.barh(heights, lengths, height=thickness * 0.9, label=one.label, **look)
        for height, point in zip(heights, one.points, strict=True):
            end = (_value(point) or 0) + longest * 0.012
            axes.text(end, height, _with_unit(point, chart.unit), va="center", ha="left", fontsize=8.5)
    axes.set_xlim(0, longest * 1.13)
    axes.set_ylim(-0.5, rows - 0.5)
    _name_rows(axes, chart.categories)
    if per_hundred:
        _scale_of_percentages(axes)
    _legend(figure, axes, series)
    return figure


def _stacked(chart: Chart) -> Any:
    """One bar a category, cut into the series; parts too narrow for their value are left to the table."""
    rows = len(chart.categories)
    figure, axes = _canvas(0.85 + rows * 0.42)
    starts = [0.0] * rows
    longest = max(sum(_value(one.points[row]) or 0 for one in chart.series) for row in range(rows)) or 1
    for place, one in enumerate(chart.series):
        lengths = [_value(point) or 0 for point in one.points]
        axes.barh(range(rows), lengths, left=starts, height=0.62, label=one.label, **_fill(place))
        for row, point in enumerate(one.points):
            if lengths[row] >= longest * 0.05:
                _on_bar(axes, starts[row] + lengths[row] / 2, row, point.text)
        starts = [start + length for start, length in zip(starts, lengths, strict=True)]
    for row in range(rows):
        gaps = [f"{one.label} {one.points[row].text}" for one in chart.series if _value(one.points[row]) is None]
        axes.text(starts[row] + longest * 0.012, row, "; ".join(gaps), va="center", fontsize=9)
    axes.set_xlim(0, longest * 1.1)
    _name_rows(axes, chart.categories)
    _legend(figure, axes, chart.series)
    return figure


def _scale_of_percentages(axes: Any) -> None:
    """From 0% to 100%, so that a long bar is seen to be a large share."""
    axes.set_xticks(list(HUNDRED), [f"{each}%" for each in HUNDRED], fontsize=8.5)
    axes.tick_params(axis="x", length=3, color=QUIET, labelcolor=QUIET)
    axes.spines["bottom"].set_visible(True)
    axes.spines["bottom"].set_bounds(HUNDRED[0], HUNDRED[-1])


def _on_bar(axes: Any, x: float, y: float, words: str) -> None:
    """A value on a bar, on a plain ground so that it reads over any hatch."""
    ground = {"facecolor": "white", "edgecolor": "none", "boxstyle": "round,pad=0.15"}
    axes.text(x, y, words, va="center", ha="center", fontsize=8.5, bbox=ground)


def _fill(place: int) -> dict[str, Any]:
    return {
        "facecolor": COLOURS[place % len(COLOURS)],
        "hatch": HATCHES[place % len(HATCHES)],
        "edgecolor": "white",
        "linewidth": 0.6,
    }


def _longest(chart: Chart) -> float:
    return max((_value(point) or 0 for one in chart.series for point in one.points), default=0) or 1


def _with_unit(point: Any, unit: str) -> str:
    return f"{point.text}{unit}" if point.number is not None else str(point.text)


def _name_rows(axes: Any, categories: Sequence[str]) -> None:
    axes.set_yticks(range(len(categories)), [fill(name, 40) for name in categories], fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.axvline(0, color=QUIET, linewidth=0.8)


def _legend(figure: Any, axes: Any, series: Sequence[Series]) -> None:
    if len(series) > 1:
        columns = min(len(series), 3)
        figure.legend(loc="outside upper left", ncols=columns, frameon=False, fontsize=9, handlelength=2.2)


# Lines ----------------------------------------------------------------------------------------------------------


def _line(chart: Chart) -> Any:
    """One line a series over the categories in order; the scale starts at nought."""
    figure, axes = _canvas(1.95)
    places = range(len(chart.categories))
    top = _longest(chart) * 1.15
    for place, one in enumerate(chart.series):
        values = [_value(point) for point in one.points]
        look = {"marker": MARKERS[place % len(MARKERS)], "linestyle": DASHES[place % len(DASHES)]}
        heights = [float("nan") if value is None else value for value in values]
        axes.plot(places, heights, color=COLOURS[place % len(COLOURS)], linewidth=2, markersize=5.5, **look)
        _name_gaps(axes, one, top)
    _label_ends(axes, chart, top)
    axes.set_ylim(0, top)
    axes.set_xlim(-0.4, len(chart.categories) - 0.4 + (1.9 if len(chart.series) > 1 else 0))
    axes.set_xticks(list(places), [_two_lines(name) for name in chart.categories], fontsize=9)
    axes.tick_params(axis="both", length=0, labelcolor=INK)
    axes.locator_params(axis="y", nbins=4, integer=True)
    axes.set_ylabel(f"{chart.axis}, from 0" if chart.axis else "", fontsize=9, color=QUIET)
    axes.grid(axis="y", color=RULE, linewidth=0.5)
    axes.spines["bottom"].set_visible(True)
    axes.set_axisbelow(True)
    return figure


def _two_lines(name: str) -> str:
    """`Apr 2024` with its year below the month, so that twelve names fit side by side."""
    return fill(name, max(4, (len(name) + 1) // 2), break_long_words=False)


def _name_gaps(axes: Any, series: Series, top: float) -> None:
    """The symbol that stands for each missing value, at the foot of its place."""
    for place, point in enumerate(series.points):
        if point.number is None:
            axes.text(place, top * 0.03, point.text, ha="center", va="bottom", fontsize=9)


def _label_ends(axes: Any, chart: Chart, top: float) -> None:
    """A single line has its values along it; several have their name and last value at the right, held apart."""
    if len(chart.series) == 1:
        _label_points(axes, chart.series[0], top)
        return
    ends = [_last(one) for one in chart.series]
    named = [(one, end) for one, end in zip(chart.series, ends, strict=True) if end]
    heights = spread([value for _, (_, value, _) in named], top * LABEL_GAP)
    for (one, (place, _, words)), height in zip(named, heights, strict=True):
        axes.text(place + 0.25, height, f"{one.label} {words}", va="center", fontsize=9)


def _label_points(axes: Any, series: Series, top: float) -> None:
    every = 1 if len(series.points) <= 14 else 3
    for place, point in enumerate(series.points):
        value = _value(point)
        if value is not None and (place % every == 0 or place == len(series.points) - 1):
            axes.text(place, value + top * 0.03, point.text, ha="center", va="bottom", fontsize=9)


def _last(series: Series) -> tuple[int, float, str] | None:
    for place in range(len(series.points) - 1, -1, -1):
        value = _value(series.points[place])
        if value is not None:
            return place, value, series.points[place].text
    return None


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """The heights moved up no more than needed for each two to be at least `gap` apart, in their given order."""
    placed = [0.0] * len(heights)
    floor = float("-inf")
    for index in sorted(range(len(heights)), key=lambda place: heights[place]):
        placed[index] = max(heights[index], floor)
        floor = placed[index] + gap
    return placed
