"""All figures of a period: what can be said is counted, table by table, and what cannot says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sightline.domain.bands import AgeBand
from sightline.domain.practice import HANDBOOK, Counting
from sightline.engine.connect import Engine
from sightline.indicators.assembly import Assembly, Cross, columns_of, crosses_for
from sightline.indicators.catalogue import DIMENSIONS, INDICATORS, Indicator
from sightline.indicators.categories import Categories
from sightline.indicators.coverage import Coverage, collection_of, twelve_months_before
from sightline.indicators.figures import Figure, Period
from sightline.indicators.naming import UnknownFigure, indicator_called
from sightline.indicators.population import Population
from sightline.indicators.units import Columns, Count, Values, count, describe

#: The collection of a row, where one may have been entered by hand and so is of no return.
_YEAR = {"reviews": "coalesce(nullif(collection, 0), reporting_year(held))"}

Counted = Mapping[Columns, Mapping[Values, Count]]


class Evaluation:
    """Figures from the tables loaded in an engine (see `sightline.engine.reference.load`)."""

    def __init__(
        self,
        engine: Engine,
        *,
        counting: Counting = HANDBOOK,
        population: Population | None = None,
        on: date | None = None,
    ) -> None:
        self.engine = engine
        self.population = population or Population({})
        self.categories = Categories(_bands(engine))
        self.coverage = _coverage(engine, counting, on)

    def figures(
        self,
        periods: Iterable[Period],
        *,
        indicators: Iterable[str] | None = None,
        by: Iterable[str | Cross] = (),
    ) -> list[Figure]:
        """The figures of the indicators (all, by default), period by period: see `evaluate`."""
        chosen = [indicator_called(key) for key in (INDICATORS if indicators is None else indicators)]
        crosses = [_cross(each) for each in by]
        return [figure for period in periods for figure in self._of_period(period, chosen, crosses)]

    def described(self, indicator: Indicator, period: Period) -> str:
        """The name of the table that an indicator counts, made for the period."""
        return describe(self.engine, indicator.table, period)

    def _of_period(self, period: Period, indicators: Sequence[Indicator], by: Sequence[Cross]) -> Iterator[Figure]:
        crosses = {indicator.key: crosses_for(indicator, by) for indicator in indicators}
        lacks = {indicator.key: self.coverage.lack(indicator, period) for indicator in indicators}
        able = [indicator for indicator in indicators if not lacks[indicator.key]]
        counted = self._count(period, able, crosses)
        before = self._count_before(period, [indicator for indicator in able if indicator.change_of], crosses)
        for indicator in indicators:
            key = indicator.key
            assembly = Assembly(
                indicator, period, self.categories, self.population, more_history=self.coverage.more_history()
            )
            if lacks[key]:
                yield from assembly.not_available(crosses[key], lacks[key])
            elif indicator.change_of:
                yield from self._changes(indicator, assembly, crosses[key], counted[key], period, before)
            else:
                yield from assembly.figures(crosses[key], counted[key])

    def _count(
        self, period: Period, indicators: Iterable[Indicator], crosses: Mapping[str, Sequence[Cross]]
    ) -> dict[str, Counted]:
        by_table: dict[str, dict[Indicator, list[Columns]]] = defaultdict(dict)
        for indicator in indicators:
            by_table[indicator.table][indicator] = [columns_of(cross) for cross in crosses[indicator.key]]
        counted: dict[str, Counted] = {}
        for table, asked in by_table.items():
            counted |= count(self.engine, table, period, asked)
        return counted

    def _count_before(
        self, period: Period, indicators: Sequence[Indicator], crosses: Mapping[str, Sequence[Cross]]
    ) -> dict[str, Counted]:
        earlier = _year_before(period)
        able = [indicator for indicator in indicators if not self.coverage.lack(indicator, earlier)]
        return self._count(earlier, able, crosses)

    def _changes(
        self,
        indicator: Indicator,
        assembly: Assembly,
        crosses: Sequence[Cross],
        now: Counted,
        period: Period,
        before: Mapping[str, Counted],
    ) -> Iterator[Figure]:
        why = self.coverage.lack(indicator, _year_before(period))
        if why:
            return assembly.not_available(crosses, why)
        return assembly.figures(crosses, _difference(now, before[indicator.key]))


def _difference(now: Counted, before: Counted) -> Counted:
    """Counts whose numerator is the change and whose denominator is the earlier count."""
    found: dict[Columns, dict[Values, Count]] = {}
    for columns in now.keys() | before.keys():
        later, earlier = now.get(columns, {}), before.get(columns, {})
        found[columns] = {
            values: _change(later.get(values, Count()), earlier.get(values, Count()))
            for values in later.keys() | earlier.keys()
        }
    return found


def _change(now: Count, before: Count) -> Count:
    return Count(now.numerator - before.numerator, before.numerator, now.unknown + before.unknown)


def _year_before(period: Period) -> Period:
    return Period(twelve_months_before(period.start), twelve_months_before(period.end))


def _cross(asked: str | Cross) -> Cross:
    cross = (asked,) if isinstance(asked, str) else tuple(asked)
    for key in cross:
        if key not in DIMENSIONS:
            raise UnknownFigure(f"there is no dimension {key!r}; there are {', '.join(DIMENSIONS)}")
    if len(set(cross)) < len(cross):
        raise UnknownFigure("a dimension cannot be crossed with itself")
    return cross


def _bands(engine: Engine) -> tuple[AgeBand, ...]:
    rows = engine.rows(
        "SELECT band, from_age, to_age FROM age_bands "
        "WHERE scheme = (SELECT age_scheme FROM settings) ORDER BY position"
    )
    return tuple(AgeBand(*row) for row in rows)


def _coverage(engine: Engine, counting: Counting, on: date | None) -> Coverage:
    ((first, last),) = engine.rows("SELECT history_from, history_to FROM history")
    ((until,),) = engine.rows("SELECT max(until) FROM work_told")
    tables = sorted({table for indicator in INDICATORS.values() for table in indicator.needs_tables})
    rows = {table: frozenset(_years_of(engine, table, last)) for table in tables}
    return Coverage(first, last, rows, counting.cease_on_census_day_counts, on, until)


def _years_of(engine: Engine, table: str, last: date | None) -> Iterator[int]:
    """The years that rows of a table are of. One of no return, entered by hand, is as of the last day told."""
    for (year,) in engine.rows(f"SELECT DISTINCT {_YEAR.get(table, 'collection')} FROM {table}"):
        if year is not None:
            yield year
        elif last is not None:
            yield collection_of(last)
