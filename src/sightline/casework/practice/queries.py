"""Which practice is in force on a day, which versions are kept, and how two differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sightline.casework.practice.models import InForce
from sightline.domain.practice_files import handbook, understand
from sightline.domain.practices import Practice


class NoSuchVersion(LookupError):
    """There is no such version of a practice."""


@dataclass(frozen=True)
class Kept:
    """A version that is kept: since when it counts, if it does, and whether it counts on the day asked for."""

    id: int
    name: str
    title: str
    sha256: str
    added_at: datetime
    added_by: str
    since: tuple[date, ...]
    in_force: bool


@dataclass(frozen=True)
class Switch:
    """A day on which the practice changed, or will."""

    since: date
    version: int
    title: str
    set_at: datetime
    set_by: str
    why: str


def in_force(on: date) -> Practice:
    """The council's practice on a day; the handbook's where none was ever set. One query.

    A version that an older release accepted is never a reason for the service to stop: what this release does not
    understand of it is as the handbook has it.
    """
    standing = InForce.objects.filter(since__lte=on).order_by("-since")
    text = standing.values_list("version__text", flat=True).first()
    return handbook() if text is None else _understood(text)


@lru_cache(maxsize=32)
def _understood(text: str) -> Practice:
    return understand(text)[0]
