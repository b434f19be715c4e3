"""Beginning the service for a command: Django is loaded here and nowhere before."""

from __future__ import annotations

import os

import click

MISSING = "The service's packages are not installed. Run script/update, or: pip install 'sightline[service]'"


def begin() -> None:
    """Load Django with this installation's settings. Raises ClickException with what to do."""
    from sightline.ops.environment import Misconfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.ops.settings")
    try:
        import django

        django.setup()
    except ImportError as problem:
        raise click.ClickException(MISSING) from problem
    except Misconfigured as problem:
        raise click.ClickException(str(problem)) from None


def refuse_unless_ready() -> None:
    """Raise ClickException unless the database and the static files are those of this release."""
    from django.conf import settings
    from django.db import OperationalError

    from sightline.web.readiness import pending_migrations

    try:
        pending = pending_migrations()
    except OperationalError:
        raise click.ClickException("The database does not answer. Look at SIGHTLINE_DATABASE.") from None
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    is_kept = "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]
    if pending or (is_kept and not manifest.exists()):
        what = (
            f"The database lacks {len(pending)} changes" if pending else "The static files have not been gathered"
        )
        raise click.ClickException(f"{what}. Make a backup, then run: sightline setup")
