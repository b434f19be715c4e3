"""`sightline setup`: a database with every table, the files of the pages, and somebody who can let others in."""

from __future__ import annotations

import click

from sightline.ops.cli import DONE


@click.command("setup")
@click.option("--administrator", metavar="EMAIL", help="Make this person an administrator who may sign in.")
@click.option("--name", default="Administrator", show_default=True, help="The administrator's name, when new.")
def command(administrator: str | None, name: str) -> int:
    """Make or bring up to date the database and the files of the pages. May be run again at any time.

    With --administrator it prints a link, good once and for 24 hours, by which that person chooses a password. An
    administrator who cannot get in any more is given a new link in the same way; the second factor stays.

    \b
    Example:
      sightline setup --administrator ada@example.gov.uk --name "Ada Appleby"
    """
    from sightline.ops.service import begin

    begin()
    _make_ready()
    click.echo("The database and the files of the pages are up to date.")
    if administrator is not None:
        click.echo(f"Choose a password here, once, within 24 hours:\n{_link(administrator, name)}")
    return DONE


def _make_ready() -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from sightline.casework.practice.actions import add_shipped

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    add_shipped(at=timezone.now())


def _link(email: str, name: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    from sightline.casework.staff.signing_in import administrator
    from sightline.web.signing_in import password_link

    try:
        validate_email(email)
    except ValidationError:
        raise click.BadParameter("is not an email address", param_hint="--administrator") from None
    return password_link(administrator(email=email, name=name, at=timezone.localtime()))
