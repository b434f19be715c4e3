"""See `access_deeds.Walk`; FORMS and NOT_MET are of the walk over every page in the browser."""

from __future__ import annotations

from typing import Any

from access_cycle import HELD
from access_walks import Cell, Walk
from access_world import NOBODY, sent
from service import TODAY, moment
from sightline.casework.meetings.models import Meeting
from sightline.casework.practice.models import InForce
from sightline.casework.register.models import Visit
from sightline.casework.reviews.models import Review
from sightline.casework.watch.models import Tracking


def _matter(cell: Cell) -> dict[str, Any]:
    return {"pk": cell.row("matter") if cell.child else NOBODY}


def _chairs(cell: Cell) -> None:
    """Whoever may hold a meeting holds the ones they chair."""
    Meeting.objects.filter(pk=cell.row("meeting")).update(chair=cell.person)


def _level_named(cell: Cell) -> None:
    """The practice names levels."""
    InForce.objects.create(version=cell.world.practice, since=TODAY, set_at=moment(), why="Agreed")


def _said(body: dict[str, Any], *changes: Any) -> Walk:
    return Walk(_matter, body=lambda cell: sent(body), changes=changes, ready=_chairs, about_child=True)


WALKS: dict[str, Walk] = {
    "reviews": Walk(),
    "reviews-file": Walk(lambda cell: {"year": 2027}),
    "child-reviews": Walk(),
    "review": Walk(_matter, about_child=True),
    "review-kind": Walk(
        _matter, body=lambda cell: {"kind": "second", "why": ""}, changes=(Review,), about_child=True
    ),
    "review-late": _said({"cause": "court", "party": "", "why": ""}, Review),
    "review-seen": _said({"seen": "alone", "why": "", "on": HELD}, Visit),
    "review-chaired": _said({"chaired": "together"}, Review),
    "review-level": Walk(
        _matter,
        body=lambda cell: sent({"level": "High", "why": ""}),
        changes=(Tracking,),
        about_child=True,
        ready=_level_named,
    ),
    "review-participation": _said(
        {"_token": "t", "present": "in_person", "views_when_there": "spoke", "code": "PN1"}, Review
    ),
}
FORMS: set[str] = set()
NOT_MET: set[str] = {"review-participation", "review-chaired", "review-level", "reviews-file"}
