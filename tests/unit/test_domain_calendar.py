"""Working days and months: each small thing, and the whole list against the `holidays` library."""

from datetime import date, timedelta

import holidays
import pytest

from sightline.domain.calendar import BeyondCalendar, england, months_after

ENGLAND = england()


def test_the_list_knows_its_first_and_last_day():
    assert (ENGLAND.first, ENGLAND.last) == (date(2011, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize("year", range(2011, 2031))
def test_weekday_holidays_agree_with_the_holidays_library(year):
    """No differences are known; a one-off holiday proclaimed after 2027 would first show here."""
    library = {day for day in holidays.country_holidays("GB", subdiv="ENG", years=year) if day.weekday() < 5}
    ours = {h.date for h in ENGLAND.holidays_between(date(year, 1, 1) - timedelta(1), date(year, 12, 31))}
    assert ours == library


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 4, 17), True),
        (date(2025, 4, 18), False),  # Good Friday
        (date(2025, 4, 19), False),  # Saturday
        (date(2025, 4, 21), False),  # Easter Monday
        (date(2025, 4, 22), True),
        (date(2022, 9, 19), False),  # State Funeral
        (date(2023, 5, 8), False),  # Coronation
        (date(2022, 5, 30), True),  # the Spring holiday moved to 2 June for the Platinum Jubilee
        (date(2020, 5, 4), True),  # the Early May holiday moved to Friday 8 May
        (date(2020, 5, 8), False),
        (date(2021, 12, 28), False),  # Boxing Day fell on a Sunday
    ],
)
def test_is_working_day(day, working):
    assert ENGLAND.is_working_day(day) is working


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2025, 4, 10), 20, date(2025, 5, 13)),
        (date(2025, 4, 12), 1, date(2025, 4, 14)),  # from a Saturday, Monday is the first
        (date(2025, 4, 14), 1, date(2025, 4, 15)),  # from a working day, the next is the first
        (date(2025, 4, 17), 1, date(2025, 4, 22)),
        (date(2025, 4, 22), -1, date(2025, 4, 17)),
        (date(2025, 4, 19), -1, date(2025, 4, 17)),  # from a Saturday, back over Good Friday
        (date(2025, 5, 13), -10, date(2025, 4, 28)),
        (date(2025, 4, 19), 0, date(2025, 4, 19)),
    ],
)
def test_add_working_days(day, n, expected):
    assert ENGLAND.add_working_days(day, n) == expected


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2025, 4, 10), date(2025, 5, 13), 20),
        (date(2025, 4, 10), date(2025, 4, 10), 0),
        (date(2025, 4, 17), date(2025, 4, 21), 0),  # Easter
        (date(2025, 4, 22), date(2025, 4, 17), -1),
    ],
)
def test_working_days_between(start, end, days):
    assert ENGLAND.working_days_between(start, end) == days


@pytest.mark.parametrize(
    "question",
    [
        lambda: ENGLAND.is_working_day(date(2031, 1, 1)),
        lambda: ENGLAND.is_working_day(date(2010, 12, 31)),
        lambda: ENGLAND.add_working_days(date(2030, 12, 31), 1),
        lambda: ENGLAND.add_working_days(date(2011, 1, 2), -1),
        lambda: ENGLAND.add_working_days(date(2010, 12, 31), 1),
        lambda: ENGLAND.add_working_days(date(2035, 1, 1), 0),
        lambda: ENGLAND.working_days_between(date(2030, 12, 31), date(2031, 1, 1)),
    ],
)
def test_days_outside_the_list_are_refused_never_guessed(question):
    with pytest.raises(BeyondCalendar):
        question()


def test_the_last_working_day_of_the_list_can_still_be_reached():
    assert ENGLAND.add_working_days(date(2030, 12, 30), 1) == date(2030, 12, 31)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2022, 11, 30), 3, date(2023, 2, 28)),
        (date(2024, 3, 1), 6, date(2024, 9, 1)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 10), -12, date(2023, 1, 10)),
    ],
)
def test_months_after_is_the_corresponding_day_or_the_months_last(day, n, expected):
    assert months_after(day, n) == expected


def test_a_holiday_can_be_named():
    assert ENGLAND.holiday_on(date(2025, 4, 18)).name == "Good Friday"
    assert ENGLAND.holiday_on(date(2025, 4, 17)) is None
    assert [h.name for h in ENGLAND.holidays_between(date(2025, 4, 18), date(2025, 5, 5))] == [
        "Easter Monday",
        "Early May bank holiday",
    ]
