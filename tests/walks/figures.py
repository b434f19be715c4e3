"""See `access_deeds.Walk`; FORMS and NOT_MET are of the walk over every page in the browser."""

from __future__ import annotations

from django_tasks_db.models import DBTaskResult

from access_walks import Walk

WALKS: dict[str, Walk] = {
    "figures": Walk(),
    "figure": Walk(rows=lambda cell: {"key": "record-15wd"}, shows=404),  # none has been made
    "figures-make": Walk(changes=(DBTaskResult,), shows=405),
}
FORMS: set[str] = set()
NOT_MET: set[str] = {"figure", "figures-make"}
