"""`sightline clocks`: every review clock of every child, with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from sightline.domain.clocks import Standing
from sightline.domain.practice import Counting
from sightline.ops.cli import CANNOT_ANSWER, DONE
from sightline.ops.counting import counting_options
from sightline.ops.inputs import Day, input_argument, json_option, print_json_rows, reading_of, some_year_option
from sightline.ops.printing import warn_of_what_is_missing


@click.command("clocks")
@input_argument
@click.option("--on", type=Day(), required=True, help="The day to look from. Nothing after it is looked at.")
@some_year_option
@click.option("--child", help="Only this child (the identifier in the return).")
@click.option(
    "--standing",
    multiple=True,
    type=click.Choice([standing.value for standing in Standing]),
    help="Only these; may be given several times.",
)
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
    from sightline.returns import joining
    from sightline.returns.lives import lives_in

    with reading_of(inputs, year) as reading:
        warn_of_what_is_missing(reading)
        lives = joining.join(reading)
        child = child and child.strip().upper()  # as reading has it
        if child and next(lives_in(lives, child=child), None) is None:
            click.echo("There is no child with that identifier in the Header files given.", err=True)
            return CANNOT_ANSWER
        rows = _rows(lives, on=on, counting=counting, child=child)
        chosen = (row for row in rows if not standing or row["standing"] in standing)
        if as_json:
            print_json_rows(chosen)
        else:
            _print(chosen)
    return DONE


def _rows(lives: Path, *, on: date, counting: Counting, child: str | None) -> Iterator[dict[str, Any]]:
    from sightline.domain.calendar import england
    from sightline.domain.clocks import review_clocks
    from sightline.returns.lives import history_from, lives_in

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
