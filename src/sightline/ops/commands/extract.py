"""`sightline extract`: the register as Parquet tables, for figures."""

from __future__ import annotations

from pathlib import Path

import click

from sightline.ops.cli import CANNOT_WRITE, DONE


@click.command("extract")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to make.")
def command(out: Path) -> int:
    """Write the register as Parquet tables: identifiers and facts of every child, no name and no address.

    The folder is what `sightline figures` and the report read. Keep it as safe as the register itself.

    \b
    Example:
      sightline extract --out extract
      sightline figures extract --year 2025
    """
    from sightline.ops.service import begin, refuse_unless_ready

    begin()
    refuse_unless_ready()
    from django.utils import timezone

    from sightline.casework.register import extract
    from sightline.casework.watch import lives

    if out.exists() and not (out / extract.MANIFEST).exists() and (not out.is_dir() or any(out.iterdir())):
        click.echo(f"{out} holds other files. Give the name of a new or empty folder with --out.", err=True)
        return CANNOT_WRITE
    lives.write(out, on=timezone.localdate())
    click.echo(f"The register is in {out}.")
    return DONE
