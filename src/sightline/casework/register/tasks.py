"""Jobs of the register. Each can be run again: what was done the first time is not done twice."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from sightline.casework.register.warming import warm_standings


@task()
def read_import(number: int, at: str) -> None:
    """Read, check and compare the files of an import."""
    from sightline.casework.register.importing import actions

    actions.read(number, on=datetime.fromisoformat(at).date())


@task()
def load_import(number: int, at: str) -> None:
    """Load an import that somebody said yes to."""
    from sightline.casework.register.importing import actions

    actions.carry_out(number, at=datetime.fromisoformat(at))
    warm_standings.call(on=datetime.fromisoformat(at).date().isoformat())
