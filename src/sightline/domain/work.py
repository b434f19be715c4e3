"""Records of what the reviewing service itself does: no return and no feed tells them, the service's extract does.

There is no name and no text that somebody typed in them: people of the service are their number (`officer`), other
people their part. `number` is the row's number in the service, `review` the number of the review's process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sightline.domain.columns import FlagValue


@dataclass(frozen=True, slots=True)
class Told:
    """One row: the last day of which the work in this folder tells. A folder without it tells of no work."""

    until: date


@dataclass(frozen=True, slots=True)
class ReviewProcess:
    """One row a review that was held here: when each of its steps was done, and what went before it.

    `seen_on` is the last day, up to the review's, on which the officer had seen the child; `permanence_on` the day
    of the permanence plan that stood on the review's day; `recorded` when the record was finished first, even if
    it was opened again; `distributed` when the last who gets something had it.
    """

    child: str
    number: int
    held: date
    kind: str
    mode: str
    officer: str | None = None
    chaired: str | None = None  # officer, child, together
    completed: date | None = None
    decisions_on: date | None = None  # to managers
    recorded: date | None = None
    distributed: date | None = None
    adjourned: FlagValue = None
    brought_forward: FlagValue = None
    late_cause: str | None = None
    late_party: str | None = None
    participation_reason: FlagValue = None  # whether the reason for the code was kept, not what it says
    seen_on: date | None = None
    seen_alone: FlagValue = None
    permanence_on: date | None = None
    meeting: int | None = None  # brothers and sisters who met together share it


@dataclass(frozen=True, slots=True)
class Decision:
    """One row a decision of a review. `made_on` is the day of the review; withdrawn decisions are there, too."""

    child: str
    number: int
    review: int
    made_on: date
    state: str
    result: str
    place: int
    owner: str | None = None  # the number of the person whose it is
    by_when: date | None = None
    first_by_when: date | None = None
    result_on: date | None = None
    resource: FlagValue = None
    issued_on: date | None = None  # to managers
    queried_on: date | None = None
    changed: FlagValue = None  # after a query


@dataclass(frozen=True, slots=True)
class Participant:
    """One row somebody who had a part in a child's review."""

    child: str
    number: int
    review: int
    capacity: str
    plan: str
    came: str | None = None
    sent_views: FlagValue = None
    invited: date | None = None


@dataclass(frozen=True, slots=True)
class Preparation:
    """One row a report or paper asked for before a review, held or to come. `capacity` is whom it was asked of."""

    child: str
    number: int
    review: int
    kind: str
    state: str
    capacity: str | None = None
    due: date | None = None
    asked: date | None = None
    received: date | None = None
    shared: date | None = None


@dataclass(frozen=True, slots=True)
class MidwayCheck:
    """One row a midway check after the review of `since`. One that was not needed is marked so."""

    child: str
    since: date
    due: date
    done: date | None = None
    found: str | None = None
    not_needed: FlagValue = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One row something that the reviewing service did for a child between reviews."""

    child: str
    number: int
    held: date
    kind: str
    officer: str


@dataclass(frozen=True, slots=True)
class Tracking:
    """One row a level of tracking, from a day until the next."""

    child: str
    since: date
    level: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row a significant change that was told, and what the officer answered."""

    child: str
    number: int
    kind: str
    happened: date
    told: date
    answered: date | None = None
    answer: str | None = None
    planned: FlagValue = None


@dataclass(frozen=True, slots=True)
class Notification:
    """One row a coming into care, and the day on which the reviewing service knew of it."""

    child: str
    started: date
    known: date


@dataclass(frozen=True, slots=True)
class Allocation:
    """One row a spell of an officer's allocation to a child. `ended` is the day the next may start."""

    child: str
    officer: str
    started: date
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class SiblingGroup:
    """One row a child's membership of a group of brothers and sisters; `apart`: they need different officers."""

    child: str
    family: str
    apart: FlagValue = None


@dataclass(frozen=True, slots=True)
class Post:
    """One row a line of the ledger of posts. Not of a child. `fte` is in hundredths of full time."""

    number: int
    role: str
    employment: str
    fte: int
    started: date
    ended: date | None = None
    officer: str | None = None


#: Table name of each record of the work.
WORK: dict[str, type] = {
    "work_told": Told,
    "review_processes": ReviewProcess,
    "decisions": Decision,
    "participants": Participant,
    "preparations": Preparation,
    "midway_checks": MidwayCheck,
    "contacts": Contact,
    "tracking": Tracking,
    "changes": Change,
    "notifications": Notification,
    "allocations": Allocation,
    "sibling_groups": SiblingGroup,
    "posts": Post,
}

WORK_KEYS: dict[str, tuple[str, ...]] = {
    "work_told": ("until",),
    "review_processes": ("child", "number"),
    "decisions": ("child", "number"),
    "participants": ("child", "number"),
    "preparations": ("child", "number"),
    "midway_checks": ("child", "since"),
    "contacts": ("child", "number"),
    "tracking": ("child", "since"),
    "changes": ("child", "number"),
    "notifications": ("child", "started"),
    "allocations": ("child", "officer", "started"),
    "sibling_groups": ("child",),
    "posts": ("number",),
}
