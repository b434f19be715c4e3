"""Situations: a few rows about a few children, and the figures that they give."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple, fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sightline.domain.practice import HANDBOOK, Counting
from sightline.domain.records import (
    TABLES,
    WORK,
    CareLeaver,
    Child,
    EarlyReview,
    Episode,
    LibertyOrder,
    Missing,
    Outcome,
    Review,
    SocialWorker,
    Uasc,
)
from sightline.domain.work import Told
from sightline.engine import reference, views
from sightline.engine.connect import Engine, connect
from sightline.engine.tables import schema
from sightline.indicators.coverage import collection_of
from sightline.indicators.evaluation import Evaluation
from sightline.indicators.figures import Figure, Period
from sightline.indicators.population import population_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _a_day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value


class Situation:
    """Rows as the returns of `first` to `last` tell them (2025 alone, unless said otherwise)."""

    def __init__(self, engine: Engine, reference_made_by: dict[str, Counting]) -> None:
        self._engine = engine
        self._reference = reference_made_by
        self._rows: dict[str, list[tuple[Any, int]]] = defaultdict(list)
        self._children: dict[str, Child] = {}
        self.first = self.last = 2025
        self.counting: Counting = HANDBOOK

    def returns(self, first: int, last: int) -> None:
        self.first, self.last = first, last

    def child(self, name: str, born: str = "2014-06-01", sex: str = "F", ethnicity: str = "WBRI") -> None:
        self._children[name] = Child(name, sex, date.fromisoformat(born), ethnicity)

    def episode(
        self,
        name: str,
        started: str,
        ceased: str | None = None,
        *,
        rne: str = "S",
        status: str = "C2",
        place: str = "U4",
        provider: str | None = "PR1",
        need: str = "N1",
        rec: str | None = None,
        moved: str | None = None,
        postcode: str | None = None,
    ) -> None:
        """An episode; one that ceased ended care (E8) unless `rec` says otherwise."""
        reason = rec or ("E8" if ceased else None)
        began = date.fromisoformat(started)
        row = Episode(
            name, began, rne, status, need, place, provider, day(ceased), reason, moved, None, postcode, None
        )
        self._add("episodes", row, day(ceased) or began)

    def review(self, name: str, held: str, code: str = "PN1", **more: Any) -> None:
        when = date.fromisoformat(held)
        dates = {key: day(value) if isinstance(value, str) else value for key, value in more.items()}
        self._add("reviews", Review(name, self._born(name), when, code, **dates), when)

    def early_review(self, name: str, asked: str, wanted: str) -> None:
        row = EarlyReview(name, date.fromisoformat(asked), date.fromisoformat(wanted), "cla-review-early-iro")
        self._add("early_reviews", row, row.asked_on)

    def uasc(self, name: str, until: str | None = None) -> None:
        self._add("uasc", Uasc(name, "M", self._born(name), day(until)), None)

    def outcome(self, name: str, **values: Any) -> None:
        self._add("outcomes", Outcome(name, self._born(name), **values), None)

    def leaver(self, name: str, activity: str = "F2", accommodation: str = "U1", touch: str = "YES") -> None:
        self._add("care_leavers", CareLeaver(name, self._born(name), touch, activity, accommodation), None)

    def missing(self, name: str, started: str, ended: str | None = None, kind: str = "M") -> None:
        self._add("missing", Missing(name, self._born(name), kind, date.fromisoformat(started), day(ended)), None)

    def worker(self, name: str, worker: str, started: str, ended: str | None = None) -> None:
        row = SocialWorker(name, self._born(name), worker, date.fromisoformat(started), day(ended))
        self._add("social_workers", row, None)

    def liberty_order(self, name: str, started: str, ended: str | None = None) -> None:
        self._add(
            "liberty_orders", LibertyOrder(name, self._born(name), date.fromisoformat(started), day(ended)), None
        )

    def told_until(self, day_: str) -> None:
        """The service's own work is told, up to a day."""
        self._add("work_told", Told(date.fromisoformat(day_)), None)

    def work(self, table: str, name: str | None = None, **told: Any) -> None:
        """A row of the service's own work; texts that are days by their form become days."""
        record = WORK[table]
        values = {key: _a_day(value) for key, value in told.items()}
        if name is not None:
            values["child"] = name
        if "number" in {field.name for field in fields(record)}:
            values.setdefault("number", len(self._rows[table]) + 1)
        self._add(table, record(**values), None)

    def held(self, name: str, held: str, number: int = 0, **told: Any) -> None:
        """A review of the return that the service held itself, completed the same day unless told otherwise."""
        self.review(name, held)
        basis = {"kind": "later", "mode": "in_person", "completed": held, "number": number or self._next()}
        self.work("review_processes", name, held=held, **{**basis, **told})

    def _next(self) -> int:
        return len(self._rows["review_processes"]) + 1

    def figures(
        self, *keys: str, by: tuple[Any, ...] = (), period: Period | None = None, population: Any = None
    ) -> list[Figure]:
        """The figures of some indicators, for the last year told of unless a period is given."""
        self._load()
        evaluation = Evaluation(self._engine, counting=self.counting, population=population_of(population))
        return evaluation.figures([period or Period.year(self.last)], indicators=keys or None, by=by)

    def figure(self, key: str, *, period: Period | None = None, population: Any = None) -> Figure:
        """The figure for everyone."""
        return self.figures(key, period=period, population=population)[0]

    def share(self, key: str, *, period: Period | None = None) -> tuple[Any, Any]:
        """Numerator and denominator of the figure for everyone, which must have no symbol and nothing unknown."""
        figure = self.figure(key, period=period)
        assert (figure.symbol, figure.unknown) == (None, 0), figure
        return figure.numerator, figure.denominator

    def parts(self, key: str, *dimensions: str, period: Period | None = None) -> dict[Any, Any]:
        """The numerators of one breakdown that are not 0, by label (by labels, for a cross)."""
        figures = self.figures(key, by=(dimensions,), period=period)
        found = {}
        for figure in figures:
            if tuple(name for name, _ in figure.breakdown) == dimensions and figure.numerator:
                labels = tuple(label for _, label in figure.breakdown)
                found[labels if len(labels) > 1 else labels[0]] = figure.numerator
        return found

    def _born(self, name: str) -> date:
        if name not in self._children:
            self.child(name)
        return self._children[name].born

    def _add(self, table: str, row: Any, told: date | None) -> None:
        if hasattr(row, "child"):
            self._born(row.child)
        self._rows[table].append((row, self.last if told is None else collection_of(told)))

    def _load(self) -> None:
        """Put the rows in the engine's tables. Reference tables stay from the situation before, if they can."""
        if self._reference.get("counting") != self.counting:
            reference.load(self._engine, Path("nowhere"), self.counting)
            self._reference["counting"] = self.counting
        views.forget(self._engine)
        rows = self._told()
        for table in (*TABLES, *WORK):
            self._engine.define(table, _select(table, rows.get(table, [])))
        first, last = Period.year(self.first).start, Period.year(self.last).end
        self._engine.define("history", f"SELECT DATE '{first}' AS history_from, DATE '{last}' AS history_to")

    def _told(self) -> dict[str, list[tuple[Any, ...]]]:
        told = {
            table: [
                (*astuple(row), min(max(year, self.first), self.last), f"{table}.csv", line)
                for line, (row, year) in enumerate(rows, start=2)
            ]
            for table, rows in self._rows.items()
        }
        children = enumerate(self._children.values(), start=2)
        return told | {"children": [(*astuple(row), self.last, "children.csv", line) for line, row in children]}


def _select(table: str, rows: list[tuple[Any, ...]]) -> str:
    types = schema(table)
    nothing = tuple(None for _ in types)
    values = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows or [nothing])
    columns = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in types.items())
    return f"SELECT {columns} FROM (VALUES {values}) AS told({', '.join(types)})" + (
        "" if rows else " WHERE FALSE"
    )


def _literal(value: Any) -> str:
    return "NULL" if value is None else str(value) if isinstance(value, int) else f"'{value}'"


@pytest.fixture(scope="session")
def kept() -> Iterator[tuple[Engine, dict[str, Counting]]]:
    """An engine for situations alone, with the counting rules that its reference tables were made by."""
    with connect("duckdb", threads=2) as engine:
        yield engine, {}


@pytest.fixture
def given(kept: tuple[Engine, dict[str, Counting]]) -> Situation:
    return Situation(*kept)


@pytest.fixture
def given_on_each(engine: Engine) -> Situation:
    """The same on every engine: for what engines might see differently."""
    return Situation(engine, {})
