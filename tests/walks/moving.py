"""See `access_deeds.Walk`; FORMS and NOT_MET are of the walk over every page in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from access_walks import Cell, Walk
from access_world import sent
from service import TODAY
from sightline.casework.register.models import Episode, Notice


def _open(cell: Cell) -> Mapping[str, Any]:
    """The episode that has not ended."""
    return {"episode": Episode.objects.get(child=cell.row("child"), ceased=None).pk}


WALKS: dict[str, Walk] = {
    "child-left-care": Walk(
        rows=_open, body=lambda cell: sent({"on": TODAY, "reason_ceased": "E4A", "_version": 1}),
        changes=(Episode, Notice),
    ),
    "child-moved-on": Walk(
        rows=_open,
        body=lambda cell: sent({"on": TODAY, "legal_status": "C2", "where": "same", "_version": 1}),
        changes=(Episode, Notice),
    ),
}  # fmt: skip
FORMS: set[str] = {"child-left-care", "child-moved-on"}
NOT_MET: set[str] = set()
