"""`sightline backup`: the database as it is at one moment, and the data folder, in one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from sightline.ops.cli import DONE


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(file: Path) -> int:
    """Keep a copy of the database and the data folder in FILE. People may go on working meanwhile.

    The file is read again and compared before it counts. It holds everything about every child, and the
    installation's secret: keep it encrypted, and away from this machine.

    \b
    Example:
      sightline backup /backups/sightline-2026-11-20.tar.gz
    """
    from sightline.ops.keeping import back_up
    from sightline.ops.service import begin

    begin()
    from sightline.ops.settings import env

    size = back_up(env, file.absolute(), made_at=datetime.now(UTC).isoformat(timespec="seconds"))
    click.echo(f"Kept and checked: {file} ({size / 1024**2:.1f} MiB).")
    return DONE
