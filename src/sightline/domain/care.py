"""Periods of care, placements, ages, and the measures that stand on them, for one child.

A return tells only of its own years, so what is *seen* may begin before it is *known*: a period or a
placement says by `started_known` whether the first day seen is the day it began.

An episode is from `started` up to the day before `ceased`, the day on which the next may start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any

from sightline.domain.calendar import months_after
from sightline.domain.codes import codes_in
from sightline.domain.practice import HANDBOOK, Counting
from sightline.domain.records import Child, EarlyReview, Episode, Review

SHORT_BREAKS = frozenset({"V3", "V4"})
TEMPORARY = frozenset({"T0", "T1", "T2", "T3", "T4"})
CARER_CHANGES = frozenset({"S", "P", "B"})  # reasons for a new episode that bring another carer
CONTINUES = "X1"


@dataclass(frozen=True, slots=True)
class Life:
    """All that is recorded of one child, each kind in order of time."""

    child: Child
    episodes: tuple[Episode, ...] = ()
    reviews: tuple[Review, ...] = ()
    early_reviews: tuple[EarlyReview, ...] = ()

    @classmethod
    def of(
        cls,
        child: Child,
        episodes: Iterable[Episode] = (),
        reviews: Iterable[Review] = (),
        early_reviews: Iterable[EarlyReview] = (),
    ) -> Life:
        """The life made of rows of one child in any order."""
        return cls(
            child,
            tuple(sorted(episodes, key=lambda episode: episode.started)),
            tuple(sorted(reviews, key=lambda review: (review_day(review), review.held))),
            tuple(sorted(early_reviews, key=lambda early: (early.asked_on, early.wanted_by))),
        )

    def as_at(self, on: date) -> Life:
        """The life as it had happened by the end of a day: nothing later is looked at."""
        return replace(
            self,
            episodes=tuple(_so_far(episode, on) for episode in self.episodes if episode.started <= on),
            reviews=tuple(review for review in self.reviews if review_day(review) <= on),
            early_reviews=tuple(early for early in self.early_reviews if early.asked_on <= on),
        )


@dataclass(frozen=True, slots=True)
class Placement:
    """A stay with the same carer. `episode` is its last that is not a temporary move."""

    started: date
    started_known: bool
    ended: date | None
    episode: Episode

    @property
    def placement(self) -> str:
        """The placement type, as last told."""
        return self.episode.placement

    @property
    def provider(self) -> str | None:
        """The provider, as last told."""
        return self.episode.provider


@dataclass(frozen=True, slots=True)
class Period:
    """A period of care: a chain of episodes, each starting the day the one before ceased."""

    child: str
    started: date
    started_known: bool
    ended: date | None
    episodes: tuple[Episode, ...] = field(repr=False)

    @property
    def reason_ceased(self) -> str | None:
        """Why the child left care; None while the period lasts."""
        return self.episodes[-1].reason_ceased

    @property
    def need(self) -> str:
        """The category of need, as first told: it may not change within a period."""
        return self.episodes[0].need

    def holds(self, day: date) -> bool:
        """Whether a day is in the period, its last day included."""
        return self.started <= day and (self.ended is None or day <= self.ended)


def review_day(review: Review) -> date:
    """The day a review was over: completed, or held where nothing more is told."""
    return review.completed or review.held


def is_short_break(episode: Episode) -> bool:
    """Whether an episode is a break of an agreed series, outside every count of looked-after children."""
    return episode.legal_status in SHORT_BREAKS


def periods_of_care(episodes: Iterable[Episode]) -> tuple[Period, ...]:
    """The periods of care of one child, in order; short breaks are left out."""
    chains: list[list[Episode]] = []
    in_care = (episode for episode in episodes if not is_short_break(episode))
    for episode in sorted(in_care, key=lambda episode: episode.started):
        if chains and chains[-1][-1].ceased == episode.started:
            chains[-1].append(episode)
        else:
            chains.append([episode])
    return tuple(_period(tuple(chain)) for chain in chains)


def placements(period: Period) -> tuple[Placement, ...]:
    """The placements of a period, in order.

    A new one starts when placement and carer change (RNE P, B). Temporary moves (T0 to T4) and the
    return from them do not break a placement, nor do changes with the same carer (RNE T, U).
    """
    stays: list[list[Episode]] = []
    for episode in period.episodes:
        if stays and not _breaks(stays[-1], episode):
            stays[-1].append(episode)
        else:
            stays.append([episode])
    starts_known = [period.started_known, *(True for _ in stays[1:])]
    return tuple(_placement(stay, known) for stay, known in zip(stays, starts_known, strict=True))


def age_on(born: date, day: date) -> int:
    """Completed years; the birthday counts. Somebody born on 29 February has it on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def episode_on(episodes: Iterable[Episode], day: date, counting: Counting = HANDBOOK) -> Episode | None:
    """The episode the child was looked after in on a day, short breaks left out; None if there was none.

    Whether the day an episode ceased counts, where no other starts on it, is a setting.
    """
    in_care = [episode for episode in episodes if not is_short_break(episode)]
    on_day = [episode for episode in in_care if covers(episode, day)]
    if not on_day and counting.cease_on_census_day_counts:
        on_day = [episode for episode in in_care if episode.ceased == day]
    return on_day[-1] if on_day else None


