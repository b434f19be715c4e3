"""Jobs of the watch: figures are made beside the pages, which show the ones made before."""

from __future__ import annotations

from datetime import date, datetime

from django_tasks import task

from sightline.casework.staff.queries import Viewer
from sightline.casework.trail.actions import record


def ask_figures(*, by: Viewer) -> None:
    """Have the figures of today made anew, and keep who asked."""
    record("asked_for_figures", by=by.id, at=by.at, kind="figures")
    make_figures.enqueue(by.on.isoformat(), by.at.isoformat(), again=True)


@task()
def make_figures(on: str, at: str, again: bool = False) -> bool:
    """Make the snapshot of figures of a day; doing it twice does nothing more."""
    from sightline.casework.watch.figures import make

    return make(on=date.fromisoformat(on), at=datetime.fromisoformat(at), again=again)
