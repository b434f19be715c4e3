"""What a report is made from: this year's figures, earlier years' and the catalogue, ready to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from sightline.indicators.catalogue import Indicator
from sightline.indicators.figures import Figure, Period
from sightline.reports import wording
from sightline.reports.wording import Change

A_FEW = "could not be judged"  # what disclosure control notes in place of a small number of unknowns
SMALL = 5  # numbers from 1 to this are not printed where they are not figures of their own


class Evidence:
    """Figures by indicator, breakdown and year. Nothing is counted here except differences and remainders.

    `tier` says who will read the report: in A nothing is hidden.
    """

    def __init__(
        self,
        figures: Iterable[Figure],
        *,
        year: int,
        catalogue: Mapping[str, Indicator],
        earlier: Iterable[Figure] = (),
        tier: str = "C",
    ) -> None:
        self.period = Period.year(year)
        self.year = year
        self.catalogue = catalogue
        self.tier = tier
        self._figures = {figure.id: figure for figure in (*earlier, *figures)}
        self._derived: dict[str, Figure] = {}
        self._used: dict[str, None] = {}

    def years(self) -> list[int]:
        """The reporting years with figures, oldest first: at most this one and the two before."""
        given = {figure.period for figure in self._figures.values()}
        return [year for year in range(self.year - 2, self.year + 1) if Period.year(year) in given] or [self.year]

    def whole(self, key: str, year: int | None = None) -> Figure | None:
        """The indicator for everyone in the reporting year."""
        return self._at(key, (), Period.year(year or self.year))

    def part(self, key: str, *breakdown: tuple[str, str], year: int | None = None) -> Figure | None:
        """One part of the population."""
        return self._at(key, breakdown, Period.year(year or self.year))

    def parts(self, key: str, *dimensions: str, year: int | None = None) -> list[Figure]:
        """All parts of a breakdown, in the order given."""
        period = Period.year(year or self.year)
        return [
            self._note_use(figure)
            for figure in self._figures.values()
            if figure.indicator == key
            and figure.period == period
            and tuple(dimension for dimension, _ in figure.breakdown) == dimensions
        ]

    def breakdowns(self, key: str) -> list[tuple[str, ...]]:
        """The dimensions that the indicator's figures of this year are broken down by, wholes left out."""
        found = dict.fromkeys(
            tuple(dimension for dimension, _ in figure.breakdown)
            for figure in self._figures.values()
            if figure.indicator == key and figure.period == self.period and figure.breakdown
        )
        return list(found)

    def labels(self, key: str, dimension: str) -> list[str]:
        """The categories of a breakdown over all years: this year's order, then those only seen earlier."""
        found: dict[str, None] = {}
        for year in sorted(self.years(), reverse=True):
            found |= {figure.breakdown[0][1]: None for figure in self.parts(key, dimension, year=year)}
        return list(found)

    def stocks(self, key: str) -> list[Figure]:
        """The indicator as at each date within the reporting year, the end of the year before included."""
        day_before = self.period.start - timedelta(days=1)
        dated = {
            figure.period.end: figure
            for figure in self._figures.values()
            if figure.indicator == key
            and not figure.breakdown
            and day_before <= figure.period.end <= self.period.end
        }
        return [self._note_use(dated[end]) for end in sorted(dated)]

    def change(self, key: str, *breakdown: tuple[str, str]) -> Change:
        """How the figure moved since the year before, in words."""
        moved = wording.change(self.part(key, *breakdown), self.part(key, *breakdown, year=self.year - 1))
        if moved.figure:
            self.derive(moved.figure)
        return moved

    def remainder(self, total: Figure, parts: Sequence[Figure], dimension: str) -> Figure | None:
        """What the parts leave of the total, as a figure; None when they add up or a value is not shown.

        Raises DoesNotAdd when the parts are more than the total.
        """
        if total.value is None or any(part.value is None for part in parts):
            return None
        left = Fraction(total.numerator or 0) - sum(Fraction(part.numerator or 0) for part in parts)
        if left < 0:
            raise DoesNotAdd(f"the parts of {total.id} by {dimension} are more than the whole")
        if left == 0:
            return None
        breakdown = (*total.breakdown, (dimension, "not recorded, by subtraction"))
        return self.derive(replace(total, breakdown=breakdown, numerator=left))

    def may_tell(self, remainder: Figure | None) -> bool:
        """May this remainder be printed? Not outside the service when it is small: then the table is left out."""
        return self.tier == "A" or remainder is None or (remainder.numerator or 0) > SMALL

    def derive(self, figure: Figure) -> Figure:
        """Keep a figure worked out from others for the ledger."""
        self._derived[figure.id] = figure
        return figure

    def unknown_words(self, figure: Figure, one: str, many: str) -> str:
        """How many could not be judged, in words; empty for none, and small numbers are not told in public."""
        number = figure.unknown
        if number == 0:
            return f"fewer than six {many}" if A_FEW in figure.note else ""
        if self.tier != "A" and number <= SMALL:
            return f"fewer than six {many}"
        return f"{number:,} {one if number == 1 else many}"

    def used(self) -> list[str]:
        """The indicators asked for that had a figure, in the catalogue's order."""
        known = [key for key in self.catalogue if key in self._used]
        return known + [key for key in self._used if key not in self.catalogue]

    def ledger(self) -> tuple[Figure, ...]:
        """Every figure given, and those derived from them."""
        return tuple({**self._figures, **self._derived}.values())

    def _at(self, key: str, breakdown: tuple[tuple[str, str], ...], period: Period) -> Figure | None:
        found = self._figures.get(Figure(key, 1, period, breakdown).id)
        return self._note_use(found) if found else None

    def _note_use(self, figure: Figure) -> Figure:
        self._used[figure.indicator] = None
        return figure


class DoesNotAdd(ValueError):
    """Parts of a table sum to more than its total: the report would contradict itself."""