def period_on(episodes: Iterable[Episode], day: date, counting: Counting = HANDBOOK) -> Period | None:
    """The period of care the child was in on a day."""
    told = tuple(episodes)
    episode = episode_on(told, day, counting)
    return next((period for period in periods_of_care(told) if episode in period.episodes), None)


def placement_on(episodes: Iterable[Episode], day: date, counting: Counting = HANDBOOK) -> Placement | None:
    """The placement the child was in on a day, a temporary move looked through."""
    period = period_on(episodes, day, counting)
    if period is None:
        return None
    return next(place for place in reversed(placements(period)) if place.started <= day)


def covers(episode: Episode, day: date) -> bool:
    """Whether a day is in an episode; the day it ceased is not."""
    return episode.started <= day and (episode.ceased is None or day < episode.ceased)


def overlaps(spell: Episode | Placement | Period, first: date, last: date) -> bool:
    """Whether any day of a spell is in a run of days, both ends included."""
    end = spell.ceased if isinstance(spell, Episode) else spell.ended
    return spell.started <= last and (end is None or end > first)


def continuously_looked_after(episodes: Iterable[Episode], first: date, last: date) -> bool:
    """Whether a child was looked after all through a year (`first` to `last`, 1 April to 31 March).

    In care in the year, and none of: came into care after the first day; left care on or after the first
    day and before the last; had a short break in the year. The statistical definition, as the public
    validator of the return has it.
    """
    told = tuple(episodes)
    in_care = [episode for episode in told if not is_short_break(episode)]
    breaks = any(is_short_break(episode) and overlaps(episode, first, last) for episode in told)
    started = any(episode.reason_started == "S" and first < episode.started <= last for episode in in_care)
    left = any(_left(episode, first, last) for episode in in_care)
    return any(overlaps(episode, first, last) for episode in in_care) and not (breaks or started or left)


def placement_count(episodes: Iterable[Episode], first: date, last: date) -> int:
    """Placements with any day from `first` to `last`; temporary moves and the return from them do not add."""
    every = (place for period in periods_of_care(episodes) for place in placements(period))
    return sum(overlaps(place, first, last) for place in every)


class Stability(Enum):
    """What the measure of long-term placement stability (old NI 63) says of a child."""

    SAME = "same placement for two years"
    MOVED = "not the same placement for two years"
    OUTSIDE = "not in the measure"
    UNKNOWN = "not enough history"


def same_placement_two_years(
    episodes: Iterable[Episode], born: date, on: date, counting: Counting = HANDBOOK
) -> Stability:
    """Whether a child under 16, looked after for two and a half years, has been two years in one placement.

    A child placed for adoption counts as settled if that placement and the one before it together have
    lasted two years. Source: the national indicator data note for NI 63.
    """
    period = period_on(episodes, on, counting)
    if period is None or age_on(born, on) >= 16:
        return Stability.OUTSIDE
    if period.started > months_after(on, -30):
        return Stability.OUTSIDE if period.started_known else Stability.UNKNOWN
    return _settled([place for place in placements(period) if place.started <= on], on)


def _settled(stays: Sequence[Placement], on: date) -> Stability:
    two_years_ago = months_after(on, -24)
    counted = [stays[-1]]
    if stays[-1].placement in codes_in("placement_type", "Placed for adoption"):
        counted = list(stays[-2:])
    if counted[0].started <= two_years_ago:
        return Stability.SAME
    return Stability.MOVED if counted[0].started_known else Stability.UNKNOWN


def _left(episode: Episode, first: date, last: date) -> bool:
    ends = episode.ceased is not None and first <= episode.ceased < last
    return ends and episode.reason_ceased != CONTINUES


def _so_far(episode: Episode, on: date) -> Episode:
    if episode.ceased is None or episode.ceased <= on:
        return episode
    still_open: dict[str, Any] = {"ceased": None, "reason_ceased": None, "reason_moved": None}
    return replace(episode, **still_open)


def _period(chain: tuple[Episode, ...]) -> Period:
    first, last = chain[0], chain[-1]
    return Period(first.child, first.started, first.reason_started == "S", last.ceased, chain)


def _placement(stay: Sequence[Episode], started_known: bool) -> Placement:
    return Placement(stay[0].started, started_known, stay[-1].ceased, _settled_episode(stay) or stay[-1])


def _settled_episode(stay: Sequence[Episode]) -> Episode | None:
    """The last episode of a stay that is not a temporary move."""
    return next((episode for episode in reversed(stay) if episode.placement not in TEMPORARY), None)


def _breaks(stay: Sequence[Episode], episode: Episode) -> bool:
    """Whether an episode starts another placement than the stay before it."""
    if episode.placement in TEMPORARY or episode.reason_started not in CARER_CHANGES:
        return False
    settled = _settled_episode(stay)
    returns = stay[-1].placement in TEMPORARY and settled is not None and _same_place(settled, episode)
    return not returns


def _same_place(before: Episode, after: Episode) -> bool:
    return (before.placement, before.placement_postcode) == (after.placement, after.placement_postcode)
