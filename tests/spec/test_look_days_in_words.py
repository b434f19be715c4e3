"""A day is said twice: the day itself, and how far it is."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sightline.web.components.saying import day_in_words, distance_in_words

THURSDAY = date(2025, 4, 10)


def test_a_day_has_its_month_by_name() -> None:
    assert day_in_words(date(2025, 5, 3)) == "3 May 2025"
    assert day_in_words(datetime(2025, 5, 3, 9, 5)) == "3 May 2025, 09:05"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2025, 4, 10), "today"),
        (date(2025, 4, 11), "tomorrow"),
        (date(2025, 4, 9), "yesterday"),
        (date(2025, 4, 14), "in 2 working days"),  # Friday and Monday: the weekend does not count
        (date(2025, 4, 22), "in 6 working days"),  # nor do Good Friday and Easter Monday
        (date(2025, 5, 13), "in 20 working days"),
        (date(2025, 4, 8), "2 working days ago"),
        (date(2025, 4, 12), "in 1 working day"),  # Saturday: one working day, the Friday, is before it
        (date(2025, 5, 28), "in 30 working days"),
        (date(2025, 5, 29), "in 7 weeks"),  # the near miss: further off than thirty, it is said in weeks
        (date(2025, 10, 10), "in 6 months"),
        (date(2028, 4, 10), "in 3 years"),
        (date(2023, 4, 10), "2 years ago"),
        (date(2023, 4, 11), "23 months ago"),  # a day short of two years
    ],
)
def test_how_far_a_day_is(day: date, said: str) -> None:
    assert distance_in_words(day, THURSDAY) == said


def test_over_a_weekend_there_may_be_no_working_day() -> None:
    assert distance_in_words(date(2025, 4, 21), date(2025, 4, 18)) == "in 3 days"  # Good Friday to Easter Monday


def test_beyond_the_list_of_bank_holidays_working_days_are_not_guessed() -> None:
    assert distance_in_words(date(2095, 1, 10), date(2095, 1, 3)) == "in 7 days"
