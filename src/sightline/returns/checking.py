"""Checking a return: every rule in `returns.checks`, over the rows as they were read.

One query for each view finds the rows that break any of its checks, so the cost grows with the rows and
hardly with the number of checks. Rows are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from sightline.engine.connect import Engine, connect
from sightline.engine.tables import schema
from sightline.returns.checks import ALL, Check
from sightline.returns.checks.check import LETTERS, on
from sightline.returns.findings import Finding, Findings, write_findings
from sightline.returns.reading import Reading

_SQL = files("sightline.returns.checks")

#: Tables that several views stand on, made once a year in this order (`checks/tables`).
_SHARED = ("ordered_episodes", "care_periods", "care_gaps", "child_care", "child_facts", "last_open")

_FROM = re.compile(r"\b(?:FROM|JOIN)\s+(\w+)")

#: What reading says of a value that it read as blank: that it is not given is then no news.
_NO_COLUMN = "SL-RD-04"
_READ_AS_BLANK = (_NO_COLUMN, "SL-RD-20", "SL-RD-21", "SL-RD-22", "SL-RD-23", "SL-RD-24")

_Place = tuple[str, int | None, str]  # file, line, field

#: The tables of which a file was given, in each collection year.
Given = Mapping[int, Collection[str]]


def check(reading: Reading, *, year: int | None = None, engine: str = "duckdb") -> Findings:
    """What is wrong in the returns read, by every check of each collection year (or of `year` alone).

    Checks between two years run where both were read. The findings are kept beside those of reading.
    """
    years = [collection for collection in reading.collections if year in (None, collection)]
    with connect(engine) as opened:
        found = broken(opened, reading.returned, years, given=_files_given(reading))
        known = _read_as_blank(opened, reading)
        news = (finding for finding in found if not _is_known(finding, known))
        return write_findings(reading.work / "findings" / "checking.parquet", news)


def broken(
    engine: Engine, returned: Path, years: Sequence[int], *, given: Given | None = None
) -> Iterator[Finding]:
    """Each rule broken at each line of the `returned` tables, in some collection years.

    A check that needs a whole file runs only where it was given: it has rows, or `given` names it.
    """
    _load(engine, returned)
    present = _with_rows(engine)
    for collection, tables in (given or {}).items():
        present.setdefault(collection, set()).update(tables)
    for collection in years:
        yield from _broken_in_year(engine, collection, _names(present, collection))


def _broken_in_year(engine: Engine, collection: int, given: Collection[str]) -> Iterator[Finding]:
    values: dict[str, object] = {**on(collection), "collection": collection}
    for name in _SHARED:
        engine.define(name, _with_sources(_sql("tables", name)), **values)
    checks = [each for each in ALL if each.applies_to(collection) and _can_run(each, given)]
    for view, of_view in groupby(sorted(checks, key=_view_of), key=_view_of):
        judging = list(of_view)
        for file, line, numbers in engine.rows(_query(view, judging, collection), **values):
            for number in numbers.split():
                yield judging[int(number)].finding(collection=collection, file=file, line=line)


def _query(view: str, checks: list[Check], collection: int) -> str:
    """Every line that breaks a check, once, with the numbers of the checks it breaks as text with spaces between.

    A condition that is unknown is not broken: NOT (unknown) is no case, and leaves nothing in the text.
    """
    cases = ",\n".join(
        f"CASE WHEN NOT ({check.condition(collection)}) THEN '{number}' END" for number, check in enumerate(checks)
    )
    seen = _with_sources(_sql("views", view))
    return (
        f"SELECT DISTINCT file, line, numbers FROM (SELECT file, line, concat_ws(' ',\n{cases}) AS numbers\n"
        f"FROM (\n{seen}) AS seen) AS judged WHERE numbers <> '' ORDER BY file, line, numbers"
    )


def _view_of(check: Check) -> str:
    return check.reads


def _can_run(check: Check, given: Collection[str]) -> bool:
    """Whether its rows and the files it needs were given: nothing is found for want of a whole file."""
    return all(table in given for table in (*check.needs, *(() if check.view else (check.table,))))


def _load(engine: Engine, returned: Path) -> None:
    for table in LETTERS:
        path = returned / f"{table}.parquet"
        if path.exists():
            engine.load(f"returned_{table}", path)
        else:
            engine.define(f"returned_{table}", _no_rows(table))


def _with_rows(engine: Engine) -> dict[int, set[str]]:
    """The tables with rows, by collection year."""
    queries = (f"SELECT DISTINCT collection, '{table}' AS name FROM returned_{table}" for table in LETTERS)
    present: dict[int, set[str]] = {}
    for collection, table in engine.rows(" UNION ALL ".join(queries)):
        present.setdefault(collection, set()).add(table)
    return present


def _files_given(reading: Reading) -> Given:
    """The tables of which a file was read, with rows or without."""
    present: dict[int, set[str]] = {}
    for file in reading.files:
        if file.record is not None and file.collection is not None:
            present.setdefault(file.collection, set()).add(file.record)
    return present


def _names(present: Given, collection: int) -> frozenset[str]:
    before = (f"last_{table}" for table in present.get(collection - 1, ()))
    return frozenset((*present.get(collection, ()), *before))


def _with_sources(sql: str) -> str:
    """A query with the rows of this collection year under each table's name, and the year before's as `last_…`."""
    sources = []
    for name in sorted(set(_FROM.findall(sql))):
        table = name.removeprefix("last_")
        if table in LETTERS:
            year = ":collection" if name == table else ":collection - 1"
            sources.append(f"{name} AS (SELECT * FROM returned_{table} WHERE collection = {year})")
    return f"WITH {', '.join(sources)}\nSELECT * FROM (\n{sql}) AS made" if sources else sql


def _no_rows(table: str) -> str:
    named = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in schema(table).items())
    return f"SELECT {named} WHERE FALSE"


def _read_as_blank(engine: Engine, reading: Reading) -> frozenset[_Place]:
    """Where reading has told of a value that it read as blank: file, line (None: the whole column) and field."""
    rules = ", ".join(f"'{rule}'" for rule in _READ_AS_BLANK)
    places: set[_Place] = set()
    for path in reading.findings.paths:
        engine.load("found_in_reading", path)
        rows = engine.rows(f"SELECT rule, file, line, field FROM found_in_reading WHERE rule IN ({rules})")
        places.update((file, None if rule == _NO_COLUMN else line, field) for rule, file, line, field in rows)
    return frozenset(places)


def _is_known(finding: Finding, known: Collection[_Place]) -> bool:
    place = (str(finding.file), finding.line, str(finding.field))
    return "-GIVEN-" in finding.rule and (place in known or (place[0], None, place[2]) in known)


@cache
def _sql(folder: str, name: str) -> str:
    return (_SQL / folder / f"{name}.sql").read_text(encoding="utf-8")
