"""From a figure back to what it means and to the rows that were counted."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from sightline.engine import views
from sightline.indicators.catalogue import DIMENSIONS, Indicator
from sightline.indicators.evaluation import Evaluation
from sightline.indicators.figures import Figure
from sightline.indicators.naming import FigureName, UnknownFigure, parse
from sightline.indicators.units import conditions


@dataclass(frozen=True)
class Explanation:
    """What a figure says, how it was counted, and what to watch."""

    figure: Figure
    indicator: Indicator
    one_row: str  # what one row of the table counted is
    sql: str

    def as_row(self) -> dict[str, Any]:
        """As one flat record, for other programs."""
        figure, indicator = self.figure, self.indicator
        return {
            "figure": figure.id,
            "title": indicator.title,
            "definition": indicator.definition,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "unknown": figure.unknown,
            "value": figure.value,
            "unit": figure.unit,
            "symbol": figure.symbol,
            "note": figure.note,
            "basis": indicator.basis.value,
            "source": indicator.source,
            "reference": indicator.reference,
            "exclusions": indicator.exclusions,
            "history": indicator.needs_history,
            "pitfalls": indicator.pitfalls,
            "variants": list(indicator.variants),
            "one_row": self.one_row,
            "sql": self.sql,
        }

    def text(self) -> str:
        """As lines for a person to read."""
        told = self.as_row()
        lines = [f"{told['title']}  ({told['figure']})", told["definition"], ""]
        lines += [f"{name:<12} {told[name]}" for name in ("numerator", "denominator", "unknown") if told[name]]
        value = f"not shown ({told['symbol']})" if told["symbol"] else _shown(self.figure)
        lines.append(f"{'value':<12} {value}")
        names = ("note", "basis", "source", "reference", "exclusions", "history", "pitfalls", "one_row")
        lines += [f"{name.replace('_', ' '):<12} {told[name]}" for name in names if told[name]]
        if self.indicator.variants:
            lines.append(f"{'see also':<12} {', '.join(self.indicator.variants)}")
        return "\n".join([*lines, "", self.sql])


@dataclass(frozen=True)
class Rows:
    """Rows behind a figure. The last column says whether the row is in the numerator.

    `unknown` is the number of rows that could not be judged; they are not among the rows.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    unknown: int = 0

    def records(self) -> list[dict[str, Any]]:
        """The rows as dicts by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def explain(evaluation: Evaluation, figure_id: str) -> Explanation:
    """The figure of a name, with its definition. Raises UnknownFigure."""
    name = parse(figure_id)
    figure = _figure(evaluation, name)
    return Explanation(figure, name.indicator, views.view(name.indicator.table).one_row, _sql(name.indicator))


def rows_behind(evaluation: Evaluation, figure_id: str) -> Rows:
    """The rows counted for a figure: its denominator, each with `meets` (or with `value`, where one is summed).

    A change is shown by its rows now. A figure that is not available has no rows. Raises UnknownFigure.
    """
    name = parse(figure_id)
    figure = _figure(evaluation, name)
    if figure.symbol and evaluation.coverage.lack(name.indicator, name.period):
        return Rows((), ())
    table = evaluation.described(name.indicator, name.period)
    columns = evaluation.engine.columns(table)
    rows = evaluation.engine.rows(_rows_sql(name.indicator, table), start=name.period.start, end=name.period.end)
    judge = _part(evaluation, name, columns)
    return Rows((*columns, _last_column(name.indicator)), tuple(filter(None, map(judge, rows))), figure.unknown)


def _figure(evaluation: Evaluation, name: FigureName) -> Figure:
    cross = tuple(key for key in name.dimensions if key != name.indicator.distribution)
    figures = evaluation.figures([name.period], indicators=[name.indicator.key], by=[cross] if cross else [])
    for figure in figures:
        if dict(figure.breakdown) == dict(name.breakdown):
            return figure
    known = {label for figure in figures for key, label in figure.breakdown if key in name.dimensions}
    raise UnknownFigure(f"there is no such part; the parts are {', '.join(sorted(known))}")


def _sql(indicator: Indicator) -> str:
    """How the indicator is counted, as a query an analyst can read."""
    counts, meets, unknown = conditions(indicator)
    numerator = (
        f"sum({indicator.value}) FILTER (WHERE {counts})"
        if indicator.value
        else f"count(*) FILTER (WHERE {meets})"
    )
    counted = f"sum({indicator.weighs})" if indicator.weighs else "count(*)"
    return (
        f"SELECT\n    {numerator} AS numerator,\n    {counted} FILTER (WHERE {counts}) AS denominator,\n"
        f"    count(*) FILTER (WHERE {unknown}) AS unknown\nFROM {indicator.table}"
    )


def _rows_sql(indicator: Indicator, table: str) -> str:
    counts, meets, _ = conditions(indicator)
    judged = indicator.value or f"({meets})"
    return f"SELECT *, {judged} AS {_last_column(indicator)} FROM {table} WHERE {counts} ORDER BY child, day, line"


def _last_column(indicator: Indicator) -> str:
    return "value" if indicator.value else "meets"


def _part(
    evaluation: Evaluation, name: FigureName, columns: Sequence[str]
) -> Callable[[tuple[Any, ...]], tuple[Any, ...] | None]:
    """A function that gives a row if it is in the part, else None; a distribution's category decides `meets`."""
    tests: list[tuple[int, Callable[[Hashable], str], str, bool]] = []
    for key, label in name.breakdown:
        asked = DIMENSIONS[key]
        place = list(columns).index(asked.column)
        tests.append((place, evaluation.categories.fold(asked), label, key == name.indicator.distribution))

    def judge(row: tuple[Any, ...]) -> tuple[Any, ...] | None:
        for place, fold, label, is_share in tests:
            if fold(row[place]) != label:
                if not is_share:
                    return None
                row = (*row[:-1], False)
        return row

    return judge


def _shown(figure: Figure) -> str:
    value = figure.value
    if value is None:
        return "none: the denominator is 0"
    return f"{float(value):.{0 if figure.unit == 'count' else max(figure.decimals, 1)}f}"
