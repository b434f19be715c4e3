"""Categories: from codes, ages and months in tables to the labels that figures carry, in printing order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sightline.domain import codes
from sightline.domain.bands import AgeBand
from sightline.indicators.catalogue.dimensions import Dimension, Kind, month_label, quarter_label
from sightline.indicators.coverage import collection_of
from sightline.indicators.figures import Period


@dataclass(frozen=True)
class Categories:
    """How values become categories, for one set of age bands."""

    bands: Sequence[AgeBand]

    def fold(self, dimension: Dimension) -> Callable[[Hashable], str]:
        """A function from a value of the dimension's column to its category."""
        return cache(lambda value: self._category(dimension, value) or dimension.blank)

    def listed(self, dimension: Dimension, period: Period, seen: Iterable[Hashable] = ()) -> list[str]:
        """The categories of a period in printing order: all that exist then, and any others seen.

        A blank is listed, last, only when it is seen.
        """
        fold = self.fold(dimension)
        found = {fold(value) for value in seen}
        known = list(dict.fromkeys(self._known(dimension, period, seen)))
        ordered = [label for label in self._order(dimension, known) if label in found or label in known]
        ordered += sorted(found - set(ordered) - {dimension.blank})
        return [label for label in ordered if label != dimension.blank] + [dimension.blank] * (
            dimension.blank in found
        )

    def _category(self, dimension: Dimension, value: Hashable) -> str | None:
        if value is None:
            return None
        return _FOLDS[dimension.kind](self, dimension, value)

    def _known(self, dimension: Dimension, period: Period, seen: Iterable[Hashable]) -> Iterator[str]:
        if dimension.kind is Kind.BAND:
            yield from (band.band for band in self.bands)
        elif dimension.kind is Kind.AGE:
            yield from (str(age) for age in sorted({age for age in seen if isinstance(age, int) and age >= 0}))
        elif dimension.kind is Kind.OWN:
            yield from sorted({str(value) for value in seen if value})
        elif dimension.kind is Kind.FIXED:
            yield from (label for _, label in dimension.fixed)
        elif dimension.kind in (Kind.MONTH, Kind.QUARTER):
            fold = self.fold(dimension)
            yield from (fold(month) for month in _months(period))
        else:
            accepted = codes.code_set(dimension.code_set, collection_of(period.end))
            yield from (
                code.label if dimension.kind is Kind.LABEL else code.group
                for key, code in accepted.items()
                if key not in dimension.unlisted and code.in_use(collection_of(period.end))
            )

    def _order(self, dimension: Dimension, known: list[str]) -> list[str]:
        if dimension.kind is Kind.GROUP:
            return list(codes.groups(dimension.code_set))
        if dimension.kind is Kind.LABEL:
            return list(dict.fromkeys(code.label for code in codes.code_set(dimension.code_set).values()))
        return known


def _code(dimension: Dimension, value: Hashable) -> codes.Code | None:
    return codes.code_set(dimension.code_set).get(str(value))


def _label(_: Categories, dimension: Dimension, value: Hashable) -> str | None:
    code = _code(dimension, value)
    return code.label if code else None


def _group(_: Categories, dimension: Dimension, value: Hashable) -> str | None:
    code = _code(dimension, value)
    return code.group if code else None


def _band(categories: Categories, _: Dimension, value: Hashable) -> str | None:
    return next(
        (
            each.band
            for each in categories.bands
            if isinstance(value, int) and each.from_age <= value <= each.to_age
        ),
        None,
    )


def _age(_: Categories, __: Dimension, value: Hashable) -> str | None:
    return str(value) if isinstance(value, int) and value >= 0 else None


def _fixed(_: Categories, dimension: Dimension, value: Hashable) -> str | None:
    return next((label for key, label in dimension.fixed if key == value), None)


def _own(_: Categories, __: Dimension, value: Hashable) -> str | None:
    return str(value) or None


def _month(_: Categories, __: Dimension, value: Hashable) -> str:
    return month_label(int(str(value)))


def _quarter(_: Categories, __: Dimension, value: Hashable) -> str:
    return quarter_label(int(str(value)))


_FOLDS: Mapping[Kind, Callable[[Categories, Dimension, Hashable], str | None]] = {
    Kind.LABEL: _label,
    Kind.GROUP: _group,
    Kind.BAND: _band,
    Kind.AGE: _age,
    Kind.FIXED: _fixed,
    Kind.OWN: _own,
    Kind.MONTH: _month,
    Kind.QUARTER: _quarter,
}


def _months(period: Period) -> Iterator[int]:
    day = date(period.start.year, period.start.month, 1)
    while day <= period.end:
        yield day.year * 100 + day.month
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
