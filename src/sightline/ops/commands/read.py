"""`sightline read`: returns in, typed tables, findings and the rows sent back."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sightline.ops.cli import DONE, NEEDS_MENDING
from sightline.ops.inputs import input_argument, json_option, print_json_rows, reading_of, year_option
from sightline.ops.outputs import whole_folder
from sightline.ops.printing import finding_row, print_files, print_findings

if TYPE_CHECKING:
    from sightline.returns.reading import Reading

MARKER = ".sightline-read"  # known to returns.sources too, which passes over our own outputs


@click.command("read")
@input_argument
@year_option
@click.option(
    "--out", type=click.Path(path_type=Path), help="Keep the tables (Parquet), findings and rows sent back."
)
@json_option
def command(inputs: tuple[Path, ...], year: int, out: Path | None, as_json: bool) -> int:
    """Read returns; say what was read and why anything was not.

    Every row is read or sent back with a reason. With --out, the folder holds `returned` (each year's
    tables), `lives` (one life a child over all the years), `findings.csv`, and `sent-back`: rows to
    mend. Put a mended file beside the others and read again.

    \b
    Example:
      sightline read returns/2024-25 --year 2025 --out read
      sightline read returns.zip --year 2025 --json
    """
    from sightline.returns import joining

    with reading_of(inputs, year) as reading:
        if out is not None:
            _keep(reading, out)
        findings = reading.findings + joining.findings_of(reading)
        if as_json:
            print_json_rows(finding_row(finding) for finding in findings)
        else:
            print_files(reading)
            print_findings(findings)
            if out is not None:
                click.echo(f"Kept in {out}.")
        return NEEDS_MENDING if reading.findings.errors else DONE


def _keep(reading: Reading, out: Path) -> None:
    from sightline.returns import joining

    with whole_folder(out, marker=MARKER) as folder:
        lives = joining.join(reading)
        shutil.copytree(reading.work / "returned", folder / "returned")
        shutil.copytree(lives, folder / "lives")
        if reading.sent_back.exists():
            shutil.copytree(reading.sent_back, folder / "sent-back")
        with (folder / "findings.csv").open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.DictWriter(file, fieldnames=list(finding_row(None)))
            writer.writeheader()
            writer.writerows(finding_row(finding) for finding in reading.findings + joining.findings_of(reading))
