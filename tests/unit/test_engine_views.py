"""Views: found, in order of need, made once for the same values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sightline.domain.records import Child, Episode
from sightline.engine import reference, views
from sightline.engine.connect import Engine, connect

PERIOD = {"start": date(2024, 4, 1), "end": date(2025, 3, 31)}
Folder = Callable[[Mapping[str, Iterable[Any]]], Path]


def test_every_view_says_what_one_row_is() -> None:
    for name in views.names():
        assert views.view(name).one_row.startswith("One row "), name


def test_every_view_needs_only_views_there_are() -> None:
    for name in views.names():
        assert set(views.view(name).needs) <= set(views.names()), name


def test_every_view_asks_only_for_a_period_or_a_day() -> None:
    for name in views.names():
        assert views.view(name).values <= {"start", "end"}, name


def test_needs_come_first() -> None:
    order = views.in_order("review_clocks")
    assert order.index("care_episodes") < order.index("periods_of_care") < order.index("review_obligations")
    assert order[-1] == "review_clocks"
    assert len(order) == len(set(order))


def test_an_unknown_view_is_refused() -> None:
    with pytest.raises(views.UnknownView):
        views.view("no_such_view")


def test_every_view_can_be_made_of_nothing(engine: Engine, lives_folder: Folder) -> None:
    """Each one on each engine, so that a wrong column name fails here and not in a report."""
    reference.load(engine, lives_folder({}))
    views.define(engine, *views.names(), **PERIOD)
    for name in views.names():
        assert engine.rows(f"SELECT * FROM {name}") == [] or name == "working_day_limits", name


class Counted:
    """An engine that says what was made."""

    name = "counted"

    def __init__(self) -> None:
        self.made: list[str] = []

    def define(self, name: str, sql: str, **params: object) -> None:
        self.made.append(name)


def test_a_view_is_made_once_for_the_same_values() -> None:
    engine: Any = Counted()
    views.define(engine, "placements")
    views.define(engine, "placements", "settled_episodes", end=date(2025, 3, 31))  # neither asks for a day
    assert engine.made == ["care_episodes", "settled_episodes", "placements"]


def test_a_view_is_made_again_for_another_day_or_other_tables() -> None:
    engine: Any = Counted()
    views.define(engine, "review_standings", end=date(2025, 3, 31))
    engine.made.clear()
    views.define(engine, "review_standings", end=date(2024, 3, 31))
    assert engine.made == ["review_clocks", "review_standings"]
    views.forget(engine)
    views.define(engine, "review_standings", end=date(2024, 3, 31))
    assert "care_episodes" in engine.made


def test_loading_other_lives_makes_views_anew(lives_folder: Folder, tmp_path: Path) -> None:
    child = Child("C1", "M", date(2015, 1, 1), "WBRI")
    episode = Episode("C1", date(2024, 5, 1), "S", "C2", "N1", "U4", "PR1")
    with connect("duckdb") as engine:
        reference.load(engine, lives_folder({"children": [child], "episodes": [episode]}))
        views.define(engine, "periods_of_care")
        assert engine.rows("SELECT child, started FROM periods_of_care") == [("C1", date(2024, 5, 1))]
        reference.load(engine, tmp_path / "no such folder")
        views.define(engine, "periods_of_care")
        assert engine.rows("SELECT child, started FROM periods_of_care") == []
