"""What the read API answers. Codes are those of the department's return; a null is something not told."""

from __future__ import annotations

from datetime import date
from typing import Generic, TypeVar

from ninja import Field, Schema

T = TypeVar("T")


class Problem(Schema):
    """Why there is no answer, and what to do."""

    detail: str


class Page(Schema, Generic[T]):
    """Some rows. `next` is what to give as `after` for those that follow; null after the last."""

    items: list[T]
    next: int | None


class Child(Schema):
    """A child, without name, day of birth or identifier of another system."""

    id: int
    sex: str
    birth_month: str | None = Field(description="Year and month: 2014-05")
    age: int | None = Field(description="Completed years today")
    ethnicity: str | None
    version: int


class Episode(Schema):
    """An episode of care, without postcodes."""

    id: int
    child_id: int
    started: date
    reason_started: str
    legal_status: str
    need: str
    placement: str
    provider: str | None
    ceased: date | None
    reason_ceased: str | None
    reason_moved: str | None
    version: int


class Review(Schema):
    """A review held."""

    id: int
    child_id: int
    held: date
    participation: str
    completed: date | None
    recorded: date | None
    adjourned: int | None
    version: int


class Allocation(Schema):
    """A reviewing officer named for a child, by number; without one where only a feed told of the officer."""

    id: int
    child_id: int
    person_id: int | None
    started: date
    ended: date | None
    version: int


class Notice(Schema):
    """What happened to a child, and when it was known."""

    id: int
    child_id: int
    kind: str
    happened_on: date
    known_on: date


class Capacity(Schema):
    """Full-time equivalents of a role on the first day of a month."""

    month: date
    role: str
    establishment: float
    filled: float
    vacant: float
    headcount: int


class PracticeLine(Schema):
    """One thing that the practice in force says."""

    part: str
    key: str
    label: str
    says: str
