"""What has to happen before a review, worked out backwards from its date: what, of whom, by when, and why then.

Nothing here is kept: the days are worked out when asked, from the date of the review, the day on which that date
was settled, and the practice. Where it was settled too late for a limit, the thing is due at once, and says so.
What is asked for is in `data/preparation.toml`, as what people take part in `data/capacities.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from sightline.domain.calendar import BeyondCalendar, Calendar
from sightline.domain.explain import counted, in_words
from sightline.domain.practices import ConsultationForm, Practice

INVITATIONS = "review-invitations"


@dataclass(frozen=True, slots=True)
class Capacity:
    """As what somebody takes part; `gets` is what they are sent afterwards unless somebody says otherwise."""

    key: str
    title: str
    gets: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that is asked for before a review; see the head of the file for its fields."""

    key: str
    title: str
    of: str
    timescale: str = ""
    working_days: int = 0
    cite: str = ""
    ages: tuple[int, int] = (0, 25)
    each: bool = False
    expected: bool = False
    paper: bool = False

    def is_for(self, age: int | None) -> bool:
        """Whether it is asked for at this age; where the age is not known, it is."""
        return age is None or self.ages[0] <= age <= self.ages[1]


@dataclass(frozen=True, slots=True)
class Dates:
    """From where the timeline is worked out: the day of the review, and the day on which that was settled."""

    review: date
    settled: date


@dataclass(frozen=True, slots=True)
class Due:
    """When something has to be there or be done, and why then. No day: the list of bank holidays ends before."""

    day: date | None
    why: str
    at_once: bool = False  # the date of the review was settled too late for the limit


@cache
def kinds() -> Mapping[str, Kind]:
    """Everything that may be asked for, by key, in the order of lists."""
    rows = _read("preparation")["kind"]
    return {row["key"]: Kind(**{**row, "ages": tuple(row.get("ages", (0, 25)))}) for row in rows}


@cache
def capacities() -> Mapping[str, Capacity]:
    """As what somebody may take part, by key, in the order of lists."""
    return {row["key"]: Capacity(**row) for row in _read("capacities")["capacity"]}


def invitations(dates: Dates, *, practice: Practice, calendar: Calendar) -> Due:
    """When invitations and consultation papers have to be on their way."""
    return _by_timescale(INVITATIONS, dates, practice, calendar)


def due(kind: str, dates: Dates, *, practice: Practice, calendar: Calendar) -> Due:
    """When something asked for has to be there. Raises KeyError for a kind that there is not."""
    asked = kinds()[kind]
    if asked.timescale:
        return _by_timescale(asked.timescale, dates, practice, calendar)
    try:
        day = calendar.add_working_days(dates.review, -asked.working_days)
    except BeyondCalendar as beyond:
        return Due(None, f"Cannot be worked out: {beyond}.")
    span = counted(asked.working_days, "working day")
    why = f"Due {in_words(day)}: {span} before the review on {in_words(dates.review)}. {asked.cite}."
    return _in_time(day, why, dates)


def timeline(
    dates: Dates, *, age: int | None, practice: Practice, calendar: Calendar
) -> tuple[tuple[str, Due], ...]:
    """All that has to happen before a review of a child of this age, by key, the first due first."""
    told = {INVITATIONS: invitations(dates, practice=practice, calendar=calendar)}
    for key, kind in kinds().items():
        if kind.is_for(age):
            told[key] = due(key, dates, practice=practice, calendar=calendar)
    return tuple(sorted(told.items(), key=lambda each: each[1].day or dates.review))


def form_for(age: int | None, practice: Practice) -> ConsultationForm | None:
    """The council's consultation form for a child of this age."""
    forms = practice.consultation_forms if age is not None else ()
    return next((form for form in forms if form.from_age <= (age or 0) <= form.to_age), None)


def title_of(kind: str, *, age: int | None = None, practice: Practice | None = None) -> str:
    """What something asked for is called; a child's paper with the council's form for that age."""
    known = kinds().get(kind)
    if known is None:
        return kind.replace("_", " ").capitalize()
    form = form_for(age, practice) if practice and known.of == "child" else None
    return f"{known.title}: {form.name}" if form else known.title


def _by_timescale(key: str, dates: Dates, practice: Practice, calendar: Calendar) -> Due:
    try:
        clock = practice.clock(key, dates.review, calendar)
    except BeyondCalendar as beyond:
        return Due(None, f"Cannot be worked out: {beyond}.")
    return _in_time(clock.due, clock.why, dates)


def _in_time(day: date, why: str, dates: Dates) -> Due:
    """The day, or the day on which the date was settled where that was later."""
    if day >= dates.settled:
        return Due(day, why)
    at_once = min(dates.settled, dates.review)
    late = f"The date was settled on {in_words(dates.settled)}, too late for that: due at once."
    return Due(at_once, f"{why} {late}", at_once=True)


def _read(name: str) -> Any:
    return tomllib.loads(files("sightline.domain").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))
