"""Jobs of the watch: figures are made beside the pages, which show the ones made before."""

from __future__ import annotations

from datetime import date, datetime

from django_tasks import task


@task()
def make_figures(on: str, at: str, again: bool = False) -> bool:
    """Make the snapshot of figures of a day; doing it twice does nothing more."""
    from sightline.casework.watch.figures import make

    return make(on=date.fromisoformat(on), at=datetime.fromisoformat(at), again=again)
