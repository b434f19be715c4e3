"""The views in SQL and the domain in Python agree on any life, on each engine.

Many lives go into one table set, so that an engine is asked once: Spark takes its time over each question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sightline.domain.calendar import england
from sightline.domain.care import Life, periods_of_care, placements
from sightline.domain.clocks import review_clocks
from sightline.domain.practice import HANDBOOK, AdoptionTrack, Counting, DateBasis, MonthMethod
from sightline.domain.readings import ADJOURNED, Clock
from sightline.domain.records import columns
from sightline.engine import reference, views
from sightline.engine.connect import Engine
from sightline.engine.tables import write_tables

OTHER_PRACTICE = Counting(
    month_method=MonthMethod.DAYS_91_183,
    review_date_basis=DateBasis.RECORDED,
    count_trigger_as_day_1=True,
    adoption_track_from=AdoptionTrack.PLACEMENT,
)
BY_MEETING = replace(HANDBOOK, review_date_basis=DateBasis.HELD)

LIVES = 300
Rows = list[tuple[Any, ...]]
Loaded = Callable[..., tuple[Engine, list[Life]]]


@pytest.fixture(params=[1, 2])
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def load(engine: Engine, lives: ModuleType, tmp_path: Path) -> Loaded:
    """Load many lives, whole or as returns show them; gives the engine, and the same lives for the domain."""

    def load_lives(
        seed: int,
        first: int | None = None,
        last: int | None = None,
        counting: Counting = HANDBOOK,
        count: int = 400,
    ) -> tuple[Engine, list[Life]]:
        group = lives.many(count, seed)
        reference.load(engine, write_tables(tmp_path / "lives", lives.tables(group, first, last)), counting)
        seen = group if first is None else [lives.as_returned(life, first, last) for life in group]
        return engine, [
            Life.of(life.child, life.episodes, life.reviews, life.early_reviews)
            for life in seen
            if life is not None
        ]

    return load_lives


def test_periods_of_care(load: Loaded, seed: int) -> None:
    engine, everyone = load(seed, 2022, 2024)
    views.define(engine, "periods_of_care")
    told = engine.rows("SELECT child, started, started_known, ended, reason_ceased, need FROM periods_of_care")
    assert_same(
        told,
        (
            (period.child, period.started, period.started_known, period.ended, period.reason_ceased, period.need)
            for life in everyone
            for period in periods_of_care(life.episodes)
        ),
    )


def test_placements(load: Loaded, seed: int) -> None:
    engine, everyone = load(seed, 2022, 2024)
    views.define(engine, "placements")
    told = engine.rows(
        "SELECT child, period_started, started, started_known, ended, placement, provider FROM placements"
    )
    assert_same(
        told,
        (
            (
                period.child,
                period.started,
                stay.started,
                stay.started_known,
                stay.ended,
                stay.placement,
                stay.provider,
            )
            for life in everyone
            for period in periods_of_care(life.episodes)
            for stay in placements(period)
        ),
    )


def test_care_episodes_keep_every_column(load: Loaded) -> None:
    engine, everyone = load(3, 2022, 2024)
    views.define(engine, "care_episodes")
    periods = [period for life in everyone for period in periods_of_care(life.episodes)]
    names = ", ".join(column.name for column in columns(type(periods[0].episodes[0])))
    told = engine.rows(f"SELECT period_started, {names} FROM care_episodes")
    assert_same(told, ((period.started, *astuple(episode)) for period in periods for episode in period.episodes))


@pytest.mark.parametrize("counting", [HANDBOOK, OTHER_PRACTICE, BY_MEETING], ids=["handbook", "other", "meeting"])
@pytest.mark.parametrize("years", [(None, None), (2024, 2025), (2022, 2024)], ids=["register", "two", "three"])
def test_review_clocks(load: Loaded, seed: int, counting: Counting, years: tuple[int | None, int | None]) -> None:
    """Whole lives, and lives of which returns show a part, by each practice."""
    engine, everyone = load(seed, *years, counting)
    views.define(engine, "review_clocks")
    told = engine.rows(
        "SELECT child, period_started, number, clock, trigger_on, due, effective_due, held, met_on, ended, known "
        "FROM review_clocks"
    )
    clocks = obligations_of(everyone, counting, on=date(2030, 1, 1), history_from=history_from(years[0]))
    assert_same(
        told,
        (
            (
                clock.child, clock.period_started, clock.number, clock.key, clock.started, clock.due,
                clock.effective_due, clock.review and clock.review.held, clock.met_on, clock.ended,
                clock.due is not None,
            )
            for clock in clocks
        ),
    )  # fmt: skip


@pytest.mark.parametrize("counting", [HANDBOOK, OTHER_PRACTICE], ids=["handbook", "other"])
@pytest.mark.parametrize("years", [(None, None), (2023, 2025)], ids=["register", "returns"])
def test_review_standings(
    load: Loaded, seed: int, counting: Counting, years: tuple[int | None, int | None]
) -> None:
    """On any day, nothing later is looked at."""
    engine, everyone = load(seed, *years, counting)
    for on in (date(2023, 9, 7), date(2024, 3, 31)):
        views.define(engine, "review_standings", on=on)
        told = engine.rows(
            "SELECT child, period_started, number, clock, trigger_on, due, effective_due, held, met_on, ended, "
            "standing, days_late, working_days_late FROM review_standings"
        )
        clocks = obligations_of(everyone, counting, on=on, history_from=history_from(years[0]))
        assert_same(
            told,
            (
                (
                    clock.child, clock.period_started, clock.number, clock.key, clock.started, clock.due,
                    clock.effective_due, clock.review and clock.review.held, clock.met_on, clock.ended,
                    clock.standing.value, clock.days_late, clock.working_days_late,
                )
                for clock in clocks
            ),
        )  # fmt: skip


def test_adjourned_reviews(load: Loaded, seed: int) -> None:
    engine, everyone = load(seed)
    views.define(engine, "review_adjournments")
    told = engine.rows("SELECT child, period_started, held, due, met_on, ended FROM review_adjournments")
    clocks = clocks_in_care(everyone, HANDBOOK, on=date(2030, 1, 1), history_from=None)
    assert_same(
        told,
        (
            (clock.child, clock.period_started, clock.started, clock.due, clock.met_on, clock.ended)
            for clock in clocks
            if clock.key == ADJOURNED
        ),
    )


def clocks_in_care(
    everyone: Iterable[Life], counting: Counting, on: date, history_from: date | None
) -> Iterator[Clock]:
    """Every clock but those of short breaks, which the views leave out."""
    for life in everyone:
        starts = {period.started for period in periods_of_care(life.episodes)}
        for clock in review_clocks(life, counting=counting, calendar=england(), on=on, history_from=history_from):
            if clock.period_started in starts:
                yield clock


def obligations_of(
    everyone: Iterable[Life], counting: Counting, on: date, history_from: date | None
) -> Iterator[Clock]:
    return (clock for clock in clocks_in_care(everyone, counting, on, history_from) if clock.key != ADJOURNED)


def history_from(first: int | None) -> date | None:
    return None if first is None else date(first - 1, 4, 1)


def assert_same(told: Rows, expected: Iterable[tuple[Any, ...]]) -> None:
    """The same rows in any order, and some: the first difference of a child is enough to start from."""
    mine, theirs = sorted(told, key=str), sorted(expected, key=str)
    assert len(theirs) > 0
    only_told = [row for row in mine if row not in set(theirs)]
    only_expected = [row for row in theirs if row not in set(mine)]
    assert (only_told[:3], only_expected[:3]) == ([], [])
    assert len(mine) == len(theirs)
