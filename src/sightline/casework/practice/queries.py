"""Which practice is in force on a day, which versions are kept, and how two differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sightline.casework.practice.models import InForce, Version
from sightline.casework.practice.once import once
from sightline.domain.practice_files import handbook, understand
from sightline.domain.practice_words import Difference, Part, differences, parts
from sightline.domain.practices import Practice
from sightline.indicators.catalogue import INDICATORS


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
    text = once(("practice", on), lambda: _text_on(on))
    return handbook() if text is None else _understood(text)


def _text_on(on: date) -> str | None:
    standing = InForce.objects.filter(since__lte=on).order_by("-since")
    return standing.values_list("version__text", flat=True).first()


@lru_cache(maxsize=32)
def _understood(text: str) -> Practice:
    return understand(text)[0]


def kept(on: date) -> list[Kept]:
    """Every version kept, the one in force on a day first, then by title. Two queries."""
    switches = list(InForce.objects.order_by("since"))
    begun = [switch for switch in switches if switch.since <= on]
    current = begun[-1].version_id if begun else None
    versions = Version.objects.select_related("added_by").order_by("title", "-added_at")
    told = [
        Kept(
            id=version.pk,
            name=version.name,
            title=version.title,
            sha256=version.sha256,
            added_at=version.added_at,
            added_by=version.added_by.name if version.added_by else "",
            since=tuple(switch.since for switch in switches if switch.version_id == version.pk),
            in_force=version.pk == current or (current is None and version.sha256 == handbook().sha256),
        )
        for version in versions
    ]
    return sorted(told, key=lambda version: not version.in_force)


def history() -> list[Switch]:
    """When the practice changed or will, the latest first. One query."""
    rows = InForce.objects.select_related("version", "set_by").order_by("-since")
    return [
        Switch(
            since=row.since,
            version=row.version_id,
            title=row.version.title,
            set_at=row.set_at,
            set_by=row.set_by.name if row.set_by else "",
            why=row.why,
        )
        for row in rows
    ]


def practice(version: int) -> Practice:
    """One version, read. Raises NoSuchVersion."""
    return _understood(file(version))


def file(version: int) -> str:
    """The file of one version, as it was uploaded. Raises NoSuchVersion."""
    text = Version.objects.filter(pk=version).values_list("text", flat=True).first()
    if text is None:
        raise NoSuchVersion
    return text


def compare(before: int, after: int) -> list[Difference]:
    """What the second version says otherwise than the first. Raises NoSuchVersion."""
    return differences(practice(before), practice(after), titles())


def in_words(version: int) -> tuple[Part, ...]:
    """One version as a person reads it. Raises NoSuchVersion."""
    return parts(practice(version), titles())


def titles() -> dict[str, str]:
    """What the indicators are called, by key."""
    return {key: indicator.title for key, indicator in INDICATORS.items()}
