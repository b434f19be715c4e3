"""The review track: each review of a looked-after child that has to happen, and when it falls due.

`docs/review-track.md` is the rule, and its words are used here: obligation, trigger, segment, stay.
The same rule is written a second time, in SQL, for all children at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sightline.domain.calendar import BeyondCalendar, Calendar
from sightline.domain.care import Period, review_day
from sightline.domain.limits import end_of
from sightline.domain.practice import Counting
from sightline.domain.records import EarlyReview, Review
from sightline.domain.timescales import TIMESCALES
from sightline.domain.tracks import Stay, Track, stays


@dataclass(frozen=True, slots=True)
class Segment:
    """A due date within an obligation. Without one, `unknown` says why."""

    key: str | None
    counted_from: date | None
    due: date | None
    change: Stay | None = None  # the change of track that it starts with
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One review that has to happen. `review` ended it; None while it is open."""

    period: Period
    number: int | None  # None where earlier reviews are not seen
    segment: Segment
    effective_due: date | None
    early: EarlyReview | None  # what made the effective due date earlier than the due date
    review: Review | None


def obligations(
    period: Period,
    reviews: Sequence[Review],
    early_reviews: Sequence[EarlyReview],
    *,
    counting: Counting,
    calendar: Calendar,
    history_from: date | None = None,
) -> tuple[Obligation, ...]:
    """The obligations of a period of care, in order: one more than it has reviews.

    `reviews` and `early_reviews` are all the child's; those outside the period are left out.
    """
    return tuple(_Course(period, reviews, early_reviews, counting, calendar, history_from).obligations())


