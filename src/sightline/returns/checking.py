"""Checking a return: every rule in `returns.checks`, over the rows as they were read.

One query for each view finds the rows that break any of its checks, so the cost grows with the rows and
hardly with the number of checks. Rows are never changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from sightline.engine.connect import Engine, connect
from sightline.engine.tables import schema
from sightline.returns.checks import ALL, Check
from sightline.returns.checks.check import LETTERS, on
from sightline.returns.findings import Finding, Findings, write_findings

if TYPE_CHECKING:
    from sightline.returns.reading import Reading

_SQL = files("sightline.returns.checks")

#: Tables that several views stand on, made once a year in this order (`checks/tables`).
_SHARED = ("ordered_episodes", "care_periods", "care_gaps", "child_care", "child_facts", "last_open")

#: Tables of which the year before's return is asked too; each is called `last_…`.
_YEAR_BEFORE = (
    "children",
    "episodes",
    "uasc",
    "care_leavers",
    "missing",
    "adoption_decisions",
    "social_workers",
    "liberty_orders",
)


def check(reading: Reading, *, year: int | None = None, engine: str = "duckdb") -> Findings:
    """What is wrong in the returns read, by every check of each collection year (or of `year` alone).

    Checks between two years run where both were read. The findings are kept beside those of reading.
    """
    years = [collection for collection in reading.collections if year in (None, collection)]
    with connect(engine) as opened:
        found = broken(opened, reading.work / "returned", years)
        return write_findings(reading.work / "findings" / "checking.parquet", found)


def broken(engine: Engine, returned: Path, years: Sequence[int]) -> Iterator[Finding]:
    """Each rule broken at each line of the `returned` tables, in some collection years."""
    _load(engine, returned)
    for collection in years:
        given = _begin(engine, collection)
        checks = [each for each in ALL if each.applies_to(collection) and _can_run(each, given)]
        for view, of_view in groupby(sorted(checks, key=_by_view), key=_by_view):
            yield from _broken_in(engine, view, list(of_view), collection)


def _load(engine: Engine, returned: Path) -> None:
    for table in LETTERS:
        path = returned / f"{table}.parquet"
        if path.exists():
            engine.load(f"returned_{table}", path)
        else:
            engine.define(f"returned_{table}", _no_rows(table))


def _begin(engine: Engine, collection: int) -> Collection[str]:
    """Make the tables of one collection year; gives the names of those that have rows."""
    for table in LETTERS:
        engine.define(table, _of_collection(table), collection=collection)
    for table in _YEAR_BEFORE:
        engine.define(f"last_{table}", _of_collection(table), collection=collection - 1)
    for name in _SHARED:
        engine.define(name, _sql("tables", name), **on(collection))
    return frozenset(name for (name,) in engine.rows(_which_have_rows()))


def _broken_in(engine: Engine, view: str, checks: list[Check], collection: int) -> Iterator[Finding]:
    """The findings of one view's checks; a line that the view has twice is found once."""
    values = {**on(collection), "collection": collection}
    for file, line, numbers in engine.rows(_query(view, checks, collection), **values):
        for number in numbers.split():
            yield checks[int(number)].finding(collection=collection, file=file, line=line)


def _query(view: str, checks: list[Check], collection: int) -> str:
    """Every line that breaks a check, with the numbers of the checks it breaks, as text with spaces between.

    A condition that is unknown is not broken, so NOT (unknown) is no case and leaves nothing behind.
    """
    cases = ",\n".join(
        f"CASE WHEN NOT ({check.condition(collection)}) THEN '{number}' END" for number, check in enumerate(checks)
    )
    return (
        f"WITH seen AS (\n{_sql('views', view)}\n),\n"
        f"judged AS (SELECT file, line, concat_ws(' ',\n{cases}) AS numbers FROM seen)\n"
        "SELECT DISTINCT file, line, numbers FROM judged WHERE numbers <> '' ORDER BY file, line, numbers"
    )


def _by_view(check: Check) -> str:
    return check.reads


def _can_run(check: Check, given: Collection[str]) -> bool:
    """Whether its rows and the files it needs were given: nothing is found for want of a whole file."""
    return all(table in given for table in (*check.needs, *(() if check.view else (check.table,))))


def _of_collection(table: str) -> str:
    return f"SELECT * FROM returned_{table} WHERE collection = :collection"


def _no_rows(table: str) -> str:
    named = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in schema(table).items())
    return f"SELECT {named} WHERE FALSE"


def _which_have_rows() -> str:
    names = (*LETTERS, *(f"last_{table}" for table in _YEAR_BEFORE))
    return " UNION ALL ".join(f"(SELECT '{name}' AS name FROM {name} LIMIT 1)" for name in names)


@cache
def _sql(folder: str, name: str) -> str:
    return (_SQL / folder / f"{name}.sql").read_text(encoding="utf-8")
