"""`sightline sample`: the returns of a council that does not exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from sightline.ops.cli import DONE
from sightline.ops.inputs import FIRST_YEAR, LAST_YEAR
from sightline.ops.outputs import whole_folder

MARKER = ".sightline-sample"


class Years(click.ParamType[tuple[int, ...]]):
    """One year or a run of years, by their ends: 2025 or 2023-2025."""

    name = "years"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        """The years, in order; a usage error when they are not years that a return exists for."""
        match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", str(value))
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            self.fail(f"is not a run of years from {FIRST_YEAR} to {LAST_YEAR}, such as 2023-2025", param, ctx)
        return tuple(range(first, last + 1))


@click.command("sample")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to make.")
@click.option("--years", type=Years(), default="2023-2025", show_default=True, help="By their ends.")
@click.option(
    "--looked-after", default=500, show_default=True, type=click.IntRange(1), help="Children on 31 March."
)
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same council.")
@click.option("--mistakes", default=0.0, show_default=True, type=click.FloatRange(0, 0.5), help="Mistakes a row.")
@click.option("--form", type=click.Choice(["csv", "xml"]), default="csv", show_default=True)
def command(out: Path, years: tuple[int, ...], looked_after: int, seed: int, mistakes: float, form: str) -> int:
    """Make the returns of a council that does not exist, one folder a year.

    No person in them exists. With --mistakes, mistakes.json says what was put in wrong and where.

    \b
    Example:
      sightline sample --out sample --years 2023-2025 --looked-after 500
    """
    from sightline.ops import sample

    council = sample.make(seed=seed, looked_after=looked_after, years=years, mistakes=mistakes)
    with whole_folder(out, marker=MARKER) as folder:
        council.write(folder, form=form)
    click.echo(f"Made the returns of {len(years)} years in {out}.")
    return DONE
