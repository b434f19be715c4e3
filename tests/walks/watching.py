"""See `access_deeds.Walk`; FORMS and NOT_MET are of the walk over every page in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from access_walks import Cell, Walk
from access_world import NOBODY, sent
from service import TODAY, moment
from sightline.casework.practice.models import InForce
from sightline.casework.register.models import Child, Episode, Visit
from sightline.casework.watch.models import Change, Check, Closing, Contact, Tracking


def _level_named(cell: Cell) -> None:
    """The practice names levels."""
    InForce.objects.create(version=cell.world.practice, since=TODAY, set_at=moment(), why="Agreed")


def _left(cell: Cell) -> None:
    """The child left care today."""
    if cell.child is not None:
        Episode.objects.filter(child=cell.child, ceased=None).update(ceased=TODAY, reason_ceased="E4A")
        Child.objects.filter(pk=cell.child.pk).update(stamp=F("stamp") + 1)


def _answer(cell: Cell) -> Mapping[str, Any]:
    return sent({"answer": "no", "why": "The plan covers it", "_version": 1})


def _line(cell: Cell) -> Mapping[str, Any]:
    return sent({"kind": "panel", "on": TODAY, "says": "Matching", "reason": "It was a panel", "_version": 1})


def _several(cell: Cell) -> Mapping[str, Any]:
    child = cell.number if cell.child else NOBODY
    return sent({"children": [child], "kind": "file_check", "on": TODAY})


WALKS: dict[str, Walk] = {
    "checks": Walk(),
    "child-check": Walk(
        rows=lambda cell: {"check": cell.row("check")},
        body=lambda cell: sent({"on": TODAY, "found": "on_track", "_version": 1}), changes=(Check,),
    ),
    "contact-note": Walk(body=_several, changes=(Contact,), about_child=True),
    "child-contact-add": Walk(
        body=lambda cell: sent({"kind": "visit", "on": TODAY, "seen": "alone"}), changes=(Contact, Visit)
    ),
    "child-contact": Walk(rows=lambda cell: {"contact": cell.row("contact")}, body=_line, changes=(Contact,)),
    "child-contact-away": Walk(
        rows=lambda cell: {"contact": cell.row("contact")},
        body=lambda cell: {"reason": "Noted twice", "_version": 1}, changes=(Contact,),
    ),
    "child-level": Walk(
        body=lambda cell: sent({"level": "High", "since": TODAY, "why": "Agreed"}), changes=(Tracking,),
        ready=_level_named,
    ),
    "child-footprint": Walk(),
    "closings": Walk(),
    "child-closing": Walk(
        body=lambda cell: sent({"says": "All is told", "open_decisions": "The team carries on", "_version": 1}),
        changes=(Closing,), ready=_left,
    ),
    "child-closing-seen": Walk(
        rows=lambda cell: {"closing": cell.row("closing")}, changes=(Closing,), shows=405
    ),
    "changes": Walk(),
    "change-tell": Walk(),
    "child-change-tell": Walk(
        body=lambda cell: sent({"kind": "school", "planned": "no", "happened_on": TODAY, "says": "A new school"}),
        changes=(Change,),
    ),
    "child-change": Walk(
        rows=lambda cell: {"change": cell.row("change")}, body=_answer, changes=(Change,),
    ),
}  # fmt: skip
FORMS: set[str] = {"child-change-tell", "contact-note", "child-contact-add", "child-closing", "child-contact-away"}
NOT_MET: set[str] = {"child-closing-seen", "closings", "child-closing"}
