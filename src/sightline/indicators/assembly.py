"""From counts to figures: categories in order, zeros where nobody is, symbols where nothing can be said."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from sightline.indicators.catalogue import DIMENSIONS, Indicator
from sightline.indicators.categories import Categories
from sightline.indicators.figures import NOT_AVAILABLE, Figure, Period
from sightline.indicators.population import NEEDED, Population, transfer_threshold
from sightline.indicators.units import Columns, Count, Values

Cross = tuple[str, ...]  # dimension names
NOTHING = Count()


def columns_of(cross: Sequence[str]) -> Columns:
    """The columns that a cross of dimensions needs, in a settled order."""
    return tuple(sorted({DIMENSIONS[key].column for key in cross}))


def crosses_for(indicator: Indicator, by: Iterable[Cross]) -> list[Cross]:
    """The breakdowns of an indicator among those asked for: the whole, and each that it allows.

    A distribution is broken down by its own dimension within each of them.
    """
    allowed = [cross for cross in dict.fromkeys(((), *by)) if set(cross) <= set(indicator.breakdowns)]
    if not indicator.distribution:
        return allowed
    return [part for cross in allowed for part in (cross, (*cross, indicator.distribution))]


class Assembly:
    """Makes the figures of one indicator and period from its counts."""

    def __init__(
        self,
        indicator: Indicator,
        period: Period,
        categories: Categories,
        population: Population,
        *,
        more_history: str = "",
    ) -> None:
        self._indicator = indicator
        self._period = period
        self._categories = categories
        self._population = population
        self._more_history = more_history  # the words that ask for an earlier return

    def figures(
        self, crosses: Iterable[Cross], counts: Mapping[Columns, Mapping[Values, Count]]
    ) -> Iterator[Figure]:
        """Every figure of every breakdown; none where the history is too short to judge half of the whole."""
        everyone = counts.get((), {}).get((), NOTHING)
        if self._indicator.needs_history and everyone.unknown > everyone.denominator:
            yield from self.not_available(crosses, self._could_not_be_judged(everyone), unknown=everyone.unknown)
            return
        for cross in crosses:
            folded, categories = self._folded(cross, counts.get(columns_of(cross), {}))
            wholes = self._wholes(cross, counts)
            for labels in product(*categories):
                counted = folded.get(labels, NOTHING)
                yield self._figure(cross, labels, counted, wholes.get(labels[:-1], NOTHING) if wholes else None)

    def not_available(self, crosses: Iterable[Cross], why: str, *, unknown: int = 0) -> Iterator[Figure]:
        """The same figures, each with the symbol for not available and the reason."""
        for cross in crosses:
            _, categories = self._folded(cross, {})
            for labels in product(*categories):
                breakdown = tuple(zip(cross, labels, strict=True))
                all_unknown = 0 if breakdown else unknown
                yield self._bare(breakdown, symbol=NOT_AVAILABLE, note=why, unknown=all_unknown)

    def _folded(
        self, cross: Cross, counts: Mapping[Values, Count]
    ) -> tuple[dict[tuple[str, ...], Count], list[list[str]]]:
        """Counts by labels, and the labels of each dimension in printing order."""
        columns = columns_of(cross)
        dimensions = [DIMENSIONS[key] for key in cross]
        places = [columns.index(dimension.column) for dimension in dimensions]
        folds = [self._categories.fold(dimension) for dimension in dimensions]
        folded: dict[tuple[str, ...], Count] = {}
        for values, counted in counts.items():
            labels = tuple(fold(values[place]) for fold, place in zip(folds, places, strict=True))
            folded[labels] = folded.get(labels, NOTHING) + counted
        seen = [_seen(values[place] for values, each in counts.items() if each != NOTHING) for place in places]
        return folded, [
            self._categories.listed(dimension, self._period, values)
            for dimension, values in zip(dimensions, seen, strict=True)
        ]

    def _wholes(
        self, cross: Cross, counts: Mapping[Columns, Mapping[Values, Count]]
    ) -> dict[tuple[str, ...], Count] | None:
        """For a share of a distribution: the counts that its parts are shares of."""
        if not self._indicator.distribution or cross[-1:] != (self._indicator.distribution,):
            return None
        return self._folded(cross[:-1], counts.get(columns_of(cross[:-1]), {}))[0]

    def _figure(self, cross: Cross, labels: tuple[str, ...], counted: Count, whole: Count | None) -> Figure:
        breakdown = tuple(zip(cross, labels, strict=True))
        if self._indicator.population:
            return self._of_population(breakdown, counted)
        denominator: int | None = (whole or counted).denominator
        numerator = counted.numerator
        note = self._could_not_be_judged(counted)
        if self._indicator.unit == "count":
            denominator = None
        elif self._indicator.per:
            denominator = self._indicator.per
        return self._bare(
            breakdown, numerator=numerator, denominator=denominator, unknown=counted.unknown, note=note
        )

    def _could_not_be_judged(self, counted: Count) -> str:
        """Words, without a number (which may be small), that some are left out: they may differ from the rest."""
        if not counted.unknown:
            return ""
        many = counted.unknown > counted.denominator
        words = "fewer than half could be judged" if many else "some could not be judged"
        return f"{words}; {self._more_history}" if self._indicator.needs_history and self._more_history else words

    def _of_population(self, breakdown: tuple[tuple[str, str], ...], counted: Count) -> Figure:
        estimate = self._population.at(self._period.end)
        if estimate is None:
            return self._bare(breakdown, symbol=NOT_AVAILABLE, note=NEEDED)
        share = Fraction(1)
        if self._indicator.key == "uasc-nts-threshold":
            threshold = transfer_threshold(self._period.end)
            if threshold is None:
                return self._bare(breakdown, symbol=NOT_AVAILABLE, note="there was no scheme then")
            share = threshold
        denominator = share * estimate.children
        return self._bare(
            breakdown,
            numerator=counted.numerator,
            denominator=denominator if denominator.denominator > 1 else int(denominator),
            note=estimate.words,
        )

    def _bare(
        self,
        breakdown: tuple[tuple[str, str], ...],
        *,
        numerator: int | None = None,
        denominator: Fraction | int | None = None,
        symbol: str | None = None,
        note: str = "",
        unknown: int = 0,
    ) -> Figure:
        indicator = self._indicator
        return Figure(
            indicator.key,
            indicator.version,
            self._period,
            breakdown,
            numerator,
            denominator,
            indicator.unit,
            indicator.decimals,
            symbol,
            note,
            unknown,
        )


def _seen(values: Iterable[Hashable]) -> list[Hashable]:
    return list(dict.fromkeys(values))
