"""See `access_deeds.Walk`; FORMS and NOT_MET are of the walk over every page in the browser."""

from __future__ import annotations

from typing import Any

from access_walks import Cell, Walk
from sightline.casework.reviews.models import Review


def _matter(cell: Cell) -> dict[str, Any]:
    return {"pk": cell.row("matter")}


WALKS: dict[str, Walk] = {
    "review": Walk(_matter, about_child=True),
    "review-kind": Walk(
        _matter, body=lambda cell: {"kind": "second", "why": ""}, changes=(Review,), about_child=True
    ),
}
FORMS: set[str] = {"review-kind"}
NOT_MET: set[str] = set()
