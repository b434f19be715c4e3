"""Whether what a person enters can be right: each answer by itself, and beside what is told already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from sightline.casework.register.checks_of_returns import of_return
from sightline.casework.register.tables import Field, Kind, Table
from sightline.casework.register.telling import Told
from sightline.domain.explain import in_words

#: Days that have to have come: what is told to have happened has happened.
HAPPENED = {"held", "completed", "asked_on", "decided", "matched"}
#: Tables whose first and last days are of what happened: entered before, nobody would be told on the day.
LIVED = {"episodes", "missing"}


class NotRight(Exception):
    """Answers that cannot be right: by field, what to do about each."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Some of this cannot be right yet.")
        self.errors = dict(errors)


def check(
    table: Table, values: Mapping[str, Any], *, others: Collection[Told], born: date | None, on: date
) -> None:
    """Refuse what cannot be right. `others` are the other rows of the table. Raises NotRight."""
    errors: dict[str, str] = {}
    for field, says in (
        *_each(table.fields, values),
        *_days(table, values, born, on),
        *_beside(table, values, others),
    ):
        errors.setdefault(field, says)
    errors |= {field: says for field, says in _own(table, values) if field not in errors}
    if not errors:
        errors = dict(of_return(table.key, values, born=born, on=on))
    if errors:
        raise NotRight(errors)


def check_fields(fields: Collection[Field], values: Mapping[str, Any]) -> None:
    """Refuse answers that cannot be right by themselves. Raises NotRight."""
    errors = dict(_each(fields, values))
    if errors:
        raise NotRight(errors)


def _each(fields: Collection[Field], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field in fields:
        value = values.get(field.name)
        if value is None or value == "":
            if field.required:
                yield field.name, f"{field.label}: this has to be answered"
        elif field.kind in (Kind.TEXT, Kind.LONG) and len(value) > field.most:
            yield field.name, f"{field.label}: {field.most} characters at most"
        elif field.kind is Kind.NUMBER and not 0 <= value <= field.most:
            yield field.name, f"{field.label}: a number from 0 to {field.most}"
        elif field.kind is Kind.CODE and field.say(value) == value and value not in field.options(date.max):
            yield field.name, f"{field.label}: choose one of the list"
        elif field.kind is Kind.YES_NO and value not in (0, 1):
            yield field.name, f"{field.label}: yes, no, or nothing"


def _days(table: Table, values: Mapping[str, Any], born: date | None, on: date) -> Iterator[tuple[str, str]]:
    first, last = _day(values, table.since), _day(values, table.until)
    if table.since and first:
        label = table.field(table.since).label
        if born and first < born:
            yield table.since, f"{label}: the child was born on {in_words(born)}"
        booked = values.get("status") == "booked"
        if table.since in HAPPENED and first > on and not booked:
            yield table.since, f"{label}: this has to be today or a day before"
        if table.key in LIVED and first > on:
            yield table.since, f"{label}: this has to be today or a day before"
    if table.key in LIVED and table.until and last and last > on:
        yield table.until, f"{table.field(table.until).label}: this has to be today or a day before"
    if table.until and first and last and last < first:
        yield table.until, f"{table.field(table.until).label}: this cannot be before {in_words(first)}"


def _beside(table: Table, values: Mapping[str, Any], others: Collection[Told]) -> Iterator[tuple[str, str]]:
    first, last = _day(values, table.since), _day(values, table.until)
    if not table.alone or first is None or table.since is None:
        return
    for other in others:
        if other.since is None:
            continue
        if other.since == first or (other.since < (last or date.max) and first < (other.until or date.max)):
            yield (
                table.since,
                f"It overlaps another, which {_spell(other)}. End that one first, or change the days",
            )
            return


def _own(table: Table, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What one table alone asks for."""
    if table.key == "episodes" and bool(values.get("ceased")) != bool(values.get("reason_ceased")):
        empty = "reason_ceased" if values.get("ceased") else "ceased"
        yield empty, "Say both the day it ended and why, or neither"
    if table.key == "visits" and values.get("seen_alone") and not values.get("seen"):
        yield "seen_alone", "A child who was seen alone was seen"
    if table.key == "sdq_scores" and (values.get("score") is None) == (values.get("reason") in (None, "")):
        yield "score", "Enter the score, or why there is none"
    if table.key == "warnings" and _before(values, "review_on", "started"):
        yield "review_on", "Look at it again on a later day than it began"
    if table.key == "reviews" and _before(values, "completed", "held"):
        yield "completed", "A review is completed on the day it was held or later"


def _before(values: Mapping[str, Any], later: str, earlier: str) -> bool:
    return bool(values.get(later) and values.get(earlier) and values[later] < values[earlier])


def _day(values: Mapping[str, Any], name: str | None) -> date | None:
    return values.get(name) if name else None


def _spell(row: Told) -> str:
    since = in_words(row.since) if row.since else ""
    return (
        f"began on {since} and ended on {in_words(row.until)}"
        if row.until
        else f"began on {since} and has not ended"
    )
