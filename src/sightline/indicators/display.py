"""How a figure is written for people: rounding, pairs, symbols with their meaning, and change in words.

Rounding is half up and happens here only; comparisons use the unrounded values. Nothing relies on colour or
on an arrow: direction and whether it is good are said in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Literal

from sightline.indicators.figures import CONFIDENTIAL, NOT_APPLICABLE, NOT_AVAILABLE, ROUNDS_TO_ZERO, Figure

Good = Literal["high", "low", "context"]

#: What each symbol means, for the foot of every table that uses it.
LEGEND = {
    CONFIDENTIAL: "hidden to protect children: a small number, or one that would give a small number away",
    NOT_APPLICABLE: "not applicable",
    NOT_AVAILABLE: "not available",
    ROUNDS_TO_ZERO: "rounds to zero, but is not zero",
}

_UNIT_ENDINGS = {"percent": "%", "per_10000": " per 10,000", "days": " days"}
_BETTER = {"high": "; higher is better", "low": "; lower is better", "context": ""}
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Change:
    """The change from an earlier figure to a later one.

    `by` is in the figure's own unit (percentage points for percentages); `percent` is of the earlier value,
    for counts. Both are None, with the symbol, when either figure is hidden or missing.
    """

    by: Fraction | None
    percent: Fraction | None
    symbol: str | None = None

    @property
    def direction(self) -> str:
        """ "up", "down", "unchanged", or the symbol."""
        if self.by is None:
            return self.symbol or NOT_AVAILABLE
        return "unchanged" if self.by == 0 else "up" if self.by > 0 else "down"


def rounded(value: Fraction | int, decimals: int = 0) -> Fraction:
    """Rounded half up, away from zero: 0.5 becomes 1, and -0.5 becomes -1."""
    scale = 10**decimals
    nearest = floor(abs(Fraction(value)) * scale + Fraction(1, 2))
    return Fraction(nearest if value >= 0 else -nearest, scale)


def number(value: Fraction | int, decimals: int = 0) -> str:
    """With thousands separators and that many decimals: 32795 is `32,795`."""
    whole, tail = divmod(abs(rounded(value, decimals)) * 10**decimals, 10**decimals)
    minus = "−" if rounded(value, decimals) < 0 else ""
    return f"{minus}{whole:,}" + (f".{int(tail):0{decimals}d}" if decimals else "")


def written(figure: Figure) -> str:
    """The value with its unit, or the symbol that stands for it."""
    value = figure.value
    if value is None:
        return figure.symbol or NOT_AVAILABLE
    return number(value, figure.decimals) + _UNIT_ENDINGS.get(figure.unit, "")


def pair(figure: Figure) -> str:
    """`4 of 60`: both numbers behind a percentage, or nothing."""
    numerator, denominator = figure.numerator, figure.denominator
    if figure.symbol or figure.unit != "percent" or numerator is None or denominator is None:
        return ""
    if Fraction(numerator).denominator != 1 or Fraction(denominator).denominator != 1:
        return ""  # rounded shares carry no counts
    return f"{number(numerator)} of {number(denominator)}"


def legend(figures: Iterable[Figure]) -> list[str]:
    """The meaning of each symbol that the figures use: `c: hidden to protect children …`."""
    used = {figure.symbol or (NOT_AVAILABLE if figure.value is None else "") for figure in figures}
    return [f"{symbol}: {meaning}" for symbol, meaning in LEGEND.items() if symbol in used]


def change(now: Figure, before: Figure) -> Change:
    """The change between two figures of one indicator, from unrounded values."""
    if CONFIDENTIAL in (now.symbol, before.symbol):
        return Change(None, None, CONFIDENTIAL)
    later, earlier = now.value, before.value
    if later is None or earlier is None:
        return Change(None, None, now.symbol or before.symbol or NOT_AVAILABLE)
    share = (later - earlier) * 100 / earlier if earlier and now.unit == "count" else None
    return Change(later - earlier, share)


def change_words(now: Figure, before: Figure, good: Good = "context") -> str:
    """`up from 97.3% to 98.7%, 1.4 percentage points; higher is better`; the symbol when either is hidden."""
    moved = change(now, before)
    if moved.by is None:
        return moved.direction
    if moved.by == 0:
        return f"unchanged at {written(now)}{_BETTER[good]}"
    size = _size(moved, now)
    return f"{moved.direction} from {written(before)} to {written(now)}, {size}{_BETTER[good]}"


def _size(moved: Change, figure: Figure) -> str:
    by = Fraction(0) if moved.by is None else moved.by
    amount = by if by > 0 else -by
    if figure.unit == "percent":
        return f"{_at_least_something(amount, figure.decimals)} percentage points"
    if figure.unit == "count":
        words = f"{number(amount, figure.decimals)} {'more' if by > 0 else 'fewer'}"
        return (
            words if moved.percent is None else f"{words} ({number(abs(moved.percent), 1)}% of the earlier figure)"
        )
    return _at_least_something(amount, figure.decimals)


def _at_least_something(amount: Fraction, decimals: int) -> str:
    """A change too small for the decimals shown is said to be that, not to be nought."""
    if rounded(amount, decimals) != 0:
        return number(amount, decimals)
    return "less than " + number(Fraction(1, 10**decimals), decimals)


def pooled(figures: Sequence[Figure]) -> Figure:
    """One figure of several periods or teams, from the sums of their numerators and denominators.

    The mean of percentages is another number, and not theirs. When one is hidden or missing, so is the whole.
    """
    symbols = [figure.symbol for figure in figures if figure.symbol]
    if symbols:
        symbol = CONFIDENTIAL if CONFIDENTIAL in symbols else symbols[0]
        return replace(figures[0], numerator=None, denominator=None, symbol=symbol)
    numerator = sum(Fraction(figure.numerator or 0) for figure in figures)
    denominator = sum(Fraction(figure.denominator or 0) for figure in figures)
    return replace(figures[0], numerator=numerator, denominator=denominator)


def count_words(count: int, t: int = 5) -> str:
    """A count in running text: `none`, `fewer than six`, or the number itself when it is not small."""
    if count == 0:
        return "none"
    return fewer_than(t) if 1 <= count <= t else number(count)


def fewer_than(t: int = 5) -> str:
    """The one phrase for every small count: `fewer than six`."""
    above = t + 1
    return f"fewer than {_NUMBERS[above] if above < len(_NUMBERS) else number(above)}"
