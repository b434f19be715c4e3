"""What follows a meeting: decisions to managers, the record, and everybody sent what is theirs.

Three clocks run from the day on which the child's part was completed (IRO Handbook, 2010): `review-decisions` 5,
`review-record` 15, `review-distribution` 20 working days, or as the council's practice has it. Each has its own
standing, and says whose step it is now and why. Nothing of it is kept: it is worked out when asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sightline.domain.calendar import BeyondCalendar, Calendar
from sightline.domain.explain import counted
from sightline.domain.practices import Practice
from sightline.domain.standing import Standing

DECISIONS, RECORD, SENT = "review-decisions", "review-record", "review-distribution"
WINDOW = "review-manager-response"


class Whose(StrEnum):
    """Whose step it is."""

    NOBODY = "nobody"
    CHAIR = "chair"
    TYPIST = "typist"
    MANAGER = "manager"
    SUPPORT = "support"

    @property
    def label(self) -> str:
        """In words."""
        return _SAID[self]


_SAID = {
    Whose.NOBODY: "Nobody: it is done",
    Whose.CHAIR: "The IRO",
    Whose.TYPIST: "Business support, to type",
    Whose.MANAGER: "Managers",
    Whose.SUPPORT: "Business support",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What has happened since one child's part of a meeting was completed.

    `draft`, `in_window` and `queried` count decisions by state; `record` is the state of the record, and
    `record_finished_on` the day on which it was finished first: one that is opened again has met its limit.
    `issued`: whether there is a document for everybody who is to be sent one. `sent_on` is the day on which the
    last of `recipients` was sent theirs, none while one is still waiting.
    """

    completed_on: date
    decisions_issued_on: date | None = None
    draft: int = 0
    in_window: int = 0
    queried: int = 0
    record: str = "not_started"
    record_finished_on: date | None = None
    issued: bool = False
    recipients: int = 0
    sent: int = 0
    sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One of the three: when it falls due and why then, how it stands, whose step it is and what that is."""

    key: str
    title: str
    due: date | None
    why: str
    met_on: date | None
    standing: Standing
    whose: Whose
    does: str


def after(facts: Facts, *, practice: Practice, calendar: Calendar, on: date) -> tuple[Step, Step, Step]:
    """The three steps in their order, as they stand on a day."""
    turns = (decisions_turn(facts), record_turn(facts), sending_turn(facts))
    told = (
        (DECISIONS, "Decisions to managers", facts.decisions_issued_on),
        (RECORD, "Record finished", facts.record_finished_on),
        (SENT, "Sent to everybody", facts.sent_on),
    )
    return tuple(  # type: ignore[return-value]  # three go in, three come out
        _step(key, title, met, turn, facts.completed_on, practice, calendar, on)
        for (key, title, met), turn in zip(told, turns, strict=True)
    )


def now(facts: Facts) -> tuple[str, Whose, str]:
    """The first step that is not done: its key, whose it is, what they have to do. An empty key: all is done."""
    turns = ((DECISIONS, decisions_turn(facts)), (RECORD, record_turn(facts)), (SENT, sending_turn(facts)))
    for key, (whose, does) in turns:
        if whose is not Whose.NOBODY:
            return key, whose, does
    return "", Whose.NOBODY, ""


def decisions_turn(facts: Facts) -> tuple[Whose, str]:
    """Whose step decisions are, until managers have them."""
    if facts.decisions_issued_on is None:
        return Whose.CHAIR, "Issue the decisions to managers"
    return Whose.NOBODY, ""


def record_turn(facts: Facts) -> tuple[Whose, str]:
    """Whose step the record is, until it is finished (and again, where it was opened again)."""
    if facts.record == "writing" and facts.record_finished_on is not None:
        return Whose.CHAIR, "Correct the record and finish it again"
    return {
        "not_started": (Whose.CHAIR, "Write the record"),
        "writing": (Whose.CHAIR, "Write the record"),
        "typing": (Whose.TYPIST, "Type the record"),
        "checking": (Whose.CHAIR, "Check what was typed and finish the record"),
        "finished": (Whose.NOBODY, ""),
    }[facts.record]


def sending_turn(facts: Facts) -> tuple[Whose, str]:
    """Whose step it is that everybody has what is theirs. An open query holds its own decision back alone."""
    if facts.sent_on is not None:
        return Whose.NOBODY, ""
    for whose, does in (decisions_turn(facts), record_turn(facts)):
        if whose is not Whose.NOBODY:
            return whose, does
    if facts.draft:
        return Whose.CHAIR, f"Issue {counted(facts.draft, 'decision')} to managers"
    if facts.in_window:
        return Whose.MANAGER, "Say whether they agree to the decisions; the window closes by itself"
    if not facts.recipients:
        return Whose.SUPPORT, "Say who is sent what"
    if not facts.issued:
        return Whose.SUPPORT, "Issue the documents"
    if facts.sent < facts.recipients:
        return Whose.SUPPORT, f"Send it to {facts.recipients - facts.sent} more of {facts.recipients}"
    return Whose.NOBODY, ""


def _step(
    key: str,
    title: str,
    met_on: date | None,
    turn: tuple[Whose, str],
    completed_on: date,
    practice: Practice,
    calendar: Calendar,
    on: date,
) -> Step:
    whose, does = (Whose.NOBODY, "") if met_on is not None else turn
    try:
        clock = practice.clock(key, completed_on, calendar)
    except BeyondCalendar as beyond:
        why = f"It cannot be said when: {beyond}."
        return Step(key, title, None, why, met_on, Standing.UNKNOWN, whose, does)
    return Step(key, title, clock.due, clock.why, met_on, clock.standing(on, met_on=met_on), whose, does)
