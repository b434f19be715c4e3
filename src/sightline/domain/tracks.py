"""Which track a looked-after child is on: ordinary reviews, authority to place for adoption, or placed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sightline.domain.care import TEMPORARY, Period
from sightline.domain.practice import AdoptionTrack, Counting
from sightline.domain.records import Episode

PLACED_FOR_ADOPTION = frozenset({"A3", "A4", "A5", "A6"})
PLACEMENT_ORDER = "E1"


class Track(Enum):
    """What kind of reviews a child has on a day."""

    ORDINARY = "ordinary"
    AUTHORITY = "authority"
    PLACED = "placed"


@dataclass(frozen=True, slots=True)
class Stay:
    """One unbroken run of days on a track. `came_from` is the track before it; None at the start of a period."""

    track: Track
    first: date
    came_from: Track | None


def stays(period: Period, counting: Counting) -> tuple[Stay, ...]:
    """The stays on tracks that make up a period of care, in order."""
    found: list[Stay] = []
    for episode, placement in _with_settled_placement(period):
        track = _track(episode.legal_status, placement, counting)
        if not found or found[-1].track is not track:
            found.append(Stay(track, episode.started, found[-1].track if found else None))
    return tuple(found)


def _track(legal_status: str, placement: str, counting: Counting) -> Track:
    if placement in PLACED_FOR_ADOPTION:
        return Track.PLACED
    if legal_status == PLACEMENT_ORDER and counting.adoption_track_from is AdoptionTrack.AUTHORITY:
        return Track.AUTHORITY
    return Track.ORDINARY


def _with_settled_placement(period: Period) -> Iterator[tuple[Episode, str]]:
    """Each episode with its placement, or the one that a temporary move interrupts: a night away ends no track."""
    settled: str | None = None
    for episode in period.episodes:
        if episode.placement not in TEMPORARY or settled is None:
            settled = episode.placement
        yield episode, settled
