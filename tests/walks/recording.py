"""See `access_deeds.Walk`; FORMS and NOT_MET are of the walk over every page in the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from access_cycle import HELD
from access_walks import TOMORROW, Cell, Walk
from access_world import NOBODY, sent
from service import TODAY
from sightline.casework.documents.models import Issued
from sightline.casework.meetings.models import (
    Decision,
    Delivery,
    Matter,
    Meeting,
    Participant,
    Record,
    Section,
    Sitting,
)
from sightline.domain.roles import Role

SOON = TODAY + timedelta(days=20)


def _of(what: str, **more: str) -> Callable[[Cell], dict[str, Any]]:
    """The row that the address names, and those after it; of no child, none."""

    def rows(cell: Cell) -> dict[str, Any]:
        named = {"pk": what, **more}
        return {name: cell.row(row) if cell.child else NOBODY for name, row in named.items()}

    return rows


def _section(what: str) -> Callable[[Cell], dict[str, Any]]:
    return lambda cell: {**_of(what)(cell), "key": "summary"}


def _to(move: str) -> Callable[[Cell], dict[str, Any]]:
    return lambda cell: {**_of("matter")(cell), "move": move}


def _chairs(cell: Cell) -> None:
    """Whoever may hold a meeting holds the ones they chair."""
    meetings = Meeting.objects.filter(pk__in=(cell.row("meeting"), cell.row("next_meeting")))
    meetings.update(chair=cell.person)


def _writes(cell: Cell) -> None:
    """Whoever chairs may write; business support may where it was sent to be typed."""
    _chairs(cell)
    state = "typing" if cell.role is Role.BUSINESS_SUPPORT else "writing"
    Record.objects.filter(pk=cell.row("record")).update(state=state)


def _drafts(cell: Cell) -> None:
    _writes(cell)
    Decision.objects.filter(matter=cell.row("matter")).update(state="draft")


def _finished(cell: Cell) -> None:
    _chairs(cell)
    Record.objects.filter(pk=cell.row("record")).update(state="finished", finished_on=TODAY)


def _complete(cell: Cell) -> None:
    """Nothing is missing any more."""
    _chairs(cell)
    told = {"who": "A carer", "by_when": SOON, "state": "final"}
    Decision.objects.filter(matter=cell.row("matter")).update(**told)
    keys = ("views", "identity", "home", "health", "education", "family_time", "legal", "safety")
    Section.objects.bulk_create([Section(record_id=cell.row("record"), key=key, text="Well") for key in keys])


def _not_begun(cell: Cell) -> None:
    _chairs(cell)
    Record.objects.filter(pk=cell.row("record")).delete()


def _adjourned(cell: Cell) -> None:
    Matter.objects.filter(pk=cell.row("next_matter")).update(
        state="adjourned", held_on=TODAY, adjourned_why="No interpreter came"
    )


def _written(cell: Cell) -> dict[str, Any]:
    version = Section.objects.get(pk=cell.row("section")).version if cell.child else 1
    return {"summary-text": "We met, and it was good", "summary-source": "typed", "_version": version}


def _together(cell: Cell) -> dict[str, Any]:
    matter = cell.row("matter")
    return {f"text_{matter}": "We met, and it was good", f"source_{matter}": "typed", "_version": 1}


def _came(cell: Cell) -> dict[str, Any]:
    return {f"came_{cell.row('held_participant')}": "yes", "_version": 1}


def _another_day(cell: Cell) -> dict[str, Any]:
    return sent({"held_on": HELD - timedelta(days=1), "why": "Misread", "_version": 1})


_DECISION = {"what": "See the dentist with the carer", "who": "Foster carer", "_version": 1}

WALKS: dict[str, Walk] = {
    "review-hold": Walk(
        _of("next_matter"), body=lambda _: sent({"move": "complete", "on": TODAY, "_version": 1}),
        changes=(Matter, Meeting), ready=_chairs, about_child=True,
    ),
    "review-day": Walk(
        _of("matter"), body=_another_day, changes=(Matter,), ready=_chairs, about_child=True,
    ),
    "review-not-held": Walk(
        _of("matter"), body=lambda _: sent({"why": "It was another child's", "_version": 1}), changes=(Matter,),
        ready=lambda cell: (_chairs(cell), _not_gone_out(cell)), about_child=True,
    ),
    "review-sitting": Walk(
        _of("next_matter"), body=lambda _: sent({"on": TOMORROW, "_version": 1}), changes=(Sitting,),
        ready=_adjourned, about_child=True,
    ),
    "review-attendance": Walk(
        _of("matter"), body=_came, changes=(Participant,), ready=_chairs, about_child=True
    ),
    "review-earlier": Walk(_of("next_matter"), about_child=True),
    "review-earlier-answer": Walk(
        _of("next_matter", decision="decision"), body=lambda _: {"result": "done", "_version": 1},
        changes=(Decision,), ready=_chairs, about_child=True,
    ),
    "review-record": Walk(_of("matter"), about_child=True),
    "review-record-start": Walk(
        _of("matter"), changes=(Record,), ready=_not_begun, about_child=True, shows=405
    ),
    "review-record-move": Walk(
        _to("typed"), changes=(Record,), ready=lambda cell: (_chairs(cell), _typing(cell)), about_child=True,
        shows=405,
    ),
    "review-record-finish": Walk(
        _of("matter"), body=lambda _: {"version": 1}, changes=(Record,), ready=_complete, about_child=True
    ),
    "review-record-reopen": Walk(
        _of("matter"), body=lambda _: {"why": "A date was wrong", "_version": 1}, changes=(Record,),
        ready=_finished, about_child=True,
    ),
    "review-record-whole": Walk(_of("matter"), about_child=True),
    "review-section": Walk(
        _section("matter"), body=_written, changes=(Section,), ready=_writes, about_child=True
    ),
    "to-type": Walk(),
    "review-decisions": Walk(_of("matter"), about_child=True),
    "review-decision-library": Walk(_of("matter"), about_child=True),
    "review-decision-add": Walk(
        _of("matter"), body=lambda _: sent({**_DECISION, "by_when": SOON}), changes=(Decision,), ready=_writes,
        about_child=True,
    ),
    "review-decision": Walk(
        _of("matter", decision="decision"), body=lambda _: sent({**_DECISION, "by_when": SOON}),
        changes=(Decision,), ready=_drafts, about_child=True,
    ),
    "review-decision-withdraw": Walk(
        _of("matter", decision="decision"), body=lambda _: {"version": 1}, changes=(Decision,), ready=_drafts,
        about_child=True, shows=405,
    ),
    "review-decision-shift": Walk(
        _of("matter", decision="decision"), body=lambda _: {"way": "down"}, changes=(Decision,), ready=_drafts,
        about_child=True, shows=405,
    ),
    "review-projector": Walk(_of("matter"), about_child=True),
    "meeting-record": Walk(_of("meeting"), about_child=True),
    "meeting-section": Walk(
        _section("meeting"), body=_together, changes=(Section,), ready=_writes, about_child=True
    ),
}  # fmt: skip


def _typing(cell: Cell) -> None:
    Record.objects.filter(pk=cell.row("record")).update(state="typing", to_type_on=HELD)


def _not_gone_out(cell: Cell) -> None:
    """Nothing of the review went to anybody, and its record is open."""
    Matter.objects.filter(pk=cell.row("matter")).update(decisions_issued_on=None)
    Record.objects.filter(pk=cell.row("record")).update(state="writing")
    Delivery.objects.filter(participant__matter=cell.row("matter")).delete()
    Issued.objects.filter(about="matter", number=cell.row("matter")).delete()


FORMS: set[str] = set()
#: Answers to a button; a record that is finished, and others that are not, are not always in the sample.
NOT_MET: set[str] = {
    "review-record-start", "review-record-move", "review-record-reopen", "review-decision-withdraw",
    "review-decision-shift", "review-earlier-answer", "review-decision", "meeting-record", "meeting-section",
    "review-section", "review-record-finish", "review-record-whole", "to-type", "review-decision-add",
    "review-decision-library", "review-projector", "review-sitting", "review-day",
    "review-not-held",
}  # fmt: skip
