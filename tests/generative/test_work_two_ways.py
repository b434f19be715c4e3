"""Do the catalogue's SQL and plain loops agree on what a reviewing service did, on any rows and any period?"""

from __future__ import annotations

import importlib.util
import random
import sys
from dataclasses import astuple
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sightline.domain import work as records
from sightline.domain.calendar import england
from sightline.engine import reference
from sightline.engine.connect import Engine
from sightline.engine.tables import schema, write_small, write_tables
from sightline.indicators.catalogue import INDICATORS
from sightline.indicators.evaluation import Evaluation
from sightline.indicators.figures import Period

UNTIL = date(2024, 2, 29)
PERIODS = [
    Period(date(2023, 4, 1), UNTIL),
    Period.year(2023),
    Period(date(2023, 7, 1), date(2023, 9, 30)),
    Period(date(2024, 2, 12), UNTIL),
]


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    found = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def plain() -> ModuleType:
    return module("indicators_reckoning")


@pytest.fixture(scope="module")
def reckoning() -> ModuleType:
    return module("work_reckoning")


def test_every_indicator_of_the_work_is_reckoned_twice(reckoning: ModuleType) -> None:
    """Those left are the shares of a count."""
    wanted = {key for key, each in INDICATORS.items() if each.needs_work and not each.distribution}
    assert wanted == set(reckoning.RECKONED)


# Rows at random, near the limits that matter


class Maker:
    """Makes the work of some people; days are drawn close to the limits."""

    def __init__(self, seed: int, people: list[Any]) -> None:
        self.chance = random.Random(seed)
        self.numbers = count(1)
        self.rows: dict[str, list[Any]] = {table: [] for table in records.WORK}
        self.rows["work_told"] = [records.Told(UNTIL)]
        for place, person in enumerate(people):
            self._of(person, f"F{place // 2}")
        for _ in range(12):
            self._post()

    def day(self, first: date, *working_days: int) -> date | None:
        """A day so many working days on, one more or less, or none; nothing after the last day told of."""
        if self.chance.random() < 0.2:
            return None
        day = england().add_working_days(first, self.chance.choice(working_days)) + timedelta(
            self.chance.choice((-1, 0, 0, 1))
        )
        return day if first <= day <= UNTIL else None

    def _of(self, person: Any, family: str) -> None:
        child = person.child.child
        for review in person.reviews:
            if review.held <= UNTIL and self.chance.random() < 0.85:
                self._review(child, review.held)
        for episode in person.episodes:
            if self.chance.random() < 0.7:
                self._start(child, episode.started)
        if self.chance.random() < 0.8:
            self.rows["sibling_groups"].append(
                records.SiblingGroup(child, family, self.chance.choice((0, 0, 0, 1)))
            )

    def _review(self, child: str, held: date) -> None:
        chance, number = self.chance, next(self.numbers)
        adjourned = chance.random() < 0.3
        completed = self.day(held, 5, 20) if adjourned else held
        steps = [self.day(completed, days) if completed else None for days in (5, 15, 20)]
        self.rows["review_processes"].append(
            records.ReviewProcess(
                child, number, held, "later", "video", "R1", chance.choice((None, "officer", "child", "together")),
                completed, *steps, int(adjourned),
                seen_on=held - timedelta(chance.choice((0, 1, 60, 182, 183, 400))),
                seen_alone=chance.choice((0, 1, None)), permanence_on=held + timedelta(chance.choice((-9, 0, 1))),
            )
        )  # fmt: skip
        for _ in range(chance.choice((0, 1, 3))):
            self._decision(child, number, held)
        for _ in range(chance.choice((0, 1, 2))):
            self._participant(child, number)
        for kind in chance.sample(("child_views", "parent_views", "sw_report"), 2):
            self._paper(child, number if chance.random() < 0.8 else 10_000 + number, kind, held)
        due = held + timedelta(chance.choice((45, 91)))
        done = self.day(due, 0, 20, 40)
        self.rows["midway_checks"].append(
            records.MidwayCheck(child, held, due, done, None, chance.choice((0, 0, None, 1)))
        )

    def _decision(self, child: str, review: int, held: date) -> None:
        chance, issued = self.chance, self.day(held, 1, 4)
        state = chance.choice(("draft", "in_window", "queried", "final", "final", "final", "withdrawn"))
        result = chance.choice(("open", "done", "done", "partly", "not_done", "superseded"))
        by_when = held + timedelta(chance.choice((14, 60)))
        self.rows["decisions"].append(
            records.Decision(
                child, next(self.numbers), review, held, state, result, 1, None,
                chance.choice((by_when, by_when, None)), None,
                self.day(by_when, 0, 90) if result == "done" else None,
                0, issued, self.day(issued, 5) if issued else None, chance.choice((0, 1, None)),
            )
        )  # fmt: skip

    def _participant(self, child: str, review: int) -> None:
        pick = self.chance.choice
        self.rows["participants"].append(
            records.Participant(
                child, next(self.numbers), review, pick(("parent", "parent", "carer")),
                pick(("invite", "separately", "excluded")), pick((None, "yes", "no", "remote", "apologies")),
                pick((None, 0, 1)),
            )
        )  # fmt: skip

    def _paper(self, child: str, review: int, kind: str, held: date) -> None:
        asked = held - timedelta(self.chance.choice((14, 15)))
        self.rows["preparations"].append(
            records.Preparation(
                child, next(self.numbers), review, kind, "asked", None, None, asked, self.day(asked, 3)
            )
        )

    def _start(self, child: str, started: date) -> None:
        known = self.day(started, 2)
        if known:
            self.rows["notifications"].append(records.Notification(child, started, known))
        named = self.day(started, 5, 0)
        if named:
            for officer in self.chance.sample(("R1", "R2", "R3"), 1 + int(self.chance.random() < 0.4)):
                ended = named + timedelta(self.chance.choice((1, 300, 1000)))
                last = None if self.chance.random() < 0.6 else ended
                self.rows["allocations"].append(records.Allocation(child, officer, named, last))
                if last is None:
                    return
                named = last

    def _post(self) -> None:
        pick, started = self.chance.choice, date(2020, 1, 1) + timedelta(self.chance.randrange(1600))
        ended = pick((None, None, UNTIL, UNTIL + timedelta(1), started + timedelta(90)))
        self.rows["posts"].append(
            records.Post(
                next(self.numbers), pick(("iro", "senior_iro", "social_worker")),
                pick(("permanent", "agency", "vacant", "seconded_out", "seconded_in")), pick((20, 50, 100)),
                started,
                ended if ended is None or ended > started else None,
            )
        )  # fmt: skip


