"""The rounding option: every count to the nearest 5 or 10, each on its own, in place of suppression."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor

from sightline.indicators.disclosure.entries import OF_A_COUNT, Register, whole
from sightline.indicators.disclosure.primary import ALL_OR_NONE, cause_alone
from sightline.indicators.disclosure.settings import Settings
from sightline.indicators.figures import ROUNDS_TO_ZERO, Figure

ROUNDED = "Counts are rounded, each on its own: they may not sum to the total"


def hide_unroundable(register: Register) -> None:
    """Rules P2, P3 and P6 still hold when counts are rounded."""
    for name, number in sorted(register.entry_of.items()):
        cause = cause_alone(register, number, register.figures[name])
        if cause is not None and (cause.rule in ("P2", "P3") or cause is ALL_OR_NONE):
            register.ledger.hide(number, cause)


def rounded(figure: Figure, settings: Settings) -> Figure:
    """A figure as published under the rounding option."""
    if figure.symbol is not None or figure.numerator is None:
        return figure
    base = settings.rounding_base
    if figure.unit == "percent":
        return _rounded_share(figure)
    if figure.unit in OF_A_COUNT and whole(figure.numerator) is not None:
        return _rounded_count(figure, int(figure.numerator), base, settings)
    return figure


def _rounded_count(figure: Figure, count: int, base: int, settings: Settings) -> Figure:
    """1 and 2 (1 to 4) would round to zero: they are shown as the symbol. A true zero stays."""
    nearest = nearest_multiple(count, base)
    if nearest == 0 and count != 0:
        return replace(figure, numerator=None, denominator=None, symbol=settings.symbol, note=ROUNDED)
    return replace(figure, numerator=nearest, note=ROUNDED)


def _rounded_share(figure: Figure) -> Figure:
    """From the unrounded counts, at whole numbers; the counts themselves are left out."""
    value = figure.value
    if value is None:
        return figure
    percent = nearest_multiple(value, 1)
    if percent == 0 and value != 0:
        return replace(figure, numerator=None, denominator=None, symbol=ROUNDS_TO_ZERO, decimals=0)
    return replace(figure, numerator=Fraction(percent, 100), denominator=1, decimals=0, note=ROUNDED)


def nearest_multiple(number: Fraction | int, base: int) -> int:
    """The nearest multiple of `base`; half goes up."""
    return floor(Fraction(number) / base + Fraction(1, 2)) * base
