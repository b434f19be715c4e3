"""`sightline setup`: a database with every table, the files of the pages, and somebody who can let others in."""

from __future__ import annotations

import click

from sightline.ops.cli import DONE


@click.command("setup")
@click.option("--administrator", metavar="EMAIL", help="Make this person an administrator who may sign in.")
@click.option("--reset-second-factor", "lost", metavar="EMAIL", help="Take away a second factor that was lost.")
@click.option("--unlock", "locked", metavar="EMAIL", help="Let somebody try again after too many wrong passwords.")
@click.option("--name", default="Administrator", show_default=True, help="The administrator's name, when new.")
def command(administrator: str | None, name: str, lost: str | None, locked: str | None) -> int:
    """Make or bring up to date the database and the files of the pages. May be run again at any time.

    With --administrator it prints a link, good once and for 24 hours, by which that person chooses a password. An
    administrator who cannot get in any more is given a new link in the same way; the second factor stays, unless
    --reset-second-factor takes it away too. For everybody else an administrator does this on the person's page.

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
    if lost is not None:
        _reset_second_factor(_known(lost, "--reset-second-factor"))
        click.echo("The second factor is reset: another is set up at the next sign-in.")
    if locked is not None:
        _unlock(_known(locked, "--unlock"), locked)
        click.echo("They may try again at once.")
    return DONE


def _make_ready() -> None:
    from django.core.management import call_command

    from sightline.casework.practice.actions import add_shipped
    from sightline.web.day import now

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    add_shipped(at=now())


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


def _known(email: str, option: str) -> int:
    from sightline.casework.staff.signing_in import number_of

    found = number_of(email)
    if found is None:
        raise click.BadParameter("is nobody's address here", param_hint=option)
    return found


def _reset_second_factor(person: int) -> None:
    from django.utils import timezone

    from sightline.casework.staff import actions

    try:
        actions.reset_second_factor(person=person, reason="at the server", by=None, at=timezone.localtime())
    except actions.NotPermitted as refusal:
        raise click.ClickException(str(refusal)) from None


def _unlock(person: int, email: str) -> None:
    from django.http import HttpRequest
    from django.utils import timezone

    from sightline.casework.staff import actions
    from sightline.web.signing_in import unlock

    actions.unlocked(person=person, by=None, at=timezone.localtime())
    unlock(HttpRequest(), person, email)
