"""What happens to one child, as the sample keeps it: whole, with days as numbers, before any return is made."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to live: the carer, or the home, stays the same as long as this does.

    `kind` is the placement code. Codes that changed over the years are kept as `K3` (H5 before) and
    `Z11` to `Z14` (Z1 before).
    """

    kind: str
    provider: str | None
    postcode: str | None
    urn: str | None

    @property
    def temporary(self) -> bool:
        return self.kind[0] == "T"


@dataclass(frozen=True, slots=True)
class Pace:
    """How busy lives are. Law and practice set the pace, unless a council for benchmarks is to be busier."""

    review_days: float | None = None  # at most so many days from one review to the next
    stays: float = 1.0  # how long placements last, as a share of what is usual


@dataclass(slots=True)
class Stay:
    """One episode. `end` and `reason_ended` are always known here; a return does not show the future."""

    start: int
    reason_started: str
    legal: str
    place: Place
    end: int = 0
    reason_ended: str = "X1"
    reason_moved: str | None = None


@dataclass(frozen=True, slots=True)
class AdoptionPlan:
    """The stages of an adoption track, as days. What did not happen is None."""

    decided: int
    ordered: int | None  # placement order; None with the parents' consent
    placed: int | None
    matched: int | None
    same_carer: bool
    disrupted: int | None
    given_up: int | None  # the day the decision was reversed and the order revoked
    adopted: int | None


@dataclass(frozen=True, slots=True)
class Spell:
    """One period of care as planned: from when to when, why it began, how it goes and how it ends."""

    start: int
    end: int
    path: str
    ends: str  # how it ends, in words of `plans`
    adoption: AdoptionPlan | None = None


@dataclass(slots=True)
class Care:
    """One period of care as lived, or one series of short breaks."""

    spell: Spell
    stays: list[Stay]


@dataclass(frozen=True, slots=True)
class Absence:
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WorkerSpell:
    worker: str
    start: int
    end: int
    reason: str


@dataclass(slots=True)
class Life:
    """One child of the sample, from birth to the last that returns tell of."""

    child: str
    number: int  # unique, for whatever must be
    key: tuple[int | str, ...]  # names this child's streams of chance
    born: int
    male: bool
    ethnicity: str
    need: str
    home: str | None
    unaccompanied: bool = False
    short_breaks: bool = False
    first_child_born: int | None = None
    status_ceased: int | None = None  # unaccompanied no longer
    died_aged: int | None = None  # as a care leaver
    care: list[Care] = field(default_factory=list)
    reviews: list[tuple[int, str]] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    workers: list[WorkerSpell] = field(default_factory=list)
    liberty_orders: list[tuple[int, int]] = field(default_factory=list)
