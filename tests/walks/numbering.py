"""See `access_deeds.Walk`; FORMS and NOT_MET are of the walk over every page in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from access_walks import Cell, Walk
from access_world import sent
from sightline.casework.register.models import Identifier


def _new(_: Cell) -> Mapping[str, Any]:
    return sent({"scheme": "case", "value": "N-4711"})


def _away(_: Cell) -> Mapping[str, Any]:
    return sent({"reason": "It is another child's", "_version": 1})


WALKS: dict[str, Walk] = {
    "child-numbers": Walk(),
    "child-number-add": Walk(body=_new, changes=(Identifier,)),
    "child-number-away": Walk(rows=lambda cell: {"row": cell.row("number")}, body=_away, changes=(Identifier,)),
}
FORMS: set[str] = {"child-number-add"}
#: Numbers of the sample came with its feed.
NOT_MET: set[str] = {"child-number-away"}
