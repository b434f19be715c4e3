"""Periods of care, placements and review clocks as tables: what one row is, by example and near miss.

The rule for clocks is docs/review-track.md; more of it is spelt out in the domain's own examples, and
random lives show that the two agree (tests/generative/test_engine_care.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sightline.domain.practice import HANDBOOK, DateBasis
from sightline.domain.records import EarlyReview, Episode, Review
from sightline.engine import reference, views
from sightline.engine.connect import Engine

title = "Periods of care, placements and review clocks as tables"

Folder = Callable[[Mapping[str, Iterable[Any]]], Path]
Ask = Callable[..., list[tuple[Any, ...]]]

BORN = date(2015, 6, 1)
AFTER_EVERYTHING = date(2030, 1, 1)
MAY, JUNE, JULY, AUGUST = (date(2024, month, 1) for month in (5, 6, 7, 8))
FIRST = Episode("C1", MAY, "S", "C2", "N1", "U4", "PR1", placement_postcode="AB1 1AA")


@pytest.fixture
def ask(duckdb_engine: Engine, lives_folder: Folder) -> Ask:
    """Ask for columns of a view, in order, of a life given as tables."""

    def ask_view(
        view: str, columns: str, on: date = AFTER_EVERYTHING, **tables: Iterable[Any]
    ) -> list[tuple[Any, ...]]:
        reference.load(duckdb_engine, lives_folder(tables))
        views.define(duckdb_engine, view, end=on)
        return duckdb_engine.rows(f"SELECT {columns} FROM {view} ORDER BY ALL")

    return ask_view


def closed(episode: Episode, ceased: date, reason: str = "X1") -> Episode:
    return replace(episode, ceased=ceased, reason_ceased=reason)


def after(episode: Episode, started: date, reason: str, **changes: Any) -> Episode:
    return replace(episode, started=started, reason_started=reason, ceased=None, reason_ceased=None, **changes)


def returns(*years: int) -> list[tuple[int, date, date]]:
    return [(year, date(year - 1, 4, 1), date(year, 3, 31)) for year in years]


def review(held: date, **changes: Any) -> Review:
    return replace(Review("C1", BORN, held, "PN1"), **changes)


# Periods of care


def test_episodes_in_a_chain_are_one_period(ask: Ask) -> None:
    chain = [closed(FIRST, JUNE), closed(after(FIRST, JUNE, "L", legal_status="E1"), JULY, "E4A")]
    assert ask("periods_of_care", "started, ended, reason_ceased", episodes=chain) == [(MAY, JULY, "E4A")]


def test_a_day_out_of_care_makes_two(ask: Ask) -> None:
    apart = [closed(FIRST, date(2024, 5, 31), "E4A"), after(FIRST, JUNE, "S")]
    assert ask("periods_of_care", "started, ended", episodes=apart) == [(MAY, date(2024, 5, 31)), (JUNE, None)]


def test_short_breaks_are_no_care(ask: Ask) -> None:
    breaks = [replace(FIRST, legal_status=status, child=status) for status in ("V3", "V4")]
    assert ask("periods_of_care", "child", episodes=breaks) == []
    assert ask("periods_of_care", "child", episodes=[replace(FIRST, legal_status="V2")]) == [("C1",)]


def test_a_period_whose_first_episode_seen_is_no_start_began_before_it(ask: Ask) -> None:
    columns = "started_known, is_whole"
    assert ask("periods_of_care", columns, episodes=[FIRST]) == [(True, True)]
    assert ask("periods_of_care", columns, episodes=[replace(FIRST, reason_started="L")]) == [(False, False)]


def test_a_period_that_began_before_the_first_return_is_not_whole(ask: Ask) -> None:
    """Its start may be known, but reviews before the return are not seen."""
    columns = "started_known, is_whole"
    march = replace(FIRST, started=date(2024, 3, 31))
    assert ask("periods_of_care", columns, episodes=[march], collections=returns(2025)) == [(True, False)]
    assert ask("periods_of_care", columns, episodes=[march], collections=returns(2024, 2025)) == [(True, True)]


# Placements


def test_a_move_is_a_new_placement(ask: Ask) -> None:
    moved = [closed(FIRST, JUNE), after(FIRST, JUNE, "P", placement_postcode="AB2 2BB")]
    assert ask("placements", "started, ended", episodes=moved) == [(MAY, JUNE), (JUNE, None)]


@pytest.mark.parametrize("reason", ["L", "T", "U"])
def test_with_the_same_carer_it_is_the_same_placement(ask: Ask, reason: str) -> None:
    """The placement is as the last episode tells it."""
    stayed = [closed(FIRST, JUNE), after(FIRST, JUNE, reason, placement="U1")]
    assert ask("placements", "started, ended, placement", episodes=stayed) == [(MAY, None, "U1")]


@pytest.mark.parametrize("temporary", ["T0", "T1", "T2", "T3", "T4"])
def test_a_temporary_stay_and_the_return_from_it_break_nothing(ask: Ask, temporary: str) -> None:
    away = closed(after(FIRST, JUNE, "P", placement=temporary, placement_postcode="ZZ9 9ZZ"), JULY)
    back = [closed(FIRST, JUNE), away, after(FIRST, JULY, "P")]
    assert ask("placements", "started, ended, placement", episodes=back) == [(MAY, None, "U4")]


def test_from_a_temporary_stay_to_another_home_is_a_move(ask: Ask) -> None:
    away = closed(after(FIRST, JUNE, "P", placement="T1", placement_postcode="ZZ9 9ZZ"), JULY)
    elsewhere = [closed(FIRST, JUNE), away, after(FIRST, JULY, "P", placement_postcode="AB2 2BB")]
    assert ask("placements", "started, ended", episodes=elsewhere) == [(MAY, JULY), (JULY, None)]


# Review clocks


def clocks(ask: Ask, **tables: Any) -> list[tuple[Any, ...]]:
    return ask("review_clocks", "number, clock, effective_due, met_on", **tables)


def test_first_second_and_later_reviews(ask: Ask) -> None:
    """20 working days (6 and 27 May are holidays), 3 months, 6 months."""
    held = [review(date(2024, 5, 28)), review(date(2024, 8, 30)), review(date(2025, 2, 14))]
    assert clocks(ask, episodes=[FIRST], reviews=held) == [
        (1, "cla-review-1", date(2024, 5, 31), date(2024, 5, 28)),
        (2, "cla-review-2", date(2024, 8, 28), date(2024, 8, 30)),
        (3, "cla-review-n", date(2025, 2, 28), date(2025, 2, 14)),
        (4, "cla-review-n", date(2025, 8, 14), None),
    ]


def test_a_review_outside_care_meets_nothing(ask: Ask) -> None:
    """On the day care ended it does."""
    left = [closed(FIRST, JUNE, "E4A")]
    assert clocks(ask, episodes=left, reviews=[review(date(2024, 6, 2))]) == [
        (1, "cla-review-1", date(2024, 5, 31), None)
    ]
    assert clocks(ask, episodes=left, reviews=[review(JUNE)])[0] == (1, "cla-review-1", date(2024, 5, 31), JUNE)


def test_placed_for_adoption_the_clock_changes(ask: Ask) -> None:
    """Three months from the order; four weeks from moving in; a day in hospital is no disruption."""
    order = closed(after(FIRST, JUNE, "L", legal_status="E1"), JULY)
    placed = closed(after(order, JULY, "P", placement="A6", placement_postcode="AB5 5EE"), AUGUST)
    hospital = after(placed, AUGUST, "P", placement="T1", placement_postcode="ZZ9 9ZZ")
    life = [closed(FIRST, JUNE), order, placed, hospital]
    first = review(date(2024, 5, 20))
    assert clocks(ask, episodes=[closed(FIRST, JUNE), replace(order, ceased=None)], reviews=[first])[1] == (
        2, "adopt-auth-review-1", date(2024, 9, 1), None,
    )  # fmt: skip
    assert clocks(ask, episodes=life, reviews=[first])[1] == (2, "adopt-review-1", date(2024, 7, 29), None)


def test_what_was_overdue_before_the_track_changed_stays_overdue(ask: Ask) -> None:
    life = [closed(FIRST, JUNE), after(FIRST, JUNE, "L", legal_status="E1")]
    assert clocks(ask, episodes=life)[0] == (1, "cla-review-1", date(2024, 5, 31), None)
    sooner = [closed(FIRST, date(2024, 5, 31)), after(FIRST, date(2024, 5, 31), "L", legal_status="E1")]
    assert clocks(ask, episodes=sooner)[0] == (1, "adopt-auth-review-1", date(2024, 8, 31), None)


def test_an_early_date_counts_if_it_is_sooner(ask: Ask) -> None:
    asked = EarlyReview("C1", MAY, date(2024, 5, 15), "cla-review-early-iro")
    later = replace(asked, wanted_by=date(2024, 6, 15))
    assert clocks(ask, episodes=[FIRST], early_reviews=[asked])[0][2] == date(2024, 5, 15)
    assert clocks(ask, episodes=[FIRST], early_reviews=[later])[0][2] == date(2024, 5, 31)


def test_asked_on_the_day_of_a_review_it_brings_the_next_forward(ask: Ask) -> None:
    first = review(date(2024, 5, 20))
    asked = EarlyReview("C1", date(2024, 5, 20), date(2024, 5, 25), "cla-review-early-iro")
    told = clocks(ask, episodes=[FIRST], reviews=[first], early_reviews=[asked])
    assert [due for _, _, due, _ in told] == [date(2024, 5, 31), date(2024, 5, 25)]
    before = replace(asked, asked_on=date(2024, 5, 19), wanted_by=date(2024, 5, 19))
    told = clocks(ask, episodes=[FIRST], reviews=[first], early_reviews=[before])
    assert [due for _, _, due, _ in told] == [date(2024, 5, 19), date(2024, 8, 20)]


def test_asked_for_on_the_last_day_of_care_it_counts_and_after_it_does_not(ask: Ask) -> None:
    left = [closed(FIRST, date(2024, 5, 20), "E4A")]
    for asked_on, due in ((date(2024, 5, 20), date(2024, 5, 28)), (date(2024, 5, 21), date(2024, 5, 31))):
        asked = EarlyReview("C1", asked_on, date(2024, 5, 28), "cla-review-early-iro")
        assert clocks(ask, episodes=left, early_reviews=[asked]) == [(1, "cla-review-1", due, None)]


def test_a_review_on_the_day_of_disruption_leaves_six_months(ask: Ask) -> None:
    """Back from adopters with the order in force: not the first review under the order again."""
    placed = closed(replace(FIRST, legal_status="E1", placement="A6"), JULY)
    back = after(placed, JULY, "P", placement="U4", placement_postcode="AB7 7GG")
    told = clocks(ask, episodes=[placed, back], reviews=[review(JULY)])
    assert told[1] == (2, "adopt-auth-review-n", date(2025, 1, 1), None)
    told = clocks(
        ask, episodes=[closed(FIRST, JULY), after(FIRST, JULY, "L", legal_status="E1")], reviews=[review(JULY)]
    )
    assert told[1] == (2, "adopt-auth-review-1", date(2024, 10, 1), None)


def test_with_one_return_the_review_before_the_first_seen_is_not_known(ask: Ask) -> None:
    """A child long in care: the first review seen is a later one, so the next is known."""
    long_in_care = [replace(FIRST, started=date(2020, 1, 6))]
    told = clocks(ask, episodes=long_in_care, reviews=[review(JUNE)], collections=returns(2025))
    assert told == [(None, "cla-review-n", date(2024, 12, 1), None), (None, None, None, JUNE)]


def test_a_review_before_the_first_return_is_not_looked_at(ask: Ask) -> None:
    """One on its first day is."""
    in_care = [replace(FIRST, started=date(2024, 1, 8))]
    told = clocks(ask, episodes=in_care, reviews=[review(date(2024, 3, 31))], collections=returns(2025))
    assert told == [(None, None, None, None)]
    told = clocks(ask, episodes=in_care, reviews=[review(date(2024, 4, 1))], collections=returns(2025))
    assert [met_on for *_, met_on in told] == [date(2024, 4, 1), None]


# Standings


@pytest.mark.parametrize(
    ("on", "standing", "days_late"),
    [
        (date(2024, 5, 31), "due", 0),
        (date(2024, 6, 1), "overdue", 1),
        (date(2024, 6, 9), "overdue", 9),
        (date(2024, 6, 10), "late", 10),
    ],
)
def test_standing_looks_at_nothing_later(ask: Ask, on: date, standing: str, days_late: int) -> None:
    told = ask(
        "review_standings",
        "number, standing, days_late",
        on=on,
        episodes=[FIRST],
        reviews=[review(date(2024, 6, 10))],
    )
    assert told[0] == (1, standing, days_late)
    assert len(told) == (2 if standing == "late" else 1)


def test_a_review_recorded_after_care_ended_is_neither_void_nor_missed(
    duckdb_engine: Engine, lives_folder: Folder
) -> None:
    """Under the recorded basis its record is still to come."""
    recorded = review(date(2024, 5, 20), recorded=date(2024, 6, 20))
    left = [closed(FIRST, date(2024, 5, 24), "E4A")]
    folder = lives_folder({"episodes": left, "reviews": [recorded]})
    reference.load(duckdb_engine, folder, replace(HANDBOOK, review_date_basis=DateBasis.RECORDED))
    for on, standing in ((date(2024, 5, 28), "due"), (JUNE, "overdue"), (date(2024, 6, 20), "late")):
        views.define(duckdb_engine, "review_standings", end=on)
        told = duckdb_engine.rows("SELECT standing FROM review_standings WHERE number = 1")
        assert told == [(standing,)]


@pytest.mark.parametrize(("left", "standing"), [(date(2024, 5, 31), "void"), (date(2024, 6, 1), "missed")])
def test_leaving_care_stops_the_clock(ask: Ask, left: date, standing: str) -> None:
    told = ask("review_standings", "standing", on=JULY, episodes=[closed(FIRST, left, "E4A")])
    assert told == [(standing,)]
