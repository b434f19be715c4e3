"""`sightline figures`: indicators as tidy rows, and what stands behind one."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sightline.ops.cli import DONE
from sightline.ops.counting import counting_options
from sightline.ops.inputs import (
    Day,
    are_lives,
    input_argument,
    json_option,
    population_option,
    print_json_rows,
    reading_of,
    year_option,
)
from sightline.ops.printing import warn_of_what_is_missing

if TYPE_CHECKING:
    from sightline.domain.practice import Counting
    from sightline.indicators.figures import Figure
    from sightline.indicators.population import Population

TIERS = ("A", "B", "C")
_COLUMNS = ("indicator", "period_start", "period_end", "breakdown", "numerator", "denominator", "value", "unit")


@click.command("figures")
@input_argument
@year_option
@click.option("--as-at", type=Day(), help="Stock at this date; events in the year up to it.")
@click.option("--from", "first", type=Day(), help="First day of a period of your own.")
@click.option("--to", "last", type=Day(), help="Last day of a period of your own.")
@click.option("--every", type=click.Choice(("month", "quarter")), help="Cut the period into months or quarters.")
@click.option("--years", type=click.IntRange(1, 12), default=1, help="The same period in each of so many years.")
@click.option("--by", multiple=True, metavar="DIMENSION", help="Break down: age-band, sex, … ; a,b crosses two.")
@click.option("--indicator", "only", multiple=True, metavar="KEY", help="Only these indicators.")
@click.option(
    "--tier", type=click.Choice(TIERS), default="A", show_default=True, help="Who will see them: A staff …"
)
@population_option
@click.option("--explain", metavar="FIGURE", help="Show what one figure is made of.")
@click.option("--rows", is_flag=True, help="With --explain: the rows behind it, with file and line.")
@counting_options
@json_option
def command(
    inputs: tuple[Path, ...],
    year: int,
    as_at: date | None,
    first: date | None,
    last: date | None,
    every: str | None,
    years: int,
    by: tuple[str, ...],
    only: tuple[str, ...],
    tier: str,
    population: Population | None,
    explain: str | None,
    rows: bool,
    counting: Counting,
    as_json: bool,
) -> int:
    """Work out every indicator that the returns can give.

    Prints tidy rows (CSV, or JSON with --json): indicator, definition_version, period_start,
    period_end, breakdown, numerator, denominator, value, unit, symbol. Tier A (staff with access to
    cases) hides nothing; B (in private) and C (public) protect small numbers. INPUT may be an extract of the
    register, too (`sightline extract`).

    \b
    Example:
      sightline figures returns --year 2025 --by age-band --by sex --json
      sightline figures returns --year 2025 --as-at 2024-12-31 --indicator cla-count
      sightline figures returns --year 2025 --every month --years 3 --indicator cla-count
      sightline figures returns --year 2025 --explain cla-count@2024-04-01..2025-03-31 --rows
    """
    from sightline.indicators import evaluate
    from sightline.ops import periods
    from sightline.returns import joining

    chosen = periods.series(periods.asked(year, as_at, first, last), every=every, years=years)
    if explain is not None and tier != "A":
        raise click.UsageError("--explain goes with tier A: it shows a figure as it is, hidden or not.")
    if rows and explain is None:
        raise click.UsageError("--rows goes with --explain.")
    with ExitStack() as stack:
        if are_lives(inputs):
            lives = inputs[0]
        else:
            reading = stack.enter_context(reading_of(inputs, year))
            warn_of_what_is_missing(reading)
            lives = joining.join(reading)
        if explain is not None:
            return _explain(lives, explain, rows=rows, counting=counting, population=population, as_json=as_json)
        figures = evaluate.evaluate(
            lives,
            chosen,
            indicators=only or None,
            by=[tuple(dimension.split(",")) if "," in dimension else dimension for dimension in by],
            counting=counting,
            population=population,
        )
        _print(_protected(figures, tier), as_json=as_json)
    return DONE


def _protected(figures: Sequence[Figure], tier: str) -> Sequence[Figure]:
    if tier == "A":
        return figures
    from sightline.indicators import disclosure
    from sightline.indicators.catalogue.totals import TOTALS

    return disclosure.protect(figures, tier, totals=TOTALS).figures


def tidy_row(figure: Figure) -> dict[str, Any]:
    """A figure as other programs read it. Counts are whole numbers; values are not rounded."""
    return {
        "indicator": figure.indicator,
        "definition_version": figure.definition_version,
        "period_start": figure.period.start,
        "period_end": figure.period.end,
        "breakdown": dict(figure.breakdown),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": figure.value,
        "unit": figure.unit,
        "symbol": figure.symbol,
        "unknown": figure.unknown,
        "note": figure.note,
        "figure": figure.id,
    }


def _print(figures: Iterable[Figure], *, as_json: bool) -> None:
    rows = (tidy_row(figure) for figure in figures)
    if as_json:
        print_json_rows(rows)
        return
    writer = csv.writer(sys.stdout)
    writer.writerow(_COLUMNS)
    for row in rows:
        told = {**row, "breakdown": _parts(row), "value": row["symbol"] or _in_figures(row["value"])}
        writer.writerow(told[column] for column in _COLUMNS)


def _parts(row: dict[str, Any]) -> str:
    return "; ".join(f"{dimension}: {label}" for dimension, label in row["breakdown"].items())


def _in_figures(value: Fraction | None) -> str:
    return "" if value is None else f"{float(value):.10g}"


def _explain(
    lives: Path, figure_id: str, *, rows: bool, counting: Counting, population: Population | None, as_json: bool
) -> int:
    from sightline.indicators import evaluate

    told = evaluate.explain(lives, figure_id, counting=counting, population=population)
    behind = evaluate.rows_behind(lives, figure_id, counting=counting) if rows else None
    if as_json:
        print_json_rows([told.as_row()] if behind is None else behind.records())
        return DONE
    click.echo(told.text())
    if behind:
        writer = csv.writer(sys.stdout)
        writer.writerow(behind.columns)
        writer.writerows(behind.rows)
    return DONE
