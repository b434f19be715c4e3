"""`sightline manage`: Django's own commands, for those who look after the installation."""

from __future__ import annotations

import click

from sightline.ops.cli import DONE


@click.command("manage", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> int:
    """Django's own commands, for those who look after the installation.

    \b
    Example:
      sightline manage check
      sightline manage help migrate
    """
    from sightline.ops.service import begin

    begin()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["sightline manage", *arguments])
    return DONE
