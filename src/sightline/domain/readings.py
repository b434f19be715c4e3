"""Reading a clock on a day: its standing, how late it is, and the words that say why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sightline.domain.calendar import BeyondCalendar, Calendar
from sightline.domain.care import Period
from sightline.domain.explain import days_and_working_days, in_words, lateness
from sightline.domain.limits import end_of, explain_end
from sightline.domain.practice import Counting, DateBasis
from sightline.domain.records import Review
from sightline.domain.review_track import Obligation
from sightline.domain.standing import Standing, counted_to, standing_of
from sightline.domain.timescales import TIMESCALES
from sightline.domain.tracks import Stay, Track

ADJOURNED = "cla-review-adjourn"

CHANGES = {
    Track.PLACED: "placed for adoption on {}",
    Track.AUTHORITY: "authority to place for adoption from {}",
    Track.ORDINARY: "back to ordinary reviews on {}",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """One obligation as it stands on a day.

    `started` is the day the due date counts from. What is not known is None; a clock that is not late has
    no days late (0), one whose standing is unknown None. `review` is the review that ended the obligation.
    """

    child: str
    key: str | None
    period_started: date
    number: int | None
    started: date | None
    due: date | None
    effective_due: date | None
    met_on: date | None
    ended: date | None
    standing: Standing
    days_late: int | None
    working_days_late: int | None
    review: Review | None
    why: str

    @property
    def title(self) -> str:
        """What the clock is for."""
        return TIMESCALES[self.key].title if self.key else "Review of a looked-after child"


def met_day(review: Review, counting: Counting, calendar: Calendar) -> date:
    """The day on which a review meets its clock, by the date basis in force (rule R5)."""
    completed = review.completed or review.held
    if counting.review_date_basis is DateBasis.HELD:
        return review.held
    if counting.review_date_basis is DateBasis.RECORDED:
        return review.recorded or completed
    in_time = review.adjourned == 1 and _completed_in_time(review, counting, calendar)
    return review.held if in_time else completed


def read_obligation(obligation: Obligation, *, counting: Counting, calendar: Calendar, on: date) -> Clock:
    """The clock of an obligation on a day. Nothing that happens after the day is looked at."""
    review, due = obligation.review, obligation.effective_due
    met_on = met_day(review, counting, calendar) if review is not None else None
    if met_on is not None and met_on > on:  # held and complete, its record still to come
        met_on = None
    ended = obligation.period.ended if review is None else None
    standing = standing_of(due, met_on=met_on, ended=ended, on=on)
    days, working_days = _late(standing, due, counted_to(standing, met_on=met_on, ended=ended, on=on), calendar)
    segment = obligation.segment
    return Clock(
        child=obligation.period.child,
        key=segment.key,
        period_started=obligation.period.started,
        number=obligation.number,
        started=segment.counted_from,
        due=segment.due,
        effective_due=due,
        met_on=met_on,
        ended=obligation.period.ended,
        standing=standing,
        days_late=days,
        working_days_late=working_days,
        review=review,
        why=" ".join(
            [
                *_why_due(obligation, calendar, counting),
                *_why_standing(standing, met_on, ended, lateness(days or 0, working_days), review, counting),
            ]
        ),
    )


def adjournment_clocks(
    period: Period, reviews: Sequence[Review], *, counting: Counting, calendar: Calendar, on: date
) -> Iterator[Clock]:
    """The clocks of adjourned meetings held in a period by a day: each has to be completed, once."""
    timescale = TIMESCALES[ADJOURNED]
    for review in reviews:
        if review.adjourned != 1 or review.held > on or not period.holds(review.held):
            continue
        completed = review.completed if review.completed is not None and review.completed <= on else None
        try:
            due: date | None = end_of(timescale.limit, review.held, calendar, counting)
        except BeyondCalendar:
            due = None
        standing = standing_of(due, met_on=completed, ended=period.ended, on=on)
        to = counted_to(standing, met_on=completed, ended=period.ended, on=on)
        days, working_days = _late(standing, due, to, calendar)
        explained = explain_end(timescale, review.held, due, calendar, counting) if due else _unknown(_NO_LIST)
        settled = _why_standing(
            standing, completed, period.ended, lateness(days or 0, working_days), None, counting
        )
        yield Clock(
            child=period.child,
            key=ADJOURNED,
            period_started=period.started,
            number=None,
            started=review.held,
            due=due,
            effective_due=due,
            met_on=completed,
            ended=period.ended,
            standing=standing,
            days_late=days,
            working_days_late=working_days,
            review=review,
            why=" ".join([explained, *settled]),
        )


def _completed_in_time(review: Review, counting: Counting, calendar: Calendar) -> bool:
    if review.completed is None:
        return False
    try:
        return review.completed <= end_of(TIMESCALES[ADJOURNED].limit, review.held, calendar, counting)
    except BeyondCalendar:
        return False


def _late(
    standing: Standing, due: date | None, to: date | None, calendar: Calendar
) -> tuple[int | None, int | None]:
    """Days late and working days late: nothing (0) where in time, None where unknown."""
    if standing is Standing.UNKNOWN or due is None:
        return None, None
    return (0, 0) if to is None else days_and_working_days(due, to, calendar)


def _why_due(obligation: Obligation, calendar: Calendar, counting: Counting) -> Iterator[str]:
    segment = obligation.segment
    if segment.key is None or segment.counted_from is None or segment.due is None:
        yield _unknown(segment.unknown)
        return
    timescale = TIMESCALES[segment.key]
    yield explain_end(timescale, segment.counted_from, segment.due, calendar, counting)
    if segment.change is not None and segment.change.came_from is not None:
        yield _change_in_words(segment.change)
    if obligation.early is not None:
        asked, wanted = in_words(obligation.early.asked_on), in_words(obligation.early.wanted_by)
        yield f"Brought forward to {wanted}, as asked on {asked}."


def _change_in_words(change: Stay) -> str:
    words = CHANGES[change.track].format(in_words(change.first))
    if change.came_from is Track.PLACED:
        return f"The child's placement for adoption ended: {words}."
    return f"The child's reviews changed: {words}."


def _why_standing(
    standing: Standing,
    met_on: date | None,
    ended: date | None,
    late: str,
    review: Review | None,
    counting: Counting,
) -> Iterator[str]:
    """Why a clock stands as it does. An unknown due date has said so already; what happened is told anyway."""
    verb = _what_met_it(met_on, review, counting)
    if standing is Standing.MET and met_on:
        yield f"{verb} on {in_words(met_on)}, in time."
    elif standing is Standing.LATE and met_on:
        yield f"{verb} on {in_words(met_on)}, {late} late."
    elif standing is Standing.VOID and ended:
        yield f"The clock stopped: the child left care on {in_words(ended)}."
    elif standing is Standing.MISSED and ended:
        yield f"Missed: the child left care on {in_words(ended)}, {late} after it was due, with no review."
    elif standing is Standing.OVERDUE:
        yield f"{_not_yet(review)}: overdue by {late}."
    elif standing is Standing.DUE:
        yield f"{_not_yet(review)}."
    elif met_on:
        yield f"{verb} on {in_words(met_on)}."


def _what_met_it(met_on: date | None, review: Review | None, counting: Counting) -> str:
    """The word for what happened on the day the clock was met: an adjourned review's own clock has no review."""
    if review is None:
        return "Completed"
    if met_on == review.held:
        return "Held"
    return "Recorded" if counting.review_date_basis is DateBasis.RECORDED else "Completed"


def _not_yet(review: Review | None) -> str:
    return "Not completed yet" if review is None else "Completed, not recorded yet"


def _unknown(reason: str) -> str:
    return f"Not known: {reason}." if reason == _NO_LIST else f"Not enough history: {reason}."


_NO_LIST = "the working days run off the list of bank holidays"
