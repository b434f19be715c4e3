"""Time limits from law, guidance and local practice: dated data with sources, and the clocks they start.

The facts are in `data/timescales.toml`, which says what each field means.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

from sightline.domain.explain import counted, in_words


class Unit(Enum):
    """What a limit is counted in. Only the first five give a date."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    HOURS = "hours"
    EVENT = "event"  # no number: before, at or after something else
    TERMS = "terms"  # school terms, whose dates are local
    YEARS = "years"
    CASES = "cases"
    STAGES = "stages"

    @property
    def gives_a_date(self) -> bool:
        """Whether a clock can be started with this unit."""
        return self in (Unit.WORKING_DAYS, Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.HOURS)


class Status(Enum):
    """The force a limit has."""

    LAW = "LAW"
    STATUTORY_GUIDANCE = "STATUTORY GUIDANCE"
    GUIDANCE = "GUIDANCE"
    RETURN = "RETURN"
    LOCAL = "LOCAL"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long. `amount` is None for an event, and for a number that each council has to set."""

    unit: Unit
    amount: int | None = None
    before: bool = False  # counted back from what starts it
    configurable: bool = False  # there is no national number; the amount is a suggestion
    to: int | None = None  # the top of a band
    then: int | None = None  # the interval after the first
    words: str = ""  # what the number alone does not say

    def in_words(self) -> str:
        """The limit for people: 20 working days, 3 months, before the placement."""
        if self.amount is None:
            return self.words or f"set by the council, in {self.unit.value.replace('_', ' ')}"
        span = counted(self.amount, self.unit.value.replace("_", " ").removesuffix("s"))
        return f"{span} before" if self.before else span


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A time in which a limit was softened, both days included."""

    first: date
    last: date
    words: str
    source: str
    certainty: str

    def in_words(self) -> str:
        """A sentence for the end of an explanation."""
        days = f"From {in_words(self.first)} to {in_words(self.last)}"
        return f"{days} the law asked for this only {self.words} ({self.source})."


@dataclass(frozen=True, slots=True)
class Timescale:
    """One time limit. `starts` reads after "after", or "before" for a limit counted back."""

    key: str
    section: str
    title: str
    starts: str
    limit: Limit
    met_by: str
    status: Status
    source: str
    cite: str
    certainty: str  # A, B or C
    certainty_note: str = ""
    exceptions: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    relaxed: tuple[Relaxation, ...] = ()

    def in_force(self, on: date) -> bool:
        """Whether the limit is in force on a day, as far as its dates are known."""
        began = self.in_force_from is None or self.in_force_from <= on
        return began and (self.in_force_to is None or on <= self.in_force_to)

    def relaxed_between(self, first: date, last: date) -> tuple[Relaxation, ...]:
        """The relaxations that touch a run of days."""
        return tuple(each for each in self.relaxed if each.first <= last and first <= each.last)


class _Timescales(Mapping[str, Timescale]):
    """All timescales by key, read from the data when first asked for."""

    def __getitem__(self, key: str) -> Timescale:
        return _all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(_all())

    def __len__(self) -> int:
        return len(_all())


TIMESCALES: Mapping[str, Timescale] = _Timescales()


@cache
def _all() -> dict[str, Timescale]:
    text = files("sightline.domain").joinpath("data/timescales.toml").read_text(encoding="utf-8")
    timescales = [_timescale(row) for row in tomllib.loads(text)["timescale"]]
    return {timescale.key: timescale for timescale in timescales}


def _timescale(row: dict[str, Any]) -> Timescale:
    return Timescale(
        **row
        | {
            "limit": _limit(row["limit"]),
            "status": Status(row["status"]),
            "cite": row.get("cite", row["source"]),
            "relaxed": tuple(Relaxation(**relaxed) for relaxed in row.get("relaxed", ())),
        }
    )


def _limit(row: dict[str, Any]) -> Limit:
    unit = next((unit for unit in Unit if unit.value in row), None)
    others = {key: value for key, value in row.items() if key != "unit" and (unit is None or key != unit.value)}
    if unit is None:
        return Limit(Unit(row["unit"]), **others)
    if unit is Unit.EVENT:
        return Limit(unit, words=row["event"], **others)
    return Limit(unit, row[unit.value], **others)
