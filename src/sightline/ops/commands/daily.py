"""`sightline daily`: the work of a day, by hand."""

from __future__ import annotations

from datetime import datetime, time

import click

from sightline.ops.cli import DONE, NEEDS_MENDING


@click.command("daily")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day whose work is done; today if not told.")
def command(on: datetime | None) -> int:
    """Do the work of a day: what became due, who is told of it, the mail. The worker does it by itself.

    It can be run again at any time: each thing is done once.

    \b
    Example:
      sightline daily
      sightline daily --on 2026-11-20
    """
    from sightline.ops.service import begin, refuse_unless_ready

    begin()
    refuse_unless_ready()
    from django.utils.timezone import make_aware

    from sightline.ops.daily import do_all, let_leave
    from sightline.web.day import now

    at = now()
    if on is not None and on.date() != at.date():
        at = make_aware(datetime.combine(on.date(), time(12)))
    well = do_all(on=at.date(), at=at, say=click.echo)
    left = 0
    while sent := let_leave(at=at):
        left += sent
    click.echo(f"mails and calls that left: {left}")
    return DONE if well else NEEDS_MENDING
