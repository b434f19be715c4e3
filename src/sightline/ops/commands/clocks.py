"""`sightline clocks`: every review clock of every child, with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sightline.domain.practice import Counting
from sightline.ops.cli import DONE
from sightline.ops.counting import counting_options
from sightline.ops.inputs import Day, input_argument, json_option, print_json_rows, reading_of, some_year_option

if TYPE_CHECKING:
    from sightline.returns.reading import Reading


@click.command("clocks")
@input_argument
@click.option("--on", type=Day(), required=True, help="The day to look from. Nothing after it is looked at.")
@some_year_option
@click.option("--child", help="Only this child (the identifier in the return).")
@click.option("--standing", multiple=True, help="Only these: met, late, missed, void, overdue, due, unknown.")
@counting_options
@json_option
def command(
    inputs: tuple[Path, ...],
    on: date,
    year: int | None,
    child: str | None,
    standing: tuple[str, ...],
    counting: Counting,
    as_json: bool,
) -> int:
    """Work out every review clock as it stood on a day, and say why.

    \b
    Example:
      sightline clocks returns --on 2025-03-31
      sightline clocks returns --on 2025-03-31 --standing overdue --json
    """
    with reading_of(inputs, year) as reading:
        rows = _rows(reading, on=on, counting=counting, child=child)
        chosen = (row for row in rows if not standing or row["standing"] in standing)
        if as_json:
            print_json_rows(chosen)
        else:
            _print(chosen)
    return DONE


def _rows(reading: Reading, *, on: date, counting: Counting, child: str | None) -> Iterator[dict[str, Any]]:
    from sightline.domain.calendar import england
    from sightline.domain.clocks import review_clocks
    from sightline.returns import joining
    from sightline.returns.lives import history_from, lives_in

    lives = joining.join(reading)
    since = history_from(lives)
    calendar = england()
    for life in lives_in(lives, child=child):
        for clock in review_clocks(life, counting=counting, calendar=calendar, on=on, history_from=since):
            yield {
                "child": life.child.child,
                "clock": clock.key,
                "started": clock.started,
                "due": clock.effective_due,
                "met_on": clock.met_on,
                "standing": clock.standing.value,
                "days_late": clock.days_late,
                "working_days_late": clock.working_days_late,
                "why": clock.why,
            }


def _print(rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        click.echo(f"{row['child']:<12} {row['clock'] or '-':<20} {row['standing']:<8} {row['why']}")
