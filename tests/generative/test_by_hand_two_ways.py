"""What a form refuses of a row of the yearly return, and what the return's own checks refuse: the same, two ways.

Rows are drawn by chance, right and wrong ones, of young people of every age. Rules that ask of other files are
left out: no form can see them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from sightline.casework.register.checks_of_returns import of_return
from sightline.domain.care import age_on
from sightline.domain.codes import code_set
from sightline.domain.records import table_columns
from sightline.engine.connect import Engine
from sightline.engine.tables import write_tables
from sightline.returns.checking import broken
from sightline.returns.findings import Severity

YEAR = 2026
FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)
ROWS = 400

#: Rules of each table that its form knows.
RULES = {
    "uasc": {"SL-UA-01", "SL-UA-02", "SL-UA-04"},
    "outcomes": {f"SL-O2-{n:02}" for n in (6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19)},
    "care_leavers": {"SL-O3-01", "SL-O3-03", "SL-O3-04", "SL-O3-05", "SL-O3-06"},
    "adoptions": {"SL-AD-02", "SL-AD-10", "SL-AD-11", "SL-AD-12", "SL-AD-13", "SL-AD-14"},
    "previous_permanence": {f"SL-PP-{n:02}" for n in (2, 3, 4, 5, 7)},
}
FLAG = (None, 0, 1)


def codes(name: str) -> list[str]:
    return list(code_set(name))


def around(chance: Random, *days: date) -> date:
    """A day, or one beside it: where rules turn."""
    return chance.choice(days) + timedelta(days=chance.randint(-1, 1))


def born(chance: Random, youngest: int, oldest: int) -> date:
    years = chance.randint(youngest, oldest)
    days = (date(day.year - years, day.month, day.day) for day in (FIRST, LAST, date(2025, 9, 9)))
    return min(around(chance, *days), LAST)


def uasc(chance: Random) -> dict[str, Any]:
    child = born(chance, 16, 19)
    birthday = date(child.year + 18, child.month, min(child.day, 28))
    ended = chance.choice([None, around(chance, birthday), around(chance, LAST), around(chance, child)])
    return {"born": child, "sex": "M", "status_ceased": ended}


def outcomes(chance: Random) -> dict[str, Any]:
    """What is right at that age, and often two answers otherwise."""
    child = born(chance, 0, 18)
    first, last = age_on(child, FIRST), age_on(child, LAST)
    row = {
        "born": child,
        "sdq_score": chance.choice([0, 40]) if first >= 4 and last < 17 else None,
        "sdq_reason": None,
        "convicted": 0 if last >= 10 else None,
        "health_check": 1 if last < 5 else None,
        **dict.fromkeys(("immunisations", "teeth_check", "health_assessment"), 1),
        "substance_misuse": 0,
        "intervention_received": None,
        "intervention_offered": None,
    }
    other = {
        "sdq_score": chance.choice([None, 12]),
        "sdq_reason": chance.choice([None, *codes("sdq_reason")]),
        "substance_misuse": 1,
        **{name: chance.choice(FLAG) for name in row if name.startswith("intervention")},
        **{name: chance.choice(FLAG) for name in ("convicted", "health_check")},
    }
    many = chance.choice([0, 0, 1, 2, 3])
    return row | {name: other[name] for name in chance.sample(sorted(other), many)}


def care_leavers(chance: Random) -> dict[str, Any]:
    sure = {name: chance.choice(["0", *codes(f"care_leaver_{name}")]) for name in ("activity", "accommodation")}
    if chance.random() < 0.3:
        sure = dict.fromkeys(sure, "0")
    elif chance.random() < 0.3:
        sure["accommodation"] = chance.choice(["T1", "Z2"])
    return {"born": born(chance, 16, 19), "in_touch": chance.choice(codes("in_touch")), **sure}


def adoptions(chance: Random) -> dict[str, Any]:
    child = born(chance, 0, 1)
    return {
        "born": child,
        "decided": around(chance, child, FIRST),
        "matched": around(chance, child, FIRST),
        "by_foster_carer": "0",
        **{name: chance.choice(codes(name)) for name in ("adopters_sex", "adopters_legal_status")},
        "adopters": chance.choice(codes("adopters_number")),
    }


def previous_permanence(chance: Random) -> dict[str, Any]:
    days = (None, "27/03/2019", "zz/03/2019", "zz/zz/2019", "zz/zz/zzzz", "27/zz/2019", "2019", "27.03.2019")
    return {
        "born": date(2014, 5, 2),
        "previous": chance.choice(codes("previous_permanence")),
        "ordered": chance.choice(days),
        "authority": chance.choice([None, "204", "999", "SCO", "NUK", "20", "ENG", "2044"]),
    }


DRAWN = {
    "uasc": uasc,
    "outcomes": outcomes,
    "care_leavers": care_leavers,
    "adoptions": adoptions,
    "previous_permanence": previous_permanence,
}


def drawn(table: str) -> list[dict[str, Any]]:
    chance = Random(f"by hand {table}")
    return [{"collection": YEAR, **DRAWN[table](chance)} for _ in range(ROWS)]


def files() -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Each row in a return of its own child, in care all year; the line is the row's place."""
    for table in DRAWN:
        for line, row in enumerate(drawn(table)):
            child = f"{table} {line}"
            where = {"child": child, "collection": YEAR, "file": table, "line": line}
            yield "children", values("children", {"sex": "M", **row, "ethnicity": "WBRI", **where, "file": "H"})
            if table == "outcomes":
                yield "episodes", values("episodes", {**EPISODE, **where, "file": "E"})
            yield table, values(table, {**row, **where})


EPISODE = {
    "started": date(2020, 4, 1), "reason_started": "S", "legal_status": "C2", "need": "N1", "placement": "U6",
}  # fmt: skip


def values(table: str, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(column.name) for column in table_columns(table))


@pytest.fixture(scope="module")
def refused(duckdb_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], set[str]]:
    """The rules that each row breaks, of those that say that it is wrong."""
    tables = defaultdict(list)
    for table, row in files():
        tables[table].append(row)
    folder = write_tables(tmp_path_factory.mktemp("by-hand"), tables)
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for each in broken(duckdb_engine, folder, [YEAR]):
        if each.severity is Severity.ERROR:
            found[str(each.file), int(each.line or 0)].add(each.rule)
    return found


def known(table: str, rules: set[str]) -> set[str]:
    """Of the rules that a row breaks those that the form knows; that a code is one of the year's goes for all."""
    return {rule for rule in rules if rule in RULES[table] or "-CODE-" in rule}


@pytest.mark.parametrize("table", DRAWN)
def test_the_form_refuses_what_the_return_refuses_and_nothing_else(
    table: str, refused: dict[tuple[str, int], set[str]]
) -> None:
    rows = drawn(table)
    by_form = {n for n, row in enumerate(rows) if list(of_return(table, row, born=row["born"], on=LAST))}
    by_return = {n: broke for n in range(ROWS) if (broke := known(table, refused[table, n]))}
    differ = {n: (by_return.get(n), rows[n]) for n in by_form ^ by_return.keys()}
    assert not differ
    assert 10 < len(by_form) < ROWS - 10


@pytest.mark.parametrize("table", DRAWN)
def test_every_rule_that_the_form_knows_is_broken_by_some_row(
    table: str, refused: dict[tuple[str, int], set[str]]
) -> None:
    broke = set().union(*(refused[table, n] for n in range(ROWS)))
    assert RULES[table] - broke <= {"SL-O2-06"}  # a score above 40 is refused by the field itself
