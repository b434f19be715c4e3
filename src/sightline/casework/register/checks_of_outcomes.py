"""What the yearly return asks of a year's health and wellbeing (OC2): which question is for which child.

The rules are SL-O2-06 to SL-O2-19 of `returns.checks.outcomes`, said of one answer after another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sightline.domain.care import age_on
from sightline.domain.years import days_of

Values = Mapping[str, Any]
Wrong = Iterator[tuple[str, str]]

SDQ_FROM, SDQ_TO = 4, 17  # asked of who is so old on the first day, and younger than this on the last
CONVICTED_FROM, CHECKED_TO = 10, 5  # on the last day of the year
_EMPTY = "Leave it empty"


def right_outcome(values: Values, born: date | None) -> Wrong:
    """What a return would refuse of a year's answers."""
    yield from _helped(values)
    if values["sdq_score"] is not None and values["sdq_reason"]:
        yield "sdq_reason", "Enter the score or why there is none, but not both"
    if born is None:
        return
    first, last = (age_on(born, day) for day in days_of(values["collection"]))
    yield from _scored(values, first, last)
    yield from _asked("convicted", values, last >= CONVICTED_FROM, f"{CONVICTED_FROM} or over")
    yield from _asked("health_check", values, last < CHECKED_TO, f"under {CHECKED_TO}")


def _helped(values: Values) -> Wrong:
    names = ("substance_misuse", "intervention_received", "intervention_offered")
    problem, received, offered = (values[name] for name in names)
    if problem == 1 and received is None:
        yield "intervention_received", "Did the child get help? Answer yes or no: there was a problem"
    if problem == 1 and received == 0 and offered is None:
        yield "intervention_offered", "Was help offered? Answer yes or no: the child did not get help"
    if problem != 1 and received is not None:
        yield "intervention_received", f"{_EMPTY}: there was no problem with drugs or alcohol"
    if (problem != 1 or received == 1) and offered is not None:
        yield "intervention_offered", f"{_EMPTY}: it is asked only where the child did not get help"


def _scored(values: Values, first: int, last: int) -> Wrong:
    """The child's age on the first and on the last day of the year; who turns 4 in it may have a score or none."""
    given = next((name for name in ("sdq_score", "sdq_reason") if values[name] not in (None, "")), None)
    asked = first >= SDQ_FROM and last < SDQ_TO
    if asked and given is None:
        yield "sdq_score", "Enter the score, or why there is none"
    if asked and values["sdq_reason"] == "SDQ1":
        yield "sdq_reason", "The child was of the right age: enter the score, or another reason"
    if given and (last < SDQ_FROM or first >= SDQ_TO):
        yield given, f"{_EMPTY}: the child was not between 4 and 16 in that year"


def _asked(name: str, values: Values, asked: bool, whom: str) -> Wrong:
    if asked and values[name] is None:
        yield name, f"Answer yes or no: the child was {whom} at the end of the year"
    if not asked and values[name] is not None:
        yield name, f"{_EMPTY}: it is asked only of a child who was {whom} at the end of the year"