class _Course:
    """The working of one period: its stays, the reviews seen in it, and how much of it is known."""

    def __init__(
        self,
        period: Period,
        reviews: Sequence[Review],
        early_reviews: Sequence[EarlyReview],
        counting: Counting,
        calendar: Calendar,
        history_from: date | None,
    ) -> None:
        self.period = period
        self.counting = counting
        self.calendar = calendar
        self.history_from = history_from or date.min
        self.short = not period.started_known or period.started < self.history_from
        self.stays = stays(period, counting)
        self.early = early_reviews
        seen = (review for review in reviews if period.holds(review_day(review)))
        if self.short:
            seen = (review for review in seen if review_day(review) >= self.history_from)
        self.reviews = sorted(seen, key=lambda review: (review_day(review), review.held))

    def obligations(self) -> Iterator[Obligation]:
        """One for each review, and one after the last."""
        for index in range(len(self.reviews) + 1):
            review = self.reviews[index] if index < len(self.reviews) else None
            segment = self._segment_that_counts(index)
            early = self._early(index, segment)
            effective = early.wanted_by if early is not None else segment.due
            number = None if self.short else index + 1
            yield Obligation(self.period, number, segment, effective, early, review)

    def _began(self, index: int) -> date:
        return review_day(self.reviews[index - 1]) if index else self.period.started

    def _ends(self, index: int) -> date:
        return review_day(self.reviews[index]) if index < len(self.reviews) else date.max

    def _segment_that_counts(self, index: int) -> Segment:
        """The first that was overdue before the next change of track; else the last."""
        began, ends = self._began(index), self._ends(index)
        changes = [stay for stay in self.stays if began < stay.first < ends]
        segments = [self._at_trigger(index), *(self._at_change(index, stay) for stay in changes)]
        for (segment, _), change in zip(pairwise(segments), changes, strict=True):
            if segment.due is not None and segment.due < change.first:
                return segment
        return segments[-1]

    def _at_trigger(self, index: int) -> Segment:
        stay = [stay for stay in self.stays if stay.first <= self._began(index)][-1]
        if index == 0:
            return self._at_start(stay)
        begins_now = stay.first == self._began(index) and stay.track is not Track.ORDINARY
        if begins_now:
            return self._at_change(index, stay)
        if stay.track is Track.AUTHORITY:
            return self._from("adopt-auth-review-n", self._began(index))
        return self._placed(index, stay) if stay.track is Track.PLACED else self._ordinary(index, stay)

    def _at_start(self, stay: Stay) -> Segment:
        if self.short:
            return Segment(None, None, None, unknown=_REVIEWS_BEFORE_NOT_SEEN)
        if stay.track is Track.ORDINARY:
            return self._from("cla-review-1", self.period.started)
        return self._at_change(0, stay)

    def _ordinary(self, index: int, stay: Stay) -> Segment:
        began = self._began(index)
        on_another_track_before = stay is not self.stays[0]
        if index > 1 or on_another_track_before:
            return self._from("cla-review-n", began)
        if not self.short:
            return self._from("cla-review-2", began)
        if self._both_first_reviews_had_fallen_due(began):
            return self._from("cla-review-n", began)
        return Segment(None, began, None, unknown=_WHICH_REVIEW_NOT_KNOWN)

    def _placed(self, index: int, stay: Stay) -> Segment:
        began = self._began(index)
        since = sum(review_day(review) > stay.first for review in self.reviews[:index])
        if since > 1:
            return self._from("adopt-review-n", began)
        if stay.first >= self.history_from or not self.short:
            return self._from("adopt-review-2", began)
        if began > self._after(self._after(stay.first, "adopt-review-1"), "adopt-review-2"):
            return self._from("adopt-review-n", began)
        return Segment(None, began, None, unknown=_WHICH_REVIEW_NOT_KNOWN)

    def _at_change(self, index: int, stay: Stay) -> Segment:
        """The segment that starts with a change of track."""
        if self.short and stay.first < self.history_from:
            return Segment(None, None, None, stay, unknown=_REVIEWS_BEFORE_NOT_SEEN)
        if stay.track is Track.PLACED:
            return self._from("adopt-review-1", stay.first, stay)
        if stay.track is Track.AUTHORITY and stay.came_from is not Track.PLACED:
            return self._from("adopt-auth-review-1", stay.first, stay)
        if index == 0 and self.short:
            return Segment(None, None, None, stay, unknown=_REVIEWS_BEFORE_NOT_SEEN)
        if index == 0:
            return self._from("cla-review-1", self.period.started, stay)
        later = "adopt-auth-review-n" if stay.track is Track.AUTHORITY else "cla-review-n"
        return self._from(later, self._began(index), stay)

    def _both_first_reviews_had_fallen_due(self, day: date) -> bool:
        """Whether a review on a day cannot have been the first, had all been in time."""
        first_seen = max(self.period.started, self.calendar.first)
        try:
            return day > self._after(self._after(first_seen, "cla-review-1"), "cla-review-2")
        except BeyondCalendar:
            return False

    def _from(self, key: str, day: date, change: Stay | None = None) -> Segment:
        try:
            return Segment(key, day, self._after(day, key), change)
        except BeyondCalendar:
            return Segment(key, day, None, change, unknown=_BEYOND_CALENDAR)

    def _after(self, day: date, key: str) -> date:
        return end_of(TIMESCALES[key].limit, day, self.calendar, self.counting)

    def _early(self, index: int, segment: Segment) -> EarlyReview | None:
        """What brings the review forward most, if anything does; without a due date nothing can be told."""
        if segment.due is None:
            return None
        last = min(self._ends(index) - timedelta(days=1), self.period.ended or date.max)
        asked = [early for early in self.early if self._began(index) <= early.asked_on <= last]
        sooner = [early for early in asked if early.wanted_by < segment.due]
        return min(sooner, key=lambda early: early.wanted_by, default=None)


_REVIEWS_BEFORE_NOT_SEEN = "reviews before the first return given are not seen"
_WHICH_REVIEW_NOT_KNOWN = "whether the review before was a first, second or later one is not known"
_BEYOND_CALENDAR = "the working days run off the list of bank holidays"
