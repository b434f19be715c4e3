"""What the commands share: naming the input, reading it into a work folder, progress, JSON."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sightline.indicators.population import Population
    from sightline.returns.reading import Reading

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

FIRST_YEAR, LAST_YEAR = 2016, 2027


def input_argument(command: Decorated) -> Decorated:
    """INPUT…: a folder, a zip, an XML or several files."""
    return click.argument(
        "inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
    )(command)


def year_option(command: Decorated) -> Decorated:
    """--year: the collection, named by its end."""
    return click.option(
        "--year",
        type=click.IntRange(FIRST_YEAR, LAST_YEAR),
        required=True,
        help="The reporting year by its end: 2025 is 2024-25.",
    )(command)


def some_year_option(command: Decorated) -> Decorated:
    """--year where the returns may say it themselves."""
    return click.option(
        "--year",
        type=click.IntRange(FIRST_YEAR, LAST_YEAR),
        help="The latest return's year, where the files do not say.",
    )(command)


def json_option(command: Decorated) -> Decorated:
    """--json: for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")(command)


class PopulationGiven(click.ParamType["Population"]):
    """One number of children for every year, or a CSV file with the mid-year estimates by year."""

    name = "NUMBER|CSV"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Population:
        """A population; a usage error that says what a file of them looks like."""
        from sightline.indicators.population import Population, population_of, read_population

        if isinstance(value, Population):
            return value
        if str(value).isdigit() and int(value) > 0:
            return population_of(int(value))
        try:
            return read_population(Path(value))
        except (ValueError, OSError) as problem:
            why = problem if type(problem) is ValueError else "there is no such file, or it is not text"
            self.fail(f"is not a number, nor a CSV file with the columns year and children: {why}", param, ctx)


def population_option(command: Decorated) -> Decorated:
    """--population: for rates."""
    return click.option(
        "--population",
        type=PopulationGiven(),
        help="Children aged 0 to 17 in the area, for rates: a number, or a CSV of estimates (year, children).",
    )(command)


class Day(click.ParamType[date]):
    """A date as YYYY-MM-DD or DD/MM/YYYY."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A date; anything else is a usage error that names both forms."""
        if isinstance(value, date):
            return value
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(value, form).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
        self.fail("is not a date; write it as 2025-03-31 or 31/03/2025", param, ctx)


@contextmanager
def reading_of(inputs: Iterable[Path], year: int | None, work: Path | None = None) -> Iterator[Reading]:
    """The returns read into a work folder, thrown away afterwards unless one was named."""
    from sightline.returns import reading

    with _temporary_folder() as temporary, progress_bar("Reading") as progress:
        yield reading.read(list(inputs), year=year, work=work or temporary / "work", progress=progress)


def are_lives(inputs: Iterable[Path]) -> bool:
    """Whether what was given is one folder of lives: what `sightline extract` writes."""
    given = list(inputs)
    return len(given) == 1 and all(
        (given[0] / f"{table}.parquet").is_file() for table in ("children", "collections")
    )


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """A folder that is gone afterwards, even where somebody stops us while it is being removed."""
    folder = Path(tempfile.mkdtemp(prefix="sightline-"))
    try:
        yield folder
    finally:
        try:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress bar on a terminal; nothing when the output goes to a file or another program."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1000, label=label, file=sys.stderr, item_show_func=str) as bar:

        def progress(what: str, done: int, of: int) -> None:
            bar.update(max(0, int(1000 * done / max(of, 1)) - bar.pos), current_item=what)

        yield progress


def print_json_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """A JSON array, one row a line, written as the rows come."""
    out = sys.stdout
    out.write("[")
    for position, row in enumerate(rows):
        out.write(",\n" if position else "\n")
        out.write(json.dumps(row, ensure_ascii=False, default=_plain))
    out.write("\n]\n")


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
