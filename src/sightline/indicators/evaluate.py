"""Figures from a lives folder: every indicator asked for, for every period, with breakdowns.

    evaluate(lives, [Period.year(2025)], by=("age-band", "sex", ("age-band", "sex")))

`opened` keeps the tables open where figures are asked for several times. `explain` and `rows_behind` take the
name of a figure back to its definition and its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sightline.domain.bands import AgeBand
from sightline.domain.practice import HANDBOOK, Counting
from sightline.engine import reference
from sightline.engine.connect import connect
from sightline.indicators import explain as explaining
from sightline.indicators.assembly import Cross
from sightline.indicators.evaluation import Evaluation
from sightline.indicators.explain import Explanation, Rows
from sightline.indicators.figures import Figure, Period
from sightline.indicators.naming import UnknownFigure
from sightline.indicators.population import Population, population_of

__all__ = ["Evaluation", "Explanation", "Rows", "UnknownFigure", "evaluate", "explain", "opened", "rows_behind"]

Bands = str | Sequence[AgeBand] | None
Populations = Population | Mapping[int, int] | int | None


def evaluate(
    lives: Path,
    periods: Iterable[Period],
    *,
    indicators: Iterable[str] | None = None,
    by: Iterable[str | Cross] = (),
    counting: Counting = HANDBOOK,
    bands: Bands = None,
    population: Populations = None,
    engine: str = "duckdb",
    on: date | None = None,
) -> list[Figure]:
    """The figures of the indicators (all, by default), period by period, in the catalogue's order.

    `by` holds names of dimensions, or tuples of them for a cross; an indicator that has not got one is given
    without it. `population` is the number of children in the area, or numbers by year of the mid-year estimate.
    `on` is the last day to be told of, where the returns tell of more. A figure that the returns cannot give
    has the symbol x and a note that says what to give. Raises UnknownFigure for an unknown indicator or dimension.
    """
    with opened(lives, counting=counting, bands=bands, population=population, engine=engine, on=on) as evaluation:
        return evaluation.figures(periods, indicators=indicators, by=by)


def explain(
    lives: Path,
    figure_id: str,
    *,
    counting: Counting = HANDBOOK,
    bands: Bands = None,
    population: Populations = None,
    engine: str = "duckdb",
    on: date | None = None,
) -> Explanation:
    """A figure with its definition, source, pitfalls and SQL. Raises UnknownFigure."""
    with opened(lives, counting=counting, bands=bands, population=population, engine=engine, on=on) as evaluation:
        return explaining.explain(evaluation, figure_id)


def rows_behind(
    lives: Path,
    figure_id: str,
    *,
    counting: Counting = HANDBOOK,
    bands: Bands = None,
    engine: str = "duckdb",
    on: date | None = None,
) -> Rows:
    """The rows of a figure's denominator (of a count: those counted), with file and line. Raises UnknownFigure."""
    with opened(lives, counting=counting, bands=bands, engine=engine, on=on) as evaluation:
        return explaining.rows_behind(evaluation, figure_id)


@contextmanager
def opened(
    lives: Path,
    *,
    counting: Counting = HANDBOOK,
    bands: Bands = None,
    population: Populations = None,
    engine: str = "duckdb",
    on: date | None = None,
) -> Iterator[Evaluation]:
    """A lives folder opened for figures, to ask more than once."""
    with connect(engine) as connected:
        reference.load(connected, lives, counting=counting, bands=bands)
        yield Evaluation(connected, counting=counting, population=population_of(population), on=on)
