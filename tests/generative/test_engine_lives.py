"""The random lives are coherent, and varied enough to be worth testing with."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

SHORT_BREAKS = ("V3", "V4")


@pytest.fixture(scope="module")
def crowd(lives: ModuleType) -> list:
    return lives.many(2000, seed=1)


@given(data=st.data())
def test_episodes_follow_each_other(lives: ModuleType, data: st.DataObject) -> None:
    life = data.draw(lives.lives())
    for before, after in pairwise(life.episodes):
        assert before.ceased is not None
        assert before.started < before.ceased <= after.started
        assert (before.reason_ceased == "X1") == (after.reason_started != "S")
        if before.reason_ceased == "X1":
            assert before.ceased == after.started
            assert before.need == after.need


@given(data=st.data())
def test_a_period_neither_starts_nor_ends_in_a_temporary_stay(lives: ModuleType, data: st.DataObject) -> None:
    life = data.draw(lives.lives())
    for episode in life.episodes:
        if episode.reason_started == "S" or episode.reason_ceased not in (None, "X1"):
            assert episode.placement not in lives.TEMPORARY


@given(data=st.data())
def test_reviews_are_held_in_care(lives: ModuleType, data: st.DataObject) -> None:
    life = data.draw(lives.lives())
    for review in life.reviews:
        assert any(
            episode.started <= review.held <= (episode.ceased or date.max)
            for episode in life.episodes
            if episode.legal_status not in SHORT_BREAKS
        )


def test_placed_for_adoption_under_an_order_only_while_it_stands(crowd: list) -> None:
    for life in crowd:
        for episode in life.episodes:
            assert episode.placement not in ("A5", "A6") or episode.legal_status == "E1"


def test_everything_that_matters_occurs(crowd: list) -> None:
    episodes = [episode for life in crowd for episode in life.episodes]
    reviews = [review for life in crowd for review in life.reviews]
    assert {episode.reason_started for episode in episodes} == set("SLPTBU")
    assert {episode.placement for episode in episodes} >= {"A3", "A4", "A5", "A6", "T0", "T4", "U4", "K2", "P1"}
    assert {episode.legal_status for episode in episodes} >= {"V2", "V3", "V4", "C1", "C2", "E1", "J1", "L1"}
    assert {review.adjourned for review in reviews} == {None, 0, 1}
    assert any(review.recorded for review in reviews)
    assert any(life.early_reviews for life in crowd)
    disrupted = [(a, b) for a, b in pairwise(episodes) if a.placement == "A6" and b.placement[0] in "UKR"]
    assert any(after.legal_status == "E1" for _, after in disrupted)
    assert any(after.legal_status == "C2" for _, after in disrupted)


def test_a_return_shows_only_its_years(crowd: list, lives: ModuleType) -> None:
    shown = [seen for life in crowd if (seen := lives.as_returned(life, 2023, 2024)) is not None]
    assert 0 < len(shown) < len(crowd)
    for seen in shown:
        assert all(date(2022, 4, 1) <= review.held <= date(2024, 3, 31) for review in seen.reviews)
        assert all(episode.started <= date(2024, 3, 31) for episode in seen.episodes)
        assert all(episode.ceased is None or episode.ceased >= date(2022, 4, 1) for episode in seen.episodes)
    assert any(seen.episodes[0].reason_started != "S" for seen in shown)
    assert any(seen.episodes[-1].ceased is None for seen in shown)


def test_one_seed_gives_the_same_lives(lives: ModuleType) -> None:
    assert lives.many(5, seed=3) == lives.many(5, seed=3)
    assert lives.many(5, seed=3) != lives.many(5, seed=4)


def test_a_birthday_on_29_february_falls_on_1_march(lives: ModuleType) -> None:
    assert lives.birthday(date(2020, 2, 29), 18) == date(2038, 3, 1)
    assert lives.months_after(date(2023, 11, 30), 3) == date(2024, 2, 29)
    assert lives.weekdays_after(date(2024, 3, 1), 1) - date(2024, 3, 1) == timedelta(3)