def folder_of(path: Path, people: list[Any], rows: dict[str, list[Any]]) -> Path:
    told: dict[str, list[tuple[Any, ...]]] = {"children": [], "episodes": [], "reviews": [], "early_reviews": []}
    for person in people:
        of_child = {"children": [person.child], "episodes": person.episodes, "reviews": person.reviews,
                    "early_reviews": person.early_reviews}  # fmt: skip
        for table, found in of_child.items():
            told[table] += [(*_values(row), 0, table, line) for line, row in enumerate(found, start=2)]
    write_tables(path, told)
    write_small(
        path,
        {
            table: (((*_values(row), 0, table, line) for line, row in enumerate(found, start=2)), schema(table))
            for table, found in rows.items()
        },
    )
    return path


def _values(row: Any) -> tuple[Any, ...]:
    return astuple(row)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sql_and_loops_agree(
    reckoning: ModuleType, plain: ModuleType, lives: ModuleType, duckdb_engine: Engine, tmp_path: Path, seed: int
) -> None:
    people = [
        plain.Person(life.child, life.episodes, life.reviews, life.early_reviews)
        for life in lives.many(120, seed=seed)
    ]
    rows = Maker(seed, people).rows
    reference.load(duckdb_engine, folder_of(tmp_path / "lives", people, rows))
    figures = Evaluation(duckdb_engine).figures(PERIODS, indicators=list(reckoning.RECKONED))
    said = 0
    for figure in figures:
        assert figure.symbol is None, figure
        period = figure.period
        scene = reckoning.Scene(people, plain, reckoning.Work(UNTIL, rows), period.start, period.end)
        whole = figure.numerator if figure.unit == "count" else figure.denominator
        assert (figure.numerator, whole, figure.unknown) == reckoning.RECKONED[figure.indicator](scene), figure.id
        said += bool(whole)
    assert said > len(figures) / 2
