"""The views in SQL and the domain in Python agree on any life, on each engine.

Many lives go into one table set, so that an engine is asked once: Spark takes its time over each question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from datetime import date
from types import ModuleType
from typing import Any

import pytest

from sightline.domain.calendar import england
from sightline.domain.care import Life, periods_of_care, placements
from sightline.domain.clocks import review_clocks
from sightline.domain.practice import HANDBOOK, AdoptionTrack, Counting, DateBasis, MonthMethod
from sightline.domain.readings import ADJOURNED, Clock
from sightline.domain.records import Episode, columns
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
BY_RECORD = replace(HANDBOOK, review_date_basis=DateBasis.RECORDED)
AFTER_EVERYTHING = date(2030, 1, 1)

LIVES = 300

#: Whole lives, as a register has them; the part that returns show; and whole lives read as if from returns,
#: with every date and an early end to history. Spark takes its time over each question, so it has the last alone.
CASES = {
    "register": (1, True, None, HANDBOOK),
    "register, other practice": (2, True, None, OTHER_PRACTICE),
    "register, by meeting": (3, True, None, BY_MEETING),
    "two returns": (4, False, (2024, 2025), HANDBOOK),
    "two returns, other practice": (5, False, (2024, 2025), OTHER_PRACTICE),
    "three returns": (6, False, (2022, 2024), HANDBOOK),
    "everything": (7, True, (2022, 2025), BY_RECORD),
}
ON_SPARK = ("everything",)


@dataclass(frozen=True)
class Crowd:
    """Many lives, loaded into an engine, and the same lives for the domain."""

    engine: Engine
    lives: list[Life]
    counting: Counting
    history_from: date | None
    whole: bool  # with every date of a review, which a return does not tell

    def clocks(self, on: date) -> Iterator[Clock]:
        """Every clock but those of short breaks, which the views leave out."""
        for life in self.lives:
            starts = {period.started for period in periods_of_care(life.episodes)}
            for clock in review_clocks(
                life, counting=self.counting, calendar=england(), on=on, history_from=self.history_from
            ):
                if clock.period_started in starts:
                    yield clock

    def obligations(self, on: date) -> Iterator[Clock]:
        return (clock for clock in self.clocks(on) if clock.key != ADJOURNED)


def engine_cases() -> Iterator[Any]:
    for case in CASES:
        yield pytest.param(("duckdb", case), id=f"duckdb, {case}")
    for case in ON_SPARK:
        yield pytest.param(("spark", case), id=f"spark, {case}", marks=pytest.mark.spark)


@pytest.fixture(scope="module", params=engine_cases())
def crowd(request: pytest.FixtureRequest, lives: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Crowd:
    name, case = request.param
    engine: Engine = request.getfixturevalue(f"{name}_engine")
    seed, whole, years, counting = CASES[case]
    group = lives.many(LIVES, seed)
    seen = group if whole else [life for life in group if lives.as_returned(life, *years) is not None]
    tables = lives.tables(seen) if whole else lives.tables(seen, *years)
    if years is not None:
        tables["collections"] = lives.collections(*years)
    reference.load(engine, write_tables(tmp_path_factory.mktemp("lives"), tables), counting)
    told = seen if whole else [lives.as_returned(life, *years) for life in seen]
    return Crowd(
        engine,
        [Life.of(life.child, life.episodes, life.reviews, life.early_reviews) for life in told],
        counting,
        None if years is None else date(years[0] - 1, 4, 1),
        whole,
    )


def test_history_reaches_back_to_the_first_return(crowd: Crowd) -> None:
    ((known_from, known_to),) = crowd.engine.rows("SELECT history_from, history_to FROM history")
    assert known_from == crowd.history_from
    assert (known_to is None) == (known_from is None)


def test_periods_of_care(crowd: Crowd) -> None:
    views.define(crowd.engine, "periods_of_care")
    told = crowd.engine.rows(
        "SELECT child, started, started_known, ended, reason_ceased, need FROM periods_of_care"
    )
    assert_same(
        told,
        (
            (period.child, period.started, period.started_known, period.ended, period.reason_ceased, period.need)
            for life in crowd.lives
            for period in periods_of_care(life.episodes)
        ),
    )


def test_placements(crowd: Crowd) -> None:
    views.define(crowd.engine, "placements")
    told = crowd.engine.rows(
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
            for life in crowd.lives
            for period in periods_of_care(life.episodes)
            for stay in placements(period)
        ),
    )


def test_care_episodes_keep_every_column(crowd: Crowd) -> None:
    views.define(crowd.engine, "care_episodes")
    names = ", ".join(column.name for column in columns(Episode))
    told = crowd.engine.rows(f"SELECT period_started, {names} FROM care_episodes")
    assert_same(
        told,
        (
            (period.started, *astuple(episode))
            for life in crowd.lives
            for period in periods_of_care(life.episodes)
            for episode in period.episodes
        ),
    )


def test_review_clocks(crowd: Crowd) -> None:
    views.define(crowd.engine, "review_clocks", end=AFTER_EVERYTHING)
    told = crowd.engine.rows(
        "SELECT child, period_started, number, clock, trigger_on, due, effective_due, held, met_on, ended, known "
        "FROM review_clocks"
    )
    assert_same(
        told,
        (
            (
                clock.child,
                clock.period_started,
                clock.number,
                clock.key,
                clock.started,
                clock.due,
                clock.effective_due,
                clock.review and clock.review.held,
                clock.met_on,
                clock.ended,
                clock.due is not None,
            )
            for clock in crowd.obligations(on=AFTER_EVERYTHING)
        ),
    )


@pytest.mark.parametrize("on", [date(2023, 9, 7), date(2024, 3, 31)])
def test_review_standings(crowd: Crowd, on: date) -> None:
    """On any day, nothing later is looked at."""
    views.define(crowd.engine, "review_standings", end=on)
    told = crowd.engine.rows(
        "SELECT child, period_started, number, clock, trigger_on, due, effective_due, held, met_on, ended, "
        "standing, days_late, working_days_late FROM review_standings"
    )
    assert_same(
        told,
        (
            (
                clock.child,
                clock.period_started,
                clock.number,
                clock.key,
                clock.started,
                clock.due,
                clock.effective_due,
                clock.review and clock.review.held,
                clock.met_on,
                clock.ended,
                clock.standing.value,
                clock.days_late,
                clock.working_days_late,
            )
            for clock in crowd.obligations(on)
        ),
    )


def test_adjourned_reviews(crowd: Crowd) -> None:
    """A 903 return does not say that a review was adjourned."""
    views.define(crowd.engine, "review_adjournments")
    told = crowd.engine.rows("SELECT child, period_started, held, due, met_on, ended FROM review_adjournments")
    adjourned = [clock for clock in crowd.clocks(on=AFTER_EVERYTHING) if clock.key == ADJOURNED]
    assert bool(adjourned) == crowd.whole
    assert_same(
        told,
        (
            (clock.child, clock.period_started, clock.started, clock.due, clock.met_on, clock.ended)
            for clock in adjourned
        ),
    )


def assert_same(told: list[tuple[Any, ...]], expected: Iterable[tuple[Any, ...]]) -> None:
    """The same rows, in any order. The first few that differ are enough to start from."""
    mine, theirs = Counter(told), Counter(expected)
    assert (sorted(mine - theirs, key=str)[:3], sorted(theirs - mine, key=str)[:3]) == ([], [])
