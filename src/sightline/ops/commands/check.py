"""`sightline check`: reading findings and the rules, together."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import click

from sightline.ops.cli import DONE, NEEDS_MENDING
from sightline.ops.inputs import input_argument, json_option, print_json_rows, reading_of, year_option
from sightline.ops.printing import finding_row, print_files, print_findings


@click.command("check")
@input_argument
@year_option
@click.option(
    "--limit", default=10, show_default=True, help="How many places to show for each rule (not with --json)."
)
@json_option
def command(inputs: tuple[Path, ...], year: int, limit: int, as_json: bool) -> int:
    """Check returns against the rules; nothing is changed.

    Prints each rule that was broken, how often, and where: file, line, field, and what to do. Of several
    years' returns each is checked by its own year's rules, then what one year's tells otherwise than
    another's. An error is what the department would not take, or what could not be read; a warning, what
    somebody should look at; a note, what was read although it is not in the expected form.
    Exit code 1 means that there are errors.

    \b
    Example:
      sightline check returns/2024-25 --year 2025
      sightline check returns --year 2025 --json > findings.json
    """
    from sightline.returns import checking, joining

    with reading_of(inputs, year) as reading:
        broken = checking.check(reading) + joining.check(reading)
        if as_json:
            print_json_rows(finding_row(finding) for finding in chain(reading.findings, broken))
        else:
            print_files(reading)
            print_findings(reading.findings, broken, limit=limit)
        return NEEDS_MENDING if reading.findings.errors or broken.errors else DONE
