"""See `access_deeds.Walk`; FORMS and NOT_MET are of the walk over every page in the browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from access_walks import Cell, Walk
from access_world import NOBODY, sent
from service import TODAY
from sightline.casework.meetings.models import Ask, Matter, Meeting, Participant, Venue

DAY = date(2026, 12, 15)


def _of(what: str, **more: str) -> Callable[[Cell], dict[str, Any]]:
    """The row that the address names, and those after it; of no child, none."""

    def rows(cell: Cell) -> dict[str, Any]:
        named = {"pk": what, **more}
        return {name: cell.row(row) if cell.child else NOBODY for name, row in named.items()}

    return rows


_meeting, _proposed, _matter = _of("next_meeting"), _of("proposed_meeting"), _of("next_matter")
_participant, _paper = _of("next_matter", participant="participant"), _of("next_matter", ask="ask")


def _where(cell: Cell) -> dict[str, Any]:
    return {"minutes": "60", "mode": "video", "chair": cell.world.officer.pk, "why_then": "As the family asked"}


def _plan(cell: Cell) -> Mapping[str, Any]:
    return sent({**_where(cell), "kind": "later", "day": "other", "other_day": DAY})


def _settle(cell: Cell) -> Mapping[str, Any]:
    return sent({"on": DAY, "why_then": "As the family asked", "_version": 1})


def _move(cell: Cell) -> Mapping[str, Any]:
    return sent({**_where(cell), "on": DAY, "_version": 1})


def _chosen(cell: Cell, which: str, prefix: str, **told: Any) -> Mapping[str, Any]:
    return {
        "paper": f"{cell.row(which) if cell.child else NOBODY}-1",
        **{f"{prefix}-{k}": v for k, v in sent(told).items()},
    }


def _papers(cell: Cell) -> Mapping[str, Any]:
    return {**_chosen(cell, "ask", "papers", move="receive", on=TODAY), "papers": "yes"}


WALKS: dict[str, Walk] = {
    "child-plan-review": Walk(body=_plan, changes=(Meeting, Matter)),
    "meeting": Walk(rows=_meeting, about_child=True),
    "meeting-settle": Walk(rows=_proposed, body=_settle, changes=(Meeting,), about_child=True),
    "meeting-move": Walk(rows=_meeting, body=_move, changes=(Meeting,), about_child=True),
    "meeting-cancel": Walk(
        rows=_meeting, body=lambda cell: sent({"why": "The child went home", "_version": 1}), changes=(Meeting,),
        about_child=True,
    ),
    "meeting-calendar": Walk(rows=_meeting, about_child=True),
    "meetings-move": Walk(),
    "review-take-out": Walk(rows=_matter, about_child=True),
    "review-preparation": Walk(rows=_matter, body=_papers, changes=(Ask,), about_child=True),
    "review-person": Walk(
        rows=_participant, body=lambda cell: sent({"plan": "views", "_version": 1}), changes=(Participant,),
        about_child=True,
    ),
    "review-person-away": Walk(
        rows=_participant, body=lambda cell: {"more-why": "Entered twice", "_version": 1}, changes=(Participant,),
        about_child=True, shows=405,
    ),
    "review-person-add": Walk(
        rows=_matter, body=lambda cell: sent({"capacity": "family", "name": "Aunt May", "plan": "invite"}),
        changes=(Participant,), about_child=True,
    ),
    "review-paper": Walk(
        rows=_paper, body=lambda cell: sent({"of": "", "asked_on": TODAY, "_version": 1}), changes=(Ask,),
        about_child=True,
    ),
    "review-paper-needed": Walk(
        rows=_paper, body=lambda cell: {"more-why": "Not at school", "_version": 1}, changes=(Ask,),
        about_child=True, shows=405,
    ),
    "review-paper-add": Walk(
        rows=_matter, body=lambda cell: sent({"kind": "pep", "of": ""}), changes=(Ask,), about_child=True
    ),
    "reviews-to-plan": Walk(),
    "invitations": Walk(),
    "papers": Walk(
        body=lambda cell: _chosen(cell, "ask", "papers", move="receive", on=TODAY), changes=(Ask,),
        about_child=True,
    ),
    "asked-papers": Walk(),
    "diary": Walk(),
    "venues": Walk(),
    "venue-add": Walk(body=lambda cell: sent({"name": "Library"}), changes=(Venue,)),
    "venue": Walk(
        rows=lambda cell: {"pk": cell.row("venue")},
        body=lambda cell: sent({"name": "Old library", "_version": 1}), changes=(Venue,),
    ),
}  # fmt: skip
FORMS: set[str] = {
    "meeting-cancel", "review-person-add", "review-paper-add", "papers", "venue-add",
}  # fmt: skip
#: Answers to a button, a file, and what the sample council has none of.
NOT_MET: set[str] = {
    "review-person-away",
    "review-paper-needed",
    "meeting-calendar",
    "review-take-out",
    "meeting-settle",
}
