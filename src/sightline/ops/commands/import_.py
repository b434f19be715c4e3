"""`sightline import`: a return or an extract of the case system into the register."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sightline.ops.cli import CANNOT_READ, DONE, NEEDS_MENDING
from sightline.ops.inputs import Day, input_argument, json_option, some_year_option

if TYPE_CHECKING:
    from sightline.casework.register.importing.queries import Shown
    from sightline.casework.register.importing.uploading import Given


@click.command("import")
@input_argument
@some_year_option
@click.option("--feed", type=click.Choice(["903", "ssd"]), default="903", show_default=True, help="What it is.")
@click.option("--as-at", type=Day(), help="The day that an extract (ssd) tells of; today, if not given.")
@click.option("--load", "load_it", is_flag=True, help="Load it, if nothing in it was sent back or must be mended.")
@click.option("--even-with-errors", is_flag=True, help="With --load: load it whatever was found.")
@json_option
def command(
    inputs: tuple[Path, ...],
    year: int | None,
    feed: str,
    as_at: date | None,
    load_it: bool,
    even_with_errors: bool,
    as_json: bool,
) -> int:
    """Read files; say what they would change in the register, and load them if asked to.

    Without --load somebody looks at it on the page of imports, and loads it there. Your files stay as they are.

    \b
    Example:
      sightline import returns/2024-25 --year 2025
      sightline import extract/ --feed ssd --as-at 2026-11-20 --load --json
    """
    from sightline.ops.service import begin, refuse_unless_ready

    begin()
    refuse_unless_ready()
    from django.utils import timezone

    from sightline.casework.register.importing import actions, queries, uploading
    from sightline.casework.register.warming import warm_standings

    now = timezone.localtime()
    day = as_at or (now.date() if feed == "ssd" else None)
    try:
        made = actions.start(kind=feed, files=_files(inputs), by=None, at=now, year=year, as_at=day)
    except uploading.NotTaken as refusal:
        raise click.ClickException(str(refusal)) from None
    actions.read(made.pk, on=now.date())
    grave = _grave(made.pk)
    if load_it and queries.one(made.pk).state == "ready" and (even_with_errors or not grave):
        actions.load(made.pk, by=None, at=now)
        actions.carry_out(made.pk, at=timezone.localtime())
        warm_standings.call(on=now.date().isoformat())  # before somebody has to wait for them
    shown = queries.one(made.pk)
    _print(shown, queries.counted(made.pk), grave, as_json=as_json)
    if shown.state in ("refused", "failed"):
        return CANNOT_READ
    return NEEDS_MENDING if grave else DONE


def _files(inputs: tuple[Path, ...]) -> list[Given]:
    from sightline.casework.register.importing.uploading import OnDisk

    found: list[Given] = []
    for given in inputs:
        if given.is_file():
            found.append(OnDisk.of(given))
            continue
        inside = (path for path in sorted(given.rglob("*")) if path.is_file() and not path.is_symlink())
        found += [OnDisk.of(path, given.parent) for path in inside if not path.name.startswith(".")]
    return found


def _grave(number: int) -> int:
    """How many findings must be mended, and rows were sent back."""
    from sightline.casework.register.importing import queries

    errors = sum(rule.count for rule in queries.rules(number) if rule.severity == "error")
    return errors + len(queries.not_kept(number, seen_by=None))


def _print(shown: Shown, counts: dict[str, dict[str, int]], grave: int, *, as_json: bool) -> None:
    told: dict[str, Any] = {
        "import": shown.id, "state": shown.state, "says": shown.says, "to_mend": grave, "counts": counts,
    }  # fmt: skip
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(f"Import {shown.id}: {shown.state}. {shown.says}".strip())
    for table, found in counts.items():
        click.echo(
            f"  {table:<20} " + ", ".join(f"{number:,} {verdict}" for verdict, number in sorted(found.items()))
        )
    if grave:
        click.echo(f"{grave:,} findings to mend: see the page of the import.")
    if shown.state == "ready":
        click.echo(f"Nothing has changed yet. Look at it and load it on the page /imports/{shown.id}/.")
