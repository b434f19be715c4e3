"""See `access_deeds.Walk`; FORMS and NOT_MET are of the walk over every page in the browser."""

from __future__ import annotations

from access_walks import Cell, Walk
from access_world import NOBODY, sent
from sightline.casework.meetings.models import Decision, Meeting, Progress
from sightline.casework.register.models import Child
from sightline.casework.watch.models import Dismissal
from sightline.domain.roles import Role


def _decision(cell: Cell) -> dict[str, int]:
    return {"pk": cell.row("decision") if cell.child else NOBODY}


def _chairs(cell: Cell) -> None:
    """Whoever chairs conferences chairs this meeting, too: a chair answers for what the meeting decided."""
    if cell.role is Role.CONFERENCE_CHAIR and cell.child:
        Meeting.objects.filter(pk=cell.row("meeting")).update(chair=cell.person)


WALKS: dict[str, Walk] = {
    "decisions": Walk(),
    "decision": Walk(rows=_decision, about_child=True),
    "decision-tell": Walk(
        rows=_decision, body=lambda cell: sent({"claims": "partly", "says": "It is booked"}),
        changes=(Progress, Child), about_child=True,
    ),
    "decision-answer": Walk(
        rows=_decision, body=lambda cell: sent({"move": "done", "says": "Seen on Monday", "_version": 1}),
        changes=(Decision, Child), about_child=True, ready=_chairs,
    ),
    "child-decisions": Walk(),
    "drift": Walk(),
    "drift-precision": Walk(),
    "child-drift": Walk(),
    "child-drift-dismiss": Walk(
        rows=lambda cell: {"flag": "visits-overdue"},
        body=lambda cell: sent({"kind": "known", "why": "It is before the court"}), changes=(Dismissal,),
    ),
    "child-drift-take-back": Walk(
        rows=lambda cell: {"dismissal": cell.row("dismissal")}, changes=(Dismissal,), shows=405
    ),
}  # fmt: skip
FORMS: set[str] = {"decision-tell", "decision-answer", "child-drift-dismiss"}
NOT_MET: set[str] = {"child-drift-take-back"}
