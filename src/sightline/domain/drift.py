"""What may be a sign that a child's plan drifts: flags, each with its facts, their sources and its threshold.

Nothing here is a score, and no flag decides anything: people look and judge (`drift_rules` has the rules,
`data/drift.toml` words and thresholds). A flag rests on facts that do not change by the passing of a day, so
whoever looked at it and set it aside is asked again when the facts are others, and only then.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from sightline.domain.care import Life, review_day
from sightline.domain.duties import Duty
from sightline.domain.practices import Practice


@dataclass(frozen=True, slots=True)
class Threshold:
    """From when on something is a flag. Each is a setting; `source` says what our number leans on."""

    key: str
    amount: int
    unit: str
    label: str
    source: str

    def here(self, practice: Practice) -> Threshold:
        """As this council has it."""
        amount = practice.drift.get(self.key)
        if amount is None:
            return self
        return Threshold(self.key, amount, self.unit, self.label, f"A setting of {practice.title}.")

    def __str__(self) -> str:
        unit = self.unit.removesuffix("s") if self.amount == 1 else self.unit
        return f"{self.label}: {self.amount} {unit}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of flag: what it is called, and why it is worth a look."""

    key: str
    title: str
    why: str
    threshold: str = ""  # its own; empty where each of its cases has another


@dataclass(frozen=True, slots=True)
class Pair:
    """A plan that does not go with a legal status or a placement."""

    key: str
    plans: frozenset[str]
    reason: str
    legal: frozenset[str] = frozenset()
    not_legal: frozenset[str] = frozenset()
    not_placed: frozenset[str] = frozenset()
    threshold: str = ""  # months; none: from the day on which both hold
    within: int = 0  # months that the plan itself names


@dataclass(frozen=True, slots=True)
class Fact:
    """What a flag rests on: what it is, since when or by when, and the row that says so.

    `label` is for people: it may hold what somebody typed, and is no part of the hash. `code` is of a code set.
    """

    label: str
    value: date
    table: str
    row: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that may be drift, since a day. `says` is one line without a word that anybody typed."""

    kind: Kind
    facts: tuple[Fact, ...]
    thresholds: tuple[Threshold, ...]
    since: date
    says: str

    @property
    def key(self) -> str:
        """The key of its kind."""
        return self.kind.key

    @property
    def title(self) -> str:
        """What it is called."""
        return self.kind.title

    @property
    def facts_hash(self) -> str:
        """What it rests on, as one word: the same for the same facts on any day, and whatever they are called."""
        said = sorted([fact.table, fact.row or 0, fact.code, fact.value.isoformat()] for fact in self.facts)
        return hashlib.sha256(json.dumps([self.key, said]).encode()).hexdigest()

    @property
    def version(self) -> int:
        """The hash as a number, for a form that is opened on these facts."""
        return int(self.facts_hash[:7], 16)


@dataclass(frozen=True, slots=True)
class Spell:
    """A plan with its days, and the number of its row. `codes`: its route, and the second of a twin-track plan."""

    row: int
    codes: tuple[str, ...]
    started: date
    ended: date | None = None
    table: str = "care_plans"
    words: str = ""

    def holds(self, on: date) -> bool:
        """Whether it is the plan on a day; the day it ended is not."""
        return self.started <= on and (self.ended is None or on < self.ended)


@dataclass(frozen=True, slots=True)
class Promise:
    """A decision of a review that nobody has answered. `earlier` are the days promised before this one."""

    row: int
    by_when: date | None
    earlier: tuple[date, ...] = ()
    again: int = 0  # how often it was set again
    what: str = ""


@dataclass(frozen=True, slots=True)
class Footprint:
    """The last trace of the reviewing service, and what it was."""

    day: date
    table: str
    row: int | None = None


@dataclass(frozen=True)
class Told:
    """All that flags rest on, of one child. `rows` are numbers of rows by table and first day."""

    life: Life
    rows: Mapping[tuple[str, date], int] = field(default_factory=dict)
    plans: Sequence[Spell] = ()
    promises: Sequence[Promise] = ()
    last_decided: date | None = None  # the last meeting that made a decision
    last_done: date | None = None  # the last day on which a decision was found done
    duties: Sequence[Duty] = ()  # on the day that is asked for
    footprint: Footprint | None = None


@dataclass(frozen=True, slots=True)
class Strand:
    """A run of days on which something is so, as far as is told; flags are twisted of them."""

    since: date
    facts: tuple[Fact, ...]
    says: str
    until: date | None = None
    thresholds: tuple[Threshold, ...] = ()

    def holds(self, on: date) -> bool:
        """Whether it is so on a day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Drift:
    """The flags of a child on a day, and the first day on which they may be others though nothing new is told."""

    flags: tuple[Flag, ...]
    turns: date | None


def drift(told: Told, *, practice: Practice, on: date) -> Drift:
    """What may be drift on a day. What happens later is not looked at; of who is not in care there is nothing."""
    from sightline.domain.drift_rules import strands

    found = strands(told, practice, on)
    flags = tuple(_flag(kind, now) for kind in kinds() if (now := _holding(found.get(kind.key, ()), on)))
    return Drift(flags, min(_turns(told, found.values(), on), default=None))


def _holding(strands: Iterable[Strand], on: date) -> list[Strand]:
    return [strand for strand in strands if strand.holds(on)]


def _flag(kind: Kind, strands: Sequence[Strand]) -> Flag:
    ordered = sorted(strands, key=lambda strand: strand.since)
    more = f", and {len(ordered) - 1} more" if len(ordered) > 1 else ""
    return Flag(
        kind=kind,
        facts=tuple(dict.fromkeys(fact for strand in ordered for fact in strand.facts)),
        thresholds=tuple(dict.fromkeys(each for strand in ordered for each in strand.thresholds)),
        since=ordered[0].since,
        says=f"{ordered[0].says}{more}",
    )


def _turns(told: Told, found: Iterable[Sequence[Strand]], on: date) -> Iterator[date]:
    days = [day for strands in found for strand in strands for day in (strand.since, strand.until)]
    days += [day for episode in told.life.episodes for day in (episode.started, episode.ceased)]
    days += [day for plan in told.plans for day in (plan.started, plan.ended)]
    days += [review_day(review) for review in told.life.reviews]
    yield from (day for day in days if day is not None and day > on)


def after(day: date, days: int) -> date:
    """The first day on which more than so many days have passed."""
    return day + timedelta(days=days + 1)


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind of flag, in the order of lists."""
    return tuple(Kind(**said) for said in _read()["flag"])


@cache
def thresholds() -> Mapping[str, Threshold]:
    """Every threshold, by key, as it is where a practice says nothing."""
    return {key: Threshold(key, **said) for key, said in _read()["threshold"].items()}


@cache
def pairs() -> tuple[Pair, ...]:
    """Plans that do not go with a legal status."""
    return tuple(_pair(**said) for said in _read()["pair"])


def _pair(**said: Any) -> Pair:
    told: dict[str, Any] = {
        key: frozenset(value) if isinstance(value, list) else value for key, value in said.items()
    }
    return Pair(**told)


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(files("sightline.domain").joinpath("data", "drift.toml").read_text("utf-8"))
