"""A council's practice: what law leaves open, as one council does it.

Vocabulary, limits that are not law, caseload lines, targets, age bands, tracking levels, the challenge's ladder.
The files are in `data/practices/*.toml`, one for the handbook and one for each council whose report was read; a
council uploads its own. `practice_files` reads them. What a file does not say is as the handbook has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from sightline.domain.bands import DEFAULT, AgeBand
from sightline.domain.calendar import Calendar
from sightline.domain.clocks import StartedClock, start_clock
from sightline.domain.practice import HANDBOOK, Counting
from sightline.domain.timescales import TIMESCALES, Limit, Status


class Basis(Enum):
    """What a caseload is divided by."""

    FTE = "fte"  # full-time equivalents in post
    HEADCOUNT = "headcount"  # people in post


class TargetKind(Enum):
    """How a council means a number that it wants to reach."""

    TARGET = "target"
    ASPIRATION = "aspiration"


@dataclass(frozen=True, slots=True)
class Word:
    """What a council calls something: one, and many."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Caseload:
    """Children for one reviewing officer: the guidance's band, and a line of the council's own."""

    lower: int = 50
    upper: int = 70
    local: int | None = None
    basis: Basis = Basis.FTE


@dataclass(frozen=True, slots=True)
class Target:
    """What a council wants an indicator, or the share of a limit met, to reach in a year (named by its end)."""

    key: str
    year: int
    value: float
    kind: TargetKind


@dataclass(frozen=True, slots=True)
class TrackingLevel:
    """How closely a child's plan is watched between reviews, and what the reviewing officer may do then."""

    name: str
    meaning: str
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the ladder of a challenge: who is asked, how long they have, whether they meet."""

    name: str
    who: tuple[str, ...]
    action: str = ""
    response: Limit | None = None
    meeting: bool = False
    informal: bool = False


@dataclass(frozen=True, slots=True)
class ConsultationForm:
    """A form that asks children of some ages (both included) what they think."""

    name: str
    from_age: int
    to_age: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A decision's standard wording: what, who, in how many days, to what end."""

    key: str
    what: str
    who: str = ""
    days: int | None = None
    outcome: str = ""
    about: str = ""  # care, health, education, contact, permanence …


@dataclass(frozen=True)
class Practice:
    """A practice as read from its file. `sources` says where each thing was read, by its place in the file."""

    name: str
    title: str
    sha256: str
    words: Mapping[str, Word]
    since: date | None = None  # from when the council is known to work so
    source: str = ""
    counting: Counting = HANDBOOK
    timeliness: str = "reviews-in-time-review"  # the indicator of reviews in time that the council publishes
    caseload: Caseload = Caseload()
    limits: Mapping[str, int] = field(default_factory=dict)  # the council's own, by key of timescale, in its unit
    age_bands: Mapping[str, tuple[AgeBand, ...]] = field(default_factory=dict)  # "dfe", perhaps "local"
    targets: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    tracking_levels: tuple[TrackingLevel, ...] = ()
    ethnicity_details: Mapping[str, str] = field(default_factory=dict)  # local detail to code of the department
    ladder: tuple[Stage, ...] = ()
    challenge_reasons: tuple[str, ...] = ()
    challenge_triggers: tuple[str, ...] = ()  # what has to be challenged
    consultation_forms: tuple[ConsultationForm, ...] = ()
    record_options: frozenset[str] = frozenset()  # sections a council adds: signs_of_safety …
    wordings: tuple[Wording, ...] = ()  # the library of decisions
    drift: Mapping[str, int] = field(default_factory=dict)  # a flag's threshold, in its own unit, by its key
    midway: bool = True  # midway checks are made between reviews
    sources: Mapping[str, str] = field(default_factory=dict)

    def word(self, concept: str, plural: bool = False) -> str:
        """What this council calls something. Raises KeyError for a concept that no practice has."""
        word = self.words[concept]
        return word.many if plural else word.one

    @property
    def bands(self) -> tuple[AgeBand, ...]:
        """The age bands that this council prints: its own, or the department's."""
        return self.age_bands.get("local", self.age_bands[DEFAULT])

    def amount(self, key: str) -> int | None:
        """How long a limit is here, in its own unit: the council's number, or the one of law and guidance."""
        return self.limits.get(key, TIMESCALES[key].limit.amount)

    def clock(self, key: str, started: date, calendar: Calendar) -> StartedClock:
        """The clock of one limit as this council counts it. Raises what `clocks.start_clock` raises."""
        return start_clock(TIMESCALES[key], started, calendar, self.counting, amount=self.limits.get(key))

    def target(self, key: str, year: int) -> Target | None:
        """What the council wants to reach in a year: the latest that it has said by then."""
        said = [target for target in self.targets.get(key, ()) if target.year <= year]
        return max(said, key=lambda target: target.year, default=None)

    def beyond_guidance(self) -> tuple[str, ...]:
        """The limits, by key, that give more time than guidance does: allowed, and to be known."""
        return tuple(key for key, amount in self.limits.items() if _looser(key, amount))


def _looser(key: str, amount: int) -> bool:
    timescale = TIMESCALES[key]
    usual = timescale.limit.amount
    if timescale.status not in (Status.STATUTORY_GUIDANCE, Status.GUIDANCE) or usual is None:
        return False
    return amount < usual if timescale.limit.before else amount > usual
