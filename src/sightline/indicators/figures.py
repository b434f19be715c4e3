"""A figure: one published number, with its numerator, denominator, period and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

#: Symbols used in official statistics in place of a value.
CONFIDENTIAL, NOT_APPLICABLE, NOT_AVAILABLE, ROUNDS_TO_ZERO = "c", "z", "x", "k"


@dataclass(frozen=True, slots=True)
class Period:
    """The days a figure speaks of, both included. A figure "as at" a date looks at `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @classmethod
    def year(cls, ending: int) -> Period:
        """The reporting year named by its end: 2025 is 1 April 2024 to 31 March 2025."""
        return cls(date(ending - 1, 4, 1), date(ending, 3, 31))


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one indicator for one period and one part of the population.

    `breakdown` is empty for the whole, or holds (dimension, label) pairs. Percentages and averages carry
    numerator and denominator unrounded; `value` is worked out from them once, here. `symbol` stands in
    place of the value when it is confidential (c), not applicable (z), not available (x) or rounds to
    zero (k); `note` says why in words. `unknown` counts the rows that could not be judged because the
    history given does not reach back far enough.
    """

    indicator: str
    definition_version: int
    period: Period
    breakdown: tuple[tuple[str, str], ...] = ()
    numerator: Fraction | int | None = None
    denominator: Fraction | int | None = None
    unit: str = "count"  # count, percent, per_10000, average, ratio, days
    decimals: int = 0
    symbol: str | None = None
    note: str = ""
    unknown: int = 0

    @property
    def id(self) -> str:
        """A stable name: `participation-review@2024-04-01..2025-03-31[age-band=10 to 15]`."""
        parts = ",".join(f"{dimension}={label}" for dimension, label in self.breakdown)
        return f"{self.indicator}@{self.period.start}..{self.period.end}" + (f"[{parts}]" if parts else "")

    @property
    def value(self) -> Fraction | None:
        """The unrounded value, or None when a symbol stands for it."""
        if self.symbol or self.numerator is None:
            return None
        if self.unit == "count":
            return Fraction(self.numerator)
        if not self.denominator:
            return None
        scale = {"percent": 100, "per_10000": 10_000}.get(self.unit, 1)
        return Fraction(self.numerator) * scale / Fraction(self.denominator)
