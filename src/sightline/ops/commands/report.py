"""`sightline report`: the annual report and the statistics pack, from returns to four formats."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sightline.domain.practice import Counting
from sightline.ops.cli import DONE
from sightline.ops.counting import counting_options
from sightline.ops.inputs import input_argument, population_option, reading_of, year_option
from sightline.ops.outputs import whole_folder
from sightline.ops.printing import warn_of_what_is_missing

if TYPE_CHECKING:
    from sightline.indicators.population import Population

FORMATS = ("html", "pdf", "docx", "xlsx")
KINDS = ("annual", "pack")
MARKER = ".sightline-report"  # known to returns.sources too, which passes over our own outputs


@click.command("report")
@input_argument
@year_option
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to make.")
@click.option("--council", default="The council", show_default=True, help="The council's name.")
@click.option(
    "--tier", type=click.Choice(["A", "B", "C"]), default="C", show_default=True, help="Who will read it."
)
@population_option
@click.option(
    "--comparators", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A CSV of others' figures."
)
@click.option("--status", default="Draft", show_default=True, help="Draft, Final …")
@click.option("--author", default="", help="Who wrote it, for the document control table.")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    default=("annual",),
    help="The annual report, the statistics pack or (given twice) both.",
)
@click.option(
    "--format", "formats", type=click.Choice(FORMATS), multiple=True, default=FORMATS, help="Only these."
)
@counting_options
def command(
    inputs: tuple[Path, ...],
    year: int,
    out: Path,
    council: str,
    tier: str,
    population: Population | None,
    comparators: Path | None,
    status: str,
    author: str,
    kinds: tuple[str, ...],
    formats: tuple[str, ...],
    counting: Counting,
) -> int:
    """Make the IRO annual report: a web page, a tagged PDF, a Word document and a spreadsheet.

    Small numbers are protected for the public unless --tier says otherwise. The folder also holds
    figures.json (every figure and what it is made of). What was hidden, and why, is in the folder
    not-for-publication: keep it, and never publish it.

    \b
    Example:
      sightline report returns --year 2025 --council "Your Council" --population 52000 --out report
    """
    from sightline.ops import reporting

    wanted = reporting.Wanted(
        year=year,
        council=council,
        tier=tier,
        population=population,
        comparators=comparators,
        status=status,
        author=author,
        kinds=tuple(dict.fromkeys(kinds)),
        formats=formats,
        counting=counting,
        prepared_on=date.today(),  # noqa: DTZ011 - the council's own day
    )
    with reading_of(inputs, year) as reading, whole_folder(out, marker=MARKER) as folder:
        warn_of_what_is_missing(reading)
        made = reporting.make(reading, wanted, folder)
    for path in made:
        click.echo(out / path.relative_to(folder))
    return DONE
