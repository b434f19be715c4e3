"""`sightline restore`: a backup comes back."""

from __future__ import annotations

from pathlib import Path

import click

from sightline.ops.cli import CANNOT_READ, DONE


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def command(file: Path) -> int:
    """Bring a backup back into an installation that has nothing yet: no database, or an empty one.

    The whole file is checked before anything is written. Run sightline setup afterwards: it gathers the files of
    the pages, and brings the database up to this release.

    \b
    Example:
      sightline restore /backups/sightline-2026-11-20.tar.gz
    """
    from sightline.ops.keeping import NotABackup, restore
    from sightline.ops.service import begin

    begin()
    from sightline.ops.settings import env

    try:
        told = restore(env, file.absolute())
    except NotABackup as problem:
        click.echo(str(problem), err=True)
        return CANNOT_READ
    click.echo(f"Restored what was kept on {told['made_at']}. Now run: sightline setup; sightline doctor --trail")
    return DONE
