"""Every check by example: rows that break it, and a near miss that differs in one fact and does not.

The examples are data: `checks_by_example/*.toml`, with the lives they start from in `lives.toml`. Checks that
are declared once for many fields (a field is given, a code is known, files agree) have examples made here.
All examples go through the checks together, each from files of its own, once for each engine.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sightline.domain.records import table_columns
from sightline.engine.connect import Engine
from sightline.engine.tables import write_tables
from sightline.returns.checking import broken
from sightline.returns.checks import ALL, Check

FOLDER = Path(__file__).parent / "checks_by_example"
YEAR = 2027

#: The life in which a table has a row, for the examples made here.
LIFE_WITH = {
    "children": "fostered",
    "episodes": "fostered",
    "reviews": "fostered",
    "uasc": "unaccompanied",
    "outcomes": "settled",
    "care_leavers": "leaver",
    "adoptions": "adopted",
    "adoption_decisions": "authorised",
    "previous_permanence": "fostered",
    "missing": "missing",
    "social_workers": "fostered",
    "liberty_orders": "deprived_of_liberty",
}

#: What a row holds to show a right value in a field that the life leaves blank.
WITH_A_VALUE = {
    ("children", "mother"): {"mother": 0},
    ("episodes", "reason_ceased"): {"reason_ceased": "E4A", "ceased": "2026-09-01"},
    ("episodes", "reason_moved"): {"reason_moved": "CARPL", "reason_ceased": "E4A", "ceased": "2026-09-01"},
    ("outcomes", "sdq_reason"): {"sdq_reason": "SDQ2", "sdq_score": ""},
    ("outcomes", "intervention_received"): {"substance_misuse": 1, "intervention_received": 1},
    ("outcomes", "intervention_offered"): {
        "substance_misuse": 1,
        "intervention_received": 0,
        "intervention_offered": 1,
    },
    ("adoption_decisions", "reason_ceased"): {"reason_ceased": "RD1", "ceased": "2026-09-01"},
}

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
Place = tuple[str, str]  # a rule, and the file of the example in which it was broken


@dataclass(frozen=True)
class Example:
    """A life in which one check is broken, or nearly."""

    check: str
    side: str  # breaks or near
    rows: Rows
    year: int = YEAR
    between_years: bool = False

    @property
    def file(self) -> str:
        """The file that all its rows say they are from, by which its findings are told from others'."""
        return f"{self.check} {self.side}"


@cache
def lives() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "lives.toml").read_text(encoding="utf-8"))


@cache
def examples() -> tuple[Example, ...]:
    return (*_written_down(), *(example for check in ALL for example in _made(check)))


def _written_down() -> Iterator[Example]:
    for path in sorted(FOLDER.glob("*.toml")):
        if path.name == "lives.toml":
            continue
        for check, told in tomllib.loads(path.read_text(encoding="utf-8")).items():
            life = lives()["life"][told.get("like", "fostered")]
            for side in ("breaks", "near"):
                rows = {**life, **told.get(side, {})}
                yield Example(check, side, rows, told.get("year", YEAR), told.get("between_years", False))


def _made(check: Check) -> Iterator[Example]:
    """The examples of a check that one declaration makes for many fields."""
    life = lives()["life"][LIFE_WITH[check.table]]
    row = life[check.table][0]
    if check.key.endswith("-HEADER"):
        changed, near = {**life, "children": []}, life
    elif check.key.endswith("-EPISODE"):
        changed, near = {"children": [row]}, life
    else:
        rows = _broken_rows(check, row)
        if rows is None:
            return
        changed, near = {**life, check.table: rows}, {**life, check.table: [_right_row(check, row)]}
    yield Example(check.key, "breaks", changed)
    yield Example(check.key, "near", near)


def _broken_rows(check: Check, row: Row) -> list[Row] | None:
    name = check.fields[0]
    parts = check.key.split("-")
    wrong: dict[str, list[Row]] = {
        "GIVEN": [{**row, name: ""}],
        "CODE": [{**row, name: "QQ"}],
        "FLAG": [{**row, name: 2}],
        "BORN": [{**row, "born": "2011-01-01"}],
        "SEX": [{**row, "sex": "F"}],
        "ONCE": [row, row],
    }
    return wrong.get(parts[3] if parts[1] == "IN" else parts[2])


def _right_row(check: Check, row: Row) -> Row:
    return {**row, **WITH_A_VALUE.get((check.table, check.fields[0]), {})}


def _rows_of(example: Example, number: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Each row of an example with what its table's rows hold by default, and where it is from."""
    defaults = lives()["row"]
    born = {
        row.get("child", "A"): row.get("born", defaults["children"]["born"]) for row in example.rows["children"]
    }
    for line, (named, row) in enumerate(
        ((named, row) for named, rows in example.rows.items() for row in rows), start=2
    ):
        table = named.removeprefix("last_")
        child = row.get("child", "A")
        full = {
            "upn": f"A{number:010}{ord(child or '?'):02}",
            **defaults[table],
            "born": born.get(child, defaults["children"]["born"]),
            **row,
            "child": child and f"{child} {example.file}",
            "collection": example.year - (named != table),
            "file": example.file,
            "line": line,
        }
        values = (full.get(column.name, "") for column in table_columns(table))
        yield table, tuple(None if value == "" else value for value in values)


def _write(folder: Path, chosen: list[Example]) -> Path:
    tables: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for number, example in enumerate(chosen):
        for table, row in _rows_of(example, number):
            tables[table].append(row)
    return write_tables(folder, tables)


def _found(engine: Engine, folder: Path) -> frozenset[Place]:
    """The rules that each example's files break: those within a year, then those between two years."""
    places: set[Place] = set()
    for between_years in (False, True):
        chosen = [example for example in examples() if example.between_years == between_years]
        returned = _write(folder / str(between_years), chosen)
        years = sorted({example.year for example in chosen})
        places |= {(each.rule, str(each.file)) for each in broken(engine, returned, years)}
    return frozenset(places)


@pytest.fixture(scope="session")
def found(duckdb_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> frozenset[Place]:
    return _found(duckdb_engine, tmp_path_factory.mktemp("examples"))


def test_every_check_has_an_example_that_breaks_it_and_a_near_miss() -> None:
    shown = {(example.check, example.side) for example in examples()}
    assert shown == {(check.key, side) for check in ALL for side in ("breaks", "near")}
    assert len(shown) == len(examples())


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.key)
def test_a_check_finds_its_example_and_not_the_near_miss(check: Check, found: frozenset[Place]) -> None:
    assert (check.key, f"{check.key} breaks") in found
    assert (check.key, f"{check.key} near") not in found


def test_near_misses_break_no_other_check(found: frozenset[Place]) -> None:
    others = {(rule, file) for rule, file in found if file.endswith("near")}
    assert others == set()


def test_rows_with_nothing_in_them_are_only_told_what_to_fill_in(duckdb_engine: Engine, tmp_path: Path) -> None:
    """Blank values are unknown: no condition on them is broken, and nothing stops."""
    nothing = {
        table: [(*(None for _ in table_columns(table)[:-3]), YEAR, "nothing.csv", 2)] for table in LIFE_WITH
    }
    rules = {each.rule for each in broken(duckdb_engine, write_tables(tmp_path / "nothing", nothing), [YEAR])}
    assert rules == {check.key for check in ALL if "-GIVEN-" in check.key}


@pytest.mark.spark
def test_spark_finds_what_duckdb_finds(
    found: frozenset[Place], spark_engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert _found(spark_engine, tmp_path_factory.mktemp("spark")) == found
