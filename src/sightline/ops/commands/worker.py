"""`sightline worker`: does the jobs that pages asked for."""

from __future__ import annotations

import click

from sightline.ops.cli import DONE


@click.command("worker")
@click.option("--once", is_flag=True, help="Do the jobs that wait, then end.")
def command(once: bool) -> int:
    """Do jobs: reading and loading of imports. What a killed worker left is taken up again.

    Several may run; all need the same data folder. SIGTERM lets the job at hand finish.

    \b
    Example:
      sightline worker
    """
    from sightline.ops.service import begin, refuse_unless_ready

    begin()
    refuse_unless_ready()
    from sightline.ops.working import work

    work(once=once)
    return DONE
