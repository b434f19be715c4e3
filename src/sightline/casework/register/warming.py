"""Keeping the standings warm: at night, and after an import, before anybody has to wait for them."""

from __future__ import annotations

from datetime import date

from django_tasks import task


@task()
def warm_standings(on: str) -> int:
    """Work out every standing that no longer holds on a day; how many it was. Doing it twice does nothing more.

    The database takes the measure of its tables too: it was the night, or much was loaded.
    """
    from sightline.casework.practice.queries import in_force
    from sightline.casework.register.bulk import analyze
    from sightline.casework.register.standings import warm

    day = date.fromisoformat(on)
    many = warm(on=day, practice=in_force(day))
    analyze()
    return many
