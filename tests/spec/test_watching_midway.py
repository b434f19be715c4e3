"""The midway check: half-way between the last review and the next, on a working day, said why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.domain.calendar import england
from sightline.domain.standing import Standing
from sightline.domain.timescales import TIMESCALES
from sightline.domain.watching import MIDWAY, UNPLANNED_END, is_unplanned, midway

CALENDAR = england()


@pytest.mark.parametrize(
    ("last", "next_due", "due"),
    [
        (date(2026, 3, 3), date(2026, 9, 3), date(2026, 6, 3)),  # 184 days: 92 after
        (date(2026, 3, 3), date(2026, 9, 4), date(2026, 6, 3)),  # 185 days cannot be halved: the earlier day
        (date(2026, 3, 3), date(2026, 9, 5), date(2026, 6, 4)),
        (date(2026, 3, 3), date(2026, 9, 9), date(2026, 6, 8)),  # 6 June 2026 is a Saturday
        (date(2026, 3, 6), date(2026, 5, 7), date(2026, 4, 7)),  # Easter Monday, 6 April 2026, is no working day
        (date(2026, 8, 31), date(2027, 2, 28), date(2026, 11, 30)),  # a month without a 31st; 29 November a Sunday
        (date(2025, 10, 27), date(2026, 2, 25), date(2025, 12, 29)),  # from Boxing Day over a weekend
        (date(2026, 6, 1), date(2026, 6, 29), date(2026, 6, 15)),  # brought forward: the half of what is left
        (date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 2)),
        (date(2026, 6, 5), date(2026, 6, 6), date(2026, 6, 6)),  # Friday to Saturday: not after the review
    ],
)
def test_it_is_due_half_way(last: date, next_due: date, due: date) -> None:
    clock = midway(last, next_due, CALENDAR)
    assert clock is not None
    assert (clock.key, clock.started, clock.due) == (MIDWAY, last, due)


def test_it_says_why() -> None:
    clock = midway(date(2026, 3, 3), date(2026, 9, 9), CALENDAR)
    assert clock is not None
    assert clock.why == (
        "Due 8 June 2026: half-way through the 190 days from the last review on 3 March 2026 to the next, "
        "due 9 September 2026; 6 June 2026 is not a working day."
    )


@pytest.mark.parametrize("next_due", [date(2026, 3, 3), date(2026, 3, 2)])
def test_there_is_none_where_the_next_review_is_not_after_the_last(next_due: date) -> None:
    assert midway(date(2026, 3, 3), next_due, CALENDAR) is None


def test_it_stands_as_any_clock_does() -> None:
    clock = midway(date(2026, 3, 3), date(2026, 9, 3), CALENDAR)
    assert clock is not None
    assert clock.standing(date(2026, 6, 3)) is Standing.DUE
    assert clock.standing(date(2026, 6, 4)) is Standing.OVERDUE
    assert clock.standing(date(2026, 6, 4), met_on=date(2026, 6, 3)) is Standing.MET


@given(st.dates(date(2012, 1, 1), date(2029, 1, 1)), st.integers(1, 400))
def test_it_is_between_the_reviews_and_nearer_the_middle_than_a_long_weekend(last: date, days: int) -> None:
    next_due = last + timedelta(days=days)
    clock = midway(last, next_due, CALENDAR)
    assert clock is not None
    assert last < clock.due <= next_due
    assert CALENDAR.is_working_day(clock.due) or clock.due == next_due or (clock.due - last).days == days // 2
    assert 0 <= (clock.due - last).days - days // 2 <= 5


@pytest.mark.parametrize("reason", ["CREQB", "CREQO", "CHILD", "LAREQ", "ALLEG", "STAND", "APPRR"])
def test_an_end_that_was_not_planned(reason: str) -> None:
    assert is_unplanned(reason)


@pytest.mark.parametrize("reason", ["CARPL", "CLOSE", "CUSTOD", "PLACE", "OTHER", "", None])
def test_an_end_that_was_planned_or_is_something_else(reason: str | None) -> None:
    assert not is_unplanned(reason)


def test_both_limits_are_local() -> None:
    assert TIMESCALES[MIDWAY].status.value == TIMESCALES[UNPLANNED_END].status.value == "LOCAL"
