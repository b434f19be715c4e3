"""Figures in words: numbers as printed, and sentences that are right for none, one, many, hidden and missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sightline.indicators.display import number, rounded
from sightline.indicators.figures import CONFIDENTIAL, NOT_APPLICABLE, NOT_AVAILABLE, Figure
from sightline.reports.document import Cell, Ref, Text


def day(when: date) -> str:
    """`31 March 2025`."""
    return f"{when.day} {when:%B %Y}"


def year_name(ending: int) -> str:
    """The reporting year as councils write it: 2025 is `2024-25`."""
    return f"{ending - 1}-{ending % 100:02d}"


# Cells ----------------------------------------------------------------------------------------------------------


def value_cell(figure: Figure | None) -> Cell:
    """The figure's value for a table, without its unit; a figure that was not worked out is `x`."""
    if figure is None:
        return Cell(NOT_AVAILABLE)
    return _cell(figure, figure.value, figure.decimals)


def numerator_cell(figure: Figure | None) -> Cell:
    """What was counted, for the column beside a percentage."""
    return _part_cell(figure, figure.numerator if figure else None)


def denominator_cell(figure: Figure | None) -> Cell:
    """What it was counted out of."""
    return _part_cell(figure, figure.denominator if figure else None)


def _part_cell(figure: Figure | None, part: Fraction | int | None) -> Cell:
    if figure is None:
        return Cell(NOT_AVAILABLE)
    return _cell(figure, None if part is None or figure.symbol else Fraction(part), 0)


def _cell(figure: Figure, value: Fraction | None, decimals: int) -> Cell:
    if value is None:
        return Cell(figure.symbol or NOT_APPLICABLE, figure.id)
    printed = rounded(value, decimals)
    return Cell(number(value, decimals), figure.id, float(printed) if decimals else int(printed))


# Sentences ------------------------------------------------------------------------------------------------------


def amount(figure: Figure) -> str:
    """The figure as printed in a sentence, with its unit: `96.4%`, `430`."""
    if figure.value is None:
        return figure.symbol or NOT_APPLICABLE
    words = number(figure.value, figure.decimals)
    return f"{words}%" if figure.unit == "percent" else words


def said(figure: Figure) -> Ref:
    return Ref(figure.id, amount(figure))


def share(figure: Figure) -> Text:
    """`540 of 560`: what a percentage is made of."""
    return (Ref(figure.id, numerator_cell(figure).text), " of ", Ref(figure.id, denominator_cell(figure).text))


def spaced(text: Text) -> Text:
    """The text with a space before it; nothing stays nothing."""
    return (" ", *text) if text else ()


def counted(figure: Figure, one: str, many: str) -> Text:
    """`no children`, `1 child`, `430 children`; a number that is not published is said to be so."""
    if figure.value is None:
        return (f"a number of {many} ({why_not_shown(figure)})",)
    if figure.value == 0:
        return ("no " + many,)
    return (Ref(figure.id, number(figure.value)), f" {one if figure.value == 1 else many}")


def why_not_shown(figure: Figure) -> str:
    """In a few words, why a sentence does not give the number."""
    return "hidden so that nobody can be recognised" if figure.symbol == CONFIDENTIAL else "not available"


def capital(text: Text) -> Text:
    """The text with its first letter in capitals."""
    first = text[0] if text else ""
    return (first[:1].upper() + first[1:], *text[1:]) if isinstance(first, str) else text


def series(parts: list[Text]) -> Text:
    """`a`, `a and b`, `a, b and c` for pieces of text."""
    joined: list[object] = []
    for place, part in enumerate(parts):
        if place:
            joined.append(" and " if place == len(parts) - 1 else ", ")
        joined.extend(part)
    return tuple(joined)  # type: ignore[arg-type]


HIDDEN_CHANGE = "The change is not shown, because a number behind it is hidden."

# Changes --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure moved: a word for the direction (blank when it cannot be shown), a sentence, and the figure."""

    direction: str
    text: Text
    figure: Figure | None = None

    @property
    def sentence(self) -> Text:
        """The same as a sentence of its own: `That is 6 more than a year earlier (481).`"""
        if self.figure is None:
            return self.text
        first, *rest = self.text
        return ("That is ", first.replace("The", "the", 1) if isinstance(first, str) else first, *rest)


def change(now: Figure | None, before: Figure | None) -> Change:
    """How a figure moved since an earlier one, worked out from unrounded values.

    Counts change by a number and by a per cent of the earlier number; percentages by percentage points. Nothing
    is said where there is no earlier value; where one is hidden, that is said.
    """
    if now is None or before is None:
        return Change("", ())
    if now.value is None or before.value is None:
        return Change("", (HIDDEN_CHANGE,) if CONFIDENTIAL in (now.symbol, before.symbol) else ())
    moved = difference(now, before)
    gap = Fraction(moved.numerator or 0)
    if rounded(gap, moved.decimals) == 0:
        return Change("No change", ("The same as a year earlier (", said(before), ")."), moved)
    return Change("Up" if gap > 0 else "Down", _moved(gap, moved, before), moved)


def difference(now: Figure, before: Figure) -> Figure:
    """The change as a figure of its own, so that it can be traced like any other number."""
    assert now.value is not None
    assert before.value is not None
    since = ("change since", day(before.period.end))
    unit, decimals = ("count", 0) if now.unit == "count" else ("points", max(1, now.decimals))
    return Figure(
        now.indicator,
        now.definition_version,
        now.period,
        (*now.breakdown, since),
        numerator=now.value - before.value,
        denominator=None if unit == "count" else 1,
        unit=unit,
        decimals=decimals,
    )


def _moved(gap: Fraction, moved: Figure, before: Figure) -> Text:
    size = Ref(moved.id, number(abs(gap), moved.decimals))
    which = "more" if gap > 0 else "fewer"
    if before.unit == "percent":
        higher = "higher" if gap > 0 else "lower"
        points = "percentage point" if size.text == "1.0" else "percentage points"
        return (size, f" {points} {higher} than a year earlier (", said(before), ").")
    if before.unit != "count":
        return (size, f" {'higher' if gap > 0 else 'lower'} than a year earlier (", said(before), ").")
    assert before.value is not None
    if before.value == 0:
        return (size, f" {which} than a year earlier (", said(before), ").")
    share = Ref(moved.id, number(abs(gap) * 100 / before.value, 1))
    return (size, f" {which} than a year earlier (", said(before), "), a change of ", share, "%.")
