"""The clocks of short breaks: an agreed series (V3, V4), outside every count of looked-after children."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sightline.domain.calendar import Calendar, months_after
from sightline.domain.care import Life, Period, is_short_break, periods_of_care, review_day
from sightline.domain.limits import end_of
from sightline.domain.practice import Counting
from sightline.domain.readings import Clock, read_obligation
from sightline.domain.records import Episode, Review
from sightline.domain.review_track import Obligation, Segment
from sightline.domain.timescales import TIMESCALES

#: After this many months without a break, the next one starts another series. No law says; the year is that of
#: the limit of 75 days in any twelve months.
MONTHS_BETWEEN_SERIES = 12


def short_break_clocks(
    life: Life, *, counting: Counting, calendar: Calendar, on: date, known: bool
) -> Iterator[Clock]:
    """The review clocks of each series of short breaks, as they stand on a day.

    `known` says whether reviews of short breaks would be in the records at all: a 903 return does not
    carry them, so from a return one clock a series is given, its standing unknown.
    """
    told = life.as_at(on)
    in_care = periods_of_care(told.episodes)
    outside = [
        review for review in told.reviews if not any(period.holds(review_day(review)) for period in in_care)
    ]
    for breaks in _series([episode for episode in told.episodes if is_short_break(episode)], in_care):
        series = _as_period(breaks, in_care, on)
        for obligation in _obligations(series, outside if known else [], counting, calendar, known):
            yield read_obligation(obligation, counting=counting, calendar=calendar, on=on)


def _series(breaks: Sequence[Episode], in_care: Sequence[Period]) -> list[list[Episode]]:
    """Breaks in runs: care of another kind between two, or a year without, makes a new run."""
    runs: list[list[Episode]] = []
    for each in sorted(breaks, key=lambda episode: episode.started):
        if runs and _goes_on(runs[-1][-1], each, in_care):
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _goes_on(before: Episode, after: Episode, in_care: Sequence[Period]) -> bool:
    parted = any(before.started < period.started < after.started for period in in_care)
    ceased = before.ceased or after.started
    return not parted and after.started <= months_after(ceased, MONTHS_BETWEEN_SERIES)


def _as_period(breaks: Sequence[Episode], in_care: Sequence[Period], on: date) -> Period:
    """A series told as a period. It ends with its last break once care follows, or a year passes without one."""
    last = breaks[-1].ceased
    care_followed = any(period.started >= breaks[-1].started for period in in_care)
    over = last is not None and (care_followed or months_after(last, MONTHS_BETWEEN_SERIES) < on)
    return Period(breaks[0].child, breaks[0].started, True, last if over else None, tuple(breaks))


def _obligations(
    series: Period, reviews: Sequence[Review], counting: Counting, calendar: Calendar, known: bool
) -> Iterator[Obligation]:
    if not known:
        segment = Segment(None, None, None, unknown="a return does not tell of the reviews of short breaks")
        yield Obligation(series, None, segment, None, None, None)
        return
    held = sorted((review for review in reviews if series.holds(review_day(review))), key=review_day)
    began = series.started
    for index in range(len(held) + 1):
        key = "sb-review-1" if index == 0 else "sb-review-n"
        due = end_of(TIMESCALES[key].limit, began, calendar, counting)
        review = held[index] if index < len(held) else None
        yield Obligation(series, index + 1, Segment(key, began, due), due, None, review)
        began = review_day(review) if review is not None else began
