"""Reference tables: the same facts as the domain's, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sightline.domain.bands import AgeBand, check, schemes
from sightline.domain.calendar import england
from sightline.domain.codes import KNOWN_SETS, code_set, groups
from sightline.domain.practice import HANDBOOK, Counting, MonthMethod
from sightline.domain.timescales import TIMESCALES
from sightline.engine import reference
from sightline.engine.connect import Engine

Folder = Callable[[Mapping[str, Iterable[Any]]], Path]
Load = Callable[..., Engine]


@pytest.fixture
def load(duckdb_engine: Engine, lives_folder: Folder) -> Load:
    def load_collections(*years: int, **options: Any) -> Engine:
        collections = [(year, date(year - 1, 4, 1), date(year, 3, 31)) for year in years]
        reference.load(duckdb_engine, lives_folder({"collections": collections}), **options)
        return duckdb_engine

    return load_collections


def history(engine: Engine) -> tuple[date | None, date | None]:
    ((known_from, known_to),) = engine.rows("SELECT history_from, history_to FROM history")
    return known_from, known_to


def test_history_is_the_unbroken_run_that_ends_with_the_latest(load: Load) -> None:
    assert history(load(2023, 2024, 2025)) == (date(2022, 4, 1), date(2025, 3, 31))


def test_a_year_left_out_breaks_the_run(load: Load) -> None:
    assert history(load(2021, 2022, 2024, 2025)) == (date(2023, 4, 1), date(2025, 3, 31))


def test_one_return_is_a_run(load: Load) -> None:
    assert history(load(2020, 2025)) == (date(2024, 4, 1), date(2025, 3, 31))


def test_what_comes_from_no_return_has_no_history(load: Load) -> None:
    assert history(load()) == (None, None)


def test_working_days_are_the_calendars(load: Load) -> None:
    calendar = england()
    rows = load().rows("SELECT day, is_working, ordinal FROM working_days ORDER BY day")
    assert (rows[0][0], rows[-1][0]) == (calendar.first, calendar.last)
    assert all(is_working == calendar.is_working_day(day) for day, is_working, _ in rows)
    assert all(ordinal == calendar.ordinal(day) for day, _, ordinal in rows)


def limits(engine: Engine) -> dict[str, tuple[int | None, int | None, int | None]]:
    return {
        clock: tuple(limit)
        for clock, *limit in engine.rows("SELECT clock, working_days, days, months FROM limits")
    }


def test_limits_are_those_of_the_timescales(load: Load) -> None:
    told = limits(load())
    assert told["cla-review-1"] == (TIMESCALES["cla-review-1"].limit.amount, None, None) == (20, None, None)
    assert told["adopt-review-1"] == (None, 28, None)
    assert told["cla-review-n"] == (None, None, 6)


def test_limits_follow_the_counting_rules(load: Load) -> None:
    """Trigger counted as day 1; months counted as days. Weeks stay as they are."""
    told = limits(load(counting=Counting(month_method=MonthMethod.DAYS_91_183, count_trigger_as_day_1=True)))
    assert told["cla-review-1"] == (19, None, None)
    assert (told["cla-review-2"], told["cla-review-n"]) == ((None, 91, None), (None, 183, None))
    assert told["adopt-review-1"] == (None, 28, None)


def test_codes_are_in_printing_order_of_their_groups(load: Load) -> None:
    engine = load()
    rows = engine.rows("SELECT code_set, grp, code FROM codes ORDER BY code_set, position")
    assert len(rows) == sum(len(code_set(name)) for name in KNOWN_SETS)
    for name in KNOWN_SETS:
        printed = list(dict.fromkeys(group for code_set_name, group, _ in rows if code_set_name == name))
        assert printed == [group for group in groups(name) if group in printed]


def test_settings_are_one_row(load: Load) -> None:
    (told,) = load(counting=HANDBOOK, bands="bradford").records("SELECT * FROM settings")
    assert told["review_date_basis"] == "completed"
    assert told["cease_on_census_day_counts"] is False
    assert told["age_scheme"] == "bradford"


def test_every_age_has_one_band_in_every_open_ended_scheme(load: Load) -> None:
    engine = load()
    rows = engine.rows("SELECT scheme, band, from_age, to_age FROM age_bands ORDER BY scheme, position")
    assert {scheme for scheme, *_ in rows} == set(schemes())
    for scheme in schemes():
        for age in range(18):
            found = [band for name, band, first, last in rows if name == scheme and first <= age <= last]
            assert len(found) == 1, (scheme, age)


def test_a_councils_own_bands(load: Load) -> None:
    engine = load(bands=[AgeBand("Under 12", 0, 11), AgeBand("12 and over", 12)])
    assert engine.rows("SELECT age_scheme FROM settings") == [("local",)]
    assert engine.rows("SELECT band FROM age_bands WHERE scheme = 'local' ORDER BY position") == [
        ("Under 12",),
        ("12 and over",),
    ]


def test_unknown_bands_are_refused(load: Load) -> None:
    with pytest.raises(ValueError, match="'tiny'"):
        load(bands="tiny")


@pytest.mark.parametrize(
    "bands", [(AgeBand("a", 1, 4),), (AgeBand("a", 0, 4), AgeBand("b", 6)), (AgeBand("a", 0, 4), AgeBand("b", 4))]
)
def test_bands_with_gaps_or_overlaps_are_refused(bands: tuple[AgeBand, ...]) -> None:
    with pytest.raises(ValueError, match="gap or an overlap"):
        check("mine", bands)
