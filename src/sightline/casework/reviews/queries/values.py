"""What is told of one review, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from sightline.domain.clocks import Clock, Standing
from sightline.domain.review_kinds import ByConsultation, ReviewKind

#: How a clock stands that asks why.
TOO_LATE = frozenset({Standing.LATE, Standing.OVERDUE, Standing.MISSED})


@dataclass(frozen=True)
class Beside:
    """A brother's or sister's part of the same meeting, in scope."""

    matter: int
    child: int
    name: str
    state: str


@dataclass(frozen=True)
class Seen:
    """The officer's last visit before the review."""

    row: int
    on: date
    seen: bool
    alone: bool


@dataclass(frozen=True)
class Participation:
    """How the child took part: what was answered, the code, why where it has to be said."""

    answers: Mapping[str, str]
    code: str
    why: str


@dataclass(frozen=True)
class Lateness:
    """Why a review was late, as far as told."""

    cause: str
    party: str
    why: str


@dataclass(frozen=True)
class ReviewNow:
    """One review as it stands on a day.

    `clock` is the one that it met, or will; None for a kind without. `adjourned` is that of an adjourned one.
    `version` is of what is particular to a review.
    """

    matter: int
    meeting: int
    child: int
    born: date | None
    kind: ReviewKind
    state: str
    meeting_state: str
    on: date | None
    at: time | None
    mode: str
    where: str
    chair: int
    chair_name: str
    held_on: date | None
    completed_on: date | None
    adjourned_why: str
    taken_out_why: str
    brought_forward_why: str
    clock: Clock | None
    adjourned: Clock | None
    beside: Sequence[Beside]
    seen: Seen | None
    not_seen_why: str
    part: Participation
    late: Lateness
    chaired: str
    consultation: ByConsultation
    version: int

    @property
    def over(self) -> bool:
        """Whether the review is complete, or this child was taken out of it."""
        return self.state in ("complete", "taken_out")

    @property
    def planned_late(self) -> bool:
        """Whether the day it is planned for is after the day it is due."""
        due = self.clock.effective_due if self.clock else None
        return not self.over and None not in (self.on, due) and self.on > due  # type: ignore[operator]

    @property
    def is_late(self) -> bool:
        """Whether it has to be said why it is late: it was, or is overdue and not held."""
        return self.clock is not None and self.clock.standing in TOO_LATE and self.state != "taken_out"
